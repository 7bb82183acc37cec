"""The hard cases of a conversation that the engine alone decides, on the express path unless another is chosen."""

from datetime import datetime

import pytest

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Ask, Cancel, Completed, Disarm, Edit, Resume, Revise, Tapped, Toast, Unreadable
from domain.dialogue.migration import MissingMigration, UnknownPath, migrated, renamed, to_review
from domain.dialogue.path import Path
from domain.dialogue.step import withdraw
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.questionnaire import SCRIPT


def _colleague(marie: Rehearsal, person: int = 2) -> Rehearsal:
    other = Rehearsal(SCRIPT, marie.now, person=person, dossier=marie.dossier)
    other.do(Resume())
    return other


def _asks(person: Rehearsal) -> int:
    return sum(1 for effect in person.effects if isinstance(effect, Ask))


def test_01_yes_tapped_twice_is_one_answer_and_the_second_tap_is_told_so(marie: Rehearsal) -> None:
    prompt = marie.until("frame.has_budget").live
    marie.tap("pick:yes", prompt)
    after, asked = marie.dossier, marie.talk.live
    marie.tap("pick:yes", prompt)
    assert marie.dossier == after
    assert marie.talk.live == asked
    assert marie.codes() == ["already_answered"]
    assert _asks(marie) == 0


def test_02_a_button_of_three_days_ago_changes_nothing_and_the_current_question_is_shown(marie: Rehearsal) -> None:
    marie.tap("not_applicable")
    old = marie.until("frame.territory_kind").live
    marie.until("frame.start_year")
    before = marie.dossier
    marie.later(days=3)
    marie.tap("pick:region", old)
    assert marie.dossier == before
    assert Disarm(old.id) in marie.effects
    assert marie.asked == "frame.start_year"
    assert marie.shown() == marie.live
    assert any(isinstance(effect, Toast) and effect.note.code == "already_answered" for effect in marie.effects)


def test_06_of_two_phones_the_first_answer_wins_and_the_second_is_told_how_to_change(marie: Rehearsal) -> None:
    prompt = marie.until("frame.has_budget").live
    marie.tap("pick:yes", prompt)
    marie.tap("pick:no", prompt)
    assert marie.value("frame.has_budget") == "yes"
    assert marie.shown().acts == ("edit:frame.has_budget",)
    marie.tap("edit", marie.shown())
    assert marie.asked == "frame.has_budget"


def test_07_a_value_answered_meanwhile_is_not_overwritten_but_offered_to_keep_or_replace(marie: Rehearsal) -> None:
    marie.until("frame.budget")
    paul = _colleague(marie)
    marie.type("20000")
    paul.dossier = marie.dossier
    paul.type("90000")
    assert paul.dossier == marie.dossier
    assert paul.codes() == ["conflict"]
    conflict = paul.shown()
    assert conflict.acts == ("keep", "replace")
    assert paul.dossier.answers[Path("frame.budget")].author == 1
    paul.tap("replace", conflict)
    assert paul.value("frame.budget") == 90000
    assert paul.asked == "frame.review"


def test_07_keeping_the_other_value_goes_on_with_the_next_question(marie: Rehearsal) -> None:
    marie.until("frame.budget")
    paul = _colleague(marie)
    marie.type("20000")
    paul.dossier = marie.dossier
    paul.type("90000")
    paul.tap("keep", paul.shown())
    assert paul.value("frame.budget") == 20000
    assert paul.asked == "frame.review"


def test_08_another_question_answered_by_a_colleague_leaves_the_live_prompt_working(marie: Rehearsal) -> None:
    marie.until("frame.budget")
    paul = _colleague(marie)
    marie.do(Edit(Path("frame.plan_name")))
    marie.type("Un autre nom")
    paul.dossier = marie.dossier
    assert withdraw(paul.dossier, paul.talk, paul.context).effects == ()
    paul.type("90000")
    assert paul.value("frame.budget") == 90000
    assert paul.value("frame.plan_name") == "Un autre nom"


