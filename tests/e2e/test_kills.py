"""The bot in a process of its own, killed at random while a lead answers."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Extent

pytestmark = [pytest.mark.slow, pytest.mark.checkout, pytest.mark.timeout(900), pytest.mark.long]


async def test_no_answer_is_lost_nor_counted_twice_and_every_question_is_shown_whatever_dies(extent: "Extent") -> None:
    from bench.kills import kills  # noqa: PLC0415 - a wheel holds no measures

    runs = extent.of(1, 12)
    tally = await kills(runs, first_seed=extent.seed)
    assert tally.runs == runs
    assert tally.kills >= runs
    assert tally.is_clean, tally.notes
