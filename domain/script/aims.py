"""What an objective says, as answers to the questions about it and its first KPI."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from domain.dialogue.values import Accepted, Understanding, Understood, Value
from domain.dialogue.view import View
from domain.objective.read import Aim, Bound, Reading, measure, read_objective
from domain.parsing.folding import folded
from domain.parsing.units import TIMES
from domain.plan import Direction
from domain.script.territories import day_there
from domain.script.units import option_of

SENTENCE, DEADLINE, KPIS = "objectives/sentence", "objectives/deadline", "objectives/kpis"
LABEL, UNIT, UNIT_NAME = f"{KPIS}/label", f"{KPIS}/unit", f"{KPIS}/unit_name"
DIRECTION, BASELINE = f"{KPIS}/direction", f"{KPIS}/baseline"
TARGET, CEILING, TARGET_WHY = f"{KPIS}/target", f"{KPIS}/ceiling", f"{KPIS}/target_why"
OWNER_NAME = f"{KPIS}/owner_name"
FIGURES = frozenset({BASELINE, TARGET, CEILING})
_DIRECTIONS = {Aim.FALL: Direction.DOWN, Aim.KEEP: Direction.KEEP}
_HELD = frozenset(
    {"maintenir", "garder", "conserver", "rester", "stabiliser", "preserver", "keep", "maintain", "hold", "preserve"}
)
"""Verbs of what is already so."""
_CAPPED = frozenset({"depasser", "exceder", "limiter", "plafonner", "contenir", "respecter", "limit"})
"""Verbs of a ceiling, whether the level is under it or not."""


def understood(text: str, today: date, recorded: Mapping[str, Value] = MappingProxyType({})) -> Understanding:
    """Understand a sentence; what is doubtful or past is left to be asked.

    `recorded` has the fields answered already: one that a sentence in doubt cannot mean is to be changed.
    """
    said, doubtful = read(text, today), set[str]()
    for doubt in said.doubts:
        readings = [day.isoformat() if isinstance(day, date) else day for day in doubt.readings]
        if recorded.get(doubt.field) in (None, *readings):  # what is not recorded may be any of them
            doubtful.add(doubt.field)
    fills = dict(_fills(said, today, doubtful))
    return Understood(text, fills, is_literal=True) if fills else Accepted(text)


def _fills(said: Reading, today: date, doubtful: set[str]) -> Iterator[tuple[str, Value]]:
    if said.deadline and said.deadline.value >= today and "deadline" not in doubtful:
        yield DEADLINE, said.deadline.value.isoformat()
    if name := measure(said):
        yield LABEL, name
    unit = said.unit.value if said.unit else None
    is_level = said.baseline is not None or said.target is not None
    # the unit of a change is not that of the KPI, when it is relative ("de 30 %", "par deux")
    if unit is not None and "unit" not in doubtful and unit != "x" and (unit != "%" or is_level):
        code, name = option_of(unit)
        yield UNIT, code
        if name:
            yield UNIT_NAME, name
    way = None if "direction" in doubtful else _direction(said)
    if way:
        yield DIRECTION, way.value
    if said.baseline and "baseline" not in doubtful:
        yield BASELINE, said.baseline.value
    if said.target and "target" not in doubtful:
        # a level to keep is the lowest acceptable, unless the sentence makes it a ceiling
        is_ceiling = way is Direction.KEEP and said.bound is Bound.CEILING
        yield TARGET, 0 if is_ceiling else said.target.value
        if is_ceiling:
            yield CEILING, said.target.value


def _direction(said: Reading) -> Direction | None:
    """Which way the level has to go: between two levels, to nothing, under a ceiling, else as the verb says."""
    start, end = (found.value if found else None for found in (said.baseline, said.target))
    if said.direction is None:
        return None
    aim = said.direction.value
    if _is_held(said, start, end) if said.bound is Bound.CEILING else aim is Aim.KEEP:
        return Direction.KEEP
    if start is not None and end is not None and start != end:
        return Direction.UP if end > start else Direction.DOWN
    if end == 0 or (said.bound is Bound.CEILING and aim is not Aim.RISE):
        return Direction.DOWN
    is_a_time = said.unit is not None and said.unit.value in TIMES
    return None if aim is Aim.REACH and is_a_time else _DIRECTIONS.get(aim, Direction.UP)


def _is_held(said: Reading, start: float | None, end: float | None) -> bool:
    """Whether the level is already under its ceiling, and is to stay there."""
    verb = folded(said.verb.value).split()[0] if said.verb else ""
    if start is not None and end is not None:
        return start <= end and verb in _HELD | _CAPPED
    return verb in _HELD


def deadlines(view: View) -> tuple[str | float, ...]:
    """The days that the sentence may mean."""
    said = _said(view)
    readings = next((doubt.readings for doubt in said.doubts if doubt.field == "deadline"), ()) if said else ()
    return tuple(day.isoformat() for day in readings if isinstance(day, date))


def targets(view: View) -> tuple[str | float, ...]:
    """The level that the change named by the sentence leads to, from the baseline."""
    said, start = _said(view), view.number(BASELINE)
    change = said.amount.value if said and said.amount else None
    if said is None or start is None or not isinstance(change, int | float) or said.direction is None or said.target:
        return ()
    level = reached(said.direction.value, said.unit.value if said.unit else "", start, change)
    if level is None or view[DIRECTION] != _direction(said):
        return ()
    return (round(level, 2),)


def reached(aim: Aim, unit: str, start: float, change: float) -> float | None:
    """Return the level that a change of `change` leads to from `start`; None when it does not say."""
    reach = _REACHED.get((aim, unit))
    return None if reach is None else reach(start, change)


_REACHED: dict[tuple[Aim, str], Callable[[float, float], float]] = {
    (Aim.RISE, "%"): lambda start, change: start * (1 + change / 100),
    (Aim.FALL, "%"): lambda start, change: start * (1 - change / 100),
    (Aim.RISE, "pt"): lambda start, change: start + change,
    (Aim.FALL, "pt"): lambda start, change: start - change,
    (Aim.RISE, "x"): lambda start, change: start * change,
    (Aim.FALL, "x"): lambda start, change: start / change if change else start,
}


def is_about_the_same(sentence: str, other: str) -> bool:
    """Whether two objectives aim at one thing, whatever their figures and dates."""
    things = [found.what for found in (read(sentence, date.min), read(other, date.min))]
    one, another = (None if thing is None else folded(thing.value) for thing in things)
    return one is not None and one == another


def _said(view: View) -> Reading | None:
    """The sentence as read the day it was typed."""
    answer = view.answer(SENTENCE)
    if answer is None or not isinstance(answer.value, str):
        return None
    return read(answer.value, day_there(answer.at, view.visible))


@lru_cache(256)
def read(text: str, today: date) -> Reading:
    return read_objective(text, today)
