"""The express path and the full one, and what neither asks."""

from datetime import datetime

import pytest

from domain.dialogue.events import Completed, Edit, Resume
from domain.dialogue.path import Path
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.pitfalls import PitfallCode
from domain.plan import Stakeholder
from domain.questionnaire import SCRIPT

WAY = Path("frame.path")
FULL = frozenset(item.id for item in SCRIPT.items() if item.full)
QUIET = frozenset(item.id for item in SCRIPT.items() if item.quiet)


def _on(marie: Rehearsal, way: str) -> Rehearsal:
    marie.until("frame.path").tap(f"pick:{way}")
    return marie


def _switch(marie: Rehearsal, way: str) -> None:
    marie.do(Edit(WAY))
    marie.tap(f"pick:{way}")


def _asked(marie: Rehearsal) -> list[str]:
    """Every question asked of an honest person from here to the end."""
    asked: list[str] = []
    while marie.talk.live is not None:
        if marie.asked:
            asked.append(marie.asked)
        marie.reply_honestly()
    return asked


# Express and full -----------------------------------------------------------------------------------------------------


def test_the_express_path_asks_nothing_of_the_full_one(marie: Rehearsal) -> None:
    asked = _asked(_on(marie, "express"))
    assert "needs/sentence" in asked
    assert "check.adopt" in asked
    assert FULL & set(asked) == set()


def test_the_full_path_asks_more_in_every_chapter_and_ends(marie: Rehearsal) -> None:
    asked = set(_asked(_on(marie, "full")))
    for chapter in SCRIPT.chapters:
        own = {item.id for item in chapter.items if item.full}
        assert not own or own & asked, chapter.id
    assert marie.seen.cursor is None


def test_a_quiet_question_is_asked_on_neither_path(marie: Rehearsal, now: datetime) -> None:
    paul = Rehearsal(SCRIPT, now)
    paul.do(Resume())
    assert QUIET & {*_asked(_on(marie, "express")), *_asked(_on(paul, "full"))} == set()


def test_a_plan_done_on_the_express_path_goes_on_when_the_full_one_is_chosen(marie: Rehearsal) -> None:
    _asked(_on(marie, "express"))
    done = marie.dossier.answers
    _switch(marie, "full")
    assert marie.asked == "frame.official"
    assert {path: marie.dossier.answers[path].value for path in done if path != WAY} == {
        path: answer.value for path, answer in done.items() if path != WAY
    }


def test_from_full_to_express_and_back_nothing_is_lost_nor_put_to_review(marie: Rehearsal) -> None:
    _asked(_on(marie, "full"))
    before, visible = marie.dossier, marie.seen.visible
    _switch(marie, "express")
    assert marie.seen.visible.keys() == visible.keys()
    assert Completed(again=True) in marie.effects
    _switch(marie, "full")
    assert marie.seen.visible.keys() == visible.keys()
    assert marie.dossier.rows == before.rows
    after = marie.dossier.answers
    assert all(after[path] == answer for path, answer in before.answers.items() if path != WAY)


def test_an_answer_of_the_full_path_stays_visible_and_can_be_changed_on_the_express_one(marie: Rehearsal) -> None:
    _on(marie, "full").until("frame.official").type("Adjointe au numérique")
    _switch(marie, "express")
    assert marie.seen.at(Path("frame.official"))
    marie.do(Edit(Path("frame.official")))
    assert marie.asked == "frame.official"
    marie.type("Maire")
    assert marie.value("frame.official") == "Maire"
    assert marie.asked == "frame.has_budget"


def test_a_list_of_the_full_path_is_shown_on_the_express_one_and_asks_for_no_more(marie: Rehearsal) -> None:
    _on(marie, "full").until("hearings").tap("add")
    marie.type("L’accueil")
    assert marie.asked == "hearings/category"
    _switch(marie, "express")
    (row,) = marie.dossier.rows_of(Path("hearings"))
    assert Path("hearings/who", (row,)) in marie.seen.visible
    assert marie.asked == "diagnosis.heard" or not (marie.asked or "").startswith("hearings")
    assert not any(asked.startswith("hearings") for asked in _asked(marie))


# Quiet questions ------------------------------------------------------------------------------------------------------


def test_a_pitfall_is_put_aside_through_its_card_which_stays_the_only_way_to_think_again(marie: Rehearsal) -> None:
    _on(marie, "express").until("check.pitfalls")
    topic = next(act for act in marie.live.acts if act.startswith("topic:"))
    code = PitfallCode(topic.partition(":")[2])
    marie.tap(topic)
    card = marie.shown()
    assert card.payload["scope"] == topic
    assert marie.asked == "check.pitfalls"
    marie.tap(f"edit:check.dismiss_{code}", card)
    assert marie.asked == f"check.dismiss_{code}"
    marie.type("C’est un choix des élus.")
    assert marie.asked == "check.pitfalls"
    assert topic in marie.live.acts
    assert not [act for act in marie.live.acts if act.startswith("edit:check.dismiss")]


@pytest.mark.parametrize("code", PitfallCode)
def test_a_dismissal_takes_an_answer_and_leads_back_to_what_was_asked(marie: Rehearsal, code: PitfallCode) -> None:
    marie.until("frame.plan_name").do(Edit(Path(f"check.dismiss_{code}")))
    marie.type("Nous le savons.")
    assert marie.value(f"check.dismiss_{code}") == "Nous le savons."
    assert marie.asked == "frame.plan_name"


def test_the_card_of_a_pitfall_that_was_mended_meanwhile_is_gone(marie: Rehearsal) -> None:
    _on(marie, "express").until("check.pitfalls")
    card = marie.live
    assert "topic:stakeholder_not_heard" in card.acts
    paul = Rehearsal(SCRIPT, marie.now, person=2, dossier=marie.dossier)
    paul.do(Edit(Path("diagnosis.heard")))
    for code in Stakeholder:
        if f"pick:{code}" in paul.live.acts:
            paul.tap(f"pick:{code}")
    paul.tap("ok")
    marie.dossier = paul.dossier
    marie.tap("topic:stakeholder_not_heard", card)
    assert marie.codes() == ["row_gone"]
    assert marie.asked == "check.pitfalls"


def test_a_quiet_list_is_added_to_through_its_button_and_asks_for_no_more(marie: Rehearsal) -> None:
    _on(marie, "express").until("check.adopt").tap("pick:now")
    assert "amendments" not in _asked(marie)
    card = Prompt("card", PromptKind.MENU, None, 0, ("add:amendments",), marie.now)
    marie.tap("add", card)
    assert marie.asked == "amendments/why"
    marie.type("Un calendrier plus réaliste")
    assert set(_asked(marie)) == {"amendments/date", "amendments/body", "amendments/reference"}
    assert len(marie.dossier.rows_of(Path("amendments"))) == 1


def test_a_quiet_list_of_a_plan_not_adopted_cannot_be_added_to(marie: Rehearsal) -> None:
    _on(marie, "express").until("check.adopt").tap("pick:later")
    marie.tap("add", Prompt("card", PromptKind.MENU, None, 0, ("add:amendments",), marie.now))
    assert marie.codes() == ["row_gone"]
    assert not marie.dossier.rows_of(Path("amendments"))
