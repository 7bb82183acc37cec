"""One transaction of a sender: what was tried is settled, what may go next is taken with its slot and content."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.chat.outgoing import EditKeyboard, EditText, Message, from_json
from bot.delivery.chats import suspend_chat
from bot.delivery.classify import Failure, Verdict
from bot.delivery.hooks import Hooks, OnDelivered
from bot.delivery.rates import RateLimits
from bot.delivery.settlement import MOST_DEATHS, MOST_UNMADE, Delivered, Outcome, backoff, change_after
from bot.storage import audits, chats, lanes, outbox, prompts, rewind, sending
from bot.storage.outbox import OutboxRow
from bot.storage.sending import Change

log = structlog.get_logger(__name__)

Making = Callable[[], Message]
Compose = Callable[[Connection, OutboxRow], Message | Making | None]
"""Returns what to send; None: nothing to say any more; a callable: slow work, done outside of the transaction."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A row to send, `delay` seconds after the present of its claim."""

    row: OutboxRow
    content: Message | Making
    delay: float


@dataclass(frozen=True, slots=True)
class Round:
    """What a transaction gave."""

    assignments: tuple[Assignment, ...] = ()
    settled: tuple[Change, ...] = ()
    look_at: datetime | None = None  # when something may be due
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SenderConfig:
    """What a sender's transactions need."""

    owner: str
    composers: Mapping[str, Compose]
    on_delivered: OnDelivered
    hooks: Hooks
    limits: RateLimits


@dataclass(frozen=True, slots=True)
class Sweep:
    """Look also for lost leases and for messages beyond their time; `mine`: ids this sender still has in hand."""

    mine: tuple[int, ...]


@dataclass(slots=True)
class _Pace:
    """Arrival times while slots are reserved."""

    bot: datetime | None
    chats: dict[int, datetime] = field(default_factory=dict)


def settle_and_claim(
    db: Connection, config: SenderConfig, outcomes: Sequence[Outcome], *, now: datetime, limit: int, sweep: Sweep | None
) -> Round:
    """Settle `outcomes`, then take up to `limit` messages."""
    lane = lanes.lock(db)
    settled, alarms = _settle(db, config, outcomes, now)
    if limit == 0:
        return Round(settled=settled, alarms=alarms)
    if any(isinstance(outcome.result, Failure) for outcome in outcomes):
        lane = lanes.lock(db)  # a 429 among them has blocked it
    if sweep is not None and rewind.rewind_if_back(db, lane, now):
        lane = lanes.lock(db)
    if lane.is_blocked(now):
        return Round(settled=settled, look_at=lane.blocked_until, alarms=alarms)
    if sweep is not None:
        sending.reap(db, now=now, mine=sweep.mine, most_ambiguous=MOST_DEATHS)
        sending.expire(db, now)
    if lane.blocked_until and not _bears_more(db, outcomes):
        limit = 1 if limit == config.limits.in_flight else 0  # a block just over: one message tells whether it is
    assignments = _claim(db, config, _Pace(lane.tat), now, limit) if limit else ()
    look_at = None if assignments else sending.next_at(db, now, config.limits.allowances)
    return Round(assignments, settled, look_at, alarms)


def _bears_more(db: Connection, outcomes: Sequence[Outcome]) -> bool:
    """Whether Telegram took one of these for what it is, after a block; it is then forgotten."""
    unheard = {Verdict.SLOW_DOWN, Verdict.NOT_SENT, Verdict.AMBIGUOUS}
    results = [outcome.result for outcome in outcomes]
    is_taken = any(
        isinstance(result, Delivered) or (isinstance(result, Failure) and result.verdict not in unheard)
        for result in results
    )
    if is_taken:
        lanes.unblock(db)
    return is_taken


# Settling -------------------------------------------------------------------------------------------------------------


