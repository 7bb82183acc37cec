"""The planner: what is due becomes an occurrence and a message, in the same transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.reminders.addressees import Directory
from bot.reminders.asking import Asked, Why, ask
from bot.reminders.rules import next_unasked
from bot.storage import askings, occurrences, present, rules
from bot.storage.occurrences import LAST_STEP, LEAD_WAITS, Move, NewOccurrence, Occurrence, OccurrenceState
from bot.storage.rules import DueRule, Rule
from domain.followup.asking_times import Next, after_asking, after_asking_again, allowed, end_of, first_day, latest
from domain.followup.cadence import Due

_PART = "planner"


@dataclass(frozen=True, slots=True)
class _Planned:
    """A due rule, the occurrence it stands for, and the one after."""

    due: DueRule
    now: Due
    then: Due

    @property
    def rule(self) -> Rule:
        return self.due.rule


def plan_due(db: Connection, now: datetime, *, limit: int = 100) -> int:
    """Turn the rules due at `now` into occurrences and messages; return how many, at most `limit`.

    What was missed comes down to one occurrence, the latest. In quiet hours and on holidays everything waits. When the
    clock was set back, what falls due is reckoned again from the present; what was asked meanwhile is not asked twice.
    """
    if present.went_back(db, _PART, now):
        rules.recall(db, now)
        occurrences.recall(db, now)
    due = rules.claim(db, now, limit)
    early = {each.rule.id for each in due if allowed(now, each.rule.cadence) > now}
    rules.advance(db, (_deferred(each.rule, now) for each in due if each.rule.id in early))
    planned = [_planned(each, now) for each in due if each.rule.id not in early]
    ripe, unripe = [each for each in planned if each.now.at <= now], [each for each in planned if each.now.at > now]
    _open(db, [each for each in ripe if each.due.follow_up], now)
    recalled = ((each.rule.id, next_unasked(db, each.rule.id, each.rule.cadence, now)) for each in unripe)
    rules.advance(db, ((each.rule.id, each.then.at, each.then.period) for each in ripe))
    rules.advance(db, ((rule_id, then.at, then.period) for rule_id, then in recalled))
    if ripe:
        present.went_back(db, _PART, now, is_exact=True)
    return min(len(due), limit)


def follow_up(db: Connection, now: datetime, *, limit: int = 100) -> int:
    """Do what open occurrences have to do at `now`; return how many, at most `limit`.

    Asked again when a snooze is over, and once after the grace; then the lead is told once. It ends with its period.
    """
    ready = occurrences.claim(db, now, limit)
    live = [each for each in ready if each.is_followed]
    _end(db, [each for each in ready if not each.is_followed], OccurrenceState.CANCELLED, now)
    over = [each for each in live if end_of(each.cadence, each.due_at) <= now]
    _end(db, over, OccurrenceState.EXPIRED, now)
    ended = {each.id for each in over}
    _go_on(db, [each for each in live if each.id not in ended], now)
    return min(len(ready), limit)


# Due ------------------------------------------------------------------------------------------------------------------


def _deferred(rule: Rule, now: datetime) -> tuple[int, datetime, str]:
    return rule.id, allowed(now, rule.cadence), rule.next_period or ""


def _planned(due: DueRule, now: datetime) -> _Planned:
    rule = due.rule
    assert rule.next_at is not None  # noqa: S101 - it was claimed by it
    assert rule.next_period is not None  # noqa: S101 - they are written together
    current, following = latest(rule.cadence, Due(rule.next_at, rule.next_period), now)
    return _Planned(due, current, following)


def _open(db: Connection, planned: list[_Planned], now: datetime) -> None:
    """Insert the occurrences, end those they replace, and ask for those that are worth it."""
    if not planned:
        return
    former = occurrences.open_of_rules(db, (each.rule.id for each in planned))
    new = {each.rule.id: _new(each, now) for each in planned}
    added = occurrences.add(db, list(new.values()))
    _end(db, (each for each in former if each.rule_id in added), OccurrenceState.EXPIRED, now)
    opened = [each for each in planned if each.rule.id in added and new[each.rule.id].next_action_at]
    directory = Directory.of(db, {each.rule.plan_id for each in opened})
    ask(db, directory, (_asked(each, added[each.rule.id]) for each in opened), now)


def _new(each: _Planned, now: datetime) -> NewOccurrence:
    rule, due = each.rule, each.now
    return NewOccurrence(rule.id, due.period, due.at, *_fate(each, now))


def _fate(each: _Planned, now: datetime) -> tuple[OccurrenceState, datetime | None, int]:
    rule, due = each.rule, each.now
    start = first_day(rule.cadence.frequency, due.at.astimezone(ZoneInfo(rule.cadence.zone)).date())
    if each.due.last_on is not None and each.due.last_on >= start:
        return OccurrenceState.SKIPPED, None, 0
    if end_of(rule.cadence, due.at) <= now:
        return OccurrenceState.EXPIRED, None, 0
    then = after_asking(now, due.at, rule.cadence)
    return OccurrenceState.OPEN, then.at, then.step


def _asked(each: _Planned, occurrence: int) -> Asked:
    rule = each.rule
    until = end_of(rule.cadence, each.now.at)
    return Asked(occurrence, rule.plan_id, rule.owner_key, False, each.now.at, until, Why.DUE)


# Open -----------------------------------------------------------------------------------------------------------------


def _end(db: Connection, ended: Iterable[Occurrence], state: OccurrenceState, now: datetime) -> None:
    if ids := occurrences.close(db, (each.id for each in ended), state, now):
        askings.withdraw(db, ids, now)


def _go_on(db: Connection, live: list[Occurrence], now: datetime) -> None:
    if not live:
        return
    directory = Directory.of(db, {each.plan_id for each in live})
    steps = [_step(each, directory, now) for each in live]
    occurrences.move(db, (move for move, _ in steps))
    asked = [again for _, again in steps if again]
    asked_again = (each.occurrence for each in asked if each.why is not Why.TOLD)
    askings.withdraw(db, asked_again, now, reason="asked_again")
    ask(db, directory, asked, now)


def _step(each: Occurrence, directory: Directory, now: datetime) -> tuple[Move, Asked | None]:
    """Return how an occurrence goes on, and what is asked for it now, if anything."""
    end, quiet_until = end_of(each.cadence, each.due_at), allowed(now, each.cadence)
    if quiet_until > now:
        return Move(each.id, each.step, min(quiet_until, end), each.snoozed_until), None
    if each.snoozed_until and each.step == LEAD_WAITS:
        return Move(each.id, LAST_STEP, end), _again(each, end, Why.TOLD)
    if each.snoozed_until and each.step == LAST_STEP:
        return Move(each.id, LAST_STEP, end), _again(each, end, Why.SNOOZED)
    asked_again = after_asking_again(now, each.due_at, each.cadence)
    if each.snoozed_until and each.step == 1:
        return _then(each, asked_again), _again(each, end, Why.SNOOZED)
    asked = after_asking(now, each.due_at, each.cadence)
    if each.snoozed_until:
        return _then(each, asked), _again(each, end, Why.SNOOZED)
    if each.step < 0:
        return _then(each, asked), _again(each, end, Why.HANDED if each.with_lead else Why.PASSED)
    if each.step == 0:
        return _then(each, asked_again), _again(each, end, Why.AGAIN)
    if each.step == 1 and not _is_with_leads(each, directory):
        return Move(each.id, LAST_STEP, end), _again(each, end, Why.TOLD)
    return Move(each.id, LAST_STEP, end), None


def _then(each: Occurrence, then: Next) -> Move:
    return Move(each.id, then.step, then.at)


def _is_with_leads(each: Occurrence, directory: Directory) -> bool:
    asked = directory.of_owner(each.plan_id, each.owner_key, with_lead=each.with_lead)
    return {to.chat_id for to in asked} >= {lead.chat_id for lead in directory.leads(each.plan_id)}


def _again(each: Occurrence, until: datetime, why: Why) -> Asked:
    since = each.next_action_at or each.due_at
    return Asked(each.id, each.plan_id, each.owner_key, each.with_lead, since, until, why)
