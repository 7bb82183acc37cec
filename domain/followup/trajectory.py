"""The trajectory of a KPI: where it should be, where it is, and what to call the difference.

The gap between a reading and the path is counted as a share of the whole way from baseline to target, positive when the
KPI is better than its path, so that one set of thresholds serves every unit and both directions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.plan import Direction, Frequency, Kpi, Reading

AHEAD_FROM = 0.10
"""A tenth of the way better than the path, or more: ahead."""
WATCH_BELOW = -0.10
"""More than a tenth of the way behind: to watch."""
LATE_BELOW = -0.25
"""More than a quarter of the way behind: late."""
STALE_AFTER = 1.5
"""Periods without a value after which the last one says nothing any more."""

PERIOD_DAYS = {
    Frequency.WEEKLY: 7.0,
    Frequency.MONTHLY: 365.25 / 12,
    Frequency.QUARTERLY: 365.25 / 4,
    Frequency.HALF_YEARLY: 365.25 / 2,
    Frequency.YEARLY: 365.25,
}

_ROUNDING = 1e-9


class KpiStatus(StrEnum):
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    WATCH = "watch"
    LATE = "late"
    NO_VALUE = "no_value"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a KPI stands: its last known value and the day of it, and where its path is today (None without a path).

    `expected` has the decimals of the KPI's own figures, or one under 100: a straight line is no exact forecast.
    """

    status: KpiStatus
    value: float | None = None
    on: date | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """A value that was given, and when."""

    on: date
    value: float


def expected(kpi: Kpi, started: date, on: date) -> float | None:
    """Return where the path stands `on` that day, in the KPI's unit; None when a baseline, target or deadline lacks.

    The path is the straight line from the baseline on its own day, else on `started`, to the target on the deadline,
    flat outside of them. A KPI to keep within bounds goes to the nearest bound when it starts outside of them, else
    stays where it starts.
    """
    goal, started = _goal(kpi), kpi.baseline_on or started
    if kpi.baseline is None or goal is None or kpi.deadline is None:
        return None
    if on >= kpi.deadline:
        return goal
    if on <= started:
        return kpi.baseline
    return kpi.baseline + (goal - kpi.baseline) * ((on - started).days / (kpi.deadline - started).days)


def progress(kpi: Kpi, value: float) -> float | None:
    """Return the share of the way done, from 0 to 1; None when no baseline says where it began and it is not over.

    A value back behind the baseline is 0; within its bounds, a KPI to keep is 1.
    """
    goal = _goal(kpi)
    if goal is None:
        return None
    side = _side(kpi, value)
    if reached(side, value):
        return 1.0
    if side.baseline is None or side.target is None:
        return None
    if reached(side, side.baseline):
        return 0.0
    done = (value - side.baseline) / (side.target - side.baseline)
    return min(1.0, max(0.0, done))


def reached(kpi: Kpi, value: float) -> bool:
    """Whether `value` is the target or better: within its bounds if to keep, the very target without direction."""
    match _direction(kpi):
        case Direction.UP:
            return kpi.target is not None and value >= kpi.target
        case Direction.DOWN:
            return kpi.target is not None and value <= kpi.target
        case None:
            return value == kpi.target
        case Direction.KEEP:
            floor, ceiling = kpi.target, kpi.ceiling
            bounded = floor is not None or ceiling is not None
            return bounded and (floor is None or value >= floor) and (ceiling is None or value <= ceiling)


def standing(kpi: Kpi, readings: Iterable[Reading], *, started: date, today: date) -> Standing:
    """Return how the KPI stands `today`, judged by its last known value at the date of that value.

    `readings` may hold those of other KPIs, unavailable ones and future ones: they are left out. Reaching the target
    before the deadline is being ahead; from the deadline on, the target is reached or the KPI is late, however old
    the value. Out of its bounds, a KPI to keep is to watch at best. Without a baseline, the first reading stands for
    it; without a target or a deadline nothing proves that it goes well, so it is to watch until reached.

    `started` is the day the KPI was first followed: the path begins there when its baseline has no day of its own.
    """
    own = [
        _Known(reading.on, reading.value)
        for reading in readings
        if reading.kpi == kpi.row and reading.value is not None and reading.on <= today
    ]
    known = sorted(own, key=lambda value: value.on)
    if known and kpi.baseline is None:
        kpi = replace(kpi, baseline=known[0].value, baseline_on=known[0].on)
    path = _rounded(expected(kpi, started, today), kpi)
    if not known:
        return Standing(KpiStatus.NO_VALUE, expected=path)
    last = known[-1]
    return Standing(_status(kpi, last, started, today), last.value, last.on, path)


