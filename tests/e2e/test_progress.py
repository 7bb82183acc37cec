"""How far a plan is, and how long it still takes: counted, never promised."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from bot.cli.scenario import LINES, Line
from bot.cli.seeding import finished
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.progress import SECONDS_A_QUESTION, chapter_minutes, progress
from domain.dialogue.survey import ScriptState, survey
from domain.questionnaire import SCRIPT

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EMPTY = Dossier(SCRIPT.version)
CHAPTERS = {chapter.id: chapter for chapter in SCRIPT.chapters}


def _seen(lines: Sequence[Line] = (), *, full: bool = False) -> ScriptState:
    ids = count()
    told = finished(SCRIPT, lines, author=1, now=NOW, new_id=lambda: f"r{next(ids)}") if lines else EMPTY
    path = {Path("frame.path"): Answer("full", AnswerStatus.OK, 2, 1, NOW)} if full else {}
    return survey(SCRIPT, replace(told, answers={**told.answers, **path}))


def _minutes(found: ScriptState) -> int:
    return sum(each.minutes for each in progress(SCRIPT, found))


def test_an_empty_express_plan_takes_about_a_quarter_of_an_hour() -> None:
    assert 10 <= _minutes(_seen()) <= 17


def test_the_complete_path_takes_longer_in_every_chapter_that_asks_more() -> None:
    express, full = _seen(), _seen(full=True)
    assert all(chapter_minutes(each, full) >= chapter_minutes(each, express) for each in SCRIPT.chapters)
    assert _minutes(full) > 2 * _minutes(express)


def test_a_chapter_not_begun_takes_no_longer_than_it_says() -> None:
    for found, most in ((_seen(), "minutes"), (_seen(full=True), "full_minutes")):
        for each in SCRIPT.chapters:
            is_begun = any(place.answer for place in found.slots if place.chapter == each.id)
            assert is_begun or 1 <= chapter_minutes(each, found) <= getattr(each, most)


def test_a_list_not_begun_counts_for_its_first_row() -> None:
    done = {each.chapter: each for each in progress(SCRIPT, _seen())}
    assert done["actions"].left >= 8
    assert done["actions"].answered == 0
    assert done["objectives"].left > 5


def test_nothing_is_left_of_a_finished_plan_and_every_answer_counts() -> None:
    found = _seen(LINES)
    assert _minutes(found) == 0
    assert all(each.is_done and not each.left and not each.is_current for each in progress(SCRIPT, found))


def test_the_minutes_never_grow_while_a_list_is_not_lengthened() -> None:
    said = [_minutes(_seen(LINES[:place])) for place in range(15, 27)]
    assert said == sorted(said, reverse=True)


def test_the_chapter_chosen_is_the_current_one_while_something_is_open_in_it() -> None:
    found = _seen(LINES[:20])
    chosen = [each.chapter for each in progress(SCRIPT, found, "teams") if each.is_current]
    assert chosen == ["teams"]
    assert [each.chapter for each in progress(SCRIPT, found, "frame") if each.is_current] == ["diagnosis"]


def test_minutes_are_counted_from_the_questions_once_a_chapter_is_begun() -> None:
    found = _seen(LINES[:15], full=True)
    chapter = next(each for each in progress(SCRIPT, found) if each.chapter == "diagnosis")
    assert chapter.is_begun
    assert chapter.minutes >= round(chapter.left * SECONDS_A_QUESTION / 60)
