"""Updates as Telegram gave them, kept until they are handled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from bot.storage import audits
from bot.storage.arrivals import Arrival, arrival, chat_of
from bot.storage.errors import is_of_the_database
from bot.storage.present import TOLERANCE
from bot.storage.tables import Instant, inbox
from bot.storage.upserts import inserting_new

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 3
LEASE = timedelta(seconds=30)
FARTHEST = LEASE + TOLERANCE
"""How far ahead a lease can end, and the next try be, which comes sooner; further: the clock was set back since."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""The end of a lease whose holder is known to be dead, whatever the clock says."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update in the hands of `owner`, that failed or was tried alone `attempts` times.

    A suspect was in hand when a process died: it is tried alone, and that counts at once.
    """

    update_id: int
    lane: str
    body: Mapping[str, Any]
    attempts: int
    received_at: datetime
    is_suspect: bool = False

    @property
    def failures(self) -> int:
        """How often it will have failed if it fails now."""
        return self.attempts + (not self.is_suspect)


class LostLeaseError(Exception):
    """The update is in other hands by now: undo what was done for it here."""


def receive(db: Connection, updates: Sequence[object], now: datetime) -> int:
    """Keep updates not known yet, those that cannot be read as parked; return how many were new."""
    arrivals = [arrival(each) for each in updates]
    new = _kept(db, arrivals, now)
    for unread in (each for each in new if each.flaw):
        log.error("an update cannot be read", update=unread.update_id, flaw=unread.flaw)
        audits.write(db, "dead", [f"inbox:{unread.update_id}"], now)
    return len(new)


def _kept(db: Connection, arrivals: Sequence[Arrival], now: datetime) -> list[Arrival]:
    """Keep all at once; when the database refuses one of them, each by itself, and that one without its content."""
    first = {each.update_id: each for each in reversed(arrivals)}
    try:
        with db.begin_nested():
            return [first[each] for each in _insert(db, list(first.values()), now)]
    except Exception as error:
        if is_of_the_database(error):
            raise
        if len(first) > 1:
            return [new for each in first.values() for new in _kept(db, [each], now)]
    [refused] = first.values()
    bare = replace(refused, lane="other", body={}, flaw="not_kept")
    return [bare for _ in _insert(db, [bare], now)]


def _insert(db: Connection, arrivals: Sequence[Arrival], now: datetime) -> Sequence[int]:
    if not arrivals:
        return ()
    insertion = inserting_new(db.dialect.name, inbox).returning(inbox.c.update_id)
    rows = [
        {
            "update_id": each.update_id,
            "lane": each.lane,
            "body": each.body,
            "state": "dead" if each.flaw else "new",
            "attempts": 0,
            "received_at": now,
        }
        for each in arrivals
    ]
    return db.execute(insertion, rows).scalars().all()


_NOW = bindparam("now", type_=Instant())
_BEYOND = bindparam("beyond", type_=Instant())
_IS_NEW = inbox.c.state == "new"
_IS_FREE = or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= _NOW, inbox.c.retry_at > _BEYOND)
_NOT_BUSY = inbox.c.lane.not_in(bindparam("busy", expanding=True))
_IS_SUSPECT = and_(_IS_NEW, or_(inbox.c.lease_until <= _NOW, inbox.c.lease_until > _BEYOND))


def _first_of_lanes() -> Select[Any]:
    """The first of each lane, unless another of it is in hand: a replayed one may come before that one."""
    other = inbox.alias()
    stands_before = or_(
        other.c.update_id < inbox.c.update_id,
        and_(other.c.update_id > inbox.c.update_id, other.c.lease_until > _NOW, other.c.lease_until <= _BEYOND),
    )
    is_first = ~exists().where(other.c.lane == inbox.c.lane, other.c.state == "new", stands_before)
    query = select(inbox.c.update_id, inbox.c.lane, inbox.c.body, inbox.c.attempts, inbox.c.received_at)
    query = query.where(_IS_NEW, _IS_FREE, is_first).with_for_update(skip_locked=True)
    return query.limit(bindparam("most", type_=Integer()))


_CLAIMABLE = _first_of_lanes().where(inbox.c.lease_owner.is_(None), _NOT_BUSY).order_by(inbox.c.update_id)
_SUSPECTS = _first_of_lanes().where(_IS_SUSPECT, _NOT_BUSY).order_by(inbox.c.attempts, inbox.c.update_id)
_TAKE = (
    update(inbox)
    .where(inbox.c.update_id.in_(bindparam("ids", expanding=True)))
    .values(
        lease_owner=bindparam("owner"), lease_until=bindparam("until"), attempts=inbox.c.attempts + bindparam("counts")
    )
)
_DONE = (
    update(inbox)
    .where(
        inbox.c.update_id == bindparam("id"),
        inbox.c.state == "new",
        inbox.c.lease_owner == bindparam("owner"),
        inbox.c.attempts == bindparam("attempt"),
    )
    .values(state="done", body=null(), lease_owner=null(), lease_until=null(), retry_at=null())
)
_IS_WAITING = select(or_(exists().where(_IS_NEW, inbox.c.lease_owner.is_(None)), exists().where(_IS_SUSPECT)))
_NEXT_AT = select(func.min(func.coalesce(inbox.c.lease_until, inbox.c.retry_at, inbox.c.received_at))).where(
    _IS_NEW, _NOT_BUSY
)


def claim(db: Connection, *, owner: str, now: datetime, limit: int, busy: Iterable[str] = ()) -> list[InboxRow]:
    """Take the oldest new update of up to `limit` lanes that nobody works on; `busy`: the lanes in hand here.

    While there are suspects, only one of them is taken, and only when nothing else is in hand: if it kills this process
    too, it takes nothing with it.
    """
    in_hand, times = list(busy), {"now": now, "beyond": now + FARTHEST}
    if suspects := db.execute(_SUSPECTS, {**times, "most": 1, "busy": in_hand}).all():
        return [] if in_hand else _taken(db, suspects, owner, now, is_suspect=True)
    found = db.execute(_CLAIMABLE, {**times, "most": limit, "busy": in_hand}).all()
    return _taken(db, found, owner, now, is_suspect=False)


def _taken(db: Connection, found: Sequence[Row[Any]], owner: str, now: datetime, *, is_suspect: bool) -> list[InboxRow]:
    if found:
        ids, counts = [row.update_id for row in found], int(is_suspect)
        db.execute(_TAKE, {"ids": ids, "owner": owner, "until": now + LEASE, "counts": counts})
    return [
        InboxRow(row.update_id, row.lane, row.body, row.attempts + is_suspect, row.received_at, is_suspect)
        for row in found
    ]


def done(db: Connection, row: InboxRow, *, owner: str) -> None:
    """Mark the update handled and forget its content. Raises LostLeaseError when it is in other hands."""
    if db.execute(_DONE, {"id": row.update_id, "owner": owner, "attempt": row.attempts}).rowcount == 0:
        raise LostLeaseError(f"update {row.update_id}")


def fail(db: Connection, row: InboxRow, *, owner: str, now: datetime) -> str:
    """Note that handling failed; return the update's state: "new" (again later), "dead", or "lost" to other hands."""
    is_dead = row.failures >= MOST_ATTEMPTS
    retry_at = None if is_dead else now + timedelta(seconds=2**row.failures - 1)
    changes = {
        "state": "dead" if is_dead else "new",
        "attempts": row.failures,
        "retry_at": retry_at,
        "lease_owner": None,
        "lease_until": None,
    }
    if db.execute(update(inbox).where(_is_held(row, owner)).values(changes)).rowcount == 0:
        return "lost"
    return "dead" if is_dead else "new"