def test_09_four_boxes_ticked_faster_than_the_redraw_and_one_twice_are_four(marie: Rehearsal) -> None:
    shown = marie.until("diagnosis.heard").live
    for op in ("+0", "+1", "+1", "+2", "+3"):
        marie.do(Tapped(shown, op))
    codes = [act.removeprefix("pick:") for act in shown.acts[:4]]
    assert marie.live.payload["selected"] == codes
    marie.tap("ok", marie.live)
    assert marie.value("diagnosis.heard") == tuple(codes)


def test_10_the_population_of_an_epci_sleeps_while_the_type_is_departement(marie: Rehearsal) -> None:
    marie.tap("not_applicable")
    marie.until("frame.territory_kind").tap("pick:epci")
    marie.type("45000")
    population = Path("frame.population")
    for kind, is_visible in (("departement", False), ("epci", True)):
        marie.do(Edit(Path("frame.territory_kind")))
        marie.tap(f"pick:{kind}")
        if not is_visible:
            assert marie.live.payload["lost"] == 1
            marie.tap("confirm")
        assert (population in marie.seen.visible) is is_visible
    assert marie.value("frame.population") == 45000


def test_11_without_a_budget_the_cofunding_is_irrelevant_too(marie: Rehearsal) -> None:
    marie.until("frame.path").tap("pick:full")
    marie.until("frame.has_budget").tap("pick:yes")
    marie.type("50000")
    marie.tap("pick:yes")
    marie.type("30")
    marie.do(Edit(Path("frame.has_budget")))
    marie.tap("pick:no")
    assert marie.live.payload["lost"] == 3
    marie.tap("confirm")
    assert not {"frame.budget", "frame.has_cofunding", "frame.cofunding"} & {path.id for path in marie.seen.visible}
    assert marie.dossier.answers[Path("frame.cofunding")].value == 30


def test_12_a_start_after_the_end_puts_the_end_to_review_and_asks_it_next(marie: Rehearsal) -> None:
    marie.until("frame.start_year").type("2027")
    marie.type("2029")
    marie.until("frame.has_budget")
    marie.do(Edit(Path("frame.start_year")))
    marie.type("2030")
    assert (marie.live.payload["lost"], marie.live.payload["stale"]) == (0, 1)
    marie.tap("confirm")
    assert marie.asked == "frame.end_year"
    assert "to_review" in marie.codes()
    assert "keep" in marie.live.acts
    end = marie.dossier.answers[Path("frame.end_year")]
    assert (end.status, end.value) == (AnswerStatus.STALE, 2029)
    marie.tap("keep")
    assert marie.notes()[0].params["code"] == "end_before_start"
    marie.type("2031")
    assert marie.asked == "frame.has_budget"


def test_13_removing_a_need_on_one_phone_withdraws_its_question_from_the_other(marie: Rehearsal) -> None:
    marie.until("needs/sentence")
    for _ in range(2):
        marie.until("needs").tap("add")
    marie.until("needs")
    first, second, third = marie.dossier.rows_of(Path("needs"))
    for question in ("sentence", "gravity"):
        paul = _colleague(marie)
        paul.do(Edit(Path(f"needs/{question}", (second,))))
        lucie = Rehearsal(SCRIPT, marie.now, person=3, dossier=marie.dossier)
        lucie.do(Resume())
        lucie.tap(f"open:needs/{second}")
        lucie.tap("remove", lucie.shown())
        outcome = withdraw(lucie.dossier, paul.talk, paul.context)
        asks = [effect for effect in outcome.effects if isinstance(effect, Ask)]
        assert asks[0].notes[0].code == "withdrawn"
        assert lucie.dossier.rows_of(Path("needs")) == (first, third)
        kept = {path.rows for path in lucie.seen.visible if path.id == "needs/sentence"}
        assert kept == {(first,), (third,)}


def _with_action(marie: Rehearsal) -> Path:
    marie.until("actions/objective").tap("pick:")
    marie.until("actions")
    (row,) = marie.dossier.rows_of(Path("objectives"))
    return Path("objectives", (row,))


def test_14_removing_an_objective_asks_about_its_action_and_cancelling_changes_nothing(marie: Rehearsal) -> None:
    objective = _with_action(marie)
    before, asked = marie.dossier, marie.talk.live
    menu = _menu(marie, objective)
    marie.tap("remove", menu)
    removal = marie.shown()
    assert removal.acts == ("detach", "remove_too", "cancel")
    marie.tap("cancel", removal)
    assert marie.dossier == before
    assert marie.talk.live is not None
    assert asked is not None
    assert (marie.talk.live.path, marie.talk.live.acts) == (asked.path, asked.acts), "shown again"


