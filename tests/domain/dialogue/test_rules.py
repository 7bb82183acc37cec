"""Each rule of the engine, on a small script."""

import gc
import weakref
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import (
    Ask,
    Back,
    Cancel,
    Completed,
    Disarm,
    Edit,
    Pause,
    Redraw,
    Resume,
    Revise,
    Tapped,
    Unreadable,
)
from domain.dialogue.migration import UnknownPath, migrated, to_review
from domain.dialogue.path import Path
from domain.dialogue.removing import UNDO_WINDOW
from domain.dialogue.script import Script
from domain.dialogue.step import withdraw
from domain.dialogue.survey import survey
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.dialogue.view import Undeclared, View

People = Callable[..., Rehearsal]


def _rows(person: Rehearsal, repeat: str, *parents: str) -> tuple[str, ...]:
    return person.dossier.rows_of(Path(repeat, parents))


def _remove(person: Rehearsal, row: Path) -> Prompt:
    """Tap "remove" on a card, and return what was shown last."""
    person.do(Tapped(Prompt("card", PromptKind.MENU, None, 0, (f"remove:{row}",), person.now), "0"))
    return person.shown()


def _card(person: Rehearsal, kind: str) -> Prompt:
    return next(e.prompt for e in person.effects if isinstance(e, Ask) and e.prompt.acts[0].startswith(kind))


def test_a_path_is_read_back_as_it_was_written() -> None:
    for path in (Path("frame.name"), Path("a/b/c", ("x", "y")), Path("a/b", ("x", "y")), Path("a", ("x",))):
        assert Path.parse(str(path)) == path


def test_a_rule_that_reads_what_it_did_not_declare_is_refused() -> None:
    with pytest.raises(Undeclared, match=r"frame\.name"):
        View(("frame.kind",))["frame.name"]


def test_a_dossier_is_walked_once_and_takes_its_survey_along_when_it_goes(small: Script, wide: Script) -> None:
    dossier = Dossier(small.version)
    seen = survey(small, dossier)
    assert survey(small, dossier) is seen
    assert survey(wide, dossier) is not seen
    again = weakref.ref(survey(small, dossier))
    del dossier, seen
    gc.collect()
    assert again() is None


def test_rows_of_a_list_that_no_longer_applies_are_not_seen(people: People) -> None:
    person = people()
    person.do(Resume())
    person.until("objectives/need")
    assert set(person.seen.rows) >= {Path("needs"), Path("objectives")}


def test_a_short_text_gets_its_reason_then_help_and_the_question_again(marie: Rehearsal) -> None:
    marie.type("x")
    assert marie.codes() == ["refusal"]
    assert marie.notes()[0].params["code"] == "too_short"
    marie.type("y")
    assert marie.codes() == ["refusal", "help"]
    assert marie.asked == "frame.name"


def test_after_help_a_refusal_shows_the_buttons_and_not_the_question_again(marie: Rehearsal) -> None:
    for _ in range(2):
        marie.type("x")
    whole = marie.live
    for _ in range(3):
        marie.type("x")
        assert marie.codes() == ["refusal"]
        assert marie.live.payload["is_brief"]
        assert marie.live.acts == whole.acts
        assert marie.live.path == whole.path
    marie.do(Resume())
    assert "is_brief" not in marie.live.payload


def test_the_opening_of_a_chapter_is_said_once_and_not_after_each_refusal(people: People) -> None:
    person = people()
    person.do(Resume())
    assert person.codes() == ["chapter_opening"]
    person.do(Unreadable("photo"))
    assert person.codes() == ["unreadable"]


@pytest.mark.parametrize("op", ["99", "-99", "+99", "x", "", "²", "0x1", "9999", "--1"])
def test_a_forged_button_records_nothing(marie: Rehearsal, op: str) -> None:
    marie.until("frame.kind")
    before = marie.dossier, marie.talk
    marie.do(Tapped(marie.live, op))
    assert (marie.dossier, marie.talk) == before
    assert marie.effects


