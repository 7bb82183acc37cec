"""Who is here: the person, their talk, and what they may do in its plan."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.chat.incoming import Happening
from bot.conversations.desk import Desk, Spot
from bot.storage import groups, memberships, people, talks
from bot.storage.memberships import Role
from bot.storage.people import Person
from bot.storage.talks import TalkRow
from domain.dialogue.talk import Talk


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in a chat; `role` is what they are in the plan of their talk, None when it is none of theirs."""

    person: Person
    spot: Spot
    talk: TalkRow
    role: Role | None

    @property
    def plan(self) -> int | None:
        """The plan this person may act on here."""
        return self.talk.plan_id if self.role else None

    def speaking(self, language: str) -> "Seat":
        """Return the same seat in another language."""
        return replace(self, spot=replace(self.spot, language=language))


def seat(desk: Desk, happening: Happening) -> Seat:
    """Return who is here; a private talk without a plan of theirs takes the latest they joined."""
    who, where = happening.who, happening.where
    language = "en" if (who.language or "").startswith("en") else "fr"
    person = people.meet(desk.db, who.id, first_name=who.first_name, language=language, now=desk.now)
    spot = Spot(where.chat, where.thread, who.id, person.first_name, person.language, is_private=where.is_private)
    talk = talks.open_talk(desk.db, person_id=who.id, chat_id=where.chat, thread_id=where.thread)
    role = memberships.role(desk.db, talk.plan_id, who.id) if talk.plan_id else None
    if role is None and where.is_private and (joined := memberships.of_person(desk.db, who.id)):
        return _moved(desk, Seat(person, spot, talk, joined[0].role), joined[0].plan_id)
    return Seat(person, spot, talk, role)


def plan_in_use(db: Connection, happening: Happening) -> tuple[int | None, Role | None]:
    """Return the plan that `seat` would find for a private chat, and the role there; nothing is written nor locked."""
    who, where = happening.who.id, happening.where
    here = (talk for talk in talks.of_person(db, who) if (talk.chat_id, talk.thread_id) == (where.chat, where.thread))
    plan = next((talk.plan_id for talk in here), None)
    if plan is not None and (role := memberships.role(db, plan, who)):
        return plan, role
    return next(((joined.plan_id, joined.role) for joined in memberships.of_person(db, who)), (None, None))


def seat_in_group(desk: Desk, happening: Happening) -> Seat:
    """Return who is here, in the plan this group is bound to; nothing is kept of those who are no members of it."""
    who, where = happening.who, happening.where
    known = people.get(desk.db, who.id) or Person(who.id, who.first_name, "fr", None, None, desk.now, desk.now)
    spot = Spot(where.chat, where.thread, who.id, known.first_name, known.language, is_private=False, title=where.title)
    bound = groups.by_chat(desk.db, where.chat, where.thread) or groups.by_chat(desk.db, where.chat)
    plan = bound[0].plan_id if bound else None
    role = memberships.role(desk.db, plan, who.id) if plan is not None else None
    if role is None:
        return Seat(known, spot, TalkRow(0, who.id, where.chat, where.thread, plan, Talk(who.id)), None)
    people.see(desk.db, who.id, desk.now)
    talk = talks.open_talk(desk.db, person_id=who.id, chat_id=where.chat, thread_id=where.thread)
    return Seat(known, spot, replace(talk, plan_id=plan), role)


def move_to(desk: Desk, here: Seat, plan_id: int) -> Seat:
    """Turn this talk to another plan of the person; what was being asked about the former one is left."""
    role = memberships.role(desk.db, plan_id, here.person.id)
    return here if here.talk.plan_id == plan_id else _moved(desk, replace(here, role=role), plan_id)


def visiting(here: Seat, plan_id: int, role: Role) -> Seat:
    """Return a seat in another plan of the person, their talk left where it is: nothing can be asked from there."""
    talk = TalkRow(0, here.person.id, here.talk.chat_id, here.talk.thread_id, plan_id, Talk(here.person.id))
    return replace(here, talk=talk, role=role)


def _moved(desk: Desk, here: Seat, plan_id: int) -> Seat:
    fresh = replace(here.talk.talk, live=None, focus=None, trail=(), tries=0, is_paused=False)
    talk = replace(here.talk, plan_id=plan_id, talk=fresh)
    talks.save(desk.db, talk)
    return replace(here, talk=talk)


def remember(desk: Desk, here: Seat, name: str, value: str | None) -> Seat:
    """Note something beside the talk, or (None) forget it."""
    aside = {key: kept for key, kept in here.talk.aside.items() if key != name}
    talk = replace(here.talk, aside=aside if value is None else {**aside, name: value})
    talks.save(desk.db, talk)
    return replace(here, talk=talk)
