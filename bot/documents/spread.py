"""Places the points of the matrix at their marks: those of the same marks in a small ring, or as one when too many."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice, pairwise, product
from math import ceil, cos, hypot, pi, sin, sqrt

RING = 0.04
"""How far from its marks a point may be drawn, as a share of the width."""
_OFF_LINE = 0.028
"""How far from a line a point that is on it is drawn, at most: both ways at once, it stays in the ring."""
_EDGE = 0.5  # mm between a disc and a line
_AIR = 0.5  # mm between two discs
_STEPS = 5  # of the net on which places are looked for, in a disc's breadth
_TURNS = 12  # of a ring, until it fits
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the drawing, in mm from its top left corner."""

    x: float
    y: float

    def to(self, other: "Spot") -> float:
        return hypot(self.x - other.x, self.y - other.y)

    def moved(self, dx: float, dy: float) -> "Spot":
        return Spot(self.x + dx, self.y + dy)


@dataclass(frozen=True, slots=True)
class Wish:
    """Where points of the same marks should be; `is_right` and `is_top` say on which side of the lines."""

    at: Spot
    count: int
    is_right: bool
    is_top: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing, its two lines, and what is kept at its top and bottom for words; in mm."""

    width: float
    height: float
    line_x: float
    line_y: float
    kept: float

    def clear(self, wish: Wish, at: Spot, diameter: float) -> Spot:
        """Return the nearest spot to `at` on the wished side of both lines, with room for a disc if it can be had."""
        off = min(diameter / 2 + _EDGE, _OFF_LINE * self.width)
        x = max(at.x, self.line_x + off) if wish.is_right else min(at.x, self.line_x - off)
        y = min(at.y, self.line_y - off) if wish.is_top else max(at.y, self.line_y + off)
        return Spot(x, y)

    def holds(self, spot: Spot, diameter: float) -> bool:
        """Whether a disc there is inside, and off the words."""
        x, y = diameter / 2 - _SLACK, self.kept + diameter / 2 - _SLACK
        return x <= spot.x <= self.width - x and y <= spot.y <= self.height - y


@dataclass(frozen=True, slots=True)
class _Cell:
    """How far the points of a wish may go: no further than their ring, nor past those of other marks."""

    wish: Wish
    home: Spot
    across: tuple[float, float]
    down: tuple[float, float]
    frame: Frame
    diameter: float

    def holds(self, spot: Spot) -> bool:
        is_ordered = self.across[0] <= spot.x <= self.across[1] and self.down[0] <= spot.y <= self.down[1]
        is_near = spot.to(self.wish.at) <= RING * self.frame.width
        is_aside = self.frame.clear(self.wish, spot, self.diameter) == spot
        return is_ordered and is_near and is_aside and self.frame.holds(spot, self.diameter)


def are_apart(wishes: Sequence[Wish], frame: Frame, diameter: float) -> bool:
    """Whether a disc at each wish covers no other."""
    places = (frame.clear(wish, wish.at, diameter) for wish in wishes)
    return all(one.to(other) >= diameter + _AIR for one, other in combinations(places, 2))


def spread(wishes: Sequence[Wish], frame: Frame, diameter: float) -> tuple[tuple[Spot, ...], ...]:
    """Return the spots of each wish, `count` of them, or a single one, at the marks, when there is no room for as many.

    Whatever the wishes, the order of two points on an axis is that of their marks.
    """
    gap, found = diameter + _AIR, list[tuple[Spot, ...]]()
    cells = list(_cells(wishes, frame, diameter))
    for rank, cell in enumerate(cells):
        taken = [spot for spots in found for spot in spots] + [other.home for other in cells[rank + 1 :]]
        layouts = _layouts(cell, taken, gap) if cell.wish.count > 1 else iter(())
        found.append(next(layouts, (cell.home,)))
    return tuple(found)


def _cells(wishes: Sequence[Wish], frame: Frame, diameter: float) -> Iterator[_Cell]:
    homes = [frame.clear(wish, wish.at, diameter) for wish in wishes]
    across = _bounds([wish.at.x for wish in wishes], [home.x for home in homes])
    down = _bounds([wish.at.y for wish in wishes], [home.y for home in homes])
    for wish, home in zip(wishes, homes, strict=True):
        yield _Cell(wish, home, across[wish.at.x], down[wish.at.y], frame, diameter)


def _bounds(marks: Sequence[float], places: Sequence[float]) -> dict[float, tuple[float, float]]:
    """Return, for each mark, half the way to the next ones on either side."""
    levels = sorted(dict(zip(marks, places, strict=True)).items())
    middles = [(one + other) / 2 for (_, one), (_, other) in pairwise(levels)]
    return dict(zip(dict(levels), pairwise([float("-inf"), *middles, float("inf")]), strict=False))


def _layouts(cell: _Cell, taken: Sequence[Spot], gap: float) -> Iterator[tuple[Spot, ...]]:
    """Yield ways of placing the points of a wish, the neatest first: a ring around their marks, else close to them."""
    for ring in _rings(cell.home, cell.wish.count, gap):
        if all(cell.holds(spot) and all(spot.to(other) >= gap for other in taken) for spot in ring):
            yield ring
    near = (cell.home.moved(*step) for step in _net(2 * RING * cell.frame.width, gap))
    spots = tuple(islice(_free(filter(cell.holds, near), taken, gap), cell.wish.count))
    if len(spots) == cell.wish.count:
        yield spots


def _rings(home: Spot, count: int, gap: float) -> Iterator[tuple[Spot, ...]]:
    """Yield the turns of a ring of `count` points, one of them in its middle from six on."""
    middle, around = ((home,), count - 1) if count >= 6 else ((), count)
    radius = max(gap / (2 * sin(pi / around)), gap if middle else 0)
    for turn in range(_TURNS):
        angles = (2 * pi * (place / around + turn / _TURNS / around) for place in range(around))
        yield (*middle, *(home.moved(radius * cos(angle), radius * sin(angle)) for angle in angles))


def _free(spots: Iterable[Spot], taken: Iterable[Spot], gap: float) -> Iterator[Spot]:
    """Yield the spots that are `gap` away from those taken and from one another."""
    placed = list(taken)
    for spot in spots:
        if all(spot.to(other) >= gap for other in placed):
            placed.append(spot)
            yield spot


@cache
def _net(reach: float, gap: float) -> tuple[tuple[float, float], ...]:
    """Return the steps of a fine hexagonal net, the shortest first, so that neighbours pack tightly."""
    across, down = gap / _STEPS, gap * sqrt(3) / 2 / _STEPS
    rows, columns = ceil(reach / down), ceil(reach / across)
    steps = (
        ((column + (row % 2) / 2) * across, row * down)
        for row, column in product(range(-rows, rows + 1), range(-columns, columns + 1))
    )
    return tuple(sorted((step for step in steps if hypot(*step) <= reach), key=lambda step: hypot(*step)))