def test_back_walks_to_the_last_list_and_not_into_its_last_row(marie: Rehearsal) -> None:
    marie.until("objectives/sentence")
    marie.do(Back())
    assert (marie.asked, marie.live.kind) == ("needs", PromptKind.GATE)
    marie.do(Back())
    assert marie.asked == "needs/gravity"
    marie.do(Back())
    assert marie.asked == "needs/sentence"
    marie.tap("keep")
    assert marie.asked == "objectives/sentence"


def test_back_can_be_walked_twice_over_the_same_answers(marie: Rehearsal) -> None:
    marie.until("frame.start")
    before = marie.dossier
    for asked in ("frame.population", "frame.kind"):
        marie.do(Back())
        assert marie.asked == asked
    marie.tap("keep")
    marie.do(Back())
    marie.do(Back())
    assert marie.asked == "frame.population"
    assert marie.dossier == before


def test_back_is_not_offered_where_there_is_nothing_before(marie: Rehearsal) -> None:
    assert "back" not in marie.live.acts
    marie.do(Back())
    assert marie.codes() == ["nothing_before"]
    marie.until("frame.kind")
    assert "back" in marie.live.acts
    marie.tap("back")
    assert "back" not in marie.live.acts


def test_back_leaves_a_row_that_was_only_opened(marie: Rehearsal) -> None:
    marie.until("needs").tap("add")
    marie.do(Back())
    assert marie.asked == "needs"
    assert len(_rows(marie, "needs")) == 1


def test_back_skips_an_answer_that_no_longer_applies(marie: Rehearsal) -> None:
    marie.until("frame.start")
    marie.do(Edit(Path("frame.kind")))
    marie.tap("pick:region")
    marie.tap("confirm")
    marie.do(Back())
    assert marie.asked == "frame.kind"


def test_cancelling_without_a_detour_says_so_and_keeps_the_question(marie: Rehearsal) -> None:
    asked = marie.live
    marie.do(Cancel())
    assert marie.codes() == ["nothing_to_cancel"]
    assert (marie.live.path, marie.live.acts) == (asked.path, asked.acts), "shown again"


def test_cancelling_a_change_that_waits_for_confirmation_changes_nothing(marie: Rehearsal) -> None:
    marie.until("frame.has_budget")
    before = marie.dossier
    marie.do(Edit(Path("frame.start")))
    marie.type("2030")
    assert marie.live.kind is PromptKind.DRY_RUN
    marie.tap("cancel")
    assert marie.dossier == before
    assert marie.asked == "frame.has_budget"


def test_a_change_that_waits_for_confirmation_still_waits_after_a_photo_or_a_refused_text(marie: Rehearsal) -> None:
    marie.until("frame.has_budget")
    marie.do(Edit(Path("frame.start")))
    marie.type("2030")
    for _ in range(2):
        marie.do(Unreadable("photo"))
        marie.type("pardon ?")
        marie.do(Resume())
        assert marie.live.kind is PromptKind.DRY_RUN
    marie.tap("confirm")
    assert marie.value("frame.start") == 2030


def test_a_confirmation_of_a_value_that_moved_meanwhile_applies_nothing(marie: Rehearsal, people: People) -> None:
    marie.until("frame.has_budget")
    marie.do(Edit(Path("frame.start")))
    marie.type("2030")
    paul = people(person=2, share=marie)
    paul.do(Edit(Path("frame.start")))
    paul.type("2025")
    paul.tap("confirm")
    marie.dossier = paul.dossier
    marie.tap("confirm")
    assert marie.value("frame.start") == 2025
    assert marie.codes()[0] == "changed_meanwhile"


def test_boxes_ticked_survive_a_photo_in_between(marie: Rehearsal) -> None:
    marie.until("frame.heard")
    marie.tap("pick:a")
    marie.tap("pick:c")
    marie.do(Unreadable("photo"))
    marie.tap("ok")
    assert marie.value("frame.heard") == ("a", "c")


