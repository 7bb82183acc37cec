"""Which questions can be handed to somebody else, and what is made of their words."""

from datetime import UTC, date, datetime

import pytest

from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.handing import acts_of, can_be_handed, is_overtaken, read_handed, read_picked
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Reference, Text
from domain.dialogue.script import Chapter, Repeat, Script
from domain.dialogue.survey import Slot, survey
from domain.dialogue.values import Accepted, Rejected, Understood, Unsure, Value
from domain.questionnaire import SCRIPT

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _known(value: Value, status: AnswerStatus = AnswerStatus.OK, revision: int = 1) -> Answer:
    return Answer(value, status, revision, 1, NOW)


def _dossier(**answers: Value) -> Dossier:
    given = {Path(name.replace("_", ".", 1)): _known(value) for name, value in answers.items()}
    return Dossier(2, answers=given)


def _place(script: Script, path: str, dossier: Dossier | None = None) -> Slot:
    slot = survey(script, dossier or Dossier(script.version)).at(Path.parse(path))
    assert slot is not None
    return slot


@pytest.mark.parametrize(
    ("item", "is_handed"),
    [
        ("frame.name", True),
        ("frame.kind", True),
        ("frame.population", True),
        ("frame.share", True),
        ("actions/people", True),
        ("objectives/deadline", True),
        ("frame.heard", False),
        ("objectives/need", False),
        ("frame.review", False),
        ("needs", False),
    ],
)
def test_only_what_fits_in_one_message_can_be_handed(small: Script, item: str, is_handed: bool) -> None:  # noqa: FBT001
    assert can_be_handed(small.by_id[item]) is is_handed


def test_every_question_of_the_script_that_offers_to_be_handed_can_be() -> None:
    offered = [question for question in SCRIPT.questions() if question.hands]
    assert offered
    assert [question.id for question in offered if not can_be_handed(question)] == []


def test_what_is_recognised_and_confirmed_is_never_handed() -> None:
    assert not can_be_handed(SCRIPT.by_id["frame.territory"])


def test_a_choice_that_speaks_of_whoever_answers_is_never_handed() -> None:
    assert not can_be_handed(Choice(id="owner", choices=("me", "someone")))
    assert can_be_handed(Choice(id="owner", choices=("somebody", "nobody")))


def test_the_person_asked_gets_the_options_and_may_not_know_but_can_neither_skip_nor_go_back(small: Script) -> None:
    assert acts_of(_place(small, "frame.has_budget")) == ("pick:yes", "pick:no", "unknown")
    assert acts_of(_place(small, "frame.kind")) == ("pick:epci", "pick:departement", "pick:region")
    assert acts_of(_place(small, "frame.motto")) == ()


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("frame.name", "  Plan de Vallons ", Accepted("Plan de Vallons")),
        ("frame.name", "x", Rejected("too_short", {"shortest": 2})),
        ("frame.population", "12 400 habitants", Accepted(12400)),
        ("frame.population", "beaucoup", Rejected("not_a_number")),
        ("frame.end", "fin 2029", Accepted(2029)),
        ("frame.end", "2025", Rejected("end_before_start")),
        ("frame.kind", "une région", Rejected("not_an_option")),
    ],
)
def test_words_are_read_and_held_against_the_rules_as_for_the_lead(
    small: Script, path: str, text: str, expected: Accepted | Rejected
) -> None:
    slot = _place(small, path, _dossier(frame_kind="epci", frame_start=2027))
    assert read_handed(slot, text, TODAY) == expected


def _meaning(understanding: Understood | Unsure) -> Slot:
    unit = Choice(id="frame.unit", choices=("%", "jours"), recognise=lambda *_: understanding)
    return _place(Script(version=1, chapters=(Chapter(id="frame", items=(unit,)),)), "frame.unit")


def test_what_a_choice_understands_is_taken_when_it_is_sure_and_offered() -> None:
    assert read_handed(_meaning(Understood("%")), "pour cent", TODAY) == Accepted("%")
    assert read_handed(_meaning(Understood("€")), "euros", TODAY) == Rejected("not_an_option")
    assert read_handed(_meaning(Unsure(("%", "jours"))), "?", TODAY) == Rejected("not_an_option")


def test_a_button_is_taken_while_it_is_offered(small: Script) -> None:
    rows = {Path("actions"): ("a1",)}
    level = _place(small, "actions/a1/people", Dossier(2, rows=rows))
    assert read_picked(level, "4") == Accepted(4)
    assert read_picked(level, "9") == Rejected("not_an_option")
    assert read_picked(_place(small, "frame.kind"), "epci") == Accepted("epci")
    assert read_picked(_place(small, "frame.kind"), "commune") == Rejected("not_an_option")


def test_a_gate_reads_nothing(small: Script) -> None:
    assert read_handed(_place(small, "needs"), "oui", TODAY) == Rejected("not_an_option")


@pytest.mark.parametrize(
    ("answer", "base", "is_over"),
    [
        (None, 0, False),
        (_known(5), 0, True),
        (_known(5), 1, False),
        (_known(5, revision=2), 1, True),
        (_known(None, AnswerStatus.NOT_APPLICABLE), 0, True),
        (_known(None, AnswerStatus.UNKNOWN), 0, False),
        (_known(None, AnswerStatus.SKIPPED), 0, False),
        (_known(5, AnswerStatus.STALE, revision=2), 1, False),
    ],
)
def test_a_reply_is_no_longer_needed_once_the_plan_has_an_answer_of_its_own(
    answer: Answer | None,
    base: int,
    is_over: bool,  # noqa: FBT001
) -> None:
    assert is_overtaken(answer, base) is is_over


def test_the_kinds_that_can_be_handed_are_those_whose_wording_stands_alone() -> None:
    """A reference needs the rows of the plan beside it."""
    kinds = {type(question) for question in SCRIPT.questions() if can_be_handed(question)}
    assert kinds >= {Text, Choice}
    assert Reference not in kinds
    assert not any(isinstance(item, Repeat) and can_be_handed(item) for item in SCRIPT.items())
