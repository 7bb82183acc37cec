"""How long things are kept once they serve no more; a plan with any life in it is never among them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, literal_column, or_, select

from bot.storage import erasure
from bot.storage.outbox import PRIORITIES
from bot.storage.put import delete_each
from bot.storage.tables import (
    audit,
    chat,
    handover,
    inbox,
    invitation,
    membership,
    outbox,
    person,
    prompt,
    removal,
    team_group,
)

AT_ONCE = 200
"""Rows dropped in one transaction."""
PAGE = 1_000
"""Rows looked at, without writing, to find those that nothing holds any more."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each kind of thing is kept.

    A stranger is someone who neither agreed to anything nor joined a plan. `people`: from the last thing they did; they
    are warned before, see bot.storage.farewells.
    """

    updates: timedelta = timedelta(days=7)
    parked_updates: timedelta = timedelta(days=90)
    messages: timedelta = timedelta(days=30)
    held: timedelta = timedelta(days=400)  # for a chat that stays closed
    prompts: timedelta = timedelta(days=365)
    live_prompts: timedelta = timedelta(days=400)  # longer than a value asked once a year is awaited
    imports: timedelta = timedelta(days=30)
    invitations: timedelta = timedelta(days=30)
    handovers: timedelta = timedelta(days=30)
    replies: timedelta = timedelta(days=365)
    removals: timedelta = timedelta(days=1)
    trail: timedelta = timedelta(days=365)
    chats: timedelta = timedelta(days=30)
    strangers: timedelta = timedelta(days=30)
    people: timedelta = timedelta(days=730)


Term = tuple[Table, Callable[[datetime, Periods], ColumnElement[bool]]]
"""A table, and which of its rows are over, found by an index."""


def _received(state: str, before: datetime) -> ColumnElement[bool]:
    return (inbox.c.state == state) & (inbox.c.received_at < before)


def _oldest(before: datetime) -> ColumnElement[bool]:
    """Lines are numbered as they are written: the first ones are the oldest, and need no index of their own."""
    first = select(audit.c.id, audit.c.at).where(audit.c.id > 0).order_by(audit.c.id).limit(AT_ONCE).subquery()
    return audit.c.id.in_(select(first.c.id).where(first.c.at < before))


TERMS: Mapping[str, tuple[Term, ...]] = {
    "updates": (
        (inbox, lambda now, kept: _received("done", now - kept.updates)),
        (inbox, lambda now, kept: _received("dead", now - kept.parked_updates)),
    ),
    "messages": (
        (outbox, lambda now, kept: outbox.c.settled_at < now - kept.messages),
        (
            outbox,
            lambda now, kept: (
                (outbox.c.state == "held") & outbox.c.priority.in_(PRIORITIES) & (outbox.c.not_before < now - kept.held)
            ),
        ),
    ),
    "prompts": (
        (prompt, lambda now, kept: prompt.c.closed_at < now - kept.prompts),
        (
            prompt,
            lambda now, kept: (
                (prompt.c.state == literal_column("'live'")) & (prompt.c.asked_at < now - kept.live_prompts)
            ),
        ),
        # The preview of a file holds all that was read in it; the literal is what the partial index is for.
        (
            prompt,
            lambda now, kept: (prompt.c.kind == literal_column("'import'")) & (prompt.c.asked_at < now - kept.imports),
        ),
    ),
    "invitations": ((invitation, lambda now, kept: invitation.c.expires_at < now - kept.invitations),),
    "handovers": (
        (handover, lambda now, kept: handover.c.settled_at < now - kept.handovers),
        (
            handover,
            lambda now, kept: (
                (handover.c.expires_at < now - kept.handovers)
                & or_(handover.c.state == "waiting", handover.c.expires_at < now - kept.replies)
            ),
        ),
    ),
    "removals": ((removal, lambda now, kept: removal.c.at < now - kept.removals),),
    "trail": ((audit, lambda now, kept: _oldest(now - kept.trail)),),
}
"""What is dropped by its age alone."""


def drop(db: Connection, name: str, now: datetime, periods: Periods | None = None) -> int:
    """Delete some of what has been kept long enough, AT_ONCE of each sort; return how many, 0 when nothing is left."""
    kept, count = periods or Periods(), 0
    for table, is_over in TERMS[name]:
        over = select(*table.primary_key).where(is_over(now, kept)).limit(AT_ONCE)
        count += delete_each(db, table, db.execute(over).all())
    return count


def strangers(db: Connection, now: datetime, periods: Periods | None = None) -> list[int]:
    """Return some of those who neither agreed nor joined, and came long enough ago."""
    is_old = person.c.created_at < now - (periods or Periods()).strangers
    is_member = exists().where(membership.c.person_id == person.c.id)
    found = select(person.c.id).where(person.c.consent_at.is_(None), is_old, ~is_member).limit(AT_ONCE)
    return list(db.scalars(found))


def retention(db: Connection, now: datetime, periods: Periods | None = None) -> dict[str, int]:
    """Do all of it at once, those who are long gone excepted: for a small database."""
    dropped = {name: drop(db, name, now, periods) for name in TERMS}
    gone = strangers(db, now, periods)
    for each in gone:
        erasure.erase(db, each, now)
    return {**dropped, "people": len(gone)}


# What nothing holds any more ------------------------------------------------------------------------------------------


def unheld(db: Connection, now: datetime, after: int, periods: Periods | None = None) -> tuple[list[int], int | None]:
    """Return the chats of a page that no plan, person or message holds, then after which id the next page begins."""
    page = list(db.scalars(select(chat.c.id).where(chat.c.id > after).order_by(chat.c.id).limit(PAGE)))
    is_quiet = or_(chat.c.tat.is_(None), chat.c.tat < now - (periods or Periods()).chats)
    found = select(chat.c.id).where(chat.c.id.in_(page), is_quiet, ~_holds_chat()) if page else None
    return list(db.scalars(found)) if found is not None else [], page[-1] if len(page) == PAGE else None


def _holds_chat() -> ColumnElement[bool]:
    is_waiting = (outbox.c.chat_id == chat.c.id) & outbox.c.state.in_(["pending", "sending", "held"])
    by = (person.c.id == chat.c.id, team_group.c.chat_id == chat.c.id, is_waiting)
    return or_(*(exists().where(each) for each in by))


def forget_chats(db: Connection, ids: Sequence[int]) -> int:
    """Delete these chats, unless something holds them by now."""
    return db.execute(delete(chat).where(chat.c.id.in_(ids), ~_holds_chat())).rowcount
