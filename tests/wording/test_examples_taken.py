"""The example under a question would be taken as an answer to it, and means the same in every language."""

from datetime import date

import pytest

from bot.wording.wordbook import LANGUAGES, Wordbook, Worded, block
from domain.dialogue.questions import Date, Decimal, Question
from domain.dialogue.values import Accepted, Value
from domain.plan import TerritoryKind
from domain.questionnaire import SCRIPT

TODAY = date(2026, 11, 23)
READ = tuple(
    question
    for question in SCRIPT.questions()
    if isinstance(question, Date) or (isinstance(question, Decimal) and question.unit_in is None)
)
"""Questions whose replies are read as a day, or as a figure in a unit of their own."""


def _meant(book: Wordbook, language: str, question: Question, kind: TerritoryKind | None) -> Value:
    name = block(*Worded.of(SCRIPT, question.id), "example")
    known = {"start_year": 2027, "territory_kind": kind}
    example = book.label(language, name, **{each: known[each] for each in book.reads(language, name)})
    verdict = question.read(example.partition(", ")[0], TODAY)
    assert isinstance(verdict, Accepted), example
    return verdict.value


@pytest.mark.parametrize("question", READ, ids=lambda question: question.id)
def test_an_example_is_taken_and_means_the_same_in_every_language(book: Wordbook, question: Question) -> None:
    for kind in (*TerritoryKind, None):
        meant = {_meant(book, language, question, kind) for language in LANGUAGES}
        assert len(meant) == 1
