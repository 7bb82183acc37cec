from hypothesis import given
from hypothesis import strategies as st

from domain.method.scoring import feasibility, impact
from domain.plan import Score

NOTES = st.none() | st.integers(1, 5)


def test_impact_is_the_mean_of_people_residents_and_agents_only() -> None:
    score = Score(people=5, residents=4, agents=3, time=1, budget=1, skills=1)
    assert impact(score) == 4
    assert feasibility(score) == 1


def test_an_unknown_note_weighs_neither_up_nor_down() -> None:
    assert impact(Score(people=5, agents=2)) == 3.5
    assert feasibility(Score(time=2, skills=None)) == 2


def test_an_axis_without_any_known_note_has_no_mark() -> None:
    assert impact(Score(time=3, budget=3, skills=3)) is None
    assert feasibility(Score(people=3, residents=3, agents=3)) is None


@given(NOTES, NOTES, NOTES)
def test_a_mark_lies_between_its_lowest_and_highest_known_notes(people: int, residents: int, agents: int) -> None:
    mark = impact(Score(people=people, residents=residents, agents=agents))
    known = [note for note in (people, residents, agents) if note is not None]
    assert (mark is None) == (not known)
    assert mark is None or min(known) <= mark <= max(known)
