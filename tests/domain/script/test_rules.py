"""The rules of the express path, held against earlier answers."""

from datetime import UTC, datetime

import pytest

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.values import Accepted, Rejected, Value, Verdict
from domain.dialogue.view import View
from domain.questionnaire import SCRIPT

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)


def _held(question_id: str, value: Value, **given: Value) -> Verdict:
    """Hold a value against the rules of a question, given answers by the last word of their id."""
    question = next(question for question in SCRIPT.questions() if question.id == question_id)
    rows = ("o", "k")[: question_id.count("/")]
    named = {need.replace("/", ".").rsplit(".", 1)[-1]: need for need in question.needs}
    visible = {
        Path(named[name], rows[: named[name].count("/")]): Answer(known, AnswerStatus.OK, 1, 1, NOON)
        for name, known in given.items()
    }
    return question.accepts(value, View(question.needs, rows, visible))


def _code(verdict: Verdict) -> str:
    return verdict.code if isinstance(verdict, Rejected) else "accepted"


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (2027, 2027, "accepted"),
        (2027, 2037, "accepted"),
        (2027, 2026, "end_before_start"),
        (2027, 2038, "horizon_too_long"),
        (None, 2026, "accepted"),
    ],
)
def test_a_plan_ends_from_its_first_year_to_ten_years_later(start: int | None, end: int, code: str) -> None:
    given: dict[str, Value] = {} if start is None else {"start_year": start}
    assert _code(_held("frame.end_year", end, **given)) == code


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "code"),
    [
        ("up", 40.0, 41.0, "accepted"),
        ("up", 40.0, 40.0, "not_above_baseline"),
        ("down", 40.0, 39.0, "accepted"),
        ("down", 40.0, 40.0, "not_below_baseline"),
        ("keep", 40.0, 40.0, "accepted"),
        ("up", None, 1.0, "accepted"),
    ],
)
def test_a_target_lies_on_the_right_side_of_the_baseline(
    direction: str, baseline: float | None, target: float, code: str
) -> None:
    given: dict[str, Value] = {"unit": "days", "direction": direction}
    given |= {} if baseline is None else {"baseline": baseline}
    assert _code(_held("objectives/kpis/target", target, **given)) == code


@pytest.mark.parametrize("figure", ["baseline", "target", "ceiling"])
@pytest.mark.parametrize("value", [-1.0, 100.5])
def test_a_percentage_stays_within_a_hundred(figure: str, value: float) -> None:
    assert _code(_held(f"objectives/kpis/{figure}", value, unit="percent")) == "percent_out_of_range"
    assert _code(_held(f"objectives/kpis/{figure}", value, unit="euros")) == "accepted"


def test_a_ceiling_is_not_below_the_floor() -> None:
    given: dict[str, Value] = {"unit": "days", "direction": "keep", "target": 10.0}
    assert _code(_held("objectives/kpis/ceiling", 9.0, **given)) == "ceiling_below_target"
    assert _held("objectives/kpis/ceiling", 10.0, **given) == Accepted(10.0)
