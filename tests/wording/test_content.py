"""All that is asked, offered, compared and found has its words, its unit and its source, in every language."""

import re
from datetime import UTC, datetime

import pytest

from bot.conversations.rendering.keyboard import entry_words
from bot.conversations.rendering.territory_card import kpi_reference, reference_line
from bot.wording.wordbook import LANGUAGES, Wordbook, Worded, block
from domain.catalogue import ACTIONS, KPIS, NEEDS
from domain.catalogue.kpis import KpiEntry
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Decimal, Question, Recognised, Review, Text
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.values import Accepted
from domain.dialogue.view import View
from domain.method.national_figures import figure_of, reference_for, reference_values
from domain.pitfalls import PitfallCode
from domain.plan import Direction, Frequency, Pillar
from domain.questionnaire import SCRIPT
from domain.script.figures import FIGURES
from domain.script.units import UNITS

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
ASKED = tuple(each for each in SCRIPT.questions() if not (each.quiet and isinstance(each, Choice)))
OFFERED = {"needs/sentence": tuple(NEEDS), "objectives/kpis/label": tuple(KPIS), "actions/title": tuple(ACTIONS)}
"""The entries of the catalogue, by the question that offers them."""
SHOWN = frozenset({*FIGURES, *(figure_of(kpi.reference) for kpi in KPIS.values() if kpi.reference)})
COMPARED = tuple(sorted(figure for figure in SHOWN if reference_for(figure)))
"""What a national figure is shown beside."""
SCOPES = re.compile(r"France|métropole|État")
PITFALL_PARTS = ("", "_title", "_why", "_todo", "_go")
EVERY_QUESTION = pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
EVERY_OFFER = pytest.mark.parametrize("item", OFFERED)


def _asked(item: str) -> Question:
    question = SCRIPT.question(item)
    assert question is not None
    return question


def _words_of(item: str, code: str) -> str:
    return entry_words(Prompt("p", PromptKind.QUESTION, Path(item, ("r",)), 0, (f"entry:{code}",), NOW), code)


@IN_EACH_LANGUAGE
@EVERY_QUESTION
def test_a_question_is_named_asked_explained_and_shown_by_an_example(
    book: Wordbook, language: str, question: Question
) -> None:
    parts = {"name", "question"} | (set() if isinstance(question, Review) else {"why"})
    parts |= {f"option_{code}" for code in question.options}
    if not question.options and isinstance(question, Text | Decimal):
        parts |= {"where", "example"}
    words = Worded.of(SCRIPT, question.id)
    assert {part for part in parts if not book.has(language, block(*words, part))} == set()


@IN_EACH_LANGUAGE
@EVERY_QUESTION
def test_two_options_of_a_question_never_look_alike(book: Wordbook, language: str, question: Question) -> None:
    words = Worded.of(SCRIPT, question.id)
    labels = [book.label(language, block(*words, f"option_{code}")) for code in question.options]
    assert len(set(labels)) == len(labels)


@IN_EACH_LANGUAGE
@EVERY_OFFER
def test_what_an_entry_of_the_catalogue_says_is_taken_by_its_question(book: Wordbook, language: str, item: str) -> None:
    for code in OFFERED[item]:
        name, question = _words_of(item, code), _asked(item)
        assert book.has(language, f"{name}_short"), code
        assert not isinstance(question, Recognised)
        assert isinstance(question.read(book.label(language, name), NOW.date()), Accepted), code


@EVERY_OFFER
def test_what_an_entry_entails_is_offered_by_the_questions_it_fills(item: str) -> None:
    question = _asked(item)
    assert question.entries is not None
    for code in OFFERED[item]:
        fills = question.entries.fills(code, View((*question.needs, *question.hears), ("r",)))
        assert fills[f"{item.rpartition('/')[0]}/entry"] == code
        for filled, value in fills.items():
            options = _asked(filled).options
            assert not options or value in options, (code, filled)


def test_every_kpi_of_the_catalogue_has_its_unit_direction_and_rhythm() -> None:
    for code, kpi in KPIS.items():
        assert kpi.unit in {*UNITS, "other"}, code
        assert (kpi.unit_name is not None) is (kpi.unit == "other"), code
        assert kpi.direction in Direction, code
        assert kpi.frequency in Frequency, code
        assert kpi.needs <= NEEDS.keys(), code


def test_every_need_of_the_catalogue_has_kpis_and_actions_and_every_pillar_has_needs() -> None:
    assert {need.pillar for need in NEEDS.values()} == set(Pillar)
    for code in NEEDS:
        assert any(code in kpi.needs for kpi in KPIS.values()), code
        assert any(code in action.needs for action in ACTIONS.values()), code


def test_a_figure_is_asked_in_the_unit_it_is_printed_in() -> None:
    for key, kind in FIGURES.items():
        question = _asked(f"diagnosis.{key}")
        assert isinstance(question, Decimal)
        assert (question.unit or "") == kind.unit, key


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("figure", COMPARED)
def test_a_national_figure_is_shown_with_its_year_scope_and_source(book: Wordbook, language: str, figure: str) -> None:
    line = reference_line(book, language, figure)
    for value in reference_for(figure):
        assert value.year[:4] in line
        assert f"{value.value:g}".replace(".", "," if language == "fr" else ".") in line
        assert value.source.split()[0] in line
    assert SCOPES.search(line)


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("kpi", [each for each in KPIS.values() if each.reference], ids=lambda kpi: kpi.id)
def test_a_kpi_of_the_catalogue_is_only_compared_with_a_figure_in_its_unit(
    book: Wordbook, language: str, kpi: KpiEntry
) -> None:
    assert kpi.reference is not None
    assert reference_values()[kpi.reference].unit == UNITS[kpi.unit]
    assert kpi_reference(book, language, kpi.id) == reference_line(book, language, figure_of(kpi.reference))


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("code", PitfallCode)
def test_a_pitfall_says_what_was_found_why_it_matters_and_what_to_do(
    book: Wordbook, language: str, code: PitfallCode
) -> None:
    assert {part for part in PITFALL_PARTS if not book.has(language, f"check:pitfall_{code}{part}")} == set()
    assert f"check.dismiss_{code}" in SCRIPT.by_id
    told = [book.label(language, f"check:pitfall_{code}{part}") for part in ("_why", "_todo")]
    assert [text for text in told if not text.endswith(".")] == []
