"""Figures to show as examples: such as the question they stand under would accept."""

import math
from collections.abc import Mapping

from domain.catalogue import KPIS
from domain.method.national_figures import reference_values
from domain.plan import Direction

_START, _SPENT = 40.0, 20_000.0
"""What is supposed of a figure that is not known, and of one in euros."""
_WHOLE, _RISE, _SMALL, _SMALL_SHARE = 100.0, 1.5, 2.0, 10.0
"""A whole share; a rise that is useful, and possible; a few; a share that is rather doubled than brought to half."""
_STARTS: Mapping[str, float] = {
    "A2": 10,
    "A4": 20,
    "A8": 1,
    "B2": 6,
    "B6": 120,
    "B8": 2,
    "B10": 30,
    "B11": 2,
    "B16": 10,
    "C1": 4,
    "C2": 2,
    "C5": 300,
    "C6": 20_000,
    "C7": 2_000,
    "C8": 40,
    "C9": 40,
    "C10": 4,
    "C12": 1,
    "C13": 1,
    "C14": 2,
}
"""By KPI of the catalogue, where one may well stand today: the order of what it counts, and no figure of anybody."""


def start_example(unit: str, entry: str | None = None) -> float:
    """Return where a KPI in `unit` may stand today, near the national figure when its entry has one."""
    if entry is not None and entry in _STARTS:
        return _STARTS[entry]
    reference = KPIS[entry].reference if entry is not None else None
    if reference is not None:
        return float(round(reference_values()[reference].value))
    return _SPENT if unit == "€" else _START


def target_example(unit: str, direction: object, start: float) -> float:
    """Return a level on the right side of `start`: half of it to fall, half more or half of what is left to rise."""
    match direction:
        case Direction.DOWN:
            if start >= _SMALL:
                return float(math.floor(start / 2))
            return 0.0 if start > 0 else start - 1
        case Direction.UP:
            return _above(unit, start)
        case _:
            return start


def ceiling_example(unit: str, target: float) -> float:
    """Return a level above `target`, for a share the highest there is at most."""
    return _above(unit, target)


def _above(unit: str, start: float) -> float:
    if unit == "%" and start >= _SMALL_SHARE:
        return min(_WHOLE, float(math.ceil((start + _WHOLE) / 2)))
    return float(math.ceil(start * _RISE)) if start >= _SMALL else float(math.floor(start) + 1)
