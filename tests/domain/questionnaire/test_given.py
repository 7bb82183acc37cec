"""Answers that somebody else gave, and rows that come from a file."""

from collections.abc import Mapping

import pytest

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Ask, Given, HandOver, Resume
from domain.dialogue.importing import with_rows
from domain.dialogue.path import Path
from domain.dialogue.script import Repeat
from domain.dialogue.values import Value
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.questionnaire import SCRIPT

COLLEAGUE = 7


def _on(marie: Rehearsal, way: str) -> Rehearsal:
    marie.until("frame.path").tap(f"pick:{way}")
    return marie


def _given(path: str | Path, value: Value, status: AnswerStatus = AnswerStatus.OK) -> Given:
    return Given(Path.parse(path) if isinstance(path, str) else path, value, status, COLLEAGUE)


# What somebody else gave ----------------------------------------------------------------------------------------------


def test_an_accepted_answer_is_recorded_under_the_name_of_who_gave_it(marie: Rehearsal) -> None:
    marie.until("diagnosis.online").do(_given("diagnosis.fibre", 72.5))
    answer = marie.dossier.answers[Path("diagnosis.fibre")]
    assert (answer.value, answer.status, answer.author) == (72.5, AnswerStatus.OK, COLLEAGUE)
    assert marie.asked == "diagnosis.online"


def test_an_answer_given_to_the_question_on_screen_leads_to_the_next_one(marie: Rehearsal) -> None:
    marie.until("diagnosis.fibre").do(_given("diagnosis.fibre", 72.5))
    assert marie.asked == "diagnosis.fibre_year"
    assert any(isinstance(effect, Ask) for effect in marie.effects)


def test_a_colleague_may_say_that_nobody_knows(marie: Rehearsal) -> None:
    marie.until("diagnosis.fibre").do(_given("diagnosis.fibre", None, AnswerStatus.UNKNOWN))
    assert marie.dossier.answers[Path("diagnosis.fibre")].status is AnswerStatus.UNKNOWN


@pytest.mark.parametrize(
    ("item", "value"), [("frame.end_year", 2019), ("frame.path", "both"), ("frame.end_year", 2090)]
)
def test_what_rules_refuse_is_not_recorded_whoever_gave_it(marie: Rehearsal, item: str, value: Value) -> None:
    marie.until("frame.has_budget")
    before = marie.dossier
    marie.do(_given(item, value))
    assert marie.dossier == before
    assert marie.codes() == ["refusal"]
    assert marie.asked == "frame.has_budget"


def test_an_answer_to_what_is_no_longer_asked_is_told_so(marie: Rehearsal) -> None:
    marie.until("frame.review")
    before = marie.dossier
    marie.do(_given("objectives/gone/deadline", "2029-01-01"))
    assert marie.dossier == before
    assert marie.codes()[0] == "not_relevant"
    assert marie.asked == "frame.review"


def test_handing_a_question_over_leaves_it_on_screen(marie: Rehearsal) -> None:
    marie.until("diagnosis.fibre")
    live = marie.live
    marie.tap("hand")
    assert marie.effects == (HandOver(Path("diagnosis.fibre")),)
    assert marie.live == live


# Rows of a file -------------------------------------------------------------------------------------------------------


def _imported(marie: Rehearsal, rows: list[Mapping[str, Value]]) -> int:
    marie.dossier, added = with_rows(marie.dossier, marie.context, Path("actions"), rows, COLLEAGUE)
    return added


def test_the_rows_of_a_file_leave_out_what_their_questions_refuse(marie: Rehearsal) -> None:
    _on(marie, "full").until("actions/title")
    rows: list[Mapping[str, Value]] = [
        {"actions/title": "Portail", "actions/start": "2028-05-01", "actions/end": "2028-01-01"},
        {"actions/title": "Formation", "actions/kind": "dancing", "actions/alternative": "yes"},
        {"actions/kind": "tool"},
    ]
    assert _imported(marie, rows) == 2
    first, second = marie.dossier.rows_of(Path("actions"))
    kept = {path.id: answer.value for path, answer in marie.dossier.answers.items() if path.rows == (first,)}
    assert kept == {"actions/title": "Portail", "actions/start": "2028-05-01"}
    assert {path.id for path in marie.dossier.answers if path.rows == (second,)} == {"actions/title"}
    assert {a.author for path, a in marie.dossier.answers.items() if path.id == "actions/title"} == {COLLEAGUE}


def test_the_rows_of_a_file_stop_where_the_list_is_full(marie: Rehearsal) -> None:
    _on(marie, "full").until("actions/title")
    repeat = SCRIPT.lists["actions"]
    assert isinstance(repeat, Repeat)
    rows = [{"actions/title": f"Action {number}"} for number in range(repeat.most + 5)]
    assert _imported(marie, list(rows)) == repeat.most
    assert len(marie.dossier.rows_of(Path("actions"))) == repeat.most


def test_what_a_file_left_out_is_asked_row_by_row(marie: Rehearsal) -> None:
    _on(marie, "express").until("actions/title")
    _imported(marie, [{"actions/title": "Portail"}, {"actions/title": "Formation"}])
    marie.do(Resume())
    assert marie.asked == "actions/objective"
    assert marie.live.path is not None
    assert marie.live.path.rows == marie.dossier.rows_of(Path("actions"))[:1]
