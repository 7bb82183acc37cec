"""The impact and feasibility matrix: where each action stands.

The article names the four quadrants without placing them; this placement is Jalon's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.method.scoring import feasibility, impact
from domain.plan import Action, Score

THRESHOLD = 3.0
MARGIN = 0.25
IMMEDIATE_LIMIT = 6
"""Beyond this many immediate priorities, nothing is a priority any more."""

_ROUNDING = 1e-9


class Quadrant(StrEnum):
    """High impact first; within the same impact, high feasibility first."""

    IMMEDIATE_PRIORITY = "immediate_priority"
    STRATEGIC_PROJECT = "strategic_project"
    MID_TERM_OPPORTUNITY = "mid_term_opportunity"
    LOW_REACH = "low_reach"


_FIRST = tuple(Quadrant)


@dataclass(frozen=True, slots=True)
class Placement:
    """`near_…` is true when the mark is so close to the line that one note would move the action."""

    quadrant: Quadrant
    impact: float
    feasibility: float
    near_impact: bool
    near_feasibility: bool


def placement_of(score: Score, *, threshold: float = THRESHOLD, margin: float = MARGIN) -> Placement | None:
    """Place a score: at or above `threshold` is high, within `margin` of it is near; None when an axis is unknown."""
    up, easy = impact(score), feasibility(score)
    if up is None or easy is None:
        return None
    line = threshold - _ROUNDING
    match up >= line, easy >= line:
        case True, True:
            quadrant = Quadrant.IMMEDIATE_PRIORITY
        case True, False:
            quadrant = Quadrant.STRATEGIC_PROJECT
        case False, True:
            quadrant = Quadrant.MID_TERM_OPPORTUNITY
        case _:
            quadrant = Quadrant.LOW_REACH
    return Placement(
        quadrant=quadrant,
        impact=up,
        feasibility=easy,
        near_impact=abs(up - threshold) <= margin + _ROUNDING,
        near_feasibility=abs(easy - threshold) <= margin + _ROUNDING,
    )


def by_quadrant(actions: Iterable[Action], *, threshold: float = THRESHOLD) -> Mapping[Quadrant, tuple[Action, ...]]:
    """Return the actions of each quadrant, the best first.

    Every quadrant is present, even empty; an action that cannot be placed yet is in none.
    """
    placed = best_first(actions, threshold=threshold)
    return {
        quadrant: tuple(action for action, placement in placed if placement.quadrant is quadrant)
        for quadrant in Quadrant
    }


def best_first(actions: Iterable[Action], *, threshold: float = THRESHOLD) -> tuple[tuple[Action, Placement], ...]:
    """Return the actions that can be placed, in the one order of every list: their order of priority.

    By quadrant, immediate priorities first; then by impact, then feasibility, then code, A2 before A10.
    """
    found = ((action, placement_of(action.score, threshold=threshold)) for action in actions)
    return tuple(sorted(((action, at) for action, at in found if at is not None), key=lambda pair: _rank(*pair)))


def _rank(action: Action, at: Placement) -> tuple[int, float, float, int, str]:
    return _FIRST.index(at.quadrant), -at.impact, -at.feasibility, len(action.code), action.code
