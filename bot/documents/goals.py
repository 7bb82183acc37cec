"""What the summary shows of each objective: where it starts, where it goes, how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.documents.clean import clip
from bot.documents.fit import Fit
from bot.wording.document_words import Words
from bot.wording.formats import long_date, quantity
from domain.followup.trajectory import KpiStatus, Standing, standing
from domain.plan import Direction, Kpi, Objective, Plan, Reading

_SHORT_UNIT = 3
_SAID = 200  # characters of a label in an alternative text


@dataclass(frozen=True, slots=True)
class Trend:
    """`points`: day and value of each reading; `aims`: the target, or the bounds."""

    points: tuple[tuple[int, float], ...]
    aims: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective, by its first KPI; `now` is None while nothing was measured."""

    code: str
    sentence: str
    measure: str | None
    start: str
    now: str | None
    due: str | None
    target: str
    unit: str | None
    by: str | None
    status: str | None
    word: str
    trend: Trend | None
    alt: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What was measured so far, `today` in the plan's zone; `started` is the day each KPI was first followed."""

    readings: Sequence[Reading]
    started: Mapping[str, date]
    today: date

    def standing(self, kpi: Kpi) -> Standing:
        return standing(kpi, self.readings, started=self.started.get(kpi.row, self.today), today=self.today)


def goals(plan: Plan, followed: Followed, w: Words, fit: Fit) -> tuple[Goal, ...]:
    return tuple(_goal(objective, plan, followed, w, fit) for objective in plan.objectives[: fit.goals])


def _goal(objective: Objective, plan: Plan, followed: Followed, w: Words, fit: Fit) -> Goal:
    kpi = objective.kpis[0] if objective.kpis else Kpi(row="", label="")
    deadline, unit = kpi.deadline or objective.deadline, glued(kpi)
    known, found = known_values(kpi, followed.readings, followed.today), followed.standing(kpi)
    is_shown = bool(objective.kpis) and not _is_waiting(found.status, plan)
    return Goal(
        code=objective.code,
        sentence=clip(objective.sentence, fit.sentence),
        measure=_measure(objective, w, fit),
        start=quantity(kpi.baseline, unit, w.language) or w("missing"),
        now=quantity(found.value, unit, w.language),
        due=_due(found, unit, w) if fit.notes else None,
        target=aim(kpi, unit, w) or w("missing"),
        unit=_apart(kpi, fit),
        by=w("goals.by", year=deadline.year) if deadline else None,
        status=found.status.value if is_shown else None,
        word=status_word(found, followed.today, w) if is_shown else "",
        trend=_trend(kpi, known) if len(known) > 1 else None,
        alt=_alt(kpi, known, w) if len(known) > 1 else "",
    )


def _is_waiting(state: KpiStatus, plan: Plan) -> bool:
    """Nothing was measured, and before the adoption nobody was asked to."""
    return state is KpiStatus.NO_VALUE and plan.adoption is None


def _due(found: Standing, unit: str, w: Words) -> str | None:
    """Where the path is today, beside a value."""
    if found.value is None or found.expected is None:
        return None
    return w("goals.expected", value=quantity(found.expected, unit, w.language))


def status_word(found: Standing, today: date, w: Words) -> str:
    """Name a status; one whose last value is too old says of when it is."""
    if found.status is not KpiStatus.STALE or found.on is None:
        return w(f"status.{found.status}")
    form = "MMMM" if found.on.year == today.year else "MMMM y"
    return w("status.stale", since=format_date(found.on, format=form, locale=w.language))


def _measure(objective: Objective, w: Words, fit: Fit) -> str | None:
    if not objective.kpis or not fit.measures:
        return None
    label, others = clip(objective.kpis[0].label, fit.label), len(objective.kpis) - 1
    return f"{label} {w('goals.measures', n=others)}" if others else label


def glued(kpi: Kpi) -> str:
    """The unit, when it is short enough to stand beside each value."""
    return kpi.unit if len(kpi.unit.strip()) <= _SHORT_UNIT else ""


def _apart(kpi: Kpi, fit: Fit) -> str | None:
    return None if glued(kpi) == kpi.unit or not fit.notes else clip(kpi.unit, 14)


def aim(kpi: Kpi, unit: str, w: Words) -> str | None:
    """Return the target, or the bounds of a KPI to keep; None when nothing is aimed at yet."""
    if kpi.direction is not Direction.KEEP and kpi.ceiling is None:
        return quantity(kpi.target, unit, w.language)
    if kpi.target is not None and kpi.ceiling is not None:
        high = quantity(kpi.ceiling, unit, w.language)
        return w("goals.between", low=quantity(kpi.target, "", w.language), high=high)
    if kpi.ceiling is not None:
        return w("goals.at_most", high=quantity(kpi.ceiling, unit, w.language))
    return w("goals.at_least", low=quantity(kpi.target, unit, w.language)) if kpi.target is not None else None


def known_values(kpi: Kpi, readings: Sequence[Reading], today: date) -> tuple[Reading, ...]:
    """Return the readings of `kpi` that have a value, oldest first."""
    own = [
        reading for reading in readings if reading.kpi == kpi.row and reading.value is not None and reading.on <= today
    ]
    return tuple(sorted(own, key=lambda reading: reading.on))


def _trend(kpi: Kpi, known: Sequence[Reading]) -> Trend:
    points = tuple((reading.on.toordinal(), float(reading.value or 0)) for reading in known)
    return Trend(points, tuple(aimed for aimed in (kpi.target, kpi.ceiling) if aimed is not None))


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
        target=aim(kpi, kpi.unit, w) or w("missing"),
    )
