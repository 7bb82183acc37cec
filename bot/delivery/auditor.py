"""The auditor: once a minute it looks for what can never be; any finding is a fault of ours."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, String, cast, exists, literal, literal_column, or_, select

from bot.clock import Clock
from bot.delivery.health import Health
from bot.storage import lanes
from bot.storage.database import Database, DatabaseError
from bot.storage.outbox import ENDED, PRIORITIES
from bot.storage.sending import LEASE
from bot.storage.tables import asking, audit, chat, occurrence, outbox, rule

log = structlog.get_logger(__name__)

WINDOW = timedelta(minutes=3)
"""How far back messages already settled are looked at: three times between two audits."""

LONGEST_DUE = timedelta(seconds=60)
MOST_LOOKED_AT = 5_000
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that can never be, and where."""

    what: str
    ref: str


def violations(db: Connection, now: datetime) -> list[Violation]:
    """Return what is wrong at `now`."""
    found: list[Violation] = []
    for what, search in _CHECKS.items():
        found += [Violation(what, ref) for ref in search(db, now)]
    return found


def _rules_without_next(db: Connection, _: datetime) -> Iterator[str]:
    query = select(rule.c.id).where(rule.c.state == literal_column("'active'"), rule.c.next_at.is_(None))
    return (f"rule:{id_}" for id_ in db.execute(query.limit(MOST_TOLD)).scalars())


def _occurrences_forgotten(db: Connection, _: datetime) -> Iterator[str]:
    asked = asking.c.occurrence_id == occurrence.c.id, asking.c.outbox_id == outbox.c.id, outbox.c.state.in_(_LIVE)
    idle = occurrence.c.state == literal_column("'open'"), occurrence.c.next_action_at.is_(None)
    query = select(occurrence.c.id).where(*idle, ~exists().where(*asked))
    query = query.order_by(occurrence.c.id).limit(MOST_TOLD)  # as its index has them, which PostgreSQL leaves otherwise
    return (f"occurrence:{id_}" for id_ in db.execute(query).scalars())


def _sendings_stuck(db: Connection, now: datetime) -> Iterator[str]:
    stuck = outbox.c.state == "sending", outbox.c.lease_until <= now - LEASE
    return (f"outbox:{id_}" for id_ in db.execute(select(outbox.c.id).where(*stuck).limit(MOST_TOLD)).scalars())


def _out_of_order(db: Connection, now: datetime) -> Iterator[str]:
    recent = outbox.c.state == "delivered", outbox.c.settled_at > now - WINDOW
    place = outbox.c.chat_id, outbox.c.priority, outbox.c.not_before, outbox.c.id
    query = select(*place, outbox.c.created_at, outbox.c.settled_at).where(*recent)
    last: dict[tuple[int, int], datetime] = {}
    rows = db.execute(query.order_by(outbox.c.settled_at.desc()).limit(MOST_LOOKED_AT)).all()
    for chat_id, priority, _, id_, created_at, settled_at in sorted(rows, key=lambda row: row[:4]):
        former = last.get((chat_id, priority))
        if former is not None and settled_at < former and created_at < settled_at:
            yield f"outbox:{id_}"
        last[chat_id, priority] = max(settled_at, former or settled_at)


def _overdue(db: Connection, now: datetime) -> Iterator[str]:
    """Find what nothing holds back: neither a 429, nor the pace of its chat, nor what stands before it."""
    if lanes.look(db).is_blocked(now):
        return iter(())
    free = or_(chat.c.id.is_(None), chat.c.tat.is_(None), chat.c.tat <= now)
    due = (
        outbox.c.state == "pending",
        outbox.c.priority.in_(PRIORITIES),
        outbox.c.not_before <= now - LONGEST_DUE,
        outbox.c.created_at <= now - LONGEST_DUE,
    )
    never_tried = outbox.c.retry_at.is_(None), outbox.c.failures == 0
    query = select(outbox.c.id).outerjoin(chat, chat.c.id == outbox.c.chat_id).where(*due, *never_tried, free)
    waits = outbox.alias()
    is_first = ~exists().where(
        waits.c.chat_id == outbox.c.chat_id,
        waits.c.id != outbox.c.id,
        waits.c.state.in_(("sending", "pending")),
        waits.c.priority.in_(PRIORITIES),
        waits.c.not_before <= outbox.c.not_before,
    )
    return (f"outbox:{id_}" for id_ in db.execute(query.where(is_first).limit(1)).scalars())


def _ends_unaudited(db: Connection, now: datetime) -> Iterator[str]:
    ended = outbox.c.state.in_(ENDED), outbox.c.settled_at > now - WINDOW
    trace = exists().where(
        audit.c.ref == literal("outbox:") + cast(outbox.c.id, String), audit.c.what == outbox.c.state
    )
    query = select(outbox.c.id).where(*ended, ~trace).limit(MOST_TOLD)
    return (f"outbox:{id_}" for id_ in db.execute(query).scalars())


_LIVE = ("pending", "sending", "held")
_CHECKS: dict[str, Callable[[Connection, datetime], Iterator[str]]] = {
    "active_rule_without_next": _rules_without_next,
    "open_occurrence_forgotten": _occurrences_forgotten,
    "sending_stuck": _sendings_stuck,
    "chat_out_of_order": _out_of_order,
    "due_but_not_sent": _overdue,
    "end_without_audit": _ends_unaudited,
}


_STOPPED = {"telegram", "token"}


class Auditor:
    """Looks once; a tick calls it each minute."""

    def __init__(self, db: Database, clock: Clock, health: Health) -> None:
        self._db, self._clock, self._health = db, clock, health

    async def look(self) -> list[Violation]:
        """Look, log what is wrong, and turn health red while there is something."""
        now = self._clock.now()
        try:
            found = await self._db.read(lambda db: violations(db, now))
        except DatabaseError as error:
            self._health.fail("database", str(error))
            return []
        if _STOPPED & self._health.problems.keys():  # nothing is sent, and that is known
            found = [violation for violation in found if violation.what != "due_but_not_sent"]
        for violation in found:
            log.error("violation", what=violation.what, ref=violation.ref)
        if found:
            self._health.fail("audit", ", ".join(sorted({violation.what for violation in found})))
        else:
            self._health.clear("audit")
        return found
