"""The immediate priorities, in one order wherever they are told, and advice about them that can help."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.rendering.reviews import beside
from bot.documents.board import in_words, ranking
from bot.documents.fit import STEPS
from bot.documents.goals import Followed
from bot.documents.summary_view import Source, summary_view
from bot.documents.unvoted import Unvoted
from bot.wording.document_words import words
from bot.wording.wordbook import Wordbook
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.method.quadrant import IMMEDIATE_LIMIT, Quadrant, by_quadrant
from domain.pitfalls import PitfallCode, pitfalls
from domain.plan import Plan
from domain.projection import plan_from
from domain.questionnaire import SCRIPT
from domain.script.actions import CRITERIA

DAY = date(2027, 3, 15)
MARKS = st.tuples(*(st.integers(1, 5),) * len(CRITERIA))
HIGH = st.tuples(*(st.integers(3, 5),) * len(CRITERIA))
"""Marks of an action, of which most of the second are immediate priorities."""


def scored(marks: list[tuple[int, ...]]) -> Dossier:
    """A dossier of actions that have these marks, titled by their codes."""
    rows = tuple(f"a{rank}" for rank in range(1, len(marks) + 1))
    told: dict[Path, Value] = {Path("actions/title", (row,)): f"Action {row.upper()}" for row in rows}
    told |= {
        Path(f"actions/{name}", (row,)): mark
        for row, each in zip(rows, marks, strict=True)
        for name, mark in zip(CRITERIA, each, strict=True)
    }
    at = datetime(2027, 3, 15, tzinfo=UTC)
    answers = {path: Answer(value, AnswerStatus.OK, 0, 0, at) for path, value in told.items()}
    return Dossier(SCRIPT.version, answers=answers, rows={Path("actions"): rows})


def in_chat(reader: DossierText, threshold: float) -> list[str]:
    return re.findall(r"(?m)^\d\. Action (A\d+)$", beside(reader, "actions.review", threshold))


def in_matrix(plan: Plan, threshold: float) -> list[str]:
    w = words("fr")
    first = in_words(ranking(plan, threshold), w).splitlines()[0]
    return re.findall(r"Action (A\d+)", first) if first.startswith(w("quadrant.immediate_priority")) else []


def in_summary(plan: Plan, threshold: float) -> list[str]:
    source = Source(Unvoted.of(plan, None), Followed((), {}, DAY), "P-1", None, None, draft=True, threshold=threshold)
    page = summary_view(source, ranking(plan, threshold), words("fr"), STEPS[0])
    return [*(line.code for line in page.priorities), *re.findall(r"A\d+", page.priorities_more or "")]


@given(st.lists(MARKS | HIGH, max_size=20), st.sampled_from([2.5, 3.0, 3.5]))
def test_one_order_for_the_six_priorities_everywhere(
    book: Wordbook, marks: list[tuple[int, ...]], threshold: float
) -> None:
    reader = DossierText(book, SCRIPT, scored(marks), "fr")
    plan = plan_from(*reader.seen.known)
    immediate = by_quadrant(plan.actions, threshold=threshold)[Quadrant.IMMEDIATE_PRIORITY]
    rule = [action.code for action in immediate]
    assert in_matrix(plan, threshold) == rule
    assert in_summary(plan, threshold) == rule
    is_long = len(rule) > IMMEDIATE_LIMIT
    assert in_chat(reader, threshold) == (rule[:IMMEDIATE_LIMIT] if is_long else [])
    warned = {found.code: found.refs for found in pitfalls(plan, threshold=threshold)}
    assert [ref.upper() for ref in warned.get(PitfallCode.TOO_MANY_IMMEDIATE, ())] == (rule if is_long else [])


CANNOT_HELP = re.compile(
    r"(baiss|lower)\w* une? (note|mark)|repouss|put\w* (its|their|the) (start|date)|les dates|the dates", re.IGNORECASE
)
"""A count of priorities depends on no date, and a mark says what is so: neither is changed to please it."""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_advice_that_cannot_help_goes(book: Wordbook, language: str) -> None:
    reader = DossierText(book, SCRIPT, scored([(5, 5, 5, 5, 5, 5)] * 8), language)
    todo = {code: book.text(language, f"check:pitfall_{code}_todo") for code in PitfallCode}
    assert beside(reader, "actions.review", 3.0)
    assert not CANNOT_HELP.search(beside(reader, "actions.review", 3.0))
    assert [code for code, said in todo.items() if CANNOT_HELP.search(said)] == []
