"""Who is asked for a KPI: its owner, the team's group, else the lead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from bot.storage import followers
from bot.storage.followers import Follower
from bot.storage.groups import Group
from bot.storage.memberships import Role


@dataclass(frozen=True, slots=True)
class Addressee:
    """A chat where someone is asked; `audience` None: any lead or contributor of the plan.

    `stands_in`: the first lead, asked because the owner is not linked yet.
    """

    chat_id: int
    thread_id: int
    audience: int | None
    is_lead: bool = False
    stands_in: bool = False


@dataclass(frozen=True)
class Directory:
    """The people and groups of some plans, read once."""

    members: Mapping[int, tuple[Follower, ...]]
    groups: Mapping[int, Group]

    @classmethod
    def of(cls, db: Connection, plan_ids: Iterable[int]) -> "Directory":
        wanted = tuple(set(plan_ids))
        return cls(followers.of_plans(db, wanted), followers.groups_of(db, wanted))

    def role(self, plan_id: int, person: int) -> Role | None:
        return next((each.role for each in self.members.get(plan_id, ()) if each.person_id == person), None)

    def language(self, plan_id: int, person: int) -> str | None:
        return next((each.language for each in self.members.get(plan_id, ()) if each.person_id == person), None)

    def leads(self, plan_id: int) -> tuple[Addressee, ...]:
        """Return every lead of a plan, the earliest first."""
        return tuple(_private(each) for each in self.members.get(plan_id, ()) if each.role is Role.LEAD)

    def of_owner(self, plan_id: int, owner_key: str | None, *, with_lead: bool = False) -> tuple[Addressee, ...]:
        """Return whom to ask for a KPI; nobody only in a plan that nobody leads."""
        known = self._known.get((plan_id, owner_key, with_lead))
        if known is None:
            known = self._known[plan_id, owner_key, with_lead] = self._of_owner(plan_id, owner_key, with_lead)
        return known

    def hour(self, plan_id: int, owner_key: str | None) -> int | None:
        """Return the hour preferred by whoever is asked first, None when they chose none or are a group."""
        asked = self.of_owner(plan_id, owner_key)
        audience = asked[0].audience if asked else None
        hours = (each.hour for each in self.members.get(plan_id, ()) if each.person_id == audience)
        return next(hours, None)

    def _of_owner(self, plan_id: int, owner_key: str | None, with_lead: bool) -> tuple[Addressee, ...]:  # noqa: FBT001 - a cache key
        leads = self.leads(plan_id)
        if owner_key is None or with_lead:
            return leads
        named = tuple(_private(each) for each in self._may_answer(plan_id) if each.owner_key == owner_key)
        if named:
            return named
        if group := self.groups.get(plan_id):
            return (Addressee(group.chat_id, group.thread_id, None),)
        return tuple(Addressee(each.chat_id, 0, each.audience, is_lead=True, stands_in=True) for each in leads[:1])

    def _may_answer(self, plan_id: int) -> Iterable[Follower]:
        return (each for each in self.members.get(plan_id, ()) if each.role is not Role.OFFICIAL)

    @cached_property
    def _known(self) -> dict[tuple[int, str | None, bool], tuple[Addressee, ...]]:
        return {}


def _private(each: Follower) -> Addressee:
    return Addressee(each.person_id, 0, each.person_id, is_lead=each.role is Role.LEAD)