def test_a_box_is_unticked_by_its_minus_and_never_toggled(marie: Rehearsal) -> None:
    shown = marie.until("frame.heard").live
    for op in ("+0", "+1", "-0", "-0"):
        marie.do(Tapped(shown, op))
    assert marie.live.payload["selected"] == ["b"]


def test_too_few_boxes_are_refused(marie: Rehearsal) -> None:
    marie.until("frame.heard").tap("ok")
    assert marie.notes()[0].params["code"] == "too_few"
    assert marie.asked == "frame.heard"


def test_the_same_answer_again_is_no_change(marie: Rehearsal) -> None:
    marie.until("frame.kind")
    marie.do(Edit(Path("frame.name")))
    before = marie.dossier
    marie.type(str(marie.value("frame.name")))
    assert marie.dossier == before
    assert marie.asked == "frame.kind"


def test_skipped_and_unknown_stay_distinct_and_hold_no_value(marie: Rehearsal) -> None:
    marie.until("frame.has_budget").tap("unknown")
    marie.until("frame.motto").tap("skip")
    answers = marie.dossier.answers
    assert answers[Path("frame.has_budget")].status is AnswerStatus.UNKNOWN
    assert answers[Path("frame.motto")].status is AnswerStatus.SKIPPED
    assert "frame.budget" not in {slot.path.id for slot in marie.seen.slots}


def test_keeping_an_answer_a_colleague_has_just_changed_shows_it_first(marie: Rehearsal, people: People) -> None:
    marie.until("frame.kind")
    marie.do(Edit(Path("frame.name")))
    paul = people(person=2, share=marie)
    paul.do(Edit(Path("frame.name")))
    paul.type("Un autre nom")
    marie.dossier = paul.dossier
    marie.tap("keep")
    assert marie.codes() == ["changed_meanwhile"]
    assert marie.asked == "frame.name"


def test_two_people_who_give_the_same_answer_do_not_collide(marie: Rehearsal, people: People) -> None:
    paul = people(person=2)
    paul.do(Resume())
    marie.type("Le plan")
    paul.dossier = marie.dossier
    paul.type("Le plan")
    assert paul.asked == "frame.kind"


def test_a_replacement_tapped_twice_is_made_once(marie: Rehearsal) -> None:
    marie.type("Mairi")
    marie.do(Revise(Path("frame.name"), "Mairie"))
    offered = marie.shown()
    marie.tap("replace", offered)
    before = marie.dossier
    marie.tap("replace", offered)
    assert marie.dossier == before
    assert marie.codes() == ["saved"]


def test_a_replacement_announces_what_it_would_cost(marie: Rehearsal) -> None:
    marie.until("frame.has_budget")
    marie.do(Revise(Path("frame.start"), "2030"))
    assert marie.shown().payload["stale"] == 1


def test_an_edited_message_that_breaks_a_rule_is_refused_at_once(marie: Rehearsal) -> None:
    marie.until("frame.has_budget")
    marie.do(Revise(Path("frame.end"), "2019"))
    assert marie.codes() == ["revision_refused"]


def test_an_edited_message_may_name_another_option_by_its_code(marie: Rehearsal) -> None:
    marie.until("frame.start")
    marie.do(Revise(Path("frame.kind"), "region"))
    marie.tap("replace", marie.shown())
    assert marie.value("frame.kind") == "region"


def test_a_message_edited_without_a_change_of_meaning_asks_nothing(marie: Rehearsal) -> None:
    marie.type("Mairie")
    marie.do(Revise(Path("frame.name"), " Mairie "))
    assert marie.effects == ()


def test_a_replaced_answer_that_is_being_edited_is_shown_anew(marie: Rehearsal) -> None:
    marie.until("frame.kind")
    marie.do(Edit(Path("frame.name")))
    marie.do(Revise(Path("frame.name"), "Mairie"))
    marie.tap("replace", marie.shown())
    marie.type("Hôtel de ville")
    assert marie.value("frame.name") == "Hôtel de ville"


