"""How long things are kept once they serve no more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, or_, select

from bot.storage.erasure import erase
from bot.storage.tables import audit, handover, inbox, invitation, membership, outbox, person, prompt, removal

_AT_ONCE = 50
"""People erased in one transaction: each takes a walk through every table."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each kind of thing is kept.

    A stranger is someone who neither agreed to anything nor joined a plan; anybody else is kept from their last action.
    """

    updates: timedelta = timedelta(days=7)
    parked_updates: timedelta = timedelta(days=90)
    messages: timedelta = timedelta(days=30)
    prompts: timedelta = timedelta(days=365)
    invitations: timedelta = timedelta(days=30)
    handovers: timedelta = timedelta(days=30)
    replies: timedelta = timedelta(days=365)
    removals: timedelta = timedelta(days=1)
    trail: timedelta = timedelta(days=365)
    strangers: timedelta = timedelta(days=30)
    people: timedelta = timedelta(days=730)


def retention(db: Connection, now: datetime, periods: Periods | None = None) -> dict[str, int]:
    """Delete what has been kept long enough; return how much, by kind of thing."""
    kept = periods or Periods()
    closed = or_(invitation.c.used_at.is_not(None), invitation.c.revoked_at.is_not(None))
    over = (closed & (invitation.c.created_at < now - kept.invitations)) | (
        invitation.c.expires_at < now - kept.invitations
    )
    unanswered = (handover.c.state == "waiting") & (handover.c.expires_at < now - kept.handovers)
    finished = or_(unanswered, handover.c.settled_at < now - kept.handovers)
    parked = (inbox.c.state == "dead") & (inbox.c.received_at < now - kept.parked_updates)
    handled = (inbox.c.state == "done") & (inbox.c.received_at < now - kept.updates)
    return {
        "updates": _delete(db, inbox, handled | parked),
        "messages": _delete(db, outbox, outbox.c.settled_at < now - kept.messages),
        "prompts": _delete(db, prompt, prompt.c.closed_at < now - kept.prompts),
        "invitations": _delete(db, invitation, over),
        "handovers": _delete(db, handover, finished | (handover.c.expires_at < now - kept.replies)),
        "removals": _delete(db, removal, removal.c.at < now - kept.removals),
        "trail": _delete(db, audit, audit.c.at < now - kept.trail),
        "people": _erase_people(db, now, kept),
    }


def _delete(db: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return db.execute(delete(table).where(condition)).rowcount


def _erase_people(db: Connection, now: datetime, kept: Periods) -> int:
    """Erase strangers and those long gone, with the plans nobody else leads."""
    is_member = exists().where(membership.c.person_id == person.c.id)
    is_stranger = person.c.consent_at.is_(None) & (person.c.created_at < now - kept.strangers) & ~is_member
    chosen = or_(is_stranger, person.c.seen_at < now - kept.people)
    found = list(db.scalars(select(person.c.id).where(chosen).order_by(person.c.id).limit(_AT_ONCE)))
    for each in found:
        erase(db, each, now)
    return len(found)
