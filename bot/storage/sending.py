"""The outbox as senders see it: what may go, what is being sent, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.storage import audits
from bot.storage.lanes import FARTHEST_PACE
from bot.storage.outbox import COLUMNS, ENDED, PRIORITIES, WAITING, OutboxRow, finish, to_row
from bot.storage.present import TOLERANCE
from bot.storage.tables import Instant, chat, outbox

LEASE = timedelta(seconds=30)
ABANDONED = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)
"""How far ahead the next try of a message can be."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be sent, with the pace of its chat."""

    row: OutboxRow
    tat: datetime | None
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a row that was being sent."""

    row: OutboxRow
    state: str
    reason: str | None = None
    message_id: int | None = None
    retry_at: datetime | None = None
    failures: int = 0
    ambiguous: int = 0
    thread_id: int = 0
    body: Mapping[str, Any] | None = None  # None: as it was


# Claiming -------------------------------------------------------------------------------------------------------------


def candidates(db: Connection, *, now: datetime, limit: int, passing: Mapping[str, datetime]) -> list[Candidate]:
    """Return up to `limit` messages that may be sent, most urgent first, at most one for each chat, locked.

    `passing`: the latest arrival time that lets a chat through, for "reply", "private" and "group".
    """
    chosen: dict[int, Candidate] = {}
    for priority in PRIORITIES:
        if len(chosen) >= limit:
            break
        asked = {
            **_instants_of(now),
            "priority": priority,
            "most": limit - len(chosen),
            "private": passing["reply" if priority == 0 else "private"],
            "group": passing["group"],
            "chosen": list(chosen),
        }
        for found in db.execute(_READY, asked):
            row = to_row(found)
            tat = found.tat if found.tat and found.tat <= now + FARTHEST_PACE else None
            chosen.setdefault(row.chat_id, Candidate(row, tat, found.status == "suspended"))
    return list(chosen.values())


def _ready() -> Select[Any]:
    other, sent = outbox.alias(), outbox.alias()
    now, priority = bindparam("now", type_=Instant()), bindparam("priority", type_=Integer())
    no_retry = bindparam("no_retry", type_=Instant())
    is_first = ~exists().where(
        other.c.chat_id == outbox.c.chat_id,
        other.c.state == "pending",
        other.c.priority == outbox.c.priority,
        or_(
            other.c.not_before < outbox.c.not_before,
            and_(other.c.not_before == outbox.c.not_before, other.c.id < outbox.c.id),
        ),
    )
    is_quiet = ~exists().where(sent.c.chat_id == outbox.c.chat_id, sent.c.state == "sending")
    has_pace = or_(
        chat.c.tat.is_(None),
        chat.c.tat > bindparam("no_pace", type_=Instant()),
        and_(outbox.c.chat_id > 0, chat.c.tat <= bindparam("private", type_=Instant())),
        and_(outbox.c.chat_id < 0, chat.c.tat <= bindparam("group", type_=Instant())),
    )
    return (
        select(*COLUMNS, chat.c.tat, chat.c.status)
        .outerjoin(chat, chat.c.id == outbox.c.chat_id)
        .where(outbox.c.state == "pending", outbox.c.priority == priority, outbox.c.not_before <= now)
        .where(outbox.c.chat_id.not_in(bindparam("chosen", expanding=True)))
        .where(or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= now, outbox.c.retry_at > no_retry))
        .where(is_first, is_quiet)
        .where(or_(has_pace, chat.c.status == "suspended"))
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(of=outbox, skip_locked=True)
    )


_READY = _ready()  # built once: building it takes longer than running it
_TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state="sending",
        attempts=outbox.c.attempts + 1,
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
        retry_at=null(),
    )
)
_HELD = outbox.c.state == "sending", outbox.c.lease_owner == bindparam("owner")
_OURS = (
    select(outbox.c.id)
    .where(*_HELD, tuple_(outbox.c.id, outbox.c.attempts).in_(bindparam("fences", expanding=True)))
    .with_for_update()
)


def take(db: Connection, rows: Sequence[OutboxRow], *, owner: str, now: datetime) -> None:
    """Mark rows as being sent by `owner`; their next `attempts` number is the fence of `settle`."""
    db.execute(_TAKE, {"ids": [row.id for row in rows], "owner": owner, "until": now + LEASE})


def renew(db: Connection, row: OutboxRow, *, owner: str, now: datetime) -> bool:
    """Prolong the lease of a message that takes long to make; False when it is in other hands."""
    if not _ours(db, [row], owner):
        return False
    db.execute(update(outbox).where(outbox.c.id == row.id).values(lease_until=now + LEASE))
    return True


def reap(db: Connection, *, now: datetime, mine: Iterable[int] = (), most_ambiguous: int) -> int:
    """Put back what was being sent by a sender that died: it may have been received, and counts as ambiguous.

    `mine`: ids that the caller itself is still sending. Beyond `most_ambiguous` a message ends as uncertain.
    """
    lost = and_(outbox.c.state == "sending", outbox.c.lease_until <= now, outbox.c.id.not_in(list(mine)))
    # One lease more for who holds one that a steady clock would not show, and may be alive and well: a lease ends
    # LEASE ahead at most, and is reaped within ABANDONED of its end while anybody sends.
    is_odd = or_(outbox.c.lease_until > now + LEASE + TOLERANCE, outbox.c.lease_until < now - ABANDONED)
    db.execute(update(outbox).where(outbox.c.state == "sending", is_odd).values(lease_until=now + LEASE))
    return _reap(db, lost, now, most_ambiguous)


def reap_all(db: Connection, *, now: datetime, most_ambiguous: int) -> int:
    """Put back all that was being sent, whatever its lease: only for a process that is surely alone, at its start."""
    return _reap(db, outbox.c.state == "sending", now, most_ambiguous)


def _reap(db: Connection, lost: ColumnElement[bool], now: datetime, most_ambiguous: int) -> int:
    ended = finish(db, and_(lost, outbox.c.ambiguous >= most_ambiguous), "uncertain", "sender_died", now)
    back = {"state": "pending", "ambiguous": outbox.c.ambiguous + 1, "lease_owner": None, "lease_until": None}
    return db.execute(update(outbox).where(lost).values(back)).rowcount + len(ended)


def expire(db: Connection, now: datetime) -> int:
    """End what waits beyond its time: as uncertain if it was perhaps received, else as expired."""
    late = and_(outbox.c.state.in_(WAITING), outbox.c.expires_at <= now)
    unsure = finish(db, and_(late, outbox.c.ambiguous > 0), "uncertain", "expired", now)
    return len(unsure) + len(finish(db, late, "expired", "expired", now))


def postpone(db: Connection, row: OutboxRow, *, retry_at: datetime, reason: str) -> None:
    """Leave a row that waits for later, counting a failure."""
    changes = {"retry_at": retry_at, "reason": reason, "failures": outbox.c.failures + 1}
    db.execute(update(outbox).where(outbox.c.id == row.id).values(changes))


# Settling -------------------------------------------------------------------------------------------------------------

_MAYBE_JSON = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A body that did not change is left as it is now: it may have been erased meanwhile."""
_SETTLE = (
    update(outbox)
    .where(outbox.c.id == bindparam("settled_id"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "state",
                "reason",
                "message_id",
                "retry_at",
                "failures",
                "ambiguous",
                "thread_id",
                "settled_at",
            )
        }
        | {"body": func.coalesce(bindparam("body", type_=_MAYBE_JSON), outbox.c.body)}
        | {"lease_owner": null(), "lease_until": null()}
    )
)


