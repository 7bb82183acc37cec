"""Updates as Telegram gave them, kept until they are handled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
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

from bot.storage.tables import Instant, inbox
from bot.storage.upserts import inserting_new

MOST_ATTEMPTS = 3
LEASE = timedelta(seconds=30)

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post", "business_message")
_IN_CHATS = ("my_chat_member", "chat_member", "chat_join_request", "message_reaction", "message_reaction_count")


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update in the hands of `owner` for the `attempts`th time."""

    update_id: int
    lane: str
    body: Mapping[str, Any]
    attempts: int
    received_at: datetime


class LostLeaseError(Exception):
    """The update is in other hands by now: undo what was done for it here."""


def lane_of(received: Mapping[str, Any]) -> str:
    """Return the lane of an update: its chat and topic, else its person; updates of one lane are handled in order."""
    for name in _MESSAGES:
        if message := received.get(name):
            return _lane_of_message(message)
    query = received.get("callback_query") or {}
    if "message" in query:
        return _lane_of_message(query["message"])
    for name in _IN_CHATS:
        if change := received.get(name):
            return f"{change['chat']['id']}:0"
    return _lane_of_person(received)


def _lane_of_message(message: Mapping[str, Any]) -> str:
    thread = message.get("message_thread_id", 0) if message.get("is_topic_message") else 0
    return f"{message['chat']['id']}:{thread}"


def _lane_of_person(received: Mapping[str, Any]) -> str:
    for part in received.values():
        if isinstance(part, Mapping) and "from" in part:
            return f"person:{part['from']['id']}"
    return "other"


def receive(db: Connection, updates: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Keep updates not known yet; return how many were new."""
    if not updates:
        return 0
    rows = [
        {
            "update_id": received["update_id"],
            "lane": lane_of(received),
            "body": received,
            "state": "new",
            "attempts": 0,
            "received_at": now,
        }
        for received in {received["update_id"]: received for received in updates}.values()
    ]
    insertion = inserting_new(db.dialect.name, inbox).returning(inbox.c.update_id)
    return len(db.execute(insertion, rows).all())


_NOW = bindparam("now", type_=Instant())
_FREE = and_(
    or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= _NOW),
    or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= _NOW),
)
_NOT_BUSY = inbox.c.lane.not_in(bindparam("busy", expanding=True))


def _first_of_lanes() -> Select[Any]:
    earlier = inbox.alias()
    is_first = ~exists().where(
        earlier.c.lane == inbox.c.lane, earlier.c.state == "new", earlier.c.update_id < inbox.c.update_id
    )
    query = select(inbox.c.update_id, inbox.c.lane, inbox.c.body, inbox.c.attempts, inbox.c.received_at)
    query = query.where(inbox.c.state == "new", _FREE, is_first, _NOT_BUSY).order_by(inbox.c.update_id)
    return query.limit(bindparam("most", type_=Integer())).with_for_update(skip_locked=True)


_CLAIMABLE = _first_of_lanes()
_TAKE = (
    update(inbox)
    .where(inbox.c.update_id.in_(bindparam("ids", expanding=True)))
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until"), attempts=inbox.c.attempts + 1)
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
_IS_WAITING = select(exists().where(inbox.c.state == "new", inbox.c.lease_owner.is_(None)))
_NEXT_AT = select(func.min(func.coalesce(inbox.c.lease_until, inbox.c.retry_at, inbox.c.received_at))).where(
    inbox.c.state == "new", _NOT_BUSY
)


def claim(db: Connection, *, owner: str, now: datetime, limit: int, busy: Iterable[str] = ()) -> list[InboxRow]:
    """Take the oldest new update of up to `limit` lanes that nobody works on; lanes in `busy` are left alone."""
    rows = db.execute(_CLAIMABLE, {"now": now, "most": limit, "busy": list(busy)}).all()
    if rows:
        db.execute(_TAKE, {"ids": [row.update_id for row in rows], "owner": owner, "until": now + LEASE})
    return [InboxRow(id_, lane, body, attempts + 1, at) for id_, lane, body, attempts, at in rows]


def done(db: Connection, row: InboxRow, *, owner: str) -> None:
    """Mark the update handled and forget its content. Raises LostLeaseError when it is in other hands."""
    if db.execute(_DONE, {"id": row.update_id, "owner": owner, "attempt": row.attempts}).rowcount == 0:
        raise LostLeaseError(f"update {row.update_id}")


def fail(db: Connection, row: InboxRow, *, owner: str, now: datetime) -> str:
    """Note that handling failed; return the update's state: "new" (again later), "dead", or "lost" to other hands."""
    is_dead = row.attempts >= MOST_ATTEMPTS
    retry_at = None if is_dead else now + timedelta(seconds=2**row.attempts - 1)
    changes = {
        "state": "dead" if is_dead else "new",
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
        inbox.c.state == "new",
        inbox.c.lease_owner == owner,
        inbox.c.attempts == row.attempts,
    )


def release(db: Connection, *, update_ids: Iterable[int] | None = None) -> int:
    """Let go of what was taken (by anybody, when None: only for a process that is surely alone); return how many."""
    query = update(inbox).where(inbox.c.state == "new", inbox.c.lease_owner.is_not(None))
    if update_ids is not None:
        query = query.where(inbox.c.update_id.in_(list(update_ids)))
    return db.execute(query.values(lease_owner=None, lease_until=None)).rowcount


def is_waiting(db: Connection) -> bool:
    """Whether an update is in nobody's hands."""
    return bool(db.execute(_IS_WAITING).scalar_one())


def next_at(db: Connection, busy: Iterable[str] = ()) -> datetime | None:
    """Return when the next update that waits (to be tried again, or in other hands) is free, None if none waits."""
    first: datetime | None = db.execute(_NEXT_AT, {"busy": list(busy)}).scalar_one()
    return first


def dead(db: Connection) -> list[InboxRow]:
    """Return the updates given up, oldest first."""
    query = select(inbox).where(inbox.c.state == "dead").order_by(inbox.c.update_id)
    return [InboxRow(row.update_id, row.lane, row.body, row.attempts, row.received_at) for row in db.execute(query)]


def replay(db: Connection, update_ids: Iterable[int] | None = None) -> int:
    """Try again the updates given up (all when None); return how many."""
    query = update(inbox).where(inbox.c.state == "dead")
    if update_ids is not None:
        query = query.where(inbox.c.update_id.in_(list(update_ids)))
    return db.execute(query.values(state="new", attempts=0, retry_at=None)).rowcount


def counts(db: Connection) -> dict[str, int]:
    """Return how many updates are new and dead."""
    query = select(inbox.c.state, func.count()).where(inbox.c.state.in_(["new", "dead"])).group_by(inbox.c.state)
    return {"new": 0, "dead": 0} | dict(db.execute(query).all())
