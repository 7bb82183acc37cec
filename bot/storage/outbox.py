"""Messages to send: posted by the transaction that decided them, claimed and settled by senders."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.storage import audits
from bot.storage.tables import Instant, outbox
from bot.storage.upserts import insert_into

ENDED = ("delivered", "uncertain", "expired", "cancelled", "dead")
WAITING = ("pending", "held")
PRIORITIES = (0, 1, 2)
"""A reply to a person, a reminder, a digest or a notice; named in a query, they let an index find what is due."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message to send; `attempts` is the number of the present claim."""

    id: int
    dedup_key: str | None
    chat_id: int
    thread_id: int
    priority: int
    not_before: datetime
    expires_at: datetime | None
    state: str
    body: Mapping[str, Any]
    attempts: int
    failures: int
    ambiguous: int
    message_id: int | None
    reason: str | None
    created_at: datetime
    settled_at: datetime | None


IS_WAITING = (outbox.c.state + "").in_(WAITING)
"""For rows chosen by id: said so, SQLite cannot prefer its index by state, and walk through all that waits."""
COLUMNS = [outbox.c[name] for name in OutboxRow.__slots__]


def to_row(found: Sequence[Any]) -> OutboxRow:
    return OutboxRow(*found[: len(COLUMNS)])


UNTRIED = {"state": "pending", "attempts": 0, "failures": 0, "ambiguous": 0}
"""How a message begins."""
_POST = insert(outbox).returning(outbox.c.id)

# Posting --------------------------------------------------------------------------------------------------------------


def post(
    db: Connection,
    *,
    chat_id: int,
    thread_id: int,
    body: Mapping[str, Any],
    priority: int,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    dedup_key: str | None = None,
) -> int | None:
    """Add a message and return its id; None when `dedup_key` was posted before."""
    new = {
        "dedup_key": dedup_key,
        "chat_id": chat_id,
        "thread_id": thread_id,
        "priority": priority,
        "not_before": not_before or now,
        "expires_at": expires_at,
        "body": body,
        "created_at": now,
        **UNTRIED,
    }
    if dedup_key is None:
        return int(db.execute(_POST, new).scalar_one())
    insertion = insert_into(db, outbox).values(new).on_conflict_do_nothing(index_elements=["dedup_key"])
    added: int | None = db.execute(insertion.returning(outbox.c.id)).scalar_one_or_none()
    return added


def cancel(
    db: Connection,
    *,
    now: datetime,
    dedup_key: str | None = None,
    ids: Iterable[int] = (),
    reason: str = "cancelled",
) -> int:
    """Drop messages that wait, by id or by key; return how many. What is being sent goes on."""
    chosen = outbox.c.id.in_(list(ids)) if dedup_key is None else outbox.c.dedup_key == dedup_key
    return len(finish(db, and_(chosen, IS_WAITING), "cancelled", reason, now))


def finish(db: Connection, chosen: ColumnElement[bool], state: str, reason: str, now: datetime) -> list[int]:
    """End the chosen rows, with their audit lines; return their ids."""
    ended = {"state": state, "reason": reason, "settled_at": now, "lease_owner": None, "lease_until": None}
    ids = list(db.execute(update(outbox).where(chosen).values(ended).returning(outbox.c.id)).scalars())
    audits.write(db, state, (f"outbox:{id_}" for id_ in ids), now)
    return ids


def end(db: Connection, row: OutboxRow, state: str, reason: str, now: datetime) -> None:
    """End a row that waits."""
    finish(db, and_(outbox.c.id == row.id, IS_WAITING), state, reason, now)


def replay(db: Connection, ids: Iterable[int], now: datetime) -> int:
    """Send again messages that were given up, are uncertain or are held; return how many."""
    chosen = and_(outbox.c.id.in_(list(ids)), (outbox.c.state + "").in_(["dead", "uncertain", "held"]))
    fresh = {
        "state": "pending",
        "failures": 0,
        "ambiguous": 0,
        "reason": None,
        "retry_at": None,
        "settled_at": None,
        "not_before": now,
        "created_at": now,
    }
    return db.execute(update(outbox).where(chosen).values(fresh)).rowcount


