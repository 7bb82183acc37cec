"""Rules: which KPIs are asked for, at which rhythm, and when next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2s
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from bot.storage.tables import membership, plan, reading, rule
from domain.followup.cadence import Cadence
from domain.parsing.folding import folded
from domain.plan import Frequency


class RuleState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`kpi` is the path of its row; `owner_key` the fingerprint of its owner's name, None for the lead.

    Only an active rule has `next_at` (aware, UTC) and `next_period`; `id` 0: not stored yet.
    """

    id: int = 0
    plan_id: int
    kpi: str
    cadence: Cadence
    owner_key: str | None
    state: RuleState
    next_at: datetime | None
    next_period: str | None
    started_on: date


@dataclass(frozen=True, slots=True)
class DueRule:
    """A rule that is due; `last_on` is the day of its last known value."""

    rule: Rule
    follow_up: bool
    last_on: date | None


def owner_key(name: str | None) -> str | None:
    """Return what tells an owner's name from others without keeping it: accents, case and spaces do not count."""
    return blake2s(folded(name).encode(), digest_size=16).hexdigest() if name and name.strip() else None


def lock_plan(db: Connection, plan_id: int) -> None:
    """Keep planners and other answers away from this plan's reminders until the transaction ends."""
    db.execute(select(plan.c.id).where(plan.c.id == plan_id).with_for_update(key_share=True))


def with_neighbours(db: Connection, plan_ids: Iterable[int]) -> frozenset[int]:
    """Return these plans and those that share somebody with one: they are asked in one message, so planned together."""
    wanted = set(plan_ids)
    if not wanted:
        return frozenset()
    other = membership.alias()
    shared = select(other.c.plan_id).join(membership, membership.c.person_id == other.c.person_id)
    return frozenset(wanted | set(db.scalars(shared.where(membership.c.plan_id.in_(wanted)).distinct())))


def free_plans(db: Connection, plan_ids: Iterable[int]) -> list[int]:
    """Lock those of these plans that no other planner has in hand, until the transaction ends, and return them."""
    wanted = set(plan_ids)
    if not wanted:
        return []
    free = select(plan.c.id).where(plan.c.id.in_(wanted)).order_by(plan.c.id)
    return list(db.scalars(free.with_for_update(key_share=True, skip_locked=True)))


def of_plan(db: Connection, plan_id: int) -> tuple[Rule, ...]:
    rows = db.execute(select(rule).where(rule.c.plan_id == plan_id).order_by(rule.c.id))
    return tuple(map(_from_row, rows))


def started(db: Connection, plan_id: int) -> dict[str, date]:
    """Return the day from which each KPI of a plan is followed, by its row."""
    rows = db.execute(select(rule.c.kpi, rule.c.started_on).where(rule.c.plan_id == plan_id))
    return {kpi: on for kpi, on in rows}  # noqa: C416 - a row is no tuple to mypy


def put(db: Connection, new: Rule) -> None:
    """Write a rule, stored before or not."""
    values: dict[str, Any] = {
        "cadence": cadence_to_json(new.cadence),
        "owner_key": new.owner_key,
        "state": new.state.value,
        "next_at": new.next_at,
        "next_period": new.next_period,
    }
    if new.id:
        db.execute(update(rule).where(rule.c.id == new.id).values(values))
    else:
        db.execute(insert(rule).values(plan_id=new.plan_id, kpi=new.kpi, started_on=new.started_on, **values))


def claim(db: Connection, now: datetime, limit: int) -> tuple[DueRule, ...]:
    """Return the due rules of the plans that wait longest, every due one of each plan, at least `limit` if there are.

    Their plans are locked against other planners, which pass them by, until the transaction ends.
    """
    late = select(rule.c.plan_id).where(rule.c.next_at <= now).order_by(rule.c.next_at).limit(limit)
    plans = free_plans(db, with_neighbours(db, db.scalars(late)))
    if not plans:
        return ()
    rows = db.execute(_DUE, {"plans": plans, "now": now})
    return tuple(DueRule(_from_row(row), row.follow_up, row.last_on) for row in rows)


def advance(db: Connection, moves: Iterable[tuple[int, datetime, str]]) -> None:
    """Note when rules fall due next: (rule, instant, period)."""
    if rows := [{"of": id_, "at": at, "period": period} for id_, at, period in moves]:
        db.execute(_ADVANCE, rows)


def recall(db: Connection, now: datetime) -> None:
    """Make every rule that waits due now, to be planned anew: `next_at` was reckoned from a later present."""
    waits = rule.c.state == RuleState.ACTIVE.value, rule.c.next_at > now
    db.execute(update(rule).where(*waits).values(next_at=now))


def cadence_to_json(cadence: Cadence) -> dict[str, str]:
    """Return a cadence as it is stored; its finer settings are always the default ones."""
    quiet = "/".join(f"{end:%H:%M}" for end in cadence.quiet or ())
    named = {"frequency": cadence.frequency.value, "hour": f"{cadence.hour:%H:%M}"}
    return {**named, "zone": cadence.zone, "region": cadence.region, "quiet": quiet}


def cadence_from_json(stored: Mapping[str, str]) -> Cadence:
    return _cadence(stored["frequency"], stored["hour"], stored["zone"], stored["region"], stored["quiet"])


@lru_cache(maxsize=4096)  # most rules share a few rhythms
def _cadence(frequency: str, hour: str, zone: str, region: str, quiet: str) -> Cadence:
    start, _, end = quiet.partition("/")
    hours = (time.fromisoformat(start), time.fromisoformat(end)) if end else None
    return Cadence(Frequency(frequency), time.fromisoformat(hour), zone, region=region, quiet=hours)


def _from_row(row: Row[Any]) -> Rule:
    return Rule(
        id=row.id,
        plan_id=row.plan_id,
        kpi=row.kpi,
        cadence=cadence_from_json(row.cadence),
        owner_key=row.owner_key,
        state=RuleState(row.state),
        next_at=row.next_at,
        next_period=row.next_period,
        started_on=row.started_on,
    )


_LAST_ON = (
    select(func.max(reading.c.on))
    .where(reading.c.plan_id == rule.c.plan_id, reading.c.kpi == rule.c.kpi)
    .where(reading.c.replaced_at.is_(None), reading.c.value.is_not(None))
    .scalar_subquery()
)
_DUE = (
    select(rule, plan.c.follow_up, _LAST_ON.label("last_on"))
    .join(plan, plan.c.id == rule.c.plan_id)
    .where(rule.c.plan_id.in_(bindparam("plans", expanding=True)), rule.c.next_at <= bindparam("now"))
    .order_by(rule.c.next_at, rule.c.id)
)
_ADVANCE = (
    update(rule).where(rule.c.id == bindparam("of")).values(next_at=bindparam("at"), next_period=bindparam("period"))
)
