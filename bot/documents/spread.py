"""Spreads the points of the matrix: each near its true place, in its own box, none over another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import ceil, hypot, sqrt

_STEPS_PER_GAP = 4
_REACH = 45.0  # how far from its true place a point may go, in the unit of the points
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that centres of points may not leave; the same unit as the points."""

    left: float
    top: float
    right: float
    bottom: float

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)


@dataclass(frozen=True, slots=True)
class Spot:
    x: float
    y: float


def spread(wished: Sequence[Spot], box: Box, gap: float) -> tuple[Spot, ...]:
    """Return a spot for each wish, in the same order, at least `gap` apart and inside `box`.

    The first wishes are served first. Raises ValueError when the box has no room for that many.
    """
    slots = tuple(_lattice(box, gap))
    if len(slots) < len(wished):
        raise ValueError(f"room for {len(slots)} points, {len(wished)} asked")
    placed: list[Spot] = []
    for wish in wished:
        free = _nearest_free(wish, placed, box, gap)
        if free is None:
            return _on_lattice(wished, slots)
        placed.append(free)
    return tuple(placed)


def _nearest_free(wish: Spot, placed: Sequence[Spot], box: Box, gap: float) -> Spot | None:
    x, y = box.nearest(wish.x, wish.y)
    around = (Spot(x + dx, y + dy) for dx, dy in _net(gap))
    return next((spot for spot in around if _is_in(spot, box) and _is_free(spot, placed, gap)), None)


@cache
def _net(gap: float) -> tuple[tuple[float, float], ...]:
    """Return the steps of a fine hexagonal net, the shortest first, so that neighbours pack tightly."""
    across, down = gap / _STEPS_PER_GAP, gap * sqrt(3) / 2 / _STEPS_PER_GAP
    rows, columns = ceil(_REACH / down), ceil(_REACH / across)
    steps = (
        ((column + (row % 2) / 2) * across, row * down)
        for row, column in product(range(-rows, rows + 1), range(-columns, columns + 1))
    )
    return tuple(sorted((step for step in steps if hypot(*step) <= _REACH), key=lambda step: hypot(*step)))


def _is_in(spot: Spot, box: Box) -> bool:
    return box.nearest(spot.x, spot.y) == (spot.x, spot.y)


def _on_lattice(wished: Sequence[Spot], slots: Sequence[Spot]) -> tuple[Spot, ...]:
    """Give each wish the nearest slot left."""
    free = list(slots)
    taken = []
    for wish in wished:
        slot = min(free, key=lambda candidate: _distance(candidate, wish))
        free.remove(slot)
        taken.append(slot)
    return tuple(taken)


def _lattice(box: Box, gap: float) -> Iterator[Spot]:
    """Yield the densest rows of points that the box holds."""
    down = gap * sqrt(3) / 2
    if box.right < box.left or box.bottom < box.top:
        return
    for row in range(int((box.bottom - box.top) / down + _SLACK) + 1):
        left = box.left + (gap / 2 if row % 2 else 0)
        for column in range(int((box.right - left) / gap + _SLACK) + 1):
            yield Spot(left + column * gap, box.top + row * down)


def _is_free(spot: Spot, placed: Sequence[Spot], gap: float) -> bool:
    return all(_distance(spot, other) >= gap - _SLACK for other in placed)


def _distance(one: Spot, other: Spot) -> float:
    return hypot(one.x - other.x, one.y - other.y)
