"""What an objective says, as answers to the questions about it and its first KPI."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from domain.dialogue.values import Accepted, Understanding, Understood, Value
from domain.dialogue.view import View
from domain.objective_reading import Aim, Reading, measure, read_objective
from domain.plain import folded
from domain.plan import Direction

SENTENCE, DEADLINE, KPIS = "objectives/sentence", "objectives/deadline", "objectives/kpis"
UNIT, DIRECTION, BASELINE = f"{KPIS}/unit", f"{KPIS}/direction", f"{KPIS}/baseline"
_UNITS = {"%": "percent", "pt": "percent", "jour": "days", "heure": "hours", "€": "euros"}
_OTHER_UNITS = {
    "minute": "minutes",
    "semaine": "semaines",
    "mois": "mois",
    "an": "ans",
    "ETP": "ETP",
    "point": "points",
}
"""As they are said after figures."""
_DIRECTIONS = {Aim.FALL: Direction.DOWN, Aim.KEEP: Direction.KEEP}
_CEILINGS = ("depass", "limit", "plafon", "maxi", "moins de", "exced", "au plus", " sous ", "dessous", "inferieur")


def understood(text: str, today: date) -> Understanding:
    """Understand a sentence; what is doubtful or past is left to be asked."""
    fills = dict(_fills(read(text, today), today))
    return Understood(text, fills, is_literal=True) if fills else Accepted(text)


def _fills(said: Reading, today: date) -> Iterator[tuple[str, Value]]:
    doubtful = {doubt.field for doubt in said.doubts}
    if said.deadline and said.deadline.value >= today and "deadline" not in doubtful:
        yield DEADLINE, said.deadline.value.isoformat()
    if name := measure(said):
        yield f"{KPIS}/label", name
    yield from _unit(said, doubtful)
    if said.direction and "direction" not in doubtful:
        yield DIRECTION, _direction(said).value
    if said.baseline and "baseline" not in doubtful:
        yield BASELINE, said.baseline.value
    if said.target and "target" not in doubtful:
        yield from _bounds(said, said.target.value)


def _unit(said: Reading, doubtful: set[str]) -> Iterator[tuple[str, Value]]:
    """The unit of the KPI: that of a change is not, when it is relative ("de 30 %", "par deux")."""
    unit = said.unit.value if said.unit else None
    is_level = said.baseline is not None or said.target is not None
    if unit is None or unit == "x" or "unit" in doubtful or (unit == "%" and not is_level):
        return
    if unit in _OTHER_UNITS:
        yield from ((UNIT, "other"), (f"{KPIS}/unit_name", _OTHER_UNITS[unit]))
    else:
        yield UNIT, _UNITS.get(unit, "count")


def _direction(said: Reading) -> Direction:
    assert said.direction  # noqa: S101 - the caller has looked
    if said.target and said.target.value == 0:
        return Direction.DOWN
    return _DIRECTIONS.get(said.direction.value, Direction.UP)


def _bounds(said: Reading, value: float) -> Iterator[tuple[str, Value]]:
    """A level to keep is the lowest acceptable, unless the sentence makes it a ceiling."""
    is_ceiling = said.direction and said.direction.value is Aim.KEEP and _says_ceiling(said.sentence)
    yield f"{KPIS}/target", 0 if is_ceiling else value
    if is_ceiling:
        yield f"{KPIS}/ceiling", value


def _says_ceiling(sentence: str) -> bool:
    return any(word in folded(sentence) for word in _CEILINGS)


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
    reach = _REACHED.get((said.direction.value, said.unit.value if said.unit else ""))
    if reach is None or view[DIRECTION] != _direction(said):
        return ()
    return (round(reach(start, change), 2),)


_REACHED: dict[tuple[Aim, str], Callable[[float, float], float]] = {
    (Aim.RISE, "%"): lambda start, change: start * (1 + change / 100),
    (Aim.FALL, "%"): lambda start, change: start * (1 - change / 100),
    (Aim.RISE, "pt"): lambda start, change: start + change,
    (Aim.FALL, "pt"): lambda start, change: start - change,
    (Aim.RISE, "x"): lambda start, change: start * change,
    (Aim.FALL, "x"): lambda start, change: start / change if change else start,
}


def _said(view: View) -> Reading | None:
    """The sentence as read the day it was typed."""
    answer = view.answer(SENTENCE)
    return read(answer.value, answer.at.date()) if answer and isinstance(answer.value, str) else None


@lru_cache(256)
def read(text: str, today: date) -> Reading:
    return read_objective(text, today)
