"""A clock set back: what a later present wrote for the senders comes back to this one."""

from datetime import datetime

from sqlalchemy import Connection, update

from bot.storage import lanes, present
from bot.storage.outbox import WAITING
from bot.storage.present import TOLERANCE
from bot.storage.tables import outbox

_PART = "sender"


def has_to_look(db: Connection, now: datetime) -> bool:
    """Whether the present is to be noted, or the clock seems to have been set back."""
    return present.is_to_note(db, _PART, now) or lanes.look(db).is_of_another_time(now)


def rewind_if_back(db: Connection, lane: lanes.BotLane, now: datetime) -> bool:
    """When the clock was set back, bring what a later present wrote to this one; return whether it was.

    What was to go at once goes now, in its order; what has its own day keeps it.
    """
    is_back = present.went_back(db, _PART, now)
    if not is_back and not lane.is_of_another_time(now):
        return False
    lanes.rewind(db, now)
    db.execute(update(outbox).where(outbox.c.state == "pending", outbox.c.retry_at > now).values(retry_at=None))
    later = outbox.c.state.in_((*WAITING, "sending")), outbox.c.created_at > now
    before = now - TOLERANCE  # so that they go before what was posted since the clock was set back
    at_once = outbox.c.not_before <= outbox.c.created_at
    db.execute(update(outbox).where(*later, at_once).values(not_before=before, created_at=before))
    db.execute(update(outbox).where(outbox.c.settled_at > now).values(settled_at=now))
    return True
