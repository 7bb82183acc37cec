"""Points of the matrix never cover each other and never leave their quadrant."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.board import DRAWN, Board, Mark, board
from bot.documents.spread import Box, Spot, spread
from domain.quadrant import Quadrant

BOX = Box(0, 0, 35, 20)
MEANS = st.integers(3, 15).map(lambda total: total / 3)
MARKS = st.lists(st.tuples(MEANS, MEANS), min_size=0, max_size=DRAWN)


def mark(index: int, impact: float, feasibility: float, threshold: float) -> Mark:
    high, easy = impact >= threshold, feasibility >= threshold
    names = {
        (True, True): Quadrant.IMMEDIATE_PRIORITY,
        (True, False): Quadrant.STRATEGIC_PROJECT,
        (False, True): Quadrant.MID_TERM_OPPORTUNITY,
        (False, False): Quadrant.LOW_REACH,
    }
    return Mark(f"A{index + 1}", "Action", names[high, easy], impact, feasibility, near=False)


def in_its_quadrant(drawn: Board, x: float, y: float, quadrant: str) -> bool:
    radius = drawn.diameter / 2
    left, right = ("strategic_project", "low_reach"), ("immediate_priority", "mid_term_opportunity")
    high = ("immediate_priority", "strategic_project")
    sideways = x + radius <= drawn.line_x if quadrant in left else quadrant in right and x - radius >= drawn.line_x
    upright = y + radius <= drawn.line_y if quadrant in high else y - radius >= drawn.line_y
    inside = radius <= x <= drawn.width - radius and radius <= y <= drawn.height - radius
    return sideways and upright and inside


@given(MARKS, st.sampled_from([(81.0, 50.0), (81.0, 88.0), (140.5, 88.0)]), st.sampled_from([2.0, 2.5, 3.0, 4.0]))
@settings(max_examples=80, deadline=None)
def test_up_to_thirty_dots_of_any_scores_stay_apart_in_their_quadrant(
    scores: list[tuple[float, float]], plot: tuple[float, float], threshold: float
) -> None:
    marks = [mark(index, *pair, threshold) for index, pair in enumerate(scores)]
    drawn = board(marks, width=plot[0], height=plot[1], threshold=threshold)
    assert {dot.code for dot in drawn.dots} == {placed.code for placed in marks}
    for one, other in combinations(drawn.dots, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= drawn.diameter
    assert all(in_its_quadrant(drawn, dot.x, dot.y, dot.quadrant) for dot in drawn.dots)


@pytest.mark.parametrize("corner", [(5.0, 5.0), (1.0, 1.0), (3.0, 3.0), (5.0, 1.0)])
@pytest.mark.parametrize("height", [50.0, 88.0])
def test_thirty_actions_with_the_same_scores_are_all_drawn(corner: tuple[float, float], height: float) -> None:
    marks = [mark(index, *corner, 3.0) for index in range(DRAWN)]
    drawn = board(marks, width=81, height=height, threshold=3)
    assert len({(dot.x, dot.y) for dot in drawn.dots}) == DRAWN
    assert drawn.diameter >= 4


def test_a_lone_point_stays_where_its_scores_put_it() -> None:
    assert spread([Spot(10, 12)], BOX, 5) == (Spot(10, 12),)


def test_the_first_of_two_equal_points_stays_in_place_and_the_other_beside_it() -> None:
    first, second = spread([Spot(10, 12), Spot(10, 12)], BOX, 5)
    assert first == Spot(10, 12)
    assert hypot(first.x - second.x, first.y - second.y) == pytest.approx(5)


def test_a_box_too_small_says_so() -> None:
    with pytest.raises(ValueError, match="room for"):
        spread([Spot(1, 1)] * 60, BOX, 5)
