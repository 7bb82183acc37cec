"""A point of the matrix is drawn at its marks: near enough, in the right order, on the right side of the lines."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.board import Board, Dot, Mark, board
from bot.documents.spread import RING
from domain.method.quadrant import Quadrant

MEANS = st.one_of(
    st.integers(1, 5).map(float),
    st.integers(3, 15).map(lambda total: total / 3),
    st.integers(2, 10).map(lambda t: t / 2),
)
MARKS = st.lists(st.tuples(MEANS, MEANS), min_size=0, max_size=60)
CROWDS = st.tuples(MEANS, MEANS, st.integers(1, 60)).map(lambda crowd: [(crowd[0], crowd[1])] * crowd[2])
PICTURE, PAGE, TIGHT = (140.5, 88.0, 6.6), (81.0, 88.0, 4.6), (81.0, 50.0, 4.6)


def mark(index: int, impact: float, feasibility: float, threshold: float = 3.0) -> Mark:
    names = {
        (True, True): Quadrant.IMMEDIATE_PRIORITY,
        (True, False): Quadrant.STRATEGIC_PROJECT,
        (False, True): Quadrant.MID_TERM_OPPORTUNITY,
        (False, False): Quadrant.LOW_REACH,
    }
    quadrant = names[impact >= threshold, feasibility >= threshold]
    return Mark(f"A{index + 1}", "Action", quadrant, impact, feasibility, near=False)


def drawn(
    scores: list[tuple[float, float]], plot: tuple[float, float, float], threshold: float = 3.0
) -> tuple[Board, list[tuple[Mark, Dot]]]:
    marks = [mark(index, *pair, threshold) for index, pair in enumerate(scores)]
    made = board(marks, width=plot[0], height=plot[1], threshold=threshold, largest=plot[2])
    by_code = {code: dot for dot in made.dots for code in (dot.stack or (dot.code,))}
    return made, [(placed, by_code[placed.code]) for placed in marks]


def true_place(made: Board, plot: tuple[float, float, float], placed: Mark) -> tuple[float, float]:
    """Where marks are on a scale that is the same all over: worked out from two points drawn alone."""
    _, [(_, low)] = drawn([(1.0, 1.0)], plot)
    _, [(_, high)] = drawn([(5.0, 5.0)], plot)
    x = low.x + (placed.feasibility - 1) / 4 * (high.x - low.x)
    y = low.y + (placed.impact - 1) / 4 * (high.y - low.y)
    assert made.width == plot[0]
    return x, y


@given(MARKS | CROWDS, st.sampled_from([PICTURE, PAGE, TIGHT]), st.sampled_from([2.0, 2.5, 3.0, 4.0]))
@settings(max_examples=60, deadline=None)
def test_up_to_sixty_actions_are_drawn_at_their_marks(
    scores: list[tuple[float, float]], plot: tuple[float, float, float], threshold: float
) -> None:
    made, placed = drawn(scores, plot, threshold)
    assert sorted(code for dot in made.dots for code in (dot.stack or (dot.code,))) == sorted(m.code for m, _ in placed)
    for each, dot in placed:
        x, y = true_place(made, plot, each)
        assert ((dot.x - x) ** 2 + (dot.y - y) ** 2) ** 0.5 <= RING * made.width + 1e-6
        assert (dot.x >= made.line_x) is (each.feasibility >= threshold)
        assert (dot.y <= made.line_y) is (each.impact >= threshold)
        assert dot.quadrant == each.quadrant.value


@given(MARKS | CROWDS, st.sampled_from([PICTURE, PAGE, TIGHT]), st.sampled_from([2.0, 3.0, 4.0]))
@settings(max_examples=60, deadline=None)
def test_the_order_on_each_axis_is_never_inverted(
    scores: list[tuple[float, float]], plot: tuple[float, float, float], threshold: float
) -> None:
    _, placed = drawn(scores, plot, threshold)
    for one, other in pairwise(sorted(placed, key=lambda each: (each[0].feasibility, each[1].x))):
        assert one[1].x <= other[1].x + 1e-9
    for one, other in pairwise(sorted(placed, key=lambda each: (each[0].impact, -each[1].y))):
        assert one[1].y >= other[1].y - 1e-9


@given(MARKS | CROWDS)
@settings(max_examples=60, deadline=None)
def test_discs_of_a_picture_are_sixteen_pixels_across_or_more_and_cover_no_other(
    scores: list[tuple[float, float]],
) -> None:
    made, _ = drawn(scores, PICTURE)
    assert made.diameter * 1280 / 160 >= 16
    for one, other in combinations(made.dots, 2):
        assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 >= made.diameter


def test_a_feasibility_of_three_stays_left_of_one_of_five_whatever_the_crowd() -> None:
    _, placed = drawn([(5.0, 3.0)] * 12 + [(5.0, 5.0)] * 12, PICTURE)
    assert max(dot.x for each, dot in placed if each.feasibility == 3) < 80
    assert min(dot.x for each, dot in placed if each.feasibility == 5) > 120


def test_a_lone_point_stays_where_its_scores_put_it() -> None:
    _, placed = drawn([(2.0, 4.0)], PICTURE)
    assert placed[0][1].off == 0


def test_a_few_actions_of_the_same_marks_are_side_by_side() -> None:
    made, placed = drawn([(4.0, 4.0)] * 4, PICTURE)
    assert len({(dot.x, dot.y) for _, dot in placed}) == 4
    assert not made.stacks


@pytest.mark.parametrize("corner", [(5.0, 5.0), (1.0, 1.0), (3.0, 3.0), (5.0, 1.0)])
def test_too_many_of_the_same_marks_are_one_disc_that_says_how_many(corner: tuple[float, float]) -> None:
    made, _ = drawn([corner] * 12 + [(2.0, 2.0)], PAGE)
    assert [dot.code for dot in made.dots] == ["×12", "A13"]
    assert made.stacks[0].stack == tuple(f"A{index}" for index in range(1, 13))
