"""Figures to show as examples: such as the question they stand under would accept."""

import math

from domain.plan import Direction

_START, _WHOLE, _RISE, _SMALL = 40.0, 100.0, 1.5, 2.0
"""What is supposed of a figure that is not known; a whole share; a rise that is useful, and possible; a few."""


def target_example(unit: str, direction: object, baseline: float | None) -> float:
    """Return a level on the right side of `baseline`: half of it to fall, half more or half of what is left to rise."""
    start = _START if baseline is None else baseline
    match direction:
        case Direction.DOWN:
            return _below(start)
        case Direction.UP:
            return _above(unit, start)
        case _:
            return start


def ceiling_example(unit: str, target: float | None) -> float:
    """Return a level above `target`, for a share the highest there is at most."""
    return _above(unit, _START if target is None else target)


def _below(start: float) -> float:
    if start >= _SMALL:
        return float(math.floor(start / 2))
    return 0.0 if start > 0 else start - 1


def _above(unit: str, start: float) -> float:
    if unit == "%":
        return min(_WHOLE, float(math.ceil((start + _WHOLE) / 2)))
    return float(math.ceil(start * _RISE)) if start >= _SMALL else float(math.floor(start) + 1)
