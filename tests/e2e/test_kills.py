"""The bot in a process of its own, killed at random while a lead answers."""

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.checkout, pytest.mark.timeout(300)]


async def test_no_answer_is_lost_nor_counted_twice_and_every_question_is_shown_whatever_dies() -> None:
    from bench.kills import kills  # noqa: PLC0415 - a wheel holds no measures

    tally = await kills(runs=2, first_seed=11)
    assert tally.runs == 2
    assert tally.kills >= 2
    assert tally.is_clean, tally.notes