def _settle(
    db: Connection, config: SenderConfig, outcomes: Sequence[Outcome], now: datetime
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    results = {outcome.row.id: outcome.result for outcome in outcomes}
    settled = sending.settle(db, [change_after(o, now) for o in outcomes], owner=config.owner, now=now)
    alarms: list[str] = []
    for change in settled:
        if change.state == "delivered":
            config.on_delivered(db, change.row, change.message_id or 0)
            continue
        if change.state == "dead":
            config.hooks.dead(db, replace(change.row, reason=change.reason, state="dead"), now)
        result = results[change.row.id]
        if isinstance(result, Failure):
            alarms += _consequences(db, config, change, result, now)
    for outcome in outcomes:  # a late answer of a lost lease still tells the truth about the bot
        if isinstance(outcome.result, Failure) and outcome.result.verdict is Verdict.SLOW_DOWN:
            lanes.block(db, now + timedelta(seconds=outcome.result.retry_after))
    return tuple(settled), tuple(alarms)


def _consequences(db: Connection, config: SenderConfig, change: Change, failure: Failure, now: datetime) -> list[str]:
    row = change.row
    if change.state == "held":
        suspension = suspend_chat(db, row.chat_id, failure.reason, now)
        if suspension.is_mass:
            return ["mass_refusal"] if suspension.is_new else []
        if suspension.is_new:
            config.hooks.suspended(db, row.chat_id, failure.reason, now)
        return []
    match failure.verdict:
        case Verdict.MIGRATED if failure.new_chat_id and failure.new_chat_id != row.chat_id:
            chats.migrate_chat(db, row.chat_id, failure.new_chat_id)
            audits.write(db, "migrated", [f"chat:{row.chat_id}"], now)
        case Verdict.NO_TOPIC:
            config.hooks.topic_gone(db, row, now)
        case Verdict.UNKNOWN | Verdict.CONFLICT:
            audits.write(db, "unknown_refusal", [f"outbox:{row.id}"], now)
            return ["unknown_refusal"]
    return []


# Claiming -------------------------------------------------------------------------------------------------------------


def _claim(db: Connection, config: SenderConfig, pace: _Pace, now: datetime, limit: int) -> tuple[Assignment, ...]:
    passing = {name: now + allowance for name, allowance in config.limits.allowances.items()}
    taken: list[Assignment] = []
    start = pace.bot
    for candidate in sending.candidates(db, now=now, limit=limit, passing=passing):
        if candidate.is_suspended:
            sending.hold(db, candidate.row.chat_id)
            continue
        at, tat = config.limits.overall.slot(pace.bot, now)
        if at > now + config.limits.horizon:
            break
        content = _content(db, config, candidate.row, now)
        if content is not None:
            taken.append(Assignment(candidate.row, content, (at - now).total_seconds()))
            pace.bot = tat
            rate = config.limits.of_chat(candidate.row.chat_id, candidate.row.priority)
            if rate.interval:
                pace.chats[candidate.row.chat_id] = rate.slot(candidate.tat, at)[1]
    if not taken:
        return ()
    sending.take(db, [assignment.row for assignment in taken], owner=config.owner, now=now)
    is_paced = bool(config.limits.overall.interval)
    lanes.reserve(db, bot=pace.bot if is_paced and pace.bot != start else None, chats=pace.chats)
    return tuple(replace(a, row=replace(a.row, attempts=a.row.attempts + 1, state="sending")) for a in taken)


# Content --------------------------------------------------------------------------------------------------------------


def _content(db: Connection, config: SenderConfig, row: OutboxRow, now: datetime) -> Message | Making | None:
    try:
        if row.body["do"] == "message":
            content = _addressed(db, row, from_json(row.body["message"]))
        else:
            with db.begin_nested():
                made = config.composers[row.body["do"]](db, row)
            content = _addressed(db, row, made)
    except Exception as error:  # noqa: BLE001 - one message that cannot be made must not stop the others
        _note_unmade(db, config, row, type(error).__name__, now)
        return None
    if content is None:
        outbox.end(db, row, "cancelled", "nothing_to_say", now)
    return content


def _addressed(db: Connection, row: OutboxRow, content: Message | Making | None) -> Message | Making | None:
    if not isinstance(content, EditText | EditKeyboard) or content.message_id is not None:
        return content
    prompt = prompts.get(db, row.body["prompt"])
    if prompt is None or prompt.message_id is None:
        return None
    return replace(content, message_id=prompt.message_id)


def _note_unmade(db: Connection, config: SenderConfig, row: OutboxRow, error: str, now: datetime) -> None:
    log.error("message not made", row=row.id, kind=row.body.get("do"), error=error)
    if row.failures + 1 < MOST_UNMADE:
        sending.postpone(db, row, retry_at=now + backoff(row.failures + 1), reason="unmade")
        return
    outbox.end(db, row, "dead", "unmade", now)
    config.hooks.dead(db, replace(row, state="dead", reason="unmade"), now)