def _rounded(path: float | None, kpi: Kpi) -> float | None:
    """Round to the decimals of the KPI's own figures, or to one under 100."""
    if path is None:
        return None
    own = [each for each in (kpi.baseline, _goal(kpi)) if each is not None]
    decimals = next((count for count in range(3) if all(round(each, count) == each for each in own)), 3)
    return round(path, max(decimals, 1 if abs(path) < 100 else 0))


def status(kpi: Kpi, readings: Iterable[Reading], *, started: date, today: date) -> KpiStatus:
    """Return the name of how the KPI stands `today`."""
    return standing(kpi, readings, started=started, today=today).status


def _status(kpi: Kpi, last: _Known, started: date, today: date) -> KpiStatus:
    over = kpi.deadline is not None and (today > kpi.deadline or last.on >= kpi.deadline)
    if over and kpi.has_goal and not reached(kpi, last.value):
        return KpiStatus.LATE
    age = (min(today, kpi.deadline or today) - last.on).days
    if kpi.frequency is not None and age > STALE_AFTER * PERIOD_DAYS[kpi.frequency]:
        return KpiStatus.STALE
    direction, is_reached = _direction(kpi), reached(kpi, last.value)
    if direction is Direction.KEEP and is_reached:
        return KpiStatus.ON_TRACK
    if direction is Direction.KEEP:  # out of its bounds it is never better than to watch, even on its way in
        gap = _gap(_side(kpi, last.value), last, started)
        return KpiStatus.LATE if gap is not None and _named(gap) is KpiStatus.LATE else KpiStatus.WATCH
    gap = _gap(replace(kpi, direction=direction, ceiling=None), last, started)
    if is_reached:
        return KpiStatus.ON_TRACK if over and (gap is None or gap < AHEAD_FROM - _ROUNDING) else KpiStatus.AHEAD
    return KpiStatus.WATCH if gap is None else _named(gap)


def _named(gap: float) -> KpiStatus:
    if gap >= AHEAD_FROM - _ROUNDING:
        return KpiStatus.AHEAD
    if gap >= WATCH_BELOW - _ROUNDING:
        return KpiStatus.ON_TRACK
    return KpiStatus.WATCH if gap >= LATE_BELOW - _ROUNDING else KpiStatus.LATE


def _gap(kpi: Kpi, last: _Known, started: date) -> float | None:
    """How much better than the path, as a share of the way from baseline to target.

    When both are the same: of the width of the bounds, else of the target itself.
    """
    path = expected(kpi, started, last.on)
    if path is None:
        return None
    match _direction(kpi):
        case Direction.UP:
            better = last.value - path
        case Direction.DOWN:
            better = path - last.value
        case _:
            better = -abs(last.value - path)
    target, baseline, ceiling = kpi.target or 0.0, kpi.baseline, kpi.ceiling
    way = 0.0 if baseline is None else abs(target - baseline)
    width = 0.0 if ceiling is None else abs(ceiling - target)
    return better / (way or width or abs(target) or 1.0)


def _direction(kpi: Kpi) -> Direction | None:
    """The direction said, else the one that the ceiling or the baseline and target show, else None."""
    if kpi.direction is not None:
        return kpi.direction
    if kpi.ceiling is not None:
        return Direction.KEEP
    if kpi.baseline is None or kpi.target is None or kpi.baseline == kpi.target:
        return None
    return Direction.UP if kpi.target > kpi.baseline else Direction.DOWN


def _goal(kpi: Kpi) -> float | None:
    if _direction(kpi) is not Direction.KEEP:
        return kpi.target
    if kpi.baseline is None or (kpi.target is None and kpi.ceiling is None):
        return kpi.target if kpi.target is not None else kpi.ceiling
    raised = kpi.baseline if kpi.target is None else max(kpi.baseline, kpi.target)
    return raised if kpi.ceiling is None else min(raised, kpi.ceiling)


def _side(kpi: Kpi, value: float) -> Kpi:
    """A KPI to keep, outside its bounds, as one that rises to the lower one or falls to the upper one; else itself."""
    floor, ceiling, baseline = kpi.target, kpi.ceiling, kpi.baseline
    if _direction(kpi) is not Direction.KEEP:
        return replace(kpi, direction=_direction(kpi), ceiling=None)
    if floor is not None and value < floor:
        start = None if baseline is None else min(baseline, floor)
        return replace(kpi, direction=Direction.UP, baseline=start)
    if ceiling is not None and value > ceiling:
        start = None if baseline is None else max(baseline, ceiling)
        return replace(kpi, direction=Direction.DOWN, baseline=start, target=ceiling, ceiling=floor)
    return kpi