def _menu(person: Rehearsal, row: Path) -> Prompt:
    return Prompt("menu", PromptKind.MENU, None, 0, (f"remove:{row}",), person.now)


def test_15_removing_the_only_need_reopens_the_list(marie: Rehearsal) -> None:
    marie.until("diagnosis.review")
    marie.tap("open:needs/")
    marie.tap("remove", marie.shown())
    assert marie.asked == "needs/sentence"
    assert marie.seen.cursor is not None


def test_18_what_is_no_answer_is_never_recorded_and_always_replied_to(marie: Rehearsal) -> None:
    for _ in range(80):
        if marie.talk.live is None:
            break
        before = marie.dossier
        for event in (Unreadable("voice"), Cancel(), Resume()):
            assert marie.do(event)
            assert marie.dossier == before
        marie.type("mot " * 1250)
        assert marie.effects
        assert marie.dossier == before
        marie.do(Resume())
        marie.reply_honestly()
    assert marie.seen.cursor is None


def test_19_an_edited_message_offers_to_replace_its_answer_and_does_not_answer_the_next(marie: Rehearsal) -> None:
    marie.tap("not_applicable")
    marie.type("Mairi")
    asked = marie.live
    marie.do(Revise(Path("frame.territory_name"), "Mairie"))
    assert marie.codes() == ["revised"]
    assert marie.live == asked
    assert marie.value("frame.territory_name") == "Mairi"
    marie.tap("replace", marie.shown())
    assert marie.value("frame.territory_name") == "Mairie"
    assert (marie.live.path, marie.live.acts) == (asked.path, asked.acts), "shown again"


def test_23_a_renamed_question_keeps_its_answers_and_only_a_changed_meaning_is_to_review(now: datetime) -> None:
    person = Rehearsal(SCRIPT, now)
    person.do(Resume())
    person.tap("not_applicable")
    person.until("diagnosis.heard")
    stored = renamed(person.dossier, "frame.plan_name", "frame.title")
    before = SCRIPT.version - 1
    old = Dossier(before, answers=stored.answers, rows=stored.rows)
    steps = {
        before: lambda dossier: to_review(renamed(dossier, "frame.title", "frame.plan_name"), "frame.territory_kind")
    }
    today = migrated(old, SCRIPT, steps)
    person.dossier = today
    person.do(Resume())
    assert person.asked == "frame.territory_kind"
    assert person.value("frame.plan_name") is not None
    person.tap("keep")
    assert person.asked == "diagnosis.heard"


def test_24_a_missing_migration_is_told_apart_and_loses_nothing(now: datetime) -> None:
    with pytest.raises(MissingMigration, match=f"0 -> {SCRIPT.version}"):
        migrated(Dossier(0), SCRIPT, {})
    person = Rehearsal(SCRIPT, now)
    person.do(Resume())
    person.until("frame.start_year")
    lost = renamed(person.dossier, "frame.plan_name", "frame.never_heard_of")
    with pytest.raises(UnknownPath, match=r"frame\.never_heard_of"):
        migrated(lost, SCRIPT, {})


def test_25_an_honest_person_ends_in_a_bounded_number_of_replies(marie: Rehearsal) -> None:
    replies = 0
    while marie.talk.live and replies < 80:
        marie.reply_honestly()
        replies += 1
    assert marie.talk.live is None
    assert marie.effects[-1] == Completed()


def test_25_two_histories_with_the_same_answers_give_the_same_next_question(marie: Rehearsal, now: datetime) -> None:
    straight = Rehearsal(SCRIPT, now)
    straight.do(Resume())
    straight.until("frame.has_budget")
    marie.until("frame.start_year").type("2025")
    marie.do(Edit(Path("frame.start_year")))
    marie.type(str(straight.value("frame.start_year")))
    marie.until("frame.has_budget")
    assert straight.seen.cursor
    assert marie.seen.cursor
    assert straight.seen.cursor.path == marie.seen.cursor.path
