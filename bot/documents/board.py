"""What the matrix shows: which actions, where, and the same thing in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.documents.clean import clip
from bot.documents.formats import listing, number
from bot.documents.spread import Box, Spot, spread
from bot.documents.words import Words
from domain.plan import Action, Plan
from domain.quadrant import Placement, Quadrant, by_quadrant, place

DRAWN = 30
"""Actions drawn at most; the others are said in words."""
_LOW, _HIGH = 1.0, 5.0
_LABEL = 6.0  # mm kept at the top of a quadrant for its name
_EDGE = 0.7  # mm between a dot and the border of its quadrant
_AIR = 0.5  # mm between two dots
_DIAMETERS = (8.4, 7.4, 6.6, 6.0, 5.3, 4.6, 4.0, 3.4, 2.8, 2.2)
_SAID = 200  # characters of a title in the text equivalent: PDF/A takes no string over 32 767
_CROWD = 8  # dots in the fullest quadrant from which they are drawn smaller


@dataclass(frozen=True, slots=True)
class Mark:
    """A placed action; `near` when one note would move it to another quadrant."""

    code: str
    title: str
    quadrant: Quadrant
    impact: float
    feasibility: float
    near: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """Where a mark is drawn: millimetres from the top left corner to its centre."""

    code: str
    quadrant: str
    x: float
    y: float
    near: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the drawing needs, in millimetres; `line_x`, `line_y`: where the threshold is."""

    width: float
    height: float
    line_x: float
    line_y: float
    diameter: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The placed actions, the best first, those beyond what can be drawn, and those that have too few notes."""

    drawn: tuple[Mark, ...]
    rest: tuple[Mark, ...]
    unplaced: tuple[Action, ...]

    @property
    def placed(self) -> tuple[Mark, ...]:
        return self.drawn + self.rest

    def of(self, quadrant: Quadrant) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.placed if mark.quadrant is quadrant)


def ranking(plan: Plan, threshold: float) -> Ranking:
    """Rank the actions of `plan` by impact plus feasibility."""
    groups = by_quadrant(plan.actions, threshold=threshold)
    marks = [_mark(action, threshold) for actions in groups.values() for action in actions]
    placed = sorted((mark for mark in marks if mark), key=lambda mark: -(mark.impact + mark.feasibility))
    known = {mark.code for mark in placed}
    unplaced = tuple(action for action in plan.actions if action.code not in known)
    return Ranking(tuple(placed[:DRAWN]), tuple(placed[DRAWN:]), unplaced)


def by_code(ranked: Ranking) -> list[Mark]:
    """Return the drawn marks in the order of their codes, as people look them up."""
    return sorted(ranked.drawn, key=lambda mark: (len(mark.code), mark.code))


def _mark(action: Action, threshold: float) -> Mark | None:
    found = place(action.score, threshold=threshold)
    return _placed_mark(action, found) if found else None


def _placed_mark(action: Action, found: Placement) -> Mark:
    near = found.near_impact or found.near_feasibility
    return Mark(action.code, action.title, found.quadrant, found.impact, found.feasibility, near)


def board(marks: Sequence[Mark], *, width: float, height: float, threshold: float, largest: float = 6.6) -> Board:
    """Lay `marks` out on a plot of `width` by `height` mm, in dots of `largest` diameter or the next that fits.

    Raises ValueError when no diameter fits, which up to 30 marks and a threshold from 2 to 4 never do.
    """
    line_x, line_y = _across(threshold, width), _down(threshold, height)
    boxes = _quadrants(width, height, line_x, line_y)
    crowd = max((sum(mark.quadrant is quadrant for mark in marks) for quadrant in Quadrant), default=0)
    for diameter in _diameters(largest, crowd):
        try:
            dots = _dots(marks, boxes, diameter, width, height)
        except ValueError:
            continue
        return Board(width, height, line_x, line_y, diameter, dots)
    raise ValueError(f"no room for {crowd} dots in a quadrant of this {width:g} by {height:g} mm plot")


def _diameters(largest: float, crowd: int) -> Sequence[float]:
    fitting = [diameter for diameter in _DIAMETERS if diameter <= largest]
    return fitting if crowd <= _CROWD else fitting[1:]


def _across(feasibility: float, width: float) -> float:
    return (feasibility - _LOW) / (_HIGH - _LOW) * width


def _down(impact: float, height: float) -> float:
    return (_HIGH - impact) / (_HIGH - _LOW) * height


def _quadrants(width: float, height: float, line_x: float, line_y: float) -> Mapping[Quadrant, Box]:
    return {
        Quadrant.IMMEDIATE_PRIORITY: Box(line_x, 0, width, line_y),
        Quadrant.STRATEGIC_PROJECT: Box(0, 0, line_x, line_y),
        Quadrant.MID_TERM_OPPORTUNITY: Box(line_x, line_y, width, height),
        Quadrant.LOW_REACH: Box(0, line_y, line_x, height),
    }


def _dots(
    marks: Sequence[Mark], boxes: Mapping[Quadrant, Box], diameter: float, width: float, height: float
) -> tuple[Dot, ...]:
    dots: list[Dot] = []
    for quadrant, box in boxes.items():
        own = [mark for mark in marks if mark.quadrant is quadrant]
        wished = [Spot(_across(mark.feasibility, width), _down(mark.impact, height)) for mark in own]
        spots = spread(wished, _inside(box, diameter), diameter + _AIR)
        dots += [
            Dot(mark.code, quadrant.value, spot.x, spot.y, mark.near) for mark, spot in zip(own, spots, strict=True)
        ]
    return tuple(dots)


def _inside(box: Box, diameter: float) -> Box:
    """Where centres may be: off the borders, under the name of the quadrant."""
    inset = diameter / 2 + _EDGE
    return Box(box.left + inset, box.top + _LABEL + diameter / 2, box.right - inset, box.bottom - inset)


def in_words(ranked: Ranking, w: Words) -> str:
    """Return the text equivalent of the matrix: one paragraph per quadrant that has actions."""
    groups = [(quadrant, ranked.of(quadrant)) for quadrant in Quadrant]
    lines = [_group(quadrant, marks, w) for quadrant, marks in groups if marks]
    lines += _undrawn(ranked, w)
    return "\n".join(lines or [w("matrix.nothing")])


def _group(quadrant: Quadrant, marks: Sequence[Mark], w: Words) -> str:
    items = [_item(mark, w) for mark in marks]
    return w("matrix.group", name=w(f"quadrant.{quadrant}"), n=len(marks), items=w("matrix.comma").join(items))


def _item(mark: Mark, w: Words) -> str:
    notes = {
        "impact": number(round(mark.impact, 1), w.language),
        "feasibility": number(round(mark.feasibility, 1), w.language),
    }
    return w("matrix.item_near" if mark.near else "matrix.item", code=mark.code, title=clip(mark.title, _SAID), **notes)


def _undrawn(ranked: Ranking, w: Words) -> list[str]:
    said = []
    if ranked.rest:
        codes = listing([mark.code for mark in ranked.rest], w.language)
        said.append(w("matrix.rest", n=len(ranked.rest), drawn=len(ranked.drawn), codes=codes))
    if ranked.unplaced:
        codes = listing([action.code for action in ranked.unplaced], w.language)
        said.append(w("matrix.unplaced", n=len(ranked.unplaced), codes=codes))
    return said
