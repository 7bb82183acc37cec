"""What the matrix shows: which actions, where, and the same thing in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.documents.clean import clip
from bot.documents.spread import Frame, Spot, Wish, are_apart, spread
from bot.wording.document_words import Words
from bot.wording.formats import listing, number
from domain.method.quadrant import Placement, Quadrant, best_first
from domain.plan import Action, Plan

DRAWN = 30
"""Actions drawn at most; the others are said in words."""
LARGEST = 4.6
"""Millimetres across of a disc in a document."""
_LOW, _HIGH = 1.0, 5.0
_LABEL = 6.0  # mm kept at the top and at the bottom for the names of the quadrants
_DIAMETERS = (6.6, 6.0, 5.3, 4.6, 4.0, 3.4, 2.8, 2.2)
_MARGIN = 1.05
"""Discs between a border and the marks of 1 and of 5: room for four of the same marks in a corner."""
_READABLE = 3.4  # mm below which no disc goes so that more of them fit
_SAID = 200  # characters of a title in the text equivalent: PDF/A takes no string over 32 767


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
    """A disc: millimetres from the top left corner to its centre, of which `off` are below the place of its marks.

    One that stands for several actions of the same marks has their codes in `stack`, and how many they are as `code`.
    """

    code: str
    quadrant: str
    x: float
    y: float
    off: float
    near: bool
    stack: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the drawing needs, in millimetres; `line_x`, `line_y`: where the threshold is."""

    width: float
    height: float
    line_x: float
    line_y: float
    diameter: float
    dots: tuple[Dot, ...]

    @property
    def stacks(self) -> tuple[Dot, ...]:
        return tuple(dot for dot in self.dots if dot.stack)


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
    """Rank the actions of `plan`, the best first."""
    placed = [_mark(*each) for each in best_first(plan.actions, threshold=threshold)]
    known = {mark.code for mark in placed}
    unplaced = tuple(action for action in plan.actions if action.code not in known)
    return Ranking(tuple(placed[:DRAWN]), tuple(placed[DRAWN:]), unplaced)


def by_code(ranked: Ranking) -> list[Mark]:
    """Return the drawn marks in the order of their codes, as people look them up."""
    return sorted(ranked.drawn, key=lambda mark: (len(mark.code), mark.code))


def _mark(action: Action, found: Placement) -> Mark:
    near = found.near_impact or found.near_feasibility
    return Mark(action.code, action.title, found.quadrant, found.impact, found.feasibility, near)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From marks to millimetres: the same on the whole drawing, so that distances on it are true."""

    width: float
    height: float
    margin: float

    def across(self, feasibility: float) -> float:
        return self.margin + (feasibility - _LOW) / (_HIGH - _LOW) * (self.width - 2 * self.margin)

    def down(self, impact: float) -> float:
        margin = self.margin + _LABEL
        return margin + (_HIGH - impact) / (_HIGH - _LOW) * (self.height - 2 * margin)


def board(marks: Sequence[Mark], *, width: float, height: float, threshold: float, largest: float = LARGEST) -> Board:
    """Draw `marks` on a plot of `width` by `height` mm, in discs of `largest` diameter or the next that fits.

    Each is at its marks, those of the same marks in a ring around; a ring too full is one disc.
    """
    scale = _Scale(width, height, _MARGIN * largest)
    frame = Frame(width, height, scale.across(threshold), scale.down(threshold), _LABEL)
    ties: dict[tuple[float, float], list[Mark]] = {}
    for mark in marks:
        ties.setdefault((mark.impact, mark.feasibility), []).append(mark)
    wishes = [
        Wish(Spot(scale.across(easy), scale.down(high)), len(tied), easy >= threshold, high >= threshold)
        for (high, easy), tied in ties.items()
    ]
    sizes = [diameter for diameter in _DIAMETERS if diameter <= largest]
    clear = next((diameter for diameter in sizes if are_apart(wishes, frame, diameter)), sizes[-1])
    tried = {d: spread(wishes, frame, d) for d in sizes if _READABLE <= d <= clear or d == clear}
    diameter = max(tried, key=lambda tried_one: (sum(map(len, tried[tried_one])), tried_one))
    dots = [dot for each in zip(ties.values(), wishes, tried[diameter], strict=True) for dot in _dots(*each)]
    return Board(width, height, frame.line_x, frame.line_y, diameter, tuple(dots))


def _dots(tied: Sequence[Mark], wish: Wish, spots: Sequence[Spot]) -> Iterator[Dot]:
    if len(spots) < len(tied):
        codes, (spot, mark) = tuple(mark.code for mark in tied), (spots[0], tied[0])
        yield Dot(f"×{len(tied)}", mark.quadrant.value, spot.x, spot.y, spot.y - wish.at.y, mark.near, codes)
        return
    for mark, spot in zip(tied, spots, strict=True):
        yield Dot(mark.code, mark.quadrant.value, spot.x, spot.y, spot.y - wish.at.y, mark.near)


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


def stacked(drawn: Board, w: Words) -> list[str]:
    """Say which actions each disc of several stands for."""
    return [w("matrix.stack", code=dot.code, codes=listing(dot.stack, w.language)) for dot in drawn.stacks]


def _undrawn(ranked: Ranking, w: Words) -> list[str]:
    said = []
    if ranked.rest:
        codes = listing([mark.code for mark in ranked.rest], w.language)
        said.append(w("matrix.rest", n=len(ranked.rest), drawn=len(ranked.drawn), codes=codes))
    if ranked.unplaced:
        codes = listing([action.code for action in ranked.unplaced], w.language)
        said.append(w("matrix.unplaced", n=len(ranked.unplaced), codes=codes))
    return said
