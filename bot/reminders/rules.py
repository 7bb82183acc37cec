"""Rules kept in line with the plan: one for each KPI that has a rhythm."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.current_plan import current_plan
from bot.reminders.addressees import Directory
from bot.storage import askings, occurrences, plans, rules
from bot.storage.occurrences import Move, OccurrenceState
from bot.storage.plans import PlanRow
from bot.storage.rules import Rule, RuleState, owner_key
from domain.followup.asking_times import allowed, cadence_for, calendar
from domain.followup.cadence import Cadence, Due, due_in, next_due
from domain.plan import Kpi, Plan


@dataclass(frozen=True, slots=True)
class _Keeping:
    """One plan being kept in line."""

    db: Connection
    row: PlanRow
    directory: Directory
    now: datetime
    is_paused: bool


def keep_in_line(db: Connection, plan_id: int, plan: Plan, now: datetime) -> None:
    """Make the rules of a plan those of its KPIs; done again, it changes nothing.

    A KPI that is gone is asked for no more. A new hour, zone or region moves the awaited occurrence and no other; a new
    owner is asked for what is open, in place of the former one.
    """
    row = plans.get(db, plan_id)
    if row is None:
        return
    rules.lock_plan(db, plan_id)
    known = {rule.kpi: rule for rule in rules.of_plan(db, plan_id)}
    directory = Directory.of(db, (plan_id,))
    work = _Keeping(db, row, directory, now, _is_paused(known.values()))
    followed = {kpi.row: kpi for kpi in plan.kpis if kpi.frequency}
    for kpi in followed.values():
        _follow(work, kpi, known.get(kpi.row))
    for gone in (rule for path, rule in known.items() if path not in followed):
        _stop(db, gone, now)


def realign(db: Connection, plan_id: int, now: datetime) -> None:
    """Do the same for the plan as it stands: after someone joined, left, or chose another hour."""
    found = plans.get(db, plan_id)
    if found and found.follow_up:
        keep_in_line(db, plan_id, current_plan(db, plan_id), now)


def pause(db: Connection, plan_id: int, now: datetime) -> None:
    """Ask for nothing until `resume`."""
    _silence(db, plan_id, now, RuleState.PAUSED)


def stop(db: Connection, plan_id: int, now: datetime) -> None:
    """Switch the reminders of a plan off."""
    _silence(db, plan_id, now, RuleState.STOPPED)
    plans.set_follow_up(db, plan_id, on=False)


def resume(db: Connection, plan_id: int, now: datetime) -> None:
    """Ask again from the next occurrence on, whether reminders were paused or switched off."""
    plans.set_follow_up(db, plan_id, on=True)
    for rule in rules.of_plan(db, plan_id):
        if rule.state is RuleState.PAUSED:
            rules.put(db, replace(rule, state=RuleState.STOPPED))
    realign(db, plan_id, now)


def is_paused(db: Connection, plan_id: int) -> bool:
    return _is_paused(rules.of_plan(db, plan_id))


def _is_paused(known: Iterable[Rule]) -> bool:
    states = {rule.state for rule in known}
    return RuleState.PAUSED in states and RuleState.ACTIVE not in states


def _follow(work: _Keeping, kpi: Kpi, former: Rule | None) -> None:
    assert kpi.frequency is not None  # noqa: S101 - the caller chose those that have one
    row, owner = work.row, owner_key(kpi.owner)
    cadence = cadence_for(kpi.frequency, work.directory.hour(row.id, owner), zone=row.zone, region=row.region)
    wanted = _wanted(work, kpi.row, former, cadence, owner)
    if wanted != former:
        rules.put(work.db, wanted)
    if former and former.owner_key != owner:
        _reassign(work.db, former.id, cadence, work.now)


def _wanted(work: _Keeping, kpi: str, former: Rule | None, cadence: Cadence, owner: str | None) -> Rule:
    today = work.now.astimezone(ZoneInfo(work.row.zone)).date()
    silent = RuleState.PAUSED if work.is_paused else RuleState.STOPPED
    base = former or Rule(
        plan_id=work.row.id,
        kpi=kpi,
        cadence=cadence,
        owner_key=owner,
        state=silent,
        next_at=None,
        next_period=None,
        started_on=today,
    )
    if work.is_paused:
        return replace(base, cadence=cadence, owner_key=owner, state=silent, next_at=None, next_period=None)
    if base.state is RuleState.ACTIVE and base.cadence == cadence:
        return replace(base, owner_key=owner)
    at, period = _next(work.db, base, cadence, work.now)
    return replace(base, cadence=cadence, owner_key=owner, state=RuleState.ACTIVE, next_at=at, next_period=period)


def _next(db: Connection, base: Rule, cadence: Cadence, now: datetime) -> tuple[datetime, str]:
    """When a rule falls due next: in the awaited period if its rhythm is the same, else in one not asked yet."""
    holidays = calendar(cadence.region)
    is_same_rhythm = base.cadence.frequency is cadence.frequency and base.state is RuleState.ACTIVE
    if is_same_rhythm and base.next_period:
        return due_in(cadence, base.next_period, holidays=holidays), base.next_period
    due = next_unasked(db, base.id, cadence, now)
    return due.at, due.period


def next_unasked(db: Connection, rule_id: int, cadence: Cadence, now: datetime) -> Due:
    """Return when a rule (0: not stored yet) falls due next in a period that was not asked."""
    holidays = calendar(cadence.region)
    asked = occurrences.periods_asked(db, rule_id) if rule_id else frozenset()
    due = next_due(cadence, now, holidays=holidays)
    while due.period in asked:
        due = next_due(cadence, due.at, holidays=holidays)
    return due


def _reassign(db: Connection, rule_id: int, cadence: Cadence, now: datetime) -> None:
    """Ask the new owner for what the former one was asked."""
    open_ = occurrences.open_of_rules(db, (rule_id,))
    if not open_:
        return
    ids = [each.id for each in open_]
    askings.withdraw(db, ids, now, reason="reassigned")
    occurrences.take_from_lead(db, ids)
    at = allowed(now, cadence)
    occurrences.move(db, (Move(id_, -1, at) for id_ in ids))


def _stop(db: Connection, rule: Rule, now: datetime) -> None:
    if rule.state is not RuleState.STOPPED:
        rules.put(db, replace(rule, state=RuleState.STOPPED, next_at=None, next_period=None))
        _cancel(db, (rule.id,), now)


def _silence(db: Connection, plan_id: int, now: datetime, state: RuleState) -> None:
    rules.lock_plan(db, plan_id)
    loud = [rule for rule in rules.of_plan(db, plan_id) if rule.state is not RuleState.STOPPED]
    for rule in loud:
        rules.put(db, replace(rule, state=state, next_at=None, next_period=None))
    _cancel(db, (rule.id for rule in loud), now)


def _cancel(db: Connection, rule_ids: Iterable[int], now: datetime) -> None:
    open_ = occurrences.open_of_rules(db, rule_ids)
    if ids := occurrences.close(db, (each.id for each in open_), OccurrenceState.CANCELLED, now):
        askings.withdraw(db, ids, now)