def settle(db: Connection, changes: Sequence[Change], *, owner: str, now: datetime) -> list[Change]:
    """Apply what became of rows sent by `owner`; return those that were still in its hands, the others are ignored."""
    if not changes:
        return []
    ours = _ours(db, [change.row for change in changes], owner)
    applied = [change for change in changes if change.row.id in ours]
    if applied:
        rows = [
            {
                "settled_id": change.row.id,
                "state": change.state,
                "reason": change.reason,
                "message_id": change.message_id,
                "retry_at": change.retry_at,
                "failures": change.failures,
                "ambiguous": change.ambiguous,
                "thread_id": change.thread_id,
                "body": change.body,
                "settled_at": now if change.state in ENDED else None,
            }
            for change in applied
        ]
        db.execute(_SETTLE, rows)
        ended = ((change.state, f"outbox:{change.row.id}") for change in applied if change.state in ENDED)
        audits.write_all(db, ended, now)
    return applied


def _ours(db: Connection, rows: Sequence[OutboxRow], owner: str) -> set[int]:
    """Return the ids of the rows still in the hands of `owner` under the same claim."""
    return set(db.execute(_OURS, {"owner": owner, "fences": [(row.id, row.attempts) for row in rows]}).scalars())


# Chats closed and opened again ----------------------------------------------------------------------------------------


