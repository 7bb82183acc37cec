"""Occurrences: one question about one KPI for one period, and how far it has gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from bot.storage import audits
from bot.storage.rules import RuleState, cadence_from_json, free_plans, with_neighbours
from bot.storage.tables import occurrence, plan, rule
from bot.storage.upserts import inserting_unless
from domain.followup.cadence import Cadence

FARTHEST_ACTION = timedelta(days=14)
"""How far ahead the next action of an open one can be (a snooze, working days of grace), before its last step."""
USUAL_GRACE = timedelta(days=3)
LAST_STEP = 2
"""The lead was told: only the end of the period is awaited, up to a year and a grace ahead."""
LEAD_WAITS = 3
"""The lead put off what they were told: it comes back to them, not to the owner."""


class OccurrenceState(StrEnum):
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`step` -1: about to be asked of someone else, 0: asked, 1: asked again, 2: the lead was told, 3: they put it off.

    `with_lead`: its owner said it was not theirs. An open one always has `next_action_at`. `is_followed`: its rule is
    active and its plan followed up.
    """

    id: int
    rule_id: int
    period: str
    due_at: datetime
    state: OccurrenceState
    step: int
    next_action_at: datetime | None
    snoozed_until: datetime | None
    with_lead: bool
    plan_id: int
    kpi: str
    cadence: Cadence
    owner_key: str | None
    is_followed: bool

    @property
    def is_open(self) -> bool:
        return self.state is OccurrenceState.OPEN


@dataclass(frozen=True, slots=True)
class NewOccurrence:
    """What is about to be asked, or was not worth asking (`state` skipped or expired)."""

    rule_id: int
    period: str
    due_at: datetime
    state: OccurrenceState
    next_action_at: datetime | None
    step: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """The next state of an open occurrence."""

    id: int
    step: int
    next_action_at: datetime
    snoozed_until: datetime | None = None


def add(db: Connection, new: Sequence[NewOccurrence]) -> dict[int, int]:
    """Insert occurrences; return the ids of those that are new, by rule. A period already asked stays as it is."""
    if not new:
        return {}
    rows = [
        {
            "rule_id": each.rule_id,
            "period": each.period,
            "due_at": each.due_at,
            "state": each.state.value,
            "step": each.step,
            "next_action_at": each.next_action_at,
            "with_lead": False,
        }
        for each in new
    ]
    insertion = inserting_unless(db.dialect.name, occurrence, "rule_id period", "rule_id id")
    added = db.execute(insertion, rows)
    return {rule_id: id_ for rule_id, id_ in added}  # noqa: C416 - rows, as a dict


def get(db: Connection, ids: Iterable[int]) -> tuple[Occurrence, ...]:
    """Return occurrences in the order of their ids; those that are gone are left out."""
    wanted = list(ids)
    found = {each.id: each for each in _all(db, _FULL.where(occurrence.c.id.in_(wanted)))}
    return tuple(found[id_] for id_ in wanted if id_ in found)


def open_of_plan(db: Connection, plan_id: int) -> tuple[Occurrence, ...]:
    return _all(db, _FULL.where(rule.c.plan_id == plan_id, occurrence.c.state == OccurrenceState.OPEN.value))


def open_of_rules(db: Connection, rule_ids: Iterable[int]) -> tuple[Occurrence, ...]:
    of_rules = occurrence.c.rule_id.in_(list(rule_ids))
    return _all(db, _FULL.where(of_rules, occurrence.c.state == OccurrenceState.OPEN.value))


def periods_asked(db: Connection, rule_id: int) -> frozenset[str]:
    """Return the periods of a rule that have their occurrence."""
    return frozenset(db.scalars(select(occurrence.c.period).where(occurrence.c.rule_id == rule_id)))


