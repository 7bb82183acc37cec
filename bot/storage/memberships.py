"""Memberships: who may do what in which plan."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, select, update

from bot.storage.put import put
from bot.storage.tables import membership


class Role(StrEnum):
    """From the most to the least entitled."""

    LEAD = "lead"
    CONTRIBUTOR = "contributor"
    OFFICIAL = "official"


_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Membership:
    """`label` is the KPI owner name this person answers to."""

    plan_id: int
    person_id: int
    role: Role
    label: str | None
    joined_at: datetime


_ROLE = select(membership.c.role).where(
    membership.c.plan_id == bindparam("plan"), membership.c.person_id == bindparam("person")
)


_HELD_ROLE = _ROLE.with_for_update(read=True)


def role(db: Connection, plan_id: int, person_id: int, *, is_held: bool = False) -> Role | None:
    """Return what this person is in this plan; None: a stranger, who is told nothing.

    `is_held`: nobody changes it until the transaction ends.
    """
    asked = _HELD_ROLE if is_held else _ROLE
    found = db.execute(asked, {"plan": plan_id, "person": person_id}).scalar_one_or_none()
    return Role(found) if found else None


def join(
    db: Connection, *, plan_id: int, person_id: int, role: Role, now: datetime, label: str | None = None
) -> Membership:
    """Make this person a member; one who is already keeps the higher role, the first date, and a label not replaced."""
    former = _one(db, plan_id, person_id)
    if former:
        role = min(former.role, role, key=_RANK.__getitem__)
        label = label or former.label
    joined = Membership(plan_id, person_id, role, label, former.joined_at if former else now)
    values = {"role": role.value, "label": label, "joined_at": joined.joined_at}
    put(db, membership, [{"plan_id": plan_id, "person_id": person_id, **values}])
    return joined


def leave(db: Connection, plan_id: int, person_id: int) -> Membership | None:
    """Make this person a stranger again; return what they were."""
    gone = delete(membership).where(_of(plan_id, person_id)).returning(membership)
    row = db.execute(gone).one_or_none()
    return _from_row(row) if row else None


def set_role(db: Connection, plan_id: int, person_id: int, role: Role) -> None:
    """Give a member another role, higher or lower."""
    db.execute(update(membership).where(_of(plan_id, person_id)).values(role=role.value))


def get(db: Connection, plan_id: int, person_id: int) -> Membership | None:
    return _one(db, plan_id, person_id)


def has_other_lead(db: Connection, plan_id: int, person_id: int) -> bool:
    """Whether somebody else leads this plan."""
    return any(each.role is Role.LEAD and each.person_id != person_id for each in of_plan(db, plan_id))


def of_person(db: Connection, person_id: int) -> list[Membership]:
    """Return the plans of a person, the latest joined first."""
    return _all(db, membership.c.person_id == person_id, membership.c.joined_at.desc(), membership.c.plan_id.desc())


def of_plan(db: Connection, plan_id: int) -> list[Membership]:
    """Return the members of a plan, the earliest first."""
    return _all(db, membership.c.plan_id == plan_id, membership.c.joined_at, membership.c.person_id)


def _of(plan_id: int, person_id: int) -> ColumnElement[bool]:
    return (membership.c.plan_id == plan_id) & (membership.c.person_id == person_id)


def _one(db: Connection, plan_id: int, person_id: int) -> Membership | None:
    return next(iter(_all(db, _of(plan_id, person_id))), None)


def _all(db: Connection, condition: ColumnElement[bool], *order: ColumnElement[Any]) -> list[Membership]:
    return [_from_row(row) for row in db.execute(select(membership).where(condition).order_by(*order))]


def _from_row(row: Row[Any]) -> Membership:
    return Membership(row.plan_id, row.person_id, Role(row.role), row.label, row.joined_at)
