"""Objectives through the wire: read, shown field by field, completed by questions, coached, and followed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.client import Person
from bot.sandbox.seen import Button, Message
from bot.storage import dossiers
from bot.storage.memberships import Role
from bot.wording.wordbook import LONGEST_LABEL
from domain.dialogue.dossier import Dossier

if TYPE_CHECKING:
    from tests.e2e.conftest import House

KPI = "objectives/kpis"
SENTENCE, DEADLINE = "objectives/sentence", "objectives/deadline"
LABEL, UNIT, DIRECTION = f"{KPI}/label", f"{KPI}/unit", f"{KPI}/direction"
UNIT_NAME = f"{KPI}/unit_name"
BASELINE, TARGET = f"{KPI}/baseline", f"{KPI}/target"
COMPLETE = "Faire passer de 40 % à 70 % la part des démarches en ligne d’ici fin 2029"
RELATIVE = "Réduire de 30 % le délai moyen d’instruction d’ici fin 2028"
AMBIGUOUS = "Former 150 agents d’ici 2028"
VAGUE = "Réduire les délais d’instruction"


def plain(text: str) -> str:
    """The words with ordinary spaces, and one at a time."""
    return " ".join(text.split())


def button(message: Message, label: str) -> Button:
    return next(each for each in message.buttons if each.text == label)


async def said(house: "House", item: str) -> list[object]:
    """The recorded answers to a question, in the order of the rows."""
    dossier = await house.dossier()
    found = {path.rows: answer.value for path, answer in dossier.answers.items() if path.id == item}
    return [found[rows] for rows in _rows(dossier, item.count("/")) if rows in found]


def _rows(dossier: Dossier, depth: int) -> list[tuple[str, ...]]:
    objectives: list[tuple[str, ...]] = [
        (row,) for path, rows in dossier.rows.items() if path.id == "objectives" for row in rows
    ]
    if depth == 1:
        return objectives
    inside = {path.rows: rows for path, rows in dossier.rows.items() if path.id == KPI}
    return [(*objective, row) for objective in objectives for row in inside.get(objective, ())]


async def ok(house: "House", person: Person) -> None:
    await person.tap(house.words("common:act_ok"))


def ticked(house: "House", item: str) -> str:
    return house.words("common:option_selected", label=house.name(item))


async def aiming(house: "House", sentence: str) -> tuple[Person, Message]:
    """A lead who typed their first objective, and the card they are shown."""
    lead = await house.lead(until=SENTENCE)
    await lead.send(sentence)
    return lead, (await lead.new_messages())[-1]


async def reply(house: "House", person: Person, question: str, answer: str) -> None:
    """Answer the question that must be asked now: by the code of an option, else in words."""
    assert await house.asked(person) == question
    code = answer.partition(":")[2]
    await (person.tap(house.option(question, code)) if answer.startswith("pick:") else person.send(answer))


async def link(house: "House", person: Person, need: int = 0) -> None:
    """Say which need the objective answers."""
    assert await house.asked(person) == "objectives/need"
    await person.tap((await house.question(person)).labels[need])


async def finish(house: "House", person: Person, answers: Sequence[tuple[str, str]]) -> None:
    """Answer the questions of a KPI, the only one: the express path asks for no other."""
    for question, answer in answers:
        await reply(house, person, question, answer)


FOLLOWED = ((f"{KPI}/frequency", "pick:monthly"), (f"{KPI}/owner", "pick:me"))


# The card -------------------------------------------------------------------------------------------------------------


async def test_a_sentence_is_shown_field_by_field_and_nothing_is_stored_before_it_is_confirmed(house: "House") -> None:
    lead, shown = await aiming(house, COMPLETE)
    text = plain(shown.said)
    assert "J’ai compris :" in text
    assert "Échéance : 31 décembre 2029" in text
    assert "Aujourd’hui : 40 %" in text
    assert "Cible : 70 %" in text
    assert "Il manque" not in text
    assert not await said(house, SENTENCE)
    await ok(house, lead)
    assert await house.asked(lead) == "objectives/need"
    assert await said(house, SENTENCE) == [COMPLETE]
    assert await said(house, DEADLINE) == ["2029-12-31"]
    kpi = [(await said(house, item))[0] for item in (UNIT, DIRECTION, BASELINE, TARGET)]
    assert kpi == ["percent", "up", 40, 70]


async def test_what_the_sentence_said_is_not_asked_again(house: "House") -> None:
    lead, _ = await aiming(house, COMPLETE)
    await ok(house, lead)
    await link(house, lead)
    assert await house.asked(lead) == f"{KPI}/frequency"
    await finish(house, lead, FOLLOWED)
    assert await house.asked(lead) == "objectives"


async def test_a_field_that_is_unticked_is_asked_and_the_others_are_recorded(house: "House") -> None:
    lead, shown = await aiming(house, COMPLETE)
    await lead.tap(ticked(house, TARGET))
    await lead.tap(ticked(house, DEADLINE))
    assert (await house.question(lead)).id == shown.id
    assert not await said(house, SENTENCE)
    await ok(house, lead)
    await link(house, lead)
    await reply(house, lead, DEADLINE, "30/06/2029")
    await reply(house, lead, TARGET, "65 %")
    assert await house.asked(lead) == f"{KPI}/frequency"
    assert await said(house, DEADLINE) == ["2029-06-30"]
    assert await said(house, BASELINE) == [40]
    assert await said(house, TARGET) == [65]


@pytest.mark.parametrize("yes", ["oui", "C’est bon.", "ok"])
async def test_a_yes_in_words_is_no_objective_but_confirms_the_one_on_the_card(cabin: "House", yes: str) -> None:
    lead, _ = await aiming(cabin, COMPLETE)
    await lead.send(yes)
    assert await cabin.asked(lead) == "objectives/need"
    assert await said(cabin, SENTENCE) == [COMPLETE]


async def test_a_no_in_words_asks_for_the_objective_anew(cabin: "House") -> None:
    lead, _ = await aiming(cabin, COMPLETE)
    await lead.send("Non")
    assert await cabin.asked(lead) == SENTENCE
    assert cabin.words("objectives:objectives_sentence__question") in (await cabin.question(lead)).said
    assert not await said(cabin, SENTENCE)


async def test_another_sentence_typed_on_the_card_takes_its_place(house: "House") -> None:
    lead, _ = await aiming(house, COMPLETE)
    await lead.send(RELATIVE)
    assert "31 décembre 2028" in plain((await lead.new_messages())[-1].said)
    await ok(house, lead)
    await house.settle()
    assert await said(house, SENTENCE) == [RELATIVE]
    assert await said(house, DEADLINE) == ["2028-12-31"]


@pytest.mark.parametrize("plainly", ["97400", "Faire mieux"])
async def test_a_plainer_sentence_typed_on_the_card_takes_nothing_of_the_former_one(
    house: "House", plainly: str
) -> None:
    lead, _ = await aiming(house, COMPLETE)
    await lead.send(plainly)
    if await house.asked(lead) == SENTENCE:
        await ok(house, lead)
    assert await house.asked(lead) == "objectives/need"
    assert await said(house, SENTENCE) == [plainly]
    assert not await said(house, DEADLINE)
    assert not await said(house, TARGET)


async def test_the_only_field_of_a_card_is_named_on_its_button(cabin: "House") -> None:
    lead, shown = await aiming(cabin, "D’ici fin 2028")
    only = [label for label in shown.labels if cabin.name(DEADLINE) in label]
    assert len(only) == 1
    await lead.tap(only[0])
    assert await cabin.asked(lead) == "objectives/need"
    assert not await said(cabin, DEADLINE)


async def test_a_card_outlives_a_restart_with_the_ticks_taken_away(house: "House") -> None:
    lead, shown = await aiming(house, COMPLETE)
    await lead.tap(ticked(house, DEADLINE))
    await house.settle()
    await house.restart()
    await lead.send("/reprendre")
    again = (await lead.new_messages())[-1]
    assert again.said == shown.said
    assert ticked(house, DEADLINE) not in again.labels
    await ok(house, lead)
    await link(house, lead)
    assert await house.asked(lead) == DEADLINE
    assert await said(house, TARGET) == [70]


async def test_a_level_to_keep_is_recorded_with_its_ceiling(house: "House") -> None:
    lead, shown = await aiming(house, "Maintenir les dépenses d’impression sous 12 000 € par an")
    assert house.name(f"{KPI}/ceiling") in shown.said
    await ok(house, lead)
    await house.settle()
    assert await said(house, DIRECTION) == ["keep"]
    assert await said(house, f"{KPI}/ceiling") == [12_000]


async def test_confirming_twice_at_once_makes_one_objective(house: "House") -> None:
    lead, shown = await aiming(house, COMPLETE)
    exact = button(shown, house.words("common:act_ok"))
    await lead.press(shown, exact)
    await lead.press(shown, exact)
    await house.settle()
    assert await said(house, SENTENCE) == [COMPLETE]
    assert len(await said(house, LABEL)) == 1


async def test_forged_fields_of_a_card_store_nothing(house: "House") -> None:
    lead, shown = await aiming(house, COMPLETE)
    prompt = str(shown.buttons[0].data).split(".")[1]
    marc = await house.member("Marc", Role.OFFICIAL)
    await lead.toasts()
    for op in ("+40", "-40", "99", "pick", ""):
        await lead.press(shown, f"1.{prompt}.{op}")
    own = (await marc.messages())[-1]
    await marc.press(own, f"1.{prompt}.0")
    await house.settle()
    assert not await said(house, SENTENCE)
    assert (await house.question(lead)).id == shown.id


async def test_a_figure_is_left_with_its_unit_and_comes_back_with_it(house: "House") -> None:
    lead, _ = await aiming(house, COMPLETE)
    await lead.tap(ticked(house, UNIT))
    redrawn = await house.question(lead)
    for item in (UNIT, BASELINE, TARGET):
        assert ticked(house, item) not in redrawn.labels
    assert ticked(house, DEADLINE) in redrawn.labels
    assert "les valeurs sont décochées aussi" in plain(redrawn.said)
    await lead.tap(house.words("common:option_free", label=house.name(TARGET)))
    redrawn = await house.question(lead)
    assert ticked(house, UNIT) in redrawn.labels
    assert ticked(house, TARGET) in redrawn.labels
    await lead.tap(ticked(house, UNIT))
    await ok(house, lead)
    await link(house, lead)
    assert await house.asked(lead) == UNIT
    assert not await said(house, BASELINE)


async def test_what_cannot_be_kept_is_said_on_the_card(cabin: "House") -> None:
    _, shown = await aiming(cabin, "Passer de 80 à 120 % de satisfaction d’ici fin 2028")
    assert "120 % : un pourcentage va de 0 à 100." in plain(shown.said)
    assert f"{cabin.name(TARGET)} :" not in plain(shown.said)


async def test_a_second_goal_is_said_to_be_left_for_later(cabin: "House") -> None:
    _, shown = await aiming(
        cabin, "Descendre sous 10 jours le délai de traitement et porter à 95 % la disponibilité du SI d’ici fin 2028"
    )
    text = plain(shown.said)
    assert "Cible : 10 jours" in text
    assert "Baisser" in text
    assert "Je n’ai lu que le premier objectif : ajoutez l’autre ensuite." in text
    assert "95" not in text


async def test_the_lowest_of_two_levels_is_no_target(cabin: "House") -> None:
    _, shown = await aiming(cabin, "Maintenir le délai de réponse sous 10 jours")
    text = plain(shown.said)
    assert "Minimum : 0" in text
    assert "Cible" not in text
    assert "Plafond : 10 jours" in text


async def test_an_indicator_that_the_sentence_does_not_name_is_told_to_be_missing(cabin: "House") -> None:
    _, shown = await aiming(cabin, "D’ici fin 2028")
    assert "Il manque : l’indicateur (mesurable), de combien (mesurable)." in plain(shown.said)


# What is asked --------------------------------------------------------------------------------------------------------


async def test_a_relative_change_offers_its_target_once_the_baseline_is_known(house: "House") -> None:
    lead, shown = await aiming(house, RELATIVE)
    assert "30 %" in plain(shown.said)
    await ok(house, lead)
    await link(house, lead)
    await reply(house, lead, UNIT, "pick:days")
    await reply(house, lead, BASELINE, "60 j")
    assert await house.asked(lead) == TARGET
    offered = (await house.question(lead)).labels[0]
    assert plain(offered) == "💡 42 jours"
    assert not await said(house, TARGET)
    await lead.tap(offered)
    assert await house.asked(lead) == f"{KPI}/frequency"
    assert await said(house, TARGET) == [42]


async def test_the_target_offered_may_be_left_for_another(cabin: "House") -> None:
    lead, _ = await aiming(cabin, RELATIVE)
    await ok(cabin, lead)
    await link(cabin, lead)
    await reply(cabin, lead, UNIT, "pick:days")
    await reply(cabin, lead, BASELINE, "60")
    await reply(cabin, lead, TARGET, "six semaines")
    await cabin.settle()
    assert await said(cabin, TARGET) == [42]


async def test_no_target_is_offered_when_the_baseline_is_not_known(cabin: "House") -> None:
    lead, _ = await aiming(cabin, RELATIVE)
    await ok(cabin, lead)
    await link(cabin, lead)
    await reply(cabin, lead, UNIT, "pick:days")
    await lead.tap(cabin.words("common:act_unknown"))
    assert await cabin.asked(lead) == TARGET
    assert not [label for label in (await cabin.question(lead)).labels if label.startswith("💡")]


@pytest.mark.parametrize("choice", [0, 1])
async def test_a_deadline_that_may_be_two_days_is_asked_with_a_button_for_each(house: "House", choice: int) -> None:
    lead, shown = await aiming(house, AMBIGUOUS)
    assert house.name(DEADLINE) not in shown.said
    assert "Reste à préciser : la date exacte" in plain(shown.said)
    await ok(house, lead)
    await link(house, lead)
    assert await house.asked(lead) == DEADLINE
    offered = [label for label in (await house.question(lead)).labels if label.startswith("💡")]
    assert {plain(label) for label in offered} == {"💡 31 décembre 2028", "💡 1er janvier 2028"}
    await lead.tap(offered[choice])
    await house.settle()
    expected = "2028-12-31" if "31" in offered[choice] else "2028-01-01"
    assert await said(house, DEADLINE) == [expected]


async def test_a_deadline_that_is_past_is_said_to_be_and_asked_again(cabin: "House") -> None:
    lead, shown = await aiming(cabin, "Former 150 agents d’ici fin 2020")
    assert cabin.name(DEADLINE) not in shown.said
    assert "Le 31 décembre 2020 est déjà passé." in plain(shown.said)
    await ok(cabin, lead)
    await link(cabin, lead)
    assert await cabin.asked(lead) == DEADLINE


@pytest.mark.parametrize(
    ("unit", "typed", "value"),
    [
        ("days", "deux semaines", 14),
        ("days", "12 j", 12),
        ("days", "48 heures", 2),
        ("count", "1 200", 1200),
        ("count", "environ 30", 30),
        ("count", "12 dossiers", 12),
        ("percent", "62,5 %", 62.5),
        ("percent", "9 sur 10", 90),
        ("euros", "1,5 k€", 1500),
        ("hours", "3 h 30", 3.5),
    ],
)
async def test_figures_are_taken_in_the_unit_of_the_kpi_however_they_are_said(
    cabin: "House", unit: str, typed: str, value: float
) -> None:
    lead, _ = await aiming(cabin, VAGUE)
    await ok(cabin, lead)
    await link(cabin, lead)
    await reply(cabin, lead, DEADLINE, "fin 2028")
    if await cabin.asked(lead) == LABEL:
        await lead.send("Délai moyen")
    await reply(cabin, lead, UNIT, f"pick:{unit}")
    if await cabin.asked(lead) == DIRECTION:
        await lead.tap(cabin.option(DIRECTION, "down"))
    await reply(cabin, lead, BASELINE, typed)
    assert await cabin.asked(lead) == TARGET
    assert await said(cabin, BASELINE) == [pytest.approx(value)]


async def test_a_figure_of_another_nature_is_refused_with_the_unit_awaited(cabin: "House") -> None:
    lead, _ = await aiming(cabin, RELATIVE)
    await ok(cabin, lead)
    await link(cabin, lead)
    await reply(cabin, lead, UNIT, "pick:days")
    await lead.new_messages()
    await reply(cabin, lead, BASELINE, "12 €")
    told = plain((await lead.one_message()).said)
    assert "« jours »" in told
    assert "« € »" in told
    assert not await said(cabin, BASELINE)
    await lead.send("60")
    assert await cabin.asked(lead) == TARGET


async def to_the_unit(house: "House") -> Person:
    """A lead who is asked the unit of their KPI."""
    lead, _ = await aiming(house, RELATIVE)
    await ok(house, lead)
    await link(house, lead)
    assert await house.asked(lead) == UNIT
    return lead


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("jours", "days"),
        ("en jours", "days"),
        ("60 jours", "days"),
        ("%", "percent"),
        ("En pourcentage", "percent"),
        ("euros", "euros"),
        ("en nombre", "count"),
    ],
)
async def test_a_usual_unit_may_be_typed(cabin: "House", typed: str, code: str) -> None:
    lead = await to_the_unit(cabin)
    await lead.send(typed)
    assert await cabin.asked(lead) == BASELINE
    assert await said(cabin, UNIT) == [code]


@pytest.mark.parametrize(("typed", "name"), [("ramettes", "ramettes"), ("en minutes", "minutes"), ("12 MWh", "MWh")])
async def test_the_name_of_another_unit_may_be_typed_and_is_confirmed(cabin: "House", typed: str, name: str) -> None:
    lead = await to_the_unit(cabin)
    await lead.new_messages()
    await lead.send(typed)
    assert f"« {name} »" in plain((await lead.new_messages())[-1].said)
    assert not await said(cabin, UNIT)
    await ok(cabin, lead)
    assert await cabin.asked(lead) == BASELINE
    assert (await said(cabin, UNIT), await said(cabin, UNIT_NAME)) == (["other"], [name])


async def test_a_number_is_a_value_and_not_the_place_of_a_unit(cabin: "House") -> None:
    lead = await to_the_unit(cabin)
    await lead.new_messages()
    await lead.send("6")
    assert "« 6 » est une valeur" in plain((await lead.new_messages())[-1].said)
    assert await cabin.asked(lead) == UNIT
    assert not await said(cabin, UNIT)


# Later ----------------------------------------------------------------------------------------------------------------


async def test_a_second_objective_has_its_own_fields_and_its_own_kpi(house: "House") -> None:
    lead, _ = await aiming(house, COMPLETE)
    await ok(house, lead)
    await link(house, lead)
    await finish(house, lead, FOLLOWED)
    await lead.tap(house.words("objectives:objectives__act_add"))
    await lead.send(RELATIVE)
    await ok(house, lead)
    await link(house, lead, 1)
    await finish(house, lead, ((UNIT, "pick:days"), (BASELINE, "62"), (TARGET, "40"), *FOLLOWED))
    await house.settle()
    assert await said(house, SENTENCE) == [COMPLETE, RELATIVE]
    assert await said(house, DEADLINE) == ["2029-12-31", "2028-12-31"]
    assert await said(house, TARGET) == [70, 40]


async def reviewed(house: "House", sentence: str, answers: Sequence[tuple[str, str]]) -> Person:
    """A lead with one objective, on the card that closes the chapter."""
    lead, _ = await aiming(house, sentence)
    await ok(house, lead)
    await link(house, lead)
    await finish(house, lead, answers)
    await lead.tap(house.words("objectives:objectives__act_done"))
    assert await house.asked(lead) == "objectives.review"
    await lead.new_messages()
    return lead


async def edited(house: "House", lead: Person, sentence: str) -> Message:
    """The card of a sentence typed again by /modifier."""
    title = str((await said(house, SENTENCE))[0])
    await house.open(lead, "Objectifs", title[:12], house.name(SENTENCE))
    await lead.new_messages()
    await lead.send(sentence)
    return (await lead.new_messages())[-1]


async def test_a_sentence_typed_again_with_another_date_shows_only_what_changes(house: "House") -> None:
    lead = await reviewed(house, COMPLETE, FOLLOWED)
    shown = await edited(house, lead, COMPLETE.replace("2029", "2028"))
    text = plain(shown.said)
    assert "Échéance : 31 décembre 2029 → 31 décembre 2028" in text
    assert "Cible" not in text
    assert "Il manque" not in text
    assert await said(house, DEADLINE) == ["2029-12-31"]
    await ok(house, lead)
    await house.settle()
    assert await said(house, DEADLINE) == ["2028-12-31"]
    assert await said(house, TARGET) == [70]
    assert await house.asked(lead) == "objectives.review"


async def test_a_sentence_typed_again_with_another_level_moves_the_target_of_its_only_kpi(house: "House") -> None:
    lead = await reviewed(house, COMPLETE, FOLLOWED)
    label = await said(house, LABEL)
    shown = await edited(house, lead, COMPLETE.replace("70", "80"))
    assert "Cible : 70 % → 80 %" in plain(shown.said)
    assert house.name(DEADLINE) not in shown.said
    assert "Il manque" not in shown.said
    assert await said(house, TARGET) == [70]
    await ok(house, lead)
    await house.settle()
    assert await said(house, TARGET) == [80]
    assert await said(house, LABEL) == label
    assert await house.asked(lead) == "objectives.review"


async def test_a_sentence_typed_again_with_another_baseline_has_nothing_asked_again(house: "House") -> None:
    lead = await reviewed(house, COMPLETE, FOLLOWED)
    await edited(house, lead, COMPLETE.replace("40", "30"))
    await ok(house, lead)
    assert await house.asked(lead) == "objectives.review"
    assert (await said(house, BASELINE), await said(house, TARGET)) == ([30], [70])


async def test_a_date_in_doubt_that_is_not_the_one_recorded_is_shown_as_changed(house: "House") -> None:
    lead = await reviewed(house, COMPLETE, FOLLOWED)
    shown = await edited(house, lead, COMPLETE.replace("fin 2029", "2028"))
    assert "Échéance : 31 décembre 2029 → 31 décembre 2028" in plain(shown.said)
    await ok(house, lead)
    await house.settle()
    assert await said(house, DEADLINE) == ["2028-12-31"]


async def test_a_date_in_doubt_that_may_be_the_one_recorded_is_left(house: "House") -> None:
    lead = await reviewed(house, COMPLETE, FOLLOWED)
    await edited(house, lead, COMPLETE.replace("fin 2029", "2029"))
    await house.settle()
    assert await said(house, DEADLINE) == ["2029-12-31"]


async def test_editing_the_message_takes_the_new_date_along_and_nothing_that_was_corrected_by_hand(
    house: "House",
) -> None:
    lead = await house.lead(until=SENTENCE)
    typed = await lead.send(COMPLETE)
    await lead.tap(ticked(house, DEADLINE))
    await ok(house, lead)
    await link(house, lead)
    await reply(house, lead, DEADLINE, "30/06/2029")
    await lead.new_messages()
    await lead.edit(typed, COMPLETE.replace("démarches", "formalités"))
    offered = (await lead.new_messages())[-1]
    await lead.press(offered, offered.buttons[-1])
    await house.settle()
    assert await said(house, DEADLINE) == ["2029-06-30"]
    assert "formalités" in str((await said(house, SENTENCE))[0])
    await lead.new_messages()
    await lead.edit(typed, COMPLETE.replace("2029", "2028"))
    offered = (await lead.new_messages())[-1]
    await lead.press(offered, offered.buttons[-1])
    await house.settle()
    assert await said(house, DEADLINE) == ["2028-12-31"]


async def test_editing_the_message_while_its_card_waits_makes_another_card(house: "House") -> None:
    lead = await house.lead(until=SENTENCE)
    typed = await lead.send(COMPLETE)
    await lead.new_messages()
    await lead.edit(typed, RELATIVE)
    assert "31 décembre 2028" in plain((await lead.new_messages())[-1].said)
    assert not await said(house, SENTENCE)
    await ok(house, lead)
    await house.settle()
    assert await said(house, SENTENCE) == [RELATIVE]


async def test_figures_in_a_unit_that_was_corrected_are_asked_again(cabin: "House") -> None:
    lead = await reviewed(cabin, "Réduire la consommation de 120 à 80 MWh d’ici fin 2028", FOLLOWED)
    await cabin.open(lead, "Objectifs", "Réduire la c", "Consommation", cabin.name(UNIT_NAME))
    await lead.send("kWh")
    await lead.tap(cabin.words("common:act_confirm"))
    assert await cabin.asked(lead) == BASELINE


# The coach ------------------------------------------------------------------------------------------------------------

VAGUE_ANSWERS = (
    (DEADLINE, "fin 2028"),
    (UNIT, "pick:days"),
    (BASELINE, "60"),
    (TARGET, "40"),
    *FOLLOWED,
)


async def test_a_sentence_without_figures_is_completed_by_one_tap(house: "House") -> None:
    lead = await reviewed(house, VAGUE, VAGUE_ANSWERS)
    review = await house.question(lead)
    assert "Coach SMART" in review.said
    assert "✍️" in review.said
    complete = house.words("objectives:objectives_review__act_reword", name=VAGUE)
    assert plain(complete).startswith("✍️ Phrase : Réduire les")
    assert len(complete) <= LONGEST_LABEL
    await lead.tap(complete)
    offered = (await lead.new_messages())[-1]
    text = plain(offered.said)
    assert VAGUE in text
    for figure in ("60", "40 jours", "2028"):
        assert figure in text
    assert await said(house, SENTENCE) == [VAGUE]
    await lead.press(offered, offered.buttons[-1])
    await house.settle()
    (fuller,) = await said(house, SENTENCE)
    assert fuller != VAGUE
    assert "2028" in str(fuller)
    assert await said(house, DEADLINE) == ["2028-12-31"]
    assert await said(house, TARGET) == [40]
    again = await house.question(lead)
    assert await house.asked(lead) == "objectives.review"
    assert complete not in again.labels
    assert plain(str(fuller)) in plain(again.said)


async def test_a_sentence_that_an_answer_contradicts_is_told_and_offered_anew(house: "House") -> None:
    lead = await reviewed(house, COMPLETE, FOLLOWED)
    await house.open(lead, "Objectifs", COMPLETE[:12], house.name(DEADLINE))
    await lead.send("30/06/2028")
    await house.settle()
    assert await said(house, DEADLINE) == ["2028-06-30"]
    assert await house.asked(lead) == "objectives.review"
    review = plain((await house.question(lead)).said)
    assert "Votre phrase ne dit plus la même chose que vos réponses." in review
    assert "d’ici le 30 juin 2028" in review


async def test_a_date_worked_out_is_shown_with_what_it_is_beside_the_plan(house: "House") -> None:
    lead, _ = await aiming(house, VAGUE)
    await ok(house, lead)
    await link(house, lead)
    question = await house.question(lead)
    assert await house.asked(lead) == DEADLINE
    await lead.send("dans dix ans")
    await house.settle()
    (day,) = await said(house, DEADLINE)
    told = plain(next(each for each in await lead.messages() if each.id == question.id).said)
    assert str(day)[:4] in told
    assert "c’est après la fin du plan" in told


async def test_the_fuller_sentence_refused_leaves_mine(house: "House") -> None:
    lead = await reviewed(house, VAGUE, VAGUE_ANSWERS)
    await lead.tap(house.words("objectives:objectives_review__act_reword", name=VAGUE))
    offered = (await lead.new_messages())[-1]
    await lead.press(offered, offered.buttons[0])
    await house.settle()
    assert await said(house, SENTENCE) == [VAGUE]
    assert await house.asked(lead) == "objectives.review"
    await ok(house, lead)
    assert await house.asked(lead) == "actions/title"


async def test_the_coach_names_what_is_missing_says_why_and_gives_an_example_of_the_pillar(house: "House") -> None:
    lead, shown = await aiming(house, VAGUE)
    assert "Il manque" in shown.said
    await ok(house, lead)
    await link(house, lead)
    assert await house.asked(lead) == DEADLINE
    await lead.tap(house.words("common:act_unknown"))
    await reply(house, lead, UNIT, "pick:days")
    for _ in (BASELINE, TARGET):
        await lead.tap(house.words("common:act_unknown"))
    await finish(house, lead, FOLLOWED)
    await lead.tap(house.words("objectives:objectives__act_done"))
    assert await house.asked(lead) == "objectives.review"
    review = plain((await house.question(lead)).said)
    for name in (
        "gap_no_deadline",
        "why_no_deadline",
        "gap_no_target",
        "why_no_target",
    ):
        assert plain(house.words(f"objectives:{name}")) in review
    assert plain(house.words("objectives:example_inclusion")) in review, "the first need is about inclusion"
    await ok(house, lead)
    assert await house.asked(lead) == "actions/title"


async def test_the_coach_is_silent_on_a_complete_objective(house: "House") -> None:
    lead = await reviewed(house, COMPLETE, FOLLOWED)
    assert "Coach SMART" not in (await house.question(lead)).said


async def test_labels_of_a_card_fit_on_buttons_in_both_languages(cabin: "House") -> None:
    lead, shown = await aiming(cabin, COMPLETE)
    assert all(len(label) <= LONGEST_LABEL for label in shown.labels)
    await lead.send("/langue")
    await lead.tap(cabin.words("start:act_language_en"))
    again = await cabin.question(lead)
    assert all(len(label) <= LONGEST_LABEL for label in again.labels)
    assert cabin.words("common:act_ok", "en") in again.labels
    assert "31 December 2029" in plain(again.said) or "December 31, 2029" in plain(again.said)


# Reminders ------------------------------------------------------------------------------------------------------------


async def test_reminders_start_with_what_the_sentence_said(house: "House") -> None:
    lead = await house.lead()
    before = len(await said(house, LABEL))
    await house.open(lead, "Objectifs")
    await lead.tap(house.words("common:act_add"))
    await lead.send(COMPLETE)
    await ok(house, lead)
    await link(house, lead)
    await finish(house, lead, FOLLOWED)
    await house.settle()
    assert len(await said(house, LABEL)) == before + 1
    await lead.new_messages()
    await house.jump(timedelta(days=8))
    asked = "\n".join(each.said for each in await lead.new_messages())
    assert str((await said(house, LABEL))[-1]) in asked


async def in_unit(house: "House", unit: str) -> None:
    """Have the KPI that the lead gives counted in another unit."""
    stored = await house.dossier()
    own = next(
        path.rows for path, answer in stored.answers.items() if path.id == f"{KPI}/owner" and answer.value == "me"
    )
    codes = {path: answer for path, answer in stored.answers.items() if path.rows == own}
    free = {path: replace(answer, value=unit) for path, answer in codes.items() if path.id == UNIT}
    changed = replace(stored, answers={**stored.answers, **free}, revision=stored.revision + 1)
    await house.db.write(lambda db: dossiers.save(db, 1, stored, changed))


@pytest.mark.parametrize(
    ("unit", "typed", "value"),
    [
        ("days", "deux semaines", 14),
        ("days", "environ 30", 30),
        ("count", "1 200", 1200),
        ("percent", "62,5 %", 62.5),
        ("euros", "1,5 k€", 1500),
    ],
)
async def test_a_reminder_takes_a_value_in_the_unit_of_its_kpi_however_it_is_said(
    cabin: "House", unit: str, typed: str, value: float
) -> None:
    lead = await cabin.lead()
    await in_unit(cabin, unit)
    await _asked_for_days(cabin, lead)
    await lead.send(typed)
    await cabin.settle()
    if len(await cabin.readings()) == 1:
        await lead.tap("Oui, ")
        await cabin.settle()
    assert [each.value for each in await cabin.readings()] == [None, pytest.approx(value)]


async def _asked_for_days(house: "House", lead: Person) -> None:
    """Have a lead asked for their own KPI, once they have passed over the one of an owner who is not linked yet."""
    await house.jump(timedelta(days=8))
    await lead.tap(house.words("reminders:act_missing"))
    await house.settle()
    await lead.new_messages()


async def test_a_reminder_refuses_a_value_of_another_nature(cabin: "House") -> None:
    lead = await cabin.lead()
    await _asked_for_days(cabin, lead)
    await lead.send("12 €")
    assert "jours" in (await lead.new_messages())[-1].said
    assert [each.value for each in await cabin.readings()] == [None]