def hold(db: Connection, chat_id: int) -> int:
    """Keep what waits for a closed chat; return how much."""
    waits = and_(outbox.c.chat_id == chat_id, outbox.c.state == "pending")
    return db.execute(update(outbox).where(waits).values(state="held", retry_at=None)).rowcount


def unhold(db: Connection, chat_ids: Iterable[int], *, retry_at: datetime | None = None) -> int:
    """Let what was kept for these chats wait for its sending again; return how much."""
    kept = and_(outbox.c.chat_id.in_(list(chat_ids)), outbox.c.state == "held")
    return db.execute(update(outbox).where(kept).values(state="pending", reason=None, retry_at=retry_at)).rowcount


def next_at(db: Connection, now: datetime, allowances: Mapping[str, timedelta]) -> datetime | None:
    """Return about when a sender should look again, None if nothing waits; what another sender holds is not foreseen.

    `allowances`: how far ahead of the present an arrival time may be, for "reply", "private" and "group".
    """
    instants = [at for at in db.execute(_FORESEEN, {"now": now}).one() if at is not None]
    for reply, group, retry, pace in db.execute(_HELD_BACK, _instants_of(now)):
        name = "group" if group else "reply" if reply else "private"
        waits = [instant for instant in (retry, pace and pace - allowances[name]) if instant]
        instants.append(min(waits, default=now))
    return min(instants, default=None)


def _instants_of(now: datetime) -> dict[str, datetime]:
    return {"now": now, "no_retry": now + LONGEST_RETRY, "no_pace": now + FARTHEST_PACE}


def _foreseen() -> Select[Any]:
    now = bindparam("now", type_=Instant())
    firsts = [
        select(func.min(outbox.c.not_before)).where(
            outbox.c.state == "pending", outbox.c.priority == priority, outbox.c.not_before > now
        )
        for priority in PRIORITIES
    ]
    lease = select(func.min(outbox.c.lease_until)).where(outbox.c.lease_until.is_not(None))  # only what is being sent
    ends = select(func.min(outbox.c.expires_at)).where(outbox.c.expires_at.is_not(None))
    expiry = [ends.where(outbox.c.state == state) for state in WAITING]
    return select(*(query.scalar_subquery() for query in (*firsts, lease, *expiry)))


def _held_back() -> Select[bool, bool, Any, Any]:
    """What is due and cannot leave yet; one priority and one chat at a time: little of what waits is due."""
    now = bindparam("now", type_=Instant())
    tat = select(chat.c.tat).where(chat.c.id == outbox.c.chat_id).scalar_subquery().label("tat")
    waits = select(outbox.c.priority, outbox.c.chat_id, outbox.c.retry_at, tat)
    waits = waits.where(outbox.c.state == "pending", outbox.c.not_before <= now)
    due = union_all(*(waits.where(outbox.c.priority == priority) for priority in PRIORITIES)).subquery().c
    is_reply, is_group = (due.priority == 0).label("reply"), (due.chat_id < 0).label("group")
    beyond = bindparam("no_retry", type_=Instant()), bindparam("no_pace", type_=Instant())
    retry_at, tat_at = (
        func.min(case((at > far, now), (at > now, at))) for at, far in zip((due.retry_at, due.tat), beyond, strict=True)
    )
    return select(is_reply, is_group, retry_at, tat_at).group_by(is_reply, is_group)


_FORESEEN, _HELD_BACK = _foreseen(), _held_back()
