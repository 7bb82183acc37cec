"""Two paths, rows of a file, entries and chosen chapters, where they meet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Back, Cancel, Edit, Event, Given, Pause, Resume, Revise, Tapped, Typed, Unreadable
from domain.dialogue.importing import with_rows
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Text
from domain.dialogue.scopes import LATER, scope_acts
from domain.dialogue.script import Chapter, Repeat, Script
from domain.dialogue.step import withdraw
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.values import Value
from domain.dialogue.verification.rehearsal import Rehearsal, notes_in
from domain.dialogue.view import View
from domain.questionnaire import SCRIPT, script_for
from domain.script.actions import CRITERIA

COLLEAGUE = 7
ACTIONS = Path("actions")


def _on(marie: Rehearsal, way: str) -> Rehearsal:
    marie.until("frame.path").tap(f"pick:{way}")
    return marie


def _import(marie: Rehearsal, *rows: Mapping[str, Value]) -> int:
    marie.dossier, added = with_rows(marie.dossier, marie.context, ACTIONS, rows, COLLEAGUE)
    return added


def _in_row(marie: Rehearsal, row: str) -> dict[str, Value]:
    return {path.id: answer.value for path, answer in marie.dossier.answers.items() if path.rows == (row,)}


# Rows of a file -------------------------------------------------------------------------------------------------------


def test_the_express_path_keeps_what_a_file_says_beyond_it(marie: Rehearsal) -> None:
    _on(marie, "express").until("actions/title")
    line: Mapping[str, Value] = {"actions/title": "Portail", "actions/kind": "tool", "actions/alternative": "no"}
    assert _import(marie, line) == 1
    (row,) = marie.dossier.rows_of(ACTIONS)
    assert _in_row(marie, row) == line
    assert marie.value("frame.path") == "express"


def test_a_file_of_many_rows_walks_the_script_as_few_times_as_one_of_a_few(now: datetime) -> None:
    walks = 0

    def counted(_view: View) -> bool:
        nonlocal walks
        walks += 1
        return True

    items = (Text(id="rows/name"), *(Choice(id=f"rows/c{n}", choices=("yes", "no")) for n in range(10)))
    listed = Repeat(id="rows", most=60, items=items)
    script = Script(version=1, chapters=(Chapter(id="c", items=(Text(id="c.first", when=counted), listed)),))
    marie = Rehearsal(script, now)
    answers = {f"rows/c{n}": "yes" for n in range(10)}
    rows = [{"rows/name": f"Row {n}", **answers} for n in range(60)]
    dossier, added = with_rows(marie.dossier, marie.context, Path("rows"), rows, COLLEAGUE)
    assert (added, len(dossier.answers)) == (60, 660)
    assert walks == 1


def test_a_figure_of_a_file_beyond_what_its_question_takes_is_left_out(marie: Rehearsal) -> None:
    _on(marie, "full").until("actions/title")
    assert _import(marie, {"actions/title": "Portail", "actions/days": 1e9, "actions/running": -1}) == 1
    (row,) = marie.dossier.rows_of(ACTIONS)
    assert _in_row(marie, row) == {"actions/title": "Portail"}


# The check -----------------------------------------------------------------------------------------------------------


def test_the_card_of_the_check_counts_priorities_by_the_threshold_of_the_house(now: datetime) -> None:
    shown = {}
    for threshold in (3.0, 4.5):
        marie = Rehearsal(script_for(threshold), now)
        marie.do(Resume())
        _on(marie, "express").until("actions/title")
        marks: Mapping[str, Value] = {f"actions/{criterion}": 4 for criterion in CRITERIA}
        _import(marie, *({"actions/title": f"Action {chr(97 + n) * 8}", **marks} for n in range(7)))
        marie.do(Resume())
        marie.until("check.pitfalls")
        shown[threshold] = marie.live.acts
    assert "topic:too_many_immediate" in shown[3.0]
    assert "topic:too_many_immediate" not in shown[4.5]


# A new version of the script ------------------------------------------------------------------------------------------

EVENTS = (
    Typed("Un atelier"),
    Resume(),
    Back(),
    Cancel(),
    Unreadable("voice"),
    Revise(Path("teams.form"), "Un atelier"),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("kind", [PromptKind.QUESTION, PromptKind.DRY_RUN, PromptKind.PROPOSAL, PromptKind.GATE])
def test_a_question_that_left_the_script_while_it_was_asked_is_neither_named_nor_shown(
    marie: Rehearsal, event: Event, kind: PromptKind
) -> None:
    marie.until("frame.plan_name")
    live = replace(marie.live, kind=kind, path=Path("teams.form"), acts=("pick:workshop", "skip"))
    marie.talk = replace(marie.talk, live=live, focus=Path("teams.form"), trail=(Path("teams.form"),))
    marie.do(event)
    assert {str(note.params.get("path")) for note in marie.notes()} <= {"None", "frame.plan_name"}
    assert marie.asked in {"frame.plan_name", "teams.form" if isinstance(event, Revise) else None}
    marie.do(Resume())
    assert marie.asked == "frame.plan_name"


@pytest.mark.parametrize("kind", [PromptKind.QUESTION, PromptKind.GATE])
def test_a_question_that_left_the_script_is_withdrawn_without_its_name(marie: Rehearsal, kind: PromptKind) -> None:
    marie.until("frame.plan_name")
    talk = replace(marie.talk, live=replace(marie.live, kind=kind, path=Path("teams.form")))
    outcome = withdraw(marie.dossier, talk, marie.context)
    assert [note.code for note in notes_in(outcome.effects)] == ["not_relevant"]


# What is left for later, handed, linked -------------------------------------------------------------------------------


def test_a_pitfall_not_set_aside_after_all_is_nothing_left_for_later(marie: Rehearsal) -> None:
    _on(marie, "express").until("check.pitfalls")
    marie.do(Edit(Path("check.dismiss_no_owner")))
    marie.tap("skip")
    assert marie.seen.at(Path("check.dismiss_no_owner"))
    assert "edit:check.dismiss_no_owner" not in scope_acts(LATER, marie.seen, SCRIPT)


def test_a_list_of_the_full_path_emptied_of_its_rows_is_not_shown_on_the_express_one(marie: Rehearsal) -> None:
    _on(marie, "full").until("hearings").tap("add")
    marie.type("L’accueil")
    (row,) = marie.dossier.rows_of(Path("hearings"))
    marie.do(Edit(Path("frame.path")))
    marie.tap("pick:express")
    assert marie.seen.at(Path("hearings"))
    remove = Prompt("m", PromptKind.MENU, None, 0, (f"remove:hearings/{row}",), marie.now)
    marie.do(Tapped(remove, "0"))
    assert marie.seen.at(Path("hearings")) is None


def test_an_answer_accepted_for_the_question_being_changed_ends_the_change(marie: Rehearsal) -> None:
    _on(marie, "express").until("diagnosis.heard")
    marie.do(Edit(Path("diagnosis.fibre")))
    assert marie.asked == "diagnosis.fibre"
    marie.do(Given(Path("diagnosis.fibre"), 71, AnswerStatus.OK, COLLEAGUE))
    assert marie.asked == "diagnosis.heard"


def test_a_link_that_waits_to_apply_again_is_put_to_review_when_its_row_is_removed(marie: Rehearsal) -> None:
    _on(marie, "full").until("hearings").tap("add")
    marie.until("hearings").tap("done")
    marie.until("needs/evidence").tap("pick:hearing")
    assert marie.asked == "needs/evidence_hearing"
    marie.tap("pick:")
    evidence, (heard,) = marie.path("needs/evidence"), marie.dossier.rows_of(Path("hearings"))
    marie.do(Edit(evidence))
    marie.tap("pick:none")
    marie.tap("confirm")
    remove = Prompt("m", PromptKind.MENU, None, 0, (f"remove:hearings/{heard}",), marie.now)
    marie.do(Tapped(remove, "0"))
    undo = marie.dossier.removals[-1]
    link = Path("needs/evidence_hearing", evidence.rows)
    assert marie.dossier.answers[link].status is AnswerStatus.STALE
    marie.do(Tapped(Prompt("n", PromptKind.NOTE, None, 0, (f"undo:{undo.id}",), marie.now), "0"))
    assert marie.dossier.answers[link].status is AnswerStatus.OK


# Buttons made for another plan, or another script ---------------------------------------------------------------------

PLACES = (
    "",
    "x",
    "-1",
    "999",
    "²",
    "needs",
    "needs/gone",
    "needs/gone/sentence",
    "objectives/gone/kpis/k",
    "teams.form",
)
WITH_ARGUMENT = (
    "pick",
    "add",
    "edit",
    "open",
    "remove",
    "undo",
    "but",
    "suggested",
    "reword",
    "entry",
    "page",
    "topic",
    "do",
)
ALONE = (
    "ok",
    "unknown",
    "not_applicable",
    "skip",
    "keep",
    "back",
    "done",
    "detach",
    "remove_too",
    "replace",
    "confirm",
    "cancel",
    "others",
    "hand",
    "later",
)
ACTS = (*(f"{verb}:{place}" for verb in WITH_ARGUMENT for place in PLACES), *ALONE)


@pytest.mark.parametrize("asked", ["hearings", "maturity.governance_1", "needs/sentence", "diagnosis.heard"])
def test_no_act_however_old_or_forged_breaks_the_talk(marie: Rehearsal, asked: str) -> None:
    _on(marie, "full").until(asked)
    live, talk, dossier = marie.live, marie.talk, marie.dossier
    menu = Prompt("m", PromptKind.MENU, None, 0, (), marie.now, {"scope": "needs/gone", "page": 3})
    for act in ACTS:
        for shown, is_live in ((live, True), (live, False), (menu, False)):
            prompt = replace(shown, acts=(act,), id=shown.id if is_live else "old")
            marie.talk, marie.dossier = replace(talk, live=prompt) if is_live else talk, dossier
            effects = marie.do(Tapped(prompt, "0", "Des mots"))
            assert effects or act.startswith("pick:"), act
            marie.do(Resume())
            assert marie.talk.live, act


def test_an_entry_that_is_no_longer_offered_is_not_recorded(marie: Rehearsal) -> None:
    _on(marie, "express").until("needs/sentence")
    forged = replace(marie.live, acts=("entry:gone",))
    marie.talk, before = replace(marie.talk, live=forged), marie.dossier
    marie.do(Tapped(forged, "0", "Un besoin"))
    assert (marie.dossier, marie.asked) == (before, "needs/sentence")
    assert marie.codes() == ["stale_button"]


def test_a_former_button_ends_a_pause_with_a_question_when_none_is_shown_any_more(
    marie: Rehearsal, now: datetime
) -> None:
    _on(marie, "express").until("frame.plan_name").type("Un plan")
    paul = Rehearsal(SCRIPT, now, person=2, dossier=marie.dossier)
    paul.do(Resume())
    former = paul.live
    paul.do(Pause())
    marie.type("2027")
    paul.dossier, paul.talk = marie.dossier, replace(paul.talk, live=None)
    paul.do(Tapped(replace(former, acts=("back",)), "0"))
    assert paul.asked == "frame.end_year"
