"""Chats that close and open again, with what waits for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage import audits, lanes, outbox, sending
from bot.storage.outbox import OutboxRow

NOTICE = 2
"""The priority from which a message is only worth reading at once."""
GUARD_WINDOW = timedelta(minutes=5)
GUARD_LEAST = 5
GUARD_SHARE = 0.2
"""More than this share of the chats tried, and at least so many, cannot all have closed within the window."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """What came of closing a chat."""

    is_new: bool
    is_mass: bool  # so many closed at once that Telegram is at fault: none of them was closed


def suspend_chat(db: Connection, chat_id: int, reason: str, now: datetime) -> Suspension:
    """Close a chat and keep what waits for it; when too many close at once, open all of them again.

    For as long as the window lasts no other chat closes: what is refused meanwhile is tried again after it.
    """
    if audits.happened(db, "mass_refusal", now - GUARD_WINDOW, now):
        sending.unhold(db, [chat_id], retry_at=now + GUARD_WINDOW)
        return Suspension(is_new=False, is_mass=True)
    is_new = lanes.suspend(db, chat_id, reason, now)
    if is_new and _is_mass(db, now):
        chat_ids = [int(ref.removeprefix("chat:")) for ref in audits.refs(db, "suspended", now - GUARD_WINDOW)]
        lanes.reopen(db, chat_ids, now)
        sending.unhold(db, chat_ids, retry_at=now + GUARD_WINDOW)
        audits.write(db, "mass_refusal", ["bot"], now)
        return Suspension(is_new=True, is_mass=True)
    sending.hold(db, chat_id)
    return Suspension(is_new=is_new, is_mass=False)


def _is_mass(db: Connection, now: datetime) -> bool:
    since = now - GUARD_WINDOW
    closed = audits.count_distinct(db, "suspended", since, now)
    if closed < GUARD_LEAST:
        return False
    tried = outbox.chats_tried(db, since) + closed
    return closed > GUARD_SHARE * tried


def resume_chat(db: Connection, chat_id: int, now: datetime) -> tuple[OutboxRow, ...]:
    """Open a chat again and return what was kept for it, which is sent now; notices of then are dropped.

    Reminders become one as the first of them is made.
    """
    lanes.reopen(db, [chat_id], now)
    sending.expire(db, now)
    kept = outbox.held(db, chat_id)
    outbox.cancel(db, now=now, ids=[row.id for row in kept if row.priority >= NOTICE], reason="outdated")
    sending.unhold(db, [chat_id])
    return tuple(row for row in kept if row.priority < NOTICE)