# What else is told in the same chat -----------------------------------------------------------------------------------


def alike(db: Connection, row: OutboxRow, now: datetime) -> list[OutboxRow]:
    """Return the other messages of the same kind that should leave for the chat of `row` by now."""
    is_here = outbox.c.chat_id == row.chat_id, outbox.c.thread_id == row.thread_id, outbox.c.id != row.id
    waits = outbox.c.state == "pending", outbox.c.not_before <= now
    found = db.execute(select(*COLUMNS).where(*is_here, *waits).order_by(outbox.c.id))
    return [other for each in found if (other := to_row(each)).body["do"] == row.body["do"]]


def is_near(db: Connection, chat_id: int, kind: str, now: datetime, within: timedelta) -> bool:
    """Whether a message of a kind (how its key begins) is about to leave for a chat, or left within some time."""
    here = outbox.c.chat_id == chat_id, outbox.c.dedup_key.startswith(f"{kind}:")
    waits = and_(outbox.c.state == "pending", outbox.c.not_before <= now)
    left = and_(outbox.c.state == "delivered", outbox.c.settled_at > now - within)
    return bool(db.scalar(select(exists().where(*here, or_(waits, left)))))


# Chats closed and opened again ----------------------------------------------------------------------------------------


def held(db: Connection, chat_id: int) -> tuple[OutboxRow, ...]:
    """Return what is kept for a closed chat, in the order it would have been sent."""
    query = select(*COLUMNS).where(outbox.c.chat_id == chat_id, outbox.c.state == "held")
    return tuple(map(to_row, db.execute(query.order_by(outbox.c.not_before, outbox.c.id))))


# Looking --------------------------------------------------------------------------------------------------------------


def get(db: Connection, row_id: int) -> OutboxRow | None:
    found = db.execute(select(*COLUMNS).where(outbox.c.id == row_id)).first()
    return to_row(found) if found else None


def undeliverable(db: Connection, chat_ids: Iterable[int]) -> list[OutboxRow]:
    """Return what did not surely arrive in these chats: uncertain, held, expired or dead."""
    states = ("uncertain", "held", "expired", "dead")
    query = select(*COLUMNS).where(outbox.c.chat_id.in_(list(chat_ids)), outbox.c.state.in_(states))
    return list(map(to_row, db.execute(query.order_by(outbox.c.id))))


def counts(db: Connection) -> dict[str, int]:
    """Return how many messages are in each state that is not an end, or is a bad one."""
    states = ("pending", "sending", "held", "uncertain", "dead")
    query = select(outbox.c.state, func.count()).where(outbox.c.state.in_(states)).group_by(outbox.c.state)
    return dict.fromkeys(states, 0) | dict(db.execute(query).all())


_DUE = tuple(
    and_(
        outbox.c.state == "pending",
        outbox.c.not_before <= bindparam("now", type_=Instant()),
        outbox.c.priority == priority,
    )
    for priority in PRIORITIES
)
"""What is due of each priority: both databases then look at the first line of an index, never at all that waits."""
_OLDEST_DUE = select(*(select(func.min(outbox.c.not_before)).where(due).scalar_subquery() for due in _DUE))
_AWAITING = select(or_(exists().where(outbox.c.state == "sending"), *(exists().where(due) for due in _DUE)))


def oldest_due(db: Connection, now: datetime) -> datetime | None:
    """Return since when the oldest message that should have gone waits."""
    found = [at for at in db.execute(_OLDEST_DUE, {"now": now}).one() if at is not None]
    return min(found, default=None)


def is_awaiting(db: Connection, now: datetime) -> bool:
    """Whether a message is being sent, or should be."""
    return bool(db.scalar(_AWAITING, {"now": now}))


def chats_tried(db: Connection, since: datetime) -> int:
    """Return how many chats had a message settled since then."""
    tried = select(func.count(outbox.c.chat_id.distinct())).where(outbox.c.settled_at > since)
    return int(db.execute(tried).scalar_one())
