"""Entries of a catalogue offered beside a question: taken with what they entail, leafed through in place."""

import pytest

from domain.catalogue import ACTIONS, KPIS, NEEDS
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Disarm, Edit, Redraw, Tapped
from domain.dialogue.path import Path
from domain.dialogue.questions import Question
from domain.dialogue.scopes import scope_acts
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.questionnaire import SCRIPT

WORDS = "Les délais de réponse sont trop longs."
OFFERS = pytest.mark.parametrize(
    ("item", "codes"),
    [
        ("needs/sentence", frozenset(NEEDS)),
        ("objectives/kpis/label", frozenset(KPIS)),
        ("actions/title", frozenset(ACTIONS)),
    ],
)


@pytest.fixture
def marie(marie: Rehearsal) -> Rehearsal:
    """Somebody who follows the full path."""
    marie.until("frame.path").tap("pick:full")
    return marie


def _take(marie: Rehearsal, code: str = "", words: str = WORDS) -> str:
    """Tap an entry, any unless one is named, and return it."""
    act = next(act for act in marie.live.acts if act.startswith(f"entry:{code}"))
    marie.do(Tapped(marie.live, str(marie.live.acts.index(act)), words))
    return act.partition(":")[2]


def _entries(marie: Rehearsal) -> list[str]:
    return [act for act in marie.live.acts if act.startswith("entry:")]


@OFFERS
def test_a_few_entries_are_offered_and_the_others_a_page_further(
    marie: Rehearsal, item: str, codes: frozenset[str]
) -> None:
    marie.until(item)
    assert len(_entries(marie)) == 6
    assert {act.partition(":")[2] for act in _entries(marie)} <= codes
    assert "page:1" in marie.live.acts
    assert "page:0" not in marie.live.acts


@OFFERS
def test_the_pages_hold_every_entry_once_and_lead_both_ways(marie: Rehearsal, item: str, codes: frozenset[str]) -> None:
    marie.until(item)
    found = _entries(marie)
    page = 0
    while f"page:{page + 1}" in marie.live.acts:
        page += 1
        marie.tap(f"page:{page}")
        assert f"page:{page - 1}" in marie.live.acts
        found += _entries(marie)
    assert len(found) == len(set(found))
    assert {act.partition(":")[2] for act in found} <= codes
    marie.tap(f"page:{page - 1}")
    assert set(_entries(marie)) < set(found)


def test_a_page_is_turned_in_the_same_message_by_a_prompt_of_its_own(marie: Rehearsal) -> None:
    former = marie.until("needs/sentence").live
    marie.tap("page:1")
    assert marie.effects == (Redraw(marie.live, instead_of=former.id),)
    assert marie.live.id != former.id
    assert marie.live.path == former.path
    assert marie.asked == "needs/sentence"


def test_a_button_of_the_page_before_is_stale(marie: Rehearsal) -> None:
    former = marie.until("needs/sentence").live
    marie.tap("page:1")
    before = marie.dossier
    marie.do(Tapped(former, str(former.acts.index(_first(former.acts))), WORDS))
    assert marie.dossier == before
    assert Disarm(former.id) in marie.effects
    assert "stale_button" in marie.codes()


def _first(acts: tuple[str, ...]) -> str:
    return next(act for act in acts if act.startswith("entry:"))


def test_a_text_typed_on_any_page_is_the_answer(marie: Rehearsal) -> None:
    marie.until("needs/sentence").tap("page:1")
    marie.type("Le guichet est saturé le lundi matin.")
    assert marie.value("needs/sentence") == "Le guichet est saturé le lundi matin."
    assert marie.asked == "needs/pillar"


def test_a_need_of_the_catalogue_is_recorded_in_its_words_with_its_pillar(marie: Rehearsal) -> None:
    marie.until("needs/sentence")
    code = _take(marie)
    assert marie.value("needs/sentence") == WORDS
    assert marie.value("needs/entry") == code
    assert marie.value("needs/pillar") == NEEDS[code].pillar
    assert marie.asked == "needs/gravity"


