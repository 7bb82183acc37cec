"""Ten thousand texts, random or made of pieces of real sentences, others at each run."""

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.objective.read import as_json, measure, read_objective
from domain.objective.rewrite import aimed, rewritten

TEXTS, SAMPLE = 10_000, 1_000

if TYPE_CHECKING:
    from tests.conftest import Extent

pytestmark = pytest.mark.checkout


@pytest.mark.long
def test_ten_thousand_random_and_mutated_texts_are_read_without_failing(extent: "Extent") -> None:
    from bench.objective import TODAY, mutated, sentences  # noqa: PLC0415 - a wheel holds no measures

    for rank, text in enumerate(mutated(sentences(), extent.of(SAMPLE, TEXTS), seed=extent.seed, longest=300)):
        reading = read_objective(text, TODAY + timedelta(days=rank % 1500))
        assert json.dumps(as_json(reading))
        measure(reading)
        if (fields := aimed(reading)) is not None:
            assert rewritten(fields)


def test_the_leap_day_is_a_day_like_another() -> None:
    from bench.objective import sentences  # noqa: PLC0415 - a wheel holds no measures

    for sentence in sentences():
        assert as_json(read_objective(sentence, date(2028, 2, 29)))["sentence"] == sentence
