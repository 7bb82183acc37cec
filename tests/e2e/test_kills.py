"""The bot in a process of its own, killed at random while a lead answers."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "kills.py"

pytestmark = [pytest.mark.slow, pytest.mark.checkout, pytest.mark.timeout(300)]


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kills", BENCH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["kills"] = module
    spec.loader.exec_module(module)
    return module


async def test_no_answer_is_lost_nor_counted_twice_and_every_question_is_shown_whatever_dies() -> None:
    tally = await _bench().kills(runs=2, first_seed=11)
    assert tally.runs == 2
    assert tally.kills >= 2
    assert tally.is_clean, tally.notes
