"""Followers: the members and the groups of several plans at once, as reminders need them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from bot.storage.groups import Group
from bot.storage.memberships import Role
from bot.storage.rules import owner_key
from bot.storage.tables import membership, person, team_group


@dataclass(frozen=True, slots=True)
class Follower:
    """`owner_key` tells the KPI owner name this person answers to; `hour` is the one they prefer, local, 0-23.

    `hour` and `language` are None for somebody who is not known any more.
    """

    person_id: int
    role: Role
    owner_key: str | None
    hour: int | None
    language: str | None


def of_plans(db: Connection, plan_ids: Iterable[int]) -> dict[int, tuple[Follower, ...]]:
    """Return the members of each plan, the earliest first."""
    found: dict[int, list[Follower]] = {}
    for plan_id, person_id, role, label, hour, language in db.execute(_MEMBERS, {"plans": list(plan_ids)}):
        found.setdefault(plan_id, []).append(Follower(person_id, Role(role), owner_key(label), hour, language))
    return {plan_id: tuple(members) for plan_id, members in found.items()}


def groups_of(db: Connection, plan_ids: Iterable[int]) -> dict[int, Group]:
    """Return the group of each plan that has one."""
    return {row.plan_id: Group(*row) for row in db.execute(_GROUPS, {"plans": list(plan_ids)})}


_MEMBERS = (
    select(
        *(membership.c.plan_id, membership.c.person_id, membership.c.role, membership.c.label),
        *(person.c.hour, person.c.language),
    )
    .outerjoin(person, person.c.id == membership.c.person_id)
    .where(membership.c.plan_id.in_(bindparam("plans", expanding=True)))
    .order_by(membership.c.joined_at, membership.c.person_id)
)
_GROUPS = select(team_group).where(team_group.c.plan_id.in_(bindparam("plans", expanding=True)))
