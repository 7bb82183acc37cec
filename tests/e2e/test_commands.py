"""Every command in every state: always an answer, never a lost one."""

from typing import TYPE_CHECKING

import pytest

from bot.conversations.commands import ALIASES, COMMANDS
from bot.storage.memberships import Role
from domain.parsing.folding import plain

if TYPE_CHECKING:
    from bot.sandbox.client import Chat, Person
    from tests.e2e.conftest import House

READS = {"plan", "matrice", "indicateurs", "synthese", "obligations", "rappels", "quitter"}
ANYBODY = {"start", "langue", "mesdonnees", "supprimer", "aide"}


async def _all(person: "Person", chat: "Chat | None" = None) -> dict[str, str]:
    """Give every command; return what was first said to each."""
    said = {}
    for name in sorted(COMMANDS, key=lambda each: each == "start"):  # which may begin a plan
        await person.new_messages()
        await person.send(f"/{name}" if chat is None else f"/{name}@jalon_bot", chat=chat)
        answers = await person.new_messages(chat)
        assert answers, name
        said[name] = answers[0].said or answers[0].kind
    return said


async def test_before_consent_every_command_asks_for_it_and_keeps_nothing(cabin: "House") -> None:
    person = await cabin.world.person("Claire")
    said = await _all(person)
    assert all("Êtes-vous d’accord" in words for words in said.values())
    assert "plan: " not in await cabin.everything()


async def test_without_a_plan_every_command_says_what_can_be_done(cabin: "House") -> None:
    person = await cabin.bystander("Claire")
    said = await _all(person)
    assert all("pas encore de plan" in said[name] for name in COMMANDS.keys() - ANYBODY)


async def test_in_the_middle_of_a_question_no_command_records_or_loses_anything(house: "House") -> None:
    lead = await house.lead(until="frame.budget")
    before = await house.answers()
    for name in COMMANDS:
        await lead.new_messages()
        await lead.send(f"/{name}")
        assert await lead.new_messages(), name
        assert await house.answers() == before, name
    assert await house.asked(lead) == "frame.budget"


async def test_once_complete_every_command_answers_and_changes_nothing(cabin: "House") -> None:
    lead = await cabin.lead()
    before = await cabin.answers()
    await _all(lead)
    assert await cabin.answers() == before


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.OFFICIAL])
async def test_those_who_do_not_lead_read_and_are_told_who_may_change(cabin: "House", role: Role) -> None:
    await cabin.lead()
    before = await cabin.dossier()
    person = await cabin.member("Hélène", role)
    said = await _all(person)
    refused = cabin.words("commands:leads_only")
    assert {name for name, words in said.items() if words == refused} == COMMANDS.keys() - READS - ANYBODY
    assert await cabin.dossier() == before


async def test_a_stranger_in_the_group_learns_nothing_of_the_plan(cabin: "House") -> None:
    lead = await cabin.lead()
    stranger = await cabin.world.person("Marc")
    group = await cabin.team(lead, stranger)
    said = await _all(stranger, group)
    bound = await cabin.world.group("Ailleurs", [stranger])
    assert said == await _all(stranger, bound)
    assert all("Trois Vallons" not in words and "numérique pour tous" not in words for words in said.values())
    assert str(stranger.id) not in (await cabin.everything()).replace("inbox", "")


async def test_members_in_the_group_are_answered_there(cabin: "House") -> None:
    lead = await cabin.lead()
    agent = await cabin.member("Nadia", Role.CONTRIBUTOR)
    group = await cabin.team(lead, agent)
    said = await _all(agent, group)
    assert "Habitants accompagnés" in said["indicateurs"]
    private = {name for name, words in said.items() if "conversation privée" in words}
    assert private == COMMANDS.keys() - {"start", "aide", "synthese", "matrice", "indicateurs"}


async def test_english_names_work_and_an_unknown_command_gets_the_list(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    await lead.send("/zut")
    assert "« /zut »" in plain((await lead.one_message()).said)
    for english in ALIASES:
        await lead.send(f"/{english}")
        assert not any("Je ne connais pas" in each.said for each in await lead.new_messages()), english


async def test_a_command_for_another_bot_of_the_group_is_left_alone(cabin: "House") -> None:
    lead = await cabin.lead()
    group = await cabin.team(lead)
    for text in ("/zut", "/plan@other_bot"):
        await lead.send(text, chat=group)
        assert not await lead.new_messages(group)