def claim(db: Connection, now: datetime, limit: int) -> tuple[Occurrence, ...]:
    """Return open occurrences with something to do, every one of each plan, at least `limit` if there are.

    Their plans are locked against other planners, which pass them by, until the transaction ends.
    """
    ready = (occurrence.c.next_action_at <= now) & (occurrence.c.state == OccurrenceState.OPEN.value)
    late = (
        select(rule.c.plan_id)
        .join(occurrence, occurrence.c.rule_id == rule.c.id)
        .where(ready)
        .order_by(occurrence.c.next_action_at)
        .limit(limit)
    )
    plans = free_plans(db, with_neighbours(db, db.scalars(late)))
    return _all(db, _FULL.where(rule.c.plan_id.in_(plans), ready)) if plans else ()


def move(db: Connection, moves: Iterable[Move]) -> None:
    """Write how far open occurrences have gone."""
    rows = [{"of": each.id, "to": each.step, "at": each.next_action_at, "until": each.snoozed_until} for each in moves]
    if rows:
        db.execute(_MOVE, rows)


def recall(db: Connection, now: datetime) -> None:
    """Bring nearer what would be done for open ones further ahead than it can be: the clock was set back since."""
    beyond = occurrence.c.next_action_at > now + FARTHEST_ACTION
    waits = occurrence.c.state == OccurrenceState.OPEN.value, occurrence.c.step < LAST_STEP, beyond
    db.execute(update(occurrence).where(*waits).values(next_action_at=now + USUAL_GRACE))


def hand_to_lead(db: Connection, id_: int) -> None:
    """Note that its owner said it was not theirs."""
    db.execute(update(occurrence).where(occurrence.c.id == id_).values(with_lead=True))


def take_from_lead(db: Connection, ids: Iterable[int]) -> None:
    """Note that they have another owner now."""
    db.execute(update(occurrence).where(occurrence.c.id.in_(list(ids))).values(with_lead=False))


def close(db: Connection, ids: Iterable[int], state: OccurrenceState, now: datetime) -> list[int]:
    """End those that are open, with their audit lines; return which. What asked for them is withdrawn."""
    wanted = list(ids)
    if not wanted:
        return []
    chosen = occurrence.c.id.in_(wanted) & (occurrence.c.state == OccurrenceState.OPEN.value)
    ended = {"state": state.value, "next_action_at": None, "snoozed_until": None}
    closed = list(db.scalars(update(occurrence).where(chosen).values(ended).returning(occurrence.c.id)))
    audits.write(db, state.value, (f"occurrence:{id_}" for id_ in closed), now)
    return closed


def answered(db: Connection, id_: int) -> None:
    """Note that the value of a period came after all, when it was not awaited any more."""
    done = {"state": OccurrenceState.DONE.value, "next_action_at": None, "snoozed_until": None}
    db.execute(update(occurrence).where(occurrence.c.id == id_).values(done))


def _all(db: Connection, query: Select[Any]) -> tuple[Occurrence, ...]:
    return tuple(
        Occurrence(
            row.id,
            row.rule_id,
            row.period,
            row.due_at,
            OccurrenceState(row.state),
            row.step,
            row.next_action_at,
            row.snoozed_until,
            row.with_lead,
            row.plan_id,
            row.kpi,
            cadence_from_json(row.cadence),
            row.owner_key,
            row.follow_up and row.rule_state == RuleState.ACTIVE,
        )
        for row in db.execute(query.order_by(occurrence.c.due_at, occurrence.c.id))
    )


_FULL = (
    select(
        occurrence,
        rule.c.plan_id,
        rule.c.kpi,
        rule.c.cadence,
        rule.c.owner_key,
        rule.c.state.label("rule_state"),
        plan.c.follow_up,
    )
    .join(rule, rule.c.id == occurrence.c.rule_id)
    .join(plan, plan.c.id == rule.c.plan_id)
)
_MOVE = (
    update(occurrence)
    .where(occurrence.c.id == bindparam("of"), occurrence.c.state == OccurrenceState.OPEN.value)
    .values(step=bindparam("to"), next_action_at=bindparam("at"), snoozed_until=bindparam("until"))
)