def test_a_kpi_of_the_catalogue_is_recorded_with_its_unit_direction_and_rhythm(marie: Rehearsal) -> None:
    marie.until("objectives/kpis/label")
    kpi = KPIS[_take(marie, words="Part des démarches en ligne")]
    assert marie.value("objectives/kpis/label") == "Part des démarches en ligne"
    assert marie.value("objectives/kpis/unit") == kpi.unit
    assert marie.value("objectives/kpis/direction") == kpi.direction
    assert marie.value("objectives/kpis/frequency") == kpi.frequency
    assert marie.asked == "objectives/kpis/baseline"


def test_a_kpi_in_a_unit_of_its_own_is_recorded_with_its_name(marie: Rehearsal) -> None:
    marie.until("objectives/kpis/label")
    code = next(code for code, kpi in KPIS.items() if kpi.unit == "other")
    while f"entry:{code}" not in marie.live.acts:
        marie.tap(next(act for act in reversed(marie.live.acts) if act.startswith("page:")))
    _take(marie, code)
    assert marie.value("objectives/kpis/unit_name") == KPIS[code].unit_name
    assert marie.asked == "objectives/kpis/baseline"


def test_an_action_of_the_catalogue_is_recorded_with_its_kind_and_whether_it_answers_a_duty(marie: Rehearsal) -> None:
    marie.until("actions/title")
    code = _take(marie, words="Ouvrir un portail")
    assert marie.value("actions/entry") == code
    assert marie.value("actions/kind") == ACTIONS[code].kind
    assert marie.value("actions/duty") in {ACTIONS[code].duty, "none"}


def test_what_an_entry_entails_is_the_persons_own_answer_and_can_be_changed(marie: Rehearsal) -> None:
    marie.until("needs/sentence")
    _take(marie)
    path = marie.path("needs/pillar")
    assert marie.dossier.answers[path].author == marie.talk.person
    marie.do(Edit(path))
    marie.tap("pick")
    assert marie.dossier.answers[path].status is AnswerStatus.OK
    assert marie.asked == "needs/gravity"


def test_the_entry_behind_words_is_neither_shown_nor_asked(marie: Rehearsal) -> None:
    marie.until("needs/sentence")
    _take(marie)
    (row,) = marie.dossier.rows_of(Path("needs"))
    assert f"edit:needs/{row}/entry" not in tuple(scope_acts(f"needs/{row}", marie.seen, SCRIPT))
    marie.do(Edit(Path("needs/entry", (row,))))
    assert "not_relevant" in marie.codes()
    assert marie.asked == "needs/gravity"


def test_an_entry_without_its_words_is_not_recorded(marie: Rehearsal) -> None:
    marie.until("needs/sentence")
    before, live = marie.dossier, marie.live
    _take(marie, words="")
    assert marie.dossier == before
    assert marie.live == live
    assert marie.codes() == ["stale_button"]


def test_the_words_of_an_entry_are_for_one_tap_only(marie: Rehearsal) -> None:
    marie.until("needs/sentence")
    _take(marie)
    assert "words" not in marie.live.payload


def test_a_doubly_tapped_entry_opens_one_row(marie: Rehearsal) -> None:
    prompt = marie.until("needs/sentence").live
    code = _take(marie)
    before = marie.dossier
    marie.do(Tapped(prompt, str(prompt.acts.index(f"entry:{code}")), WORDS))
    assert marie.dossier == before
    assert len(before.rows_of(Path("needs"))) == 1


def test_of_the_catalogue_what_serves_the_need_comes_first(marie: Rehearsal) -> None:
    marie.until("needs/sentence")
    code = _take(marie)
    marie.until("objectives/kpis/label")
    first = _first(marie.live.acts).partition(":")[2]
    assert code in KPIS[first].needs


def test_every_question_that_offers_entries_takes_words_too() -> None:
    offering = [question for question in SCRIPT.questions() if question.entries]
    assert {question.id for question in offering} == {"needs/sentence", "objectives/kpis/label", "actions/title"}
    assert all(isinstance(question, Question) and question.kind == "Text" for question in offering)