def test_a_list_refuses_to_end_under_its_least_and_offers_no_row_beyond_its_most(marie: Rehearsal) -> None:
    marie.until("needs/sentence")
    assert "cancel" not in marie.live.acts
    for _ in range(3):
        marie.until("needs").tap("add")
    marie.until("objectives/sentence")
    assert len(_rows(marie, "needs")) == 4
    marie.do(Tapped(Prompt("card", PromptKind.MENU, None, 0, ("add:needs",), marie.now), "0"))
    assert marie.codes() == ["max_rows"]
    assert marie.asked == "objectives/sentence"


def test_a_row_begun_in_a_list_that_a_colleague_filled_is_withdrawn(marie: Rehearsal, people: People) -> None:
    for _ in range(2):
        marie.until("needs").tap("add")
    marie.until("needs").tap("add")
    paul = people(person=2, share=marie)
    paul.do(Resume())
    paul.tap("add")
    marie.type("Un besoin")
    paul.dossier = marie.dossier
    paul.type("Un autre besoin")
    assert len(_rows(paul, "needs")) == 4
    assert paul.codes()[0] == "withdrawn"


def test_indicators_of_one_objective_do_not_close_those_of_another(marie: Rehearsal) -> None:
    marie.until("objectives/kpis").tap("add")
    marie.until("objectives/kpis").tap("done") if marie.asked == "objectives/kpis" else marie.until("objectives")
    marie.until("objectives").tap("add")
    marie.until("objectives/kpis")
    first, second = _rows(marie, "objectives")
    assert len(_rows(marie, "objectives/kpis", first)) == 2
    assert len(_rows(marie, "objectives/kpis", second)) == 1
    assert marie.live.path == Path("objectives/kpis", (second,))


def test_a_list_already_said_complete_can_still_be_added_to(marie: Rehearsal) -> None:
    marie.until("lists.review")
    assert "add:needs" in marie.live.acts
    marie.tap("add:needs")
    assert marie.asked == "needs/sentence"
    marie.until("lists.review")
    assert len(_rows(marie, "needs")) == 2
    (objective,) = _rows(marie, "objectives")
    marie.tap("open:objectives/")
    assert f"add:objectives/{objective}/kpis" in marie.shown().acts


def test_a_removed_row_is_put_back_with_its_answers_within_ten_minutes(marie: Rehearsal) -> None:
    marie.until("needs").tap("add")
    marie.until("needs")
    before, rows = marie.seen.visible, _rows(marie, "needs")
    _remove(marie, Path("needs", rows[:1]))
    undo = _card(marie, "undo")
    assert _rows(marie, "needs") == rows[1:]
    marie.now += UNDO_WINDOW
    marie.tap("undo", undo)
    assert _rows(marie, "needs") == rows
    assert marie.seen.visible == before
    marie.tap("undo", undo)
    assert marie.codes() == ["undone"]


def test_after_ten_minutes_a_removed_row_stays_removed(marie: Rehearsal) -> None:
    marie.until("needs").tap("add")
    marie.until("needs")
    row, kept = _rows(marie, "needs")
    _remove(marie, Path("needs", (row,)))
    undo = _card(marie, "undo")
    marie.now += UNDO_WINDOW + timedelta(seconds=1)
    marie.tap("undo", undo)
    assert _rows(marie, "needs") == (kept,)
    assert marie.codes() == ["undo_too_late"]


def test_the_gate_shows_its_rows_anew_after_a_removal(marie: Rehearsal) -> None:
    marie.until("needs").tap("add")
    marie.until("needs")
    row, kept = _rows(marie, "needs")
    _remove(marie, Path("needs", (row,)))
    assert [act for act in marie.live.acts if act.startswith("open")] == [f"open:needs/{kept}"]


def _linked(marie: Rehearsal) -> tuple[Path, Path, Path]:
    """A need, the objective that answers it and the action that serves that one."""
    marie.until("actions").tap("add")
    marie.until("actions/people")
    return tuple(Path(item, _rows(marie, item)) for item in ("needs", "objectives", "actions"))  # type: ignore[return-value]


