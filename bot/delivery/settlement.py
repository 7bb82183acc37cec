"""What becomes of a message once its sending was tried: the rules, without their effects."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.delivery.classify import Failure, Verdict
from bot.storage.outbox import OutboxRow
from bot.storage.sending import Change

MOST_AMBIGUOUS = 3
"""Times a message may perhaps have been received before it is left as uncertain: two extra copies at most."""

MOST_DEATHS = 6
"""Times senders may die with one message in hand before it is left as uncertain."""

MOST_UNMADE = 5
"""Times the making of a message may fail before it is given up."""

UNKNOWN_FOR = timedelta(hours=24)
"""How long an unknown refusal is tried again."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram accepted it under this id."""

    message_id: int


@dataclass(frozen=True, slots=True)
class GivenBack:
    """It was not tried: its slot or its lease was missed, or sending stopped."""


@dataclass(frozen=True, slots=True)
class Unmade:
    """Its content could not be made (error's class name)."""

    reason: str


Result = Delivered | GivenBack | Unmade | Failure


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row and what came of trying it."""

    row: OutboxRow
    result: Result


def change_after(outcome: Outcome, now: datetime) -> Change:
    """Return what the row becomes."""
    row, result = outcome.row, outcome.result
    match result:
        case Delivered(message_id):
            return _delivered(row, message_id)
        case GivenBack():
            return _again(row)
        case Unmade(reason):
            if row.failures + 1 >= MOST_UNMADE:
                return _ended(row, "dead", reason)
            return _failed(row, now)
        case Failure():
            return _AFTER[result.verdict](row, result, now)


def backoff(failures: int, most: float = 15) -> timedelta:
    """Return how long to wait after the `failures`th failure: 0.5 s, then twice as long each time."""
    return timedelta(seconds=min(0.5 * 2 ** min(failures - 1, 16), most))


def _delivered(row: OutboxRow, message_id: int | None) -> Change:
    kept = {name: row.body[name] for name in ("do", "prompt") if name in row.body}
    return replace(_ended(row, "delivered", None), message_id=message_id, body=kept)


def _ended(row: OutboxRow, state: str, reason: str | None) -> Change:
    return replace(_again(row), state=state, reason=reason)


def _again(row: OutboxRow) -> Change:
    return Change(
        row,
        "pending",
        reason=row.reason,
        failures=row.failures,
        ambiguous=row.ambiguous,
        thread_id=row.thread_id,
    )


def _failed(row: OutboxRow, now: datetime, most: float = 15) -> Change:
    return replace(_again(row), failures=row.failures + 1, retry_at=now + backoff(row.failures + 1, most))


def _ambiguous(row: OutboxRow, failure: Failure, now: datetime) -> Change:
    unsure = replace(row, ambiguous=row.ambiguous + 1)
    if unsure.ambiguous >= MOST_AMBIGUOUS:
        return _ended(unsure, "uncertain", failure.reason)
    return _failed(unsure, now)


def _unchanged(row: OutboxRow, _: Failure, __: datetime) -> Change:
    return _again(row)


def _migrated(row: OutboxRow, failure: Failure, now: datetime) -> Change:
    if failure.new_chat_id in {None, row.chat_id}:  # a move to where it is already would be tried for ever
        return _unknown(row, failure, now)
    return _again(row)


def _suspended(row: OutboxRow, failure: Failure, _: datetime) -> Change:
    return replace(_again(row), state="held", reason=failure.reason)


def _no_topic(row: OutboxRow, failure: Failure, now: datetime) -> Change:
    if row.thread_id == 0:  # the general topic itself is closed: nowhere is left
        return _suspended(row, failure, now)
    return replace(_again(row), thread_id=0)


def _plain(row: OutboxRow, failure: Failure, _: datetime) -> Change:
    if row.reason == "plain":
        return _ended(row, "dead", failure.reason)
    return replace(_again(row), reason="plain")


def _unknown(row: OutboxRow, failure: Failure, now: datetime) -> Change:
    if now < max(row.created_at, row.not_before) + UNKNOWN_FOR:
        return _failed(row, now, most=3600)
    return _ended(row, "uncertain" if row.ambiguous else "dead", failure.reason)


_AFTER: dict[Verdict, Callable[[OutboxRow, Failure, datetime], Change]] = {
    Verdict.NOT_SENT: lambda row, _, now: _failed(row, now),
    Verdict.AMBIGUOUS: _ambiguous,
    Verdict.SLOW_DOWN: _unchanged,
    Verdict.SUSPEND: _suspended,
    Verdict.MIGRATED: _migrated,
    Verdict.NO_TOPIC: _no_topic,
    Verdict.DONE: lambda row, _, __: _delivered(row, None),
    Verdict.GONE: lambda row, failure, _: _ended(row, "cancelled", failure.reason),
    Verdict.PLAIN: _plain,
    Verdict.DEAD: lambda row, failure, _: _ended(row, "dead", failure.reason),
    Verdict.TOKEN: _unchanged,
    Verdict.CONFLICT: _unknown,
    Verdict.UNKNOWN: _unknown,
}


def told(outcome: Outcome) -> dict[str, Any]:
    """Return what may be logged of an outcome: never a text."""
    failure = outcome.result if isinstance(outcome.result, Failure) else None
    return {
        "row": outcome.row.id,
        "attempt": outcome.row.attempts,
        "result": type(outcome.result).__name__,
        "reason": failure.reason if failure else None,
    }
