import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.method.quadrant import IMMEDIATE_LIMIT, Placement, Quadrant, best_first, by_quadrant, placement_of
from domain.plan import Action, Score

NOTES = st.none() | st.integers(1, 5)
SCORES = st.builds(Score, people=NOTES, residents=NOTES, agents=NOTES, time=NOTES, budget=NOTES, skills=NOTES)


def flat(impact: int, feasibility: int) -> Score:
    return Score(
        people=impact, residents=impact, agents=impact, time=feasibility, budget=feasibility, skills=feasibility
    )


@pytest.mark.parametrize(
    ("impact", "feasibility", "quadrant"),
    [
        (5, 5, Quadrant.IMMEDIATE_PRIORITY),
        (3, 3, Quadrant.IMMEDIATE_PRIORITY),
        (3, 2, Quadrant.STRATEGIC_PROJECT),
        (2, 3, Quadrant.MID_TERM_OPPORTUNITY),
        (2, 2, Quadrant.LOW_REACH),
    ],
)
def test_three_is_already_high_on_both_axes(impact: int, feasibility: int, quadrant: Quadrant) -> None:
    placement = placement_of(flat(impact, feasibility))
    assert placement is not None
    assert placement.quadrant is quadrant


def test_a_mark_within_a_quarter_of_the_line_is_near_and_one_beyond_is_not() -> None:
    assert placement_of(flat(3, 4)) == Placement(
        Quadrant.IMMEDIATE_PRIORITY, 3.0, 4.0, near_impact=True, near_feasibility=False
    )
    at_margin = placement_of(flat(3, 4), threshold=3.25)
    assert at_margin is not None
    assert at_margin.near_impact
    assert at_margin.quadrant is Quadrant.MID_TERM_OPPORTUNITY
    beyond = placement_of(Score(people=3, residents=3, agents=2, time=3))
    assert beyond is not None
    assert (beyond.near_impact, beyond.near_feasibility) == (False, True)


def test_a_margin_is_not_missed_by_the_rounding_of_thirds() -> None:
    placement = placement_of(Score(people=3, residents=3, agents=4, time=5), threshold=3.0, margin=1 / 3)
    assert placement is not None
    assert placement.near_impact


def test_an_action_with_one_unknown_axis_is_in_no_quadrant() -> None:
    half = Action(row="a", code="A1", title="", score=Score(people=5))
    assert placement_of(half.score) is None
    assert all(actions == () for actions in by_quadrant([half]).values())
    assert list(by_quadrant([half])) == list(Quadrant)


def test_actions_are_ordered_by_quadrant_then_impact_then_feasibility_then_number_of_code() -> None:
    actions = [
        Action(row="1", code="A10", title="", score=flat(4, 4)),
        Action(row="2", code="A2", title="", score=flat(4, 4)),
        Action(row="3", code="A3", title="", score=flat(4, 5)),
        Action(row="4", code="A4", title="", score=flat(5, 3)),
        Action(row="5", code="A5", title="", score=flat(1, 1)),
        Action(row="6", code="A6", title="", score=flat(5, 2)),
    ]
    placed = by_quadrant(actions)
    assert [action.code for action in placed[Quadrant.IMMEDIATE_PRIORITY]] == ["A4", "A3", "A2", "A10"]
    assert [action.code for action in placed[Quadrant.LOW_REACH]] == ["A5"]
    assert [action.code for action, _ in best_first(actions)] == ["A4", "A3", "A2", "A10", "A6", "A5"]


def test_a_threshold_of_the_plan_moves_the_line() -> None:
    action = Action(row="1", code="A1", title="", score=flat(3, 3))
    assert by_quadrant([action], threshold=3.5)[Quadrant.LOW_REACH] == (action,)


@given(st.lists(SCORES, max_size=IMMEDIATE_LIMIT + 3))
def test_every_action_that_can_be_placed_is_in_exactly_one_quadrant(scores: list[Score]) -> None:
    actions = [Action(row=str(i), code=f"A{i}", title="", score=score) for i, score in enumerate(scores)]
    shown = [action.row for quadrant in by_quadrant(actions).values() for action in quadrant]
    assert sorted(shown) == sorted(action.row for action in actions if placement_of(action.score) is not None)