def _is_held(row: InboxRow, owner: str) -> ColumnElement[bool]:
    return and_(
        inbox.c.update_id == row.update_id,
        _IS_NEW,
        inbox.c.lease_owner == owner,
        inbox.c.attempts == row.attempts,
    )


def release(db: Connection, rows: Iterable[InboxRow], *, owner: str, retry_at: datetime | None = None) -> None:
    """Give back what was taken and not handled: this counts as no attempt, and a suspect stays one."""
    for row in rows:
        given: dict[str, Any] = {"lease_owner": None, "lease_until": None, "retry_at": retry_at}
        if row.is_suspect:
            given = {"lease_until": retry_at or LONG_AGO, "attempts": row.attempts - 1}
        db.execute(update(inbox).where(_is_held(row, owner)).values(given))


def suspect_all(db: Connection) -> int:
    """Suspect what was in hand, whoever had it: only for a process that is surely alone; return how many."""
    held = update(inbox).where(_IS_NEW, inbox.c.lease_owner.is_not(None))
    return db.execute(held.values(lease_until=LONG_AGO)).rowcount


def is_waiting(db: Connection, now: datetime) -> bool:
    """Whether an update is in nobody's hands, or in those of the dead."""
    return bool(db.execute(_IS_WAITING, {"now": now, "beyond": now + FARTHEST}).scalar_one())


def next_at(db: Connection, busy: Iterable[str] = ()) -> datetime | None:
    """Return when the next update that waits (to be tried again, or in other hands) is free, None if none waits."""
    first: datetime | None = db.execute(_NEXT_AT, {"busy": list(busy)}).scalar_one()
    return first


def dead(db: Connection) -> list[InboxRow]:
    """Return the updates given up, oldest first."""
    query = select(inbox).where(inbox.c.state == "dead").order_by(inbox.c.update_id)
    return [InboxRow(row.update_id, row.lane, row.body, row.attempts, row.received_at) for row in db.execute(query)]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A parked update to be handled again, and how many later ones of its lane were handled meanwhile."""

    update_id: int
    later: int


def replay(db: Connection, update_ids: Iterable[int] | None = None) -> list[Replayed]:
    """Try again the updates given up (all when None), those of a lane in their order and before what waits there."""
    later = inbox.alias()
    came_after = (
        select(func.count())
        .where(later.c.lane == inbox.c.lane, later.c.state == "done", later.c.update_id > inbox.c.update_id)
        .scalar_subquery()
    )
    query = (
        select(inbox.c.update_id, inbox.c.lane, came_after).where(inbox.c.state == "dead").order_by(inbox.c.update_id)
    )
    if update_ids is not None:
        query = query.where(inbox.c.update_id.in_(list(update_ids)))
    rows = db.execute(query)
    found = [Replayed(update_id, 0 if chat_of(lane) is None else count) for update_id, lane, count in rows]
    ids = [each.update_id for each in found]
    again = {"state": "new", "attempts": 0, "retry_at": None, "lease_owner": None, "lease_until": None}
    db.execute(update(inbox).where(inbox.c.update_id.in_(ids), inbox.c.state == "dead").values(again))
    return found


def counts(db: Connection) -> dict[str, int]:
    """Return how many updates are new and dead."""
    query = select(inbox.c.state, func.count()).where(inbox.c.state.in_(["new", "dead"])).group_by(inbox.c.state)
    return {"new": 0, "dead": 0} | dict(db.execute(query).all())


def is_awaiting(db: Connection) -> bool:
    """Whether an update is left to handle."""
    return bool(db.scalar(_AWAITING))


_AWAITING = select(exists().where(_IS_NEW))
