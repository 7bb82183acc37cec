"""What the summary shows of each objective: where it starts, where it goes, how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.clean import clip
from bot.documents.fit import Fit
from bot.documents.formats import long_date, quantity
from bot.documents.words import Words
from domain.plan import Direction, Kpi, Objective, Plan, Reading
from domain.trajectory import KpiStatus, status

_SHORT_UNIT = 3
_SAID = 200  # characters of a label in an alternative text


@dataclass(frozen=True, slots=True)
class Trend:
    """`points`: day and value of each reading; `target` None when there is nothing to draw."""

    points: tuple[tuple[int, float], ...]
    target: float | None


@dataclass(frozen=True, slots=True)
class Goal:
    code: str
    sentence: str
    measure: str | None
    start: str
    target: str
    unit: str | None
    by: str | None
    status: str | None
    word: str
    trend: Trend | None
    alt: str


def goals(plan: Plan, readings: Sequence[Reading], today: date, w: Words, fit: Fit) -> tuple[Goal, ...]:
    shown = plan.objectives[: fit.goals]
    return tuple(_goal(objective, plan, readings, today=today, w=w, fit=fit) for objective in shown)


def _goal(objective: Objective, plan: Plan, readings: Sequence[Reading], *, today: date, w: Words, fit: Fit) -> Goal:
    kpi = objective.kpis[0] if objective.kpis else Kpi(row="", label="")
    deadline = kpi.deadline or objective.deadline
    known = known_values(kpi, readings, today)
    state = status(kpi, readings, started=started(plan, today), today=today) if objective.kpis else None
    return Goal(
        code=objective.code,
        sentence=clip(objective.sentence, fit.sentence),
        measure=_measure(objective, w, fit),
        start=quantity(kpi.baseline, _glued(kpi), w.language) or w("missing"),
        target=_target(kpi, _glued(kpi), w),
        unit=_apart(kpi, fit),
        by=w("goals.by", year=deadline.year) if deadline else None,
        status=None if state is None or _is_waiting(state, known, plan) else state.value,
        word=w(f"status.{state}") if state else "",
        trend=_trend(kpi, known) if len(known) > 1 else None,
        alt=_alt(kpi, known, w) if len(known) > 1 else "",
    )


def _is_waiting(state: KpiStatus, known: Sequence[Reading], plan: Plan) -> bool:
    """Nothing was measured, and before the adoption nobody was asked to."""
    return state is KpiStatus.NO_VALUE and not known and plan.adoption is None


def _measure(objective: Objective, w: Words, fit: Fit) -> str | None:
    if not objective.kpis or not fit.measures:
        return None
    label, others = clip(objective.kpis[0].label, fit.label), len(objective.kpis) - 1
    return f"{label} {w('goals.measures', n=others)}" if others else label


def _glued(kpi: Kpi) -> str:
    """The unit, when it is short enough to stand beside each value."""
    return kpi.unit if len(kpi.unit.strip()) <= _SHORT_UNIT else ""


def _apart(kpi: Kpi, fit: Fit) -> str | None:
    return None if _glued(kpi) == kpi.unit or not fit.notes else clip(kpi.unit, 14)


def _target(kpi: Kpi, unit: str, w: Words) -> str:
    if kpi.direction is Direction.KEEP and kpi.target is not None and kpi.ceiling is not None:
        high = quantity(kpi.ceiling, unit, w.language)
        return w("goals.between", low=quantity(kpi.target, "", w.language), high=high)
    aimed = kpi.target if kpi.target is not None else kpi.ceiling
    return quantity(aimed, unit, w.language) or w("missing")


def known_values(kpi: Kpi, readings: Sequence[Reading], today: date) -> tuple[Reading, ...]:
    """Return the readings of `kpi` that have a value, oldest first."""
    own = [
        reading for reading in readings if reading.kpi == kpi.row and reading.value is not None and reading.on <= today
    ]
    return tuple(sorted(own, key=lambda reading: reading.on))


def started(plan: Plan, today: date) -> date:
    """Return the day the trajectories begin: the adoption, else the first day of the plan, else today."""
    if plan.adoption is not None and plan.adoption.on is not None:
        return plan.adoption.on
    return date(plan.start_year, 1, 1) if plan.start_year else today


def _trend(kpi: Kpi, known: Sequence[Reading]) -> Trend:
    points = tuple((reading.on.toordinal(), float(reading.value or 0)) for reading in known)
    return Trend(points, kpi.target if kpi.target is not None else kpi.ceiling)


def _alt(kpi: Kpi, known: Sequence[Reading], w: Words) -> str:
    first, last = known[0], known[-1]
    return w(
        "goals.alt",
        label=clip(kpi.label, _SAID),
        count=len(known),
        first=quantity(first.value, kpi.unit, w.language),
        first_date=long_date(first.on, w.language),
        last=quantity(last.value, kpi.unit, w.language),
        last_date=long_date(last.on, w.language),
        target=_target(kpi, kpi.unit, w),
    )
