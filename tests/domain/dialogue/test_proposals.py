"""What was understood of a text is shown, corrected, and recorded only once confirmed."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Back, Edit, Redraw, Resume, Revise, Tapped, Typed
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Date, Integer, Recognised, Text, Upstream
from domain.dialogue.script import Chapter, Repeat, Script
from domain.dialogue.talk import PromptKind
from domain.dialogue.values import Accepted, Rejected, Understanding, Understood, Unsure
from domain.dialogue.verification.exploration import explore
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.dialogue.view import View

TOWNS = {"T1": "small", "T2": "large", "T3": "large"}


def _town(text: str, _today: date, _view: View) -> Understanding:
    if text in TOWNS:
        return Understood(text, {"town.size": TOWNS[text]}, tuple(sorted(TOWNS.keys() - {text})))
    return Unsure(("T1", "T2")) if text == "twins" else Rejected("nowhere")


def _aim(text: str, _today: date, _view: View) -> Understanding:
    fills: dict[str, str | int] = {}
    if "2028" in text:
        fills["aims/deadline"] = "2028-12-31"
    if "%" in text:
        fills |= {"aims/kpis/unit": "percent", "aims/kpis/target": 70, "aims/kpis/count": 1}
    return Understood(text, fills, is_literal=True) if fills else Accepted(text)


SCRIPT = Script(
    version=1,
    chapters=(
        Chapter(
            id="only",
            items=(
                Recognised(
                    id="town", recognise=_town, samples=("T1", "T2", "twins", "zzz"), not_applicable=True, longest=20
                ),
                Choice(
                    id="town.size",
                    needs=("town",),
                    when=lambda view: view["town"] is not None,
                    choices=("small", "large"),
                    upstream=Upstream.ASK_AGAIN,
                ),
                Repeat(
                    id="aims",
                    least=1,
                    most=2,
                    items=(
                        Recognised(
                            id="aims/sentence", recognise=_aim, samples=("Mieux", "Mieux en 2028", "70 % en 2028")
                        ),
                        Date(id="aims/deadline"),
                        Repeat(
                            id="aims/kpis",
                            least=1,
                            most=2,
                            items=(
                                Text(id="aims/kpis/label"),
                                Choice(id="aims/kpis/unit", choices=("percent", "count")),
                                Integer(id="aims/kpis/target", low=0, high=100),
                                Integer(
                                    id="aims/kpis/count",
                                    needs=("aims/kpis/unit",),
                                    when=lambda view: view["aims/kpis/unit"] == "count",
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)


@pytest.fixture
def paul(people: Callable[..., Rehearsal]) -> Rehearsal:
    person = people(SCRIPT)
    person.do(Resume())
    return person


def _at(person: Rehearsal, question: str) -> object:
    return next((answer.value for path, answer in person.dossier.answers.items() if path.id == question), None)


def test_what_is_understood_is_shown_and_nothing_is_recorded_before_it_is_confirmed(paul: Rehearsal) -> None:
    paul.type("T1")
    assert paul.live.kind is PromptKind.PROPOSAL
    assert not paul.dossier.answers
    paul.tap("ok")
    assert (_at(paul, "town"), _at(paul, "town.size")) == ("T1", "small")
    assert paul.asked == "aims/sentence"


def test_the_one_field_that_is_wrong_is_asked_at_once_and_the_rest_is_recorded(paul: Rehearsal) -> None:
    paul.type("T1")
    paul.tap("but:town.size")
    assert (_at(paul, "town"), _at(paul, "town.size")) == ("T1", None)
    assert paul.asked == "town.size"


def test_a_text_that_may_mean_several_things_offers_them_and_the_choice_is_confirmed_in_the_same_message(
    paul: Rehearsal,
) -> None:
    paul.type("twins")
    choice = paul.live
    assert choice.acts[:2] == ("pick:T1", "pick:T2")
    effects = paul.tap("pick:T2")
    assert [effect.instead_of for effect in effects if isinstance(effect, Redraw)] == [choice.id]
    assert not paul.dossier.answers
    paul.tap("ok")
    assert (_at(paul, "town"), _at(paul, "town.size")) == ("T2", "large")


def test_another_value_may_be_chosen_instead_of_the_one_understood(paul: Rehearsal) -> None:
    paul.type("T1")
    paul.tap("others")
    paul.tap("pick:T3")
    paul.tap("ok")
    assert _at(paul, "town") == "T3"


def test_typing_again_on_a_proposal_is_another_reply_to_the_question(paul: Rehearsal) -> None:
    paul.type("T1")
    paul.type("T2")
    assert paul.live.payload["value"] == "T2"
    paul.type("zzz")
    assert paul.codes() == ["refusal"]
    assert paul.live.payload["value"] == "T2"


def test_going_back_from_a_proposal_asks_the_question_anew_and_records_nothing(paul: Rehearsal) -> None:
    paul.type("T1")
    paul.do(Back())
    assert (paul.live.kind, paul.asked, paul.dossier.answers) == (PromptKind.QUESTION, "town", {})


def test_resuming_shows_the_proposal_that_waits(paul: Rehearsal) -> None:
    paul.type("T1")
    waiting = paul.live
    paul.do(Resume())
    assert paul.live.id != waiting.id
    assert (paul.live.kind, paul.live.payload["value"]) == (PromptKind.PROPOSAL, "T1")


def test_a_territory_in_no_list_is_not_applicable_even_from_a_proposal(paul: Rehearsal) -> None:
    paul.type("T1")
    paul.tap("not_applicable")
    assert paul.dossier.answers[Path("town")].status is AnswerStatus.NOT_APPLICABLE
    assert paul.asked == "aims/sentence"


def test_a_change_of_what_was_recognised_changes_what_follows_from_it(paul: Rehearsal) -> None:
    paul.type("T1")
    paul.tap("ok")
    paul.do(Resume())
    _edit(paul, "town")
    paul.type("T2")
    paul.tap("ok")
    if paul.live.kind is PromptKind.DRY_RUN:
        paul.tap("confirm")
    assert (_at(paul, "town"), _at(paul, "town.size")) == ("T2", "large")
    assert paul.asked == "aims/sentence"


def test_the_fields_that_are_left_ticked_are_recorded_in_a_first_row_of_the_list_inside(paul: Rehearsal) -> None:
    _to_aims(paul)
    paul.type("70 % en 2028")
    assert paul.live.payload["selected"] == ["aims/deadline", "aims/kpis/unit", "aims/kpis/target"]
    paul.tap("ok")
    assert _at(paul, "aims/deadline") == "2028-12-31"
    assert (_at(paul, "aims/kpis/unit"), _at(paul, "aims/kpis/target")) == ("percent", 70)
    assert paul.asked == "aims/kpis/label"
    paul.type("Part en ligne")
    assert paul.live.kind is PromptKind.GATE


def test_an_unticked_field_is_asked_in_its_turn(paul: Rehearsal) -> None:
    _to_aims(paul)
    paul.type("70 % en 2028")
    paul.do(_untick(paul, "aims/deadline"))
    assert not paul.dossier.rows
    paul.tap("ok")
    assert paul.asked == "aims/deadline"
    assert _at(paul, "aims/kpis/target") == 70


def test_a_field_whose_question_does_not_apply_is_not_shown(paul: Rehearsal) -> None:
    _to_aims(paul)
    paul.type("70 % en 2028")
    assert "pick:aims/kpis/count" not in paul.live.acts


def test_a_text_that_says_nothing_more_than_itself_is_recorded_at_once(paul: Rehearsal) -> None:
    _to_aims(paul)
    paul.type("Mieux")
    assert _at(paul, "aims/sentence") == "Mieux"
    assert paul.asked == "aims/deadline"


def test_a_sentence_reworded_with_the_same_figures_is_recorded_without_a_card(paul: Rehearsal) -> None:
    _to_aims(paul)
    paul.type("70 % en 2028")
    paul.tap("ok")
    _edit(paul, "aims/sentence")
    paul.type("Viser 70 % en 2028")
    assert _at(paul, "aims/sentence") == "Viser 70 % en 2028"
    assert _at(paul, "aims/kpis/target") == 70


def test_an_edited_message_offers_its_new_value_and_what_follows_from_it(paul: Rehearsal) -> None:
    paul.type("T1")
    paul.tap("ok")
    paul.do(Revise(Path("town"), "T2"))
    assert _at(paul, "town") == "T1"
    paul.tap("replace", paul.shown())
    assert (_at(paul, "town"), _at(paul, "town.size")) == ("T2", "large")
    paul.do(Revise(Path("town"), "twins"))
    assert paul.codes() == ["revision_unsure"]


def test_editing_the_message_behind_a_proposal_makes_another_proposal(paul: Rehearsal) -> None:
    paul.type("T1")
    paul.do(Revise(Path("town"), "T3"))
    assert (paul.live.kind, paul.live.payload["value"]) == (PromptKind.PROPOSAL, "T3")


def test_somebody_who_answered_meanwhile_is_not_overwritten_by_a_confirmed_proposal(
    paul: Rehearsal, people: Callable[..., Rehearsal]
) -> None:
    paul.type("T1")
    karim = people(SCRIPT, person=2, share=paul)
    karim.do(Resume())
    karim.type("T2")
    karim.tap("ok")
    paul.dossier = karim.dossier
    paul.tap("ok")
    assert _at(paul, "town") == "T2"
    paul.tap("replace", paul.shown())
    assert (_at(paul, "town"), _at(paul, "town.size")) == ("T1", "small")


def test_proposals_hold_no_dead_end() -> None:
    found = explore(SCRIPT, "only", rows=1)
    assert found.is_sound, found


def _to_aims(person: Rehearsal) -> None:
    person.do(Typed("T1"))
    person.tap("ok")


def _edit(person: Rehearsal, question: str) -> None:
    person.do(Edit(next(path for path in person.dossier.answers if path.id == question)))


def _untick(person: Rehearsal, item: str) -> Tapped:
    return Tapped(person.live, f"-{person.live.acts.index(f'pick:{item}')}")
