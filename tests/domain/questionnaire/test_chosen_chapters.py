"""Chapters taken in any order."""

from domain.dialogue.events import Back, Cancel, Edit, Go
from domain.dialogue.path import Path
from domain.dialogue.talk import PromptKind
from domain.dialogue.verification.rehearsal import Rehearsal


def _on(marie: Rehearsal, way: str) -> Rehearsal:
    marie.until("frame.path").tap(f"pick:{way}")
    return marie


def test_no_chapter_is_chosen_before_the_territory_is_known(marie: Rehearsal) -> None:
    marie.do(Go("actions"))
    assert marie.codes()[0] == "opening_first"
    assert marie.asked == "frame.territory"
    assert marie.talk.chapter is None


def test_a_chosen_chapter_is_asked_at_once_and_kept_until_it_is_done(marie: Rehearsal) -> None:
    marie.until("frame.plan_name").do(Go("teams"))
    assert marie.asked == "meetings"
    assert "chapter_opening" in marie.codes()
    marie.tap("done")
    assert marie.asked == "frame.plan_name"
    assert marie.talk.chapter is None


def test_a_longer_chapter_that_was_chosen_goes_on_from_question_to_question(marie: Rehearsal) -> None:
    marie.until("frame.plan_name").do(Go("diagnosis"))
    asked = []
    while marie.talk.chapter == "diagnosis":
        asked.append(marie.asked or "")
        marie.reply_honestly()
    assert asked[0] == "diagnosis.fibre"
    assert asked[-1] == "diagnosis.review"
    assert marie.asked == "frame.plan_name"


def test_a_chapter_that_is_done_shows_what_it_holds(marie: Rehearsal) -> None:
    marie.until("diagnosis.fibre").do(Go("frame"))
    assert marie.shown().kind is PromptKind.MENU
    assert marie.shown().payload["scope"] == "frame"
    assert marie.asked == "diagnosis.fibre"


def test_a_chapter_with_nothing_asked_and_nothing_told_says_so(marie: Rehearsal) -> None:
    marie.until("diagnosis.fibre").do(Go("teams"))
    marie.tap("done")
    marie.do(Go("teams"))
    assert marie.effects
    assert marie.asked == "diagnosis.fibre"


def test_returning_in_a_chosen_chapter_reaches_the_last_answer_and_the_chapter_goes_on_after_it(
    marie: Rehearsal,
) -> None:
    marie.until("frame.plan_name").do(Go("diagnosis"))
    marie.type("40")
    assert marie.asked == "diagnosis.fibre_year"
    marie.do(Back())
    assert marie.asked == "diagnosis.fibre"
    marie.tap("keep")
    assert marie.asked == "diagnosis.fibre_year"
    assert marie.talk.chapter == "diagnosis"


def test_an_edit_elsewhere_returns_to_the_chosen_chapter(marie: Rehearsal) -> None:
    marie.until("frame.start_year").do(Go("diagnosis"))
    marie.do(Edit(Path("frame.plan_name")))
    marie.type("Cap 2030")
    assert marie.asked == "diagnosis.fibre"


def test_leaving_an_edit_returns_to_the_chosen_chapter(marie: Rehearsal) -> None:
    marie.until("frame.start_year").do(Go("diagnosis"))
    marie.do(Edit(Path("frame.plan_name")))
    marie.do(Cancel())
    assert marie.asked == "diagnosis.fibre"
    assert marie.talk.chapter == "diagnosis"


def test_another_chapter_may_be_chosen_before_the_first_is_done(marie: Rehearsal) -> None:
    marie.until("frame.start_year").do(Go("diagnosis"))
    marie.do(Go("check"))
    assert marie.asked == "check.pitfalls"
    marie.do(Go("frame"))
    assert marie.asked == "frame.start_year"


def test_a_chapter_that_the_script_does_not_have_changes_nothing(marie: Rehearsal) -> None:
    marie.until("frame.start_year").do(Go("nowhere"))
    assert marie.effects
    assert marie.asked == "frame.start_year"