def test_a_detached_link_is_asked_again_and_cannot_be_kept(marie: Rehearsal) -> None:
    marie.until("needs").tap("add")
    marie.until("needs")
    marie.until("objectives/deadline")
    need = str(marie.value("objectives/need"))
    removal = _remove(marie, Path("needs", (need,)))
    marie.tap("detach", removal)
    assert marie.asked == "objectives/need"
    assert "keep" not in marie.live.acts
    assert [act for act in marie.live.acts if act.startswith("pick")] == [
        f"pick:{row}" for row in _rows(marie, "needs")
    ]


def test_undoing_a_removal_restores_the_link_it_broke(marie: Rehearsal) -> None:
    need, _, _ = _linked(marie)
    marie.tap("detach", _remove(marie, need))
    marie.tap("undo", _card(marie, "undo"))
    assert marie.value("objectives/need") == need.rows[0]
    assert marie.seen.cursor
    assert marie.seen.cursor.path.id == "actions/people"


def test_a_row_put_back_whose_link_was_removed_meanwhile_is_to_review(marie: Rehearsal) -> None:
    need, objective, action = _linked(marie)
    marie.tap("remove_too", _remove(marie, objective))
    undo = _card(marie, "undo")
    _remove(marie, need)
    marie.tap("undo", undo)
    assert _rows(marie, "objectives") == objective.rows
    assert _rows(marie, "actions") == action.rows
    link = marie.dossier.answers[Path("objectives/need", objective.rows)]
    assert (link.status, link.value) == (AnswerStatus.STALE, need.rows[0])
    marie.until("objectives/need")
    assert "keep" not in marie.live.acts


def test_removing_too_leaves_no_link_to_a_row_that_is_gone(marie: Rehearsal) -> None:
    need, objective, action = _linked(marie)
    removal = _remove(marie, need)
    assert removal.payload["references"] == [str(Path("objectives/need", objective.rows))]
    marie.tap("remove_too", removal)
    assert not _rows(marie, "needs")
    assert not _rows(marie, "objectives")
    link = marie.dossier.answers[Path("actions/objective", action.rows)]
    assert link.status is AnswerStatus.STALE
    assert _rows(marie, "actions") == action.rows


def test_a_button_for_a_row_removed_meanwhile_links_to_nothing(marie: Rehearsal, people: People) -> None:
    marie.until("needs").tap("add")
    marie.until("objectives/need")
    paul = people(person=2, share=marie)
    gone = _rows(marie, "needs")[0]
    _remove(paul, Path("needs", (gone,)))
    marie.dossier = paul.dossier
    marie.tap(f"pick:{gone}")
    assert marie.codes() == ["row_gone"]
    assert marie.asked == "objectives/need"
    assert f"pick:{gone}" not in marie.live.acts


def test_the_title_of_a_removed_row_does_not_bring_it_back(marie: Rehearsal, people: People) -> None:
    marie.until("needs").tap("add")
    marie.until("needs")
    row, kept = _rows(marie, "needs")
    marie.do(Edit(Path("needs/sentence", (row,))))
    paul = people(person=2, share=marie)
    _remove(paul, Path("needs", (row,)))
    marie.dossier = paul.dossier
    marie.type("Un besoin corrigé")
    assert _rows(marie, "needs") == (kept,)
    assert marie.codes()[0] == "withdrawn"


def test_a_pause_ends_with_the_next_reply(marie: Rehearsal) -> None:
    marie.do(Pause())
    assert marie.talk.is_paused
    marie.type("x")
    assert not marie.talk.is_paused


