"""How complete a chapter is, is counted from what applies in it."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from domain.dialogue.completeness import ChapterCompleteness, completeness
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Integer, Review, Text
from domain.dialogue.script import Chapter, Repeat, Script
from domain.dialogue.survey import survey
from domain.questionnaire import SCRIPT
from domain.script.conditions import equals

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
OK, UNKNOWN, SKIPPED, STALE, NONE = (
    AnswerStatus.OK,
    AnswerStatus.UNKNOWN,
    AnswerStatus.SKIPPED,
    AnswerStatus.STALE,
    AnswerStatus.NOT_APPLICABLE,
)
SHORT = Script(
    version=1,
    path="one.way",
    chapters=(
        Chapter(
            id="one",
            items=(
                Choice(id="one.way", choices=("express", "full")),
                Text(id="one.name"),
                Text(id="one.more", needs=("one.way",), when=equals("one.way", "full")),
                Integer(id="one.deep", full=True),
                Text(id="one.quiet", quiet=True),
                Repeat(id="rows", least=0, items=(Text(id="rows/title"), Integer(id="rows/size"))),
                Review(id="one.review"),
            ),
        ),
        Chapter(id="two", items=(Repeat(id="empty", items=(Text(id="empty/title"),)), Review(id="two.review"))),
    ),
)


def counted(statuses: Mapping[str, AnswerStatus], *rows: str) -> tuple[ChapterCompleteness, ...]:
    answers = {
        Path.parse(path): Answer("full" if path == "one.way" else "words", status, 1, 7, NOON)
        for path, status in statuses.items()
    }
    return completeness(survey(SHORT, Dossier(1, answers=answers, rows={Path("rows"): rows})))


def test_a_dossier_not_begun_waits_for_what_the_short_way_asks() -> None:
    one, two = counted({})
    assert one == ChapterCompleteness("one", applicable=2, answered=0, unknown=0, later=0)
    assert (one.waiting, one.percent) == (2, 0)
    assert (two.applicable, two.percent) == (0, 0)


def test_the_full_way_and_the_rows_of_lists_add_what_they_ask() -> None:
    one, _ = counted({"one.way": OK, "rows/a/title": OK, "rows/b/title": OK}, "a", "b")
    assert (one.applicable, one.answered, one.waiting, one.percent) == (8, 3, 5, 37)


def test_what_is_unknown_or_left_for_later_is_told_apart_from_what_waits() -> None:
    one, _ = counted({"one.way": OK, "one.name": SKIPPED, "one.more": STALE, "one.deep": UNKNOWN})
    assert one == ChapterCompleteness("one", applicable=4, answered=1, unknown=1, later=1)
    assert one.waiting == 1


def test_what_was_said_not_to_apply_is_not_counted_and_all_the_rest_makes_a_hundred() -> None:
    one, _ = counted({"one.way": OK, "one.name": NONE, "one.more": OK, "one.deep": OK})
    assert (one.applicable, one.answered, one.percent) == (3, 3, 100)


@pytest.mark.parametrize("path", ["one.quiet", "one.review"])
def test_cards_and_what_fills_itself_count_for_nothing(path: str) -> None:
    assert counted({path: OK}) == counted({})


def test_every_chapter_of_the_method_is_told_in_order() -> None:
    told = completeness(survey(SCRIPT, Dossier(SCRIPT.version)))
    assert [each.chapter for each in told] == [chapter.id for chapter in SCRIPT.chapters]
