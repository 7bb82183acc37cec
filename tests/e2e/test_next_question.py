"""After every gesture somebody sees what comes next: the question in progress, again, or a button that leads on."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.storage.memberships import Role

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from tests.e2e.conftest import House

QUESTION = "meetings/form"
"""In the middle of the plan, with chapters before it that are complete."""


async def _is_asked_last(house: "House", lead: "Person", item: str = QUESTION) -> None:
    assert await house.asked(lead) == item
    last = [each for each in await lead.messages() if each.from_bot][-1]
    assert last.id == (await house.question(lead)).id, f"left on: {last.said[:80]}"


async def test_after_retirer_and_after_undoing_it_the_question_is_shown_again(house: "House") -> None:
    lead = await house.lead(until=QUESTION)
    await house.open(lead, "Actions", "Refaire l’app")
    await lead.tap(house.words("common:act_remove"))
    await _is_asked_last(house, lead)
    await lead.tap(house.words("common:act_undo"))
    await _is_asked_last(house, lead)


async def test_after_a_removal_that_is_given_up_the_question_is_shown_again(cabin: "House") -> None:
    lead = await cabin.lead(until=QUESTION)
    await cabin.open(lead, "Objectifs", "Ramener")
    await lead.tap(cabin.words("common:act_remove"))
    await lead.tap(cabin.words("common:act_cancel"))
    await _is_asked_last(cabin, lead)


@pytest.mark.parametrize("choice", ["replace", "keep"])
async def test_after_remplacer_a_corrected_message_the_question_is_shown_again(cabin: "House", choice: str) -> None:
    lead = await cabin.lead(until="frame.start_year")
    for said in ("2027", "2029"):
        await lead.send(said)
    sent = await lead.send("Une ambition claire")
    await lead.edit(sent, "Une ambition plus claire")
    await lead.tap(cabin.words(f"common:act_{choice}", value="Une ambition claire"))
    await _is_asked_last(cabin, lead, "frame.has_budget")


async def test_a_pause_shows_how_to_go_on(cabin: "House") -> None:
    lead = await cabin.lead(until=QUESTION)
    await lead.send("/pause")
    paused = (await lead.new_messages())[-1]
    assert paused.labels == [cabin.words("common:act_resume")]
    await lead.tap(cabin.words("common:act_resume"))
    await _is_asked_last(cabin, lead)


@pytest.mark.parametrize("command", ["/annuler", "/reprendre"])
async def test_a_command_with_nothing_to_do_shows_the_question(cabin: "House", command: str) -> None:
    lead = await cabin.lead(until=QUESTION)
    await lead.send(command)
    await _is_asked_last(cabin, lead)


async def test_going_back_shows_the_question_before(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.end_year")
    await lead.send("2029")
    await lead.send("/retour")
    await _is_asked_last(cabin, lead, "frame.end_year")
    await lead.send("/retour")
    await _is_asked_last(cabin, lead, "frame.end_year")


async def test_a_chapter_with_nothing_left_to_ask_offers_to_go_on(cabin: "House") -> None:
    lead = await cabin.lead(until=QUESTION)
    await lead.send("/plan")
    await lead.tap(f"✅ {cabin.words('frame:chapter__name')}")
    await lead.tap(cabin.words("common:act_resume"))
    await _is_asked_last(cabin, lead)


async def test_somebody_else_asks_their_name_even_when_there_was_one(house: "House") -> None:
    lead = await house.lead()
    await house.open(lead, "Objectifs", "Passer de 18", "Habitants accomp", house.name("objectives/kpis/owner"))
    await lead.tap(house.option("objectives/kpis/owner", "someone"))
    assert await house.asked(lead) == "objectives/kpis/owner_name"
    await lead.send("Nadia Roux")
    await house.settle()
    assert "Nadia Roux" in [answer.value for answer in (await house.dossier()).answers.values()]


async def test_changer_de_responsable_opens_the_owner_of_that_indicator(house: "House") -> None:
    lead = await house.lead()
    await house.member("Karim", Role.CONTRIBUTOR, label="Karim")
    for days in (8, 3, 5):
        await house.jump(timedelta(days=days))
    await lead.tap(house.words("reminders:act_owner"))
    assert await house.asked(lead) == "objectives/kpis/owner"
    await lead.tap(house.option("objectives/kpis/owner", "someone"))
    assert await house.asked(lead) == "objectives/kpis/owner_name"
    await lead.send("Nadia Roux")
    assert await house.asked(lead) is None


async def test_after_the_plan_is_complete_a_removal_shows_the_menu(cabin: "House") -> None:
    lead = await cabin.lead()
    await cabin.open(lead, "Actions", "Refaire l’app")
    await lead.tap(cabin.words("common:act_remove"))
    last = (await lead.new_messages())[-1]
    assert last.labels, "left on a statement"


async def test_a_change_given_up_or_a_language_chosen_shows_what_comes_next(cabin: "House") -> None:
    lead = await cabin.lead(until=QUESTION)
    await lead.send("/supprimer")
    await lead.tap(cabin.words("commands:act_spare"))
    await _is_asked_last(cabin, lead)
    official = await cabin.member("Hélène", Role.OFFICIAL)
    await official.send("/langue")
    await official.tap(cabin.words("start:act_language_fr"))
    assert (await official.new_messages())[-1].labels, "left on a statement"


async def test_a_corrected_message_that_cannot_be_kept_shows_the_question_again(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.start_year")
    sent = await lead.send("2027")
    await lead.edit(sent, "bientôt")
    await _is_asked_last(cabin, lead, "frame.end_year")


async def test_nothing_to_edit_yet_shows_the_question(cabin: "House") -> None:
    lead = await cabin.newcomer()
    await lead.send("/modifier")
    await _is_asked_last(cabin, lead, "frame.territory")