def test_a_paused_person_is_not_written_to_when_a_colleague_withdraws_their_question(
    marie: Rehearsal, people: People
) -> None:
    marie.until("frame.population")
    marie.do(Pause())
    paul = people(person=2, share=marie)
    paul.do(Edit(Path("frame.kind")))
    paul.tap("pick:region")
    outcome = withdraw(paul.dossier, marie.talk, marie.context)
    assert outcome.effects == (Disarm(marie.live.id),)
    assert outcome.talk.is_paused


def test_add_tapped_twice_opens_one_row_and_asks_it_once(marie: Rehearsal) -> None:
    gate = marie.until("needs").live
    marie.tap("add", gate)
    asked = marie.live
    marie.tap("add", gate)
    assert marie.live == asked
    assert not any(isinstance(effect, Ask) for effect in marie.effects)


def test_completion_is_said_once_and_later_events_are_still_answered(marie: Rehearsal) -> None:
    marie.until(None)
    assert Completed() in marie.effects
    marie.type("Et maintenant ?")
    assert marie.codes() == ["nothing_asked"]
    assert Completed(again=True) in marie.effects


def test_an_edit_from_the_review_card_returns_to_it(marie: Rehearsal) -> None:
    marie.until("lists.review")
    marie.do(Edit(Path("frame.name")))
    marie.type("Un autre nom")
    assert marie.live.kind is PromptKind.REVIEW


def test_a_review_of_much_offers_one_button_that_leads_to_all_of_it_by_pages(marie: Rehearsal) -> None:
    marie.until("frame.review")
    assert [act for act in marie.live.acts if act.startswith(("edit", "open"))] == ["open:frame"]
    marie.tap("open:frame")
    menu = marie.shown()
    assert [act.partition(":")[0] for act in menu.acts] == ["edit"] * 8 + ["page"]
    marie.tap("page", menu)
    assert marie.effects == (Redraw(marie.shown(), instead_of=menu.id),)
    assert marie.shown().acts == ("edit:frame.heard", "edit:frame.motto", "page:0")
    marie.tap("edit:frame.motto", marie.shown())
    marie.type("Ensemble")
    assert marie.asked == "frame.review"


def test_a_review_of_little_offers_each_of_its_answers(marie: Rehearsal) -> None:
    marie.until("lists.review")
    offered = [act.partition("/")[0] for act in marie.live.acts if act.startswith(("edit", "open", "add"))]
    assert offered[:4] == ["open:needs", "add:needs", "open:objectives", "add:objectives"]
    assert all(act.startswith("add:") for act in offered[4:]), "lists without rows may be begun from the card"


def test_the_card_of_a_row_is_redrawn_in_the_card_it_was_opened_from(marie: Rehearsal) -> None:
    marie.until("objectives")
    (row,) = _rows(marie, "objectives")
    marie.tap("open")
    card = marie.shown()
    marie.tap("open", card)
    assert next(effect for effect in marie.effects if isinstance(effect, Redraw)).instead_of == card.id
    assert marie.shown().acts[-1].startswith(f"remove:objectives/{row}/kpis/")


def test_a_live_question_that_the_script_dropped_is_replaced_by_the_next(marie: Rehearsal, small: Script) -> None:
    prompt = Prompt("old", PromptKind.QUESTION, Path("frame.former"), 0, ("pick:yes",), marie.now)
    marie.tap("pick", prompt)
    assert marie.asked == "frame.name"
    assert small.retired == ("frame.former",)


def test_a_chosen_code_that_the_script_dropped_is_put_to_review_inside_several(marie: Rehearsal) -> None:
    marie.until("frame.heard")
    marie.tap("pick:a")
    marie.tap("ok")
    after = to_review(marie.dossier, "frame.heard", frozenset("a"))
    assert after.answers[Path("frame.heard")].status is AnswerStatus.STALE
    same = to_review(marie.dossier, "frame.heard", frozenset("b"))
    assert same == marie.dossier


def test_rows_of_a_list_nobody_knows_are_not_silently_lost(small: Script) -> None:
    with pytest.raises(UnknownPath, match="elsewhere"):
        migrated(Dossier(2, rows={Path("elsewhere"): ("a",)}), small, {})
