"""Commands as people type them: never an answer, whatever their accents, case, spaces and final signs."""

from typing import TYPE_CHECKING

import pytest

from bot.chat.incoming import TextMessage
from bot.conversations.commands import ALIASES, COMMANDS
from bot.conversations.orders import read_order
from bot.storage.memberships import Role

if TYPE_CHECKING:
    from tests.e2e.conftest import House

TYPED = {
    "/synthèse": "synthese",
    "/Synthese": "synthese",
    "/SYNTHÈSE !": "synthese",
    "/synthe\u0300se": "synthese",
    "/synthese@OtherBot": "synthese",
    "/synthese@Jalon_Bot.": "synthese",
    "/mesdonnées": "mesdonnees",
    "/mes données": "mesdonnees",
    "/Mes-Données.": "mesdonnees",
    "/mes_donnees": "mesdonnees",
    "/ mes données, svp": "mesdonnees",
    "/ pause": "pause",
    "/\u00a0Pause…": "pause",
    "/aide.": "aide",
    "／aide": "aide",
    "/ plan, merci": "plan",
    "／ａｉｄｅ": "aide",
    "//aide": "aide",
    "/aide ?": "aide",
    "\ufeff/aide\u200b": "aide",
    "/a\u00adide": "aide",
    "/plan s'il vous plaît": "plan",
    "/plan s’il te plaît": "plan",
    "/plan merci !": "plan",
    "/équipe\nmerci": "equipe",
    "/my data": "mydata",
    "/inconnue": "inconnue",
    "/Eau potable": "eau",
    "/ou bien": "ou",
    "1/3": None,
    "/5 jours": None,
    "/ 5 jours": None,
    "n/a": None,
    "/": None,
    "/ ": None,
    "/ pas une commande": None,
    "/ pause pour tous": None,
    "et/ou": None,
    "Voir /plan": None,
    "-/-": None,
    "/🎉": None,
    "": None,
}


@pytest.mark.parametrize(("text", "name"), TYPED.items(), ids=map(ascii, TYPED))
def test_what_begins_with_a_slash_and_a_letter_is_a_command(text: str, name: str | None) -> None:
    order = read_order(TextMessage(text, 1))
    assert (order.name if order else None) == name


@pytest.mark.parametrize("name", [*COMMANDS, *ALIASES])
def test_every_command_is_known_however_it_is_dressed(name: str) -> None:
    for text in (f"/{name}", f"/{name.upper()}.", f"/ {name} ", f"／{name} svp", f"/{name}@jalon_bot"):
        order = read_order(TextMessage(text, 1))
        assert order is not None
        assert (order.name, order.argument) == (name, "")


def test_a_link_keeps_its_token_as_it_is() -> None:
    for text in ("/start aB3-_x", "/start@jalon_bot aB3-_x", " /Start  aB3-_x "):
        order = read_order(TextMessage(text, 1))
        assert order is not None
        assert (order.name, order.argument) == ("start", "aB3-_x")


@pytest.mark.parametrize("question", ["frame.plan_name", "frame.population", "frame.territory_kind"])
async def test_no_command_however_typed_is_recorded_as_an_answer(cabin: "House", question: str) -> None:
    lead = await cabin.lead(until=question)
    before = await cabin.dossier()
    for text, name in TYPED.items():
        if name is not None:
            await lead.send(text)
            assert await lead.new_messages(), ascii(text)
            assert await cabin.dossier() == before, ascii(text)
    assert await cabin.asked(lead) == question


async def test_an_unknown_command_is_answered_with_the_nearest_one_and_the_question_is_put_back(
    cabin: "House",
) -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await lead.send("/syntese")
    answer = await lead.one_message()
    assert "« /syntese »" in answer.said.replace("\xa0", " ").replace("\u202f", " ")
    assert "/synthese" in answer.said
    assert answer.id == (await cabin.question(lead)).id
    await lead.send("/zzzzzz")
    assert "Vouliez-vous dire" not in (await lead.one_message()).said


async def test_an_unknown_command_is_answered_when_nothing_is_asked(cabin: "House") -> None:
    await cabin.lead()
    official = await cabin.member("Hélène", Role.OFFICIAL)
    await official.send("/syntese")
    assert "/synthese" in (await official.one_message()).said
    bystander = await cabin.bystander("Marc")
    await bystander.send("/zut")
    assert "/aide" in (await bystander.one_message()).said


@pytest.mark.parametrize("text", ["1/3", "/ 5 jours", "n/a", "/5 jours par mois"])
async def test_what_only_holds_a_slash_remains_a_text(cabin: "House", text: str) -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await lead.send(text)
    assert await cabin.asked(lead) == "frame.start_year"
    assert await cabin.answer("frame.plan_name") == text


async def test_in_a_group_an_unknown_command_is_answered_only_when_it_names_the_bot(cabin: "House") -> None:
    lead = await cabin.lead()
    group = await cabin.team(lead)
    await lead.send("/syntese", chat=group)
    assert not await lead.new_messages(group)
    await lead.send("/syntese@jalon_bot", chat=group)
    assert "/synthese" in (await lead.one_message(group)).said


async def test_an_answer_edited_into_a_command_is_not_replaced_by_it(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.plan_name")
    typed = await lead.send("Plan numérique")
    await lead.new_messages()
    for text in ("/pause", "/synthèse", "/inconnue", "/ pause"):
        await lead.edit(typed, text)
        said = (await lead.one_message()).said
        assert "Votre réponse reste comme elle était" in said, text
        assert "/" in said
    assert await cabin.answer("frame.plan_name") == "Plan numérique"
    assert await cabin.asked(lead) == "frame.start_year"


async def test_a_value_edited_into_a_command_is_not_replaced_by_it(cabin: "House") -> None:
    lead = await cabin.lead()
    agent = await cabin.member("Nadia", Role.CONTRIBUTOR, label="Karim")
    group = await cabin.team(lead, agent)
    await cabin.jump(cabin.a_while * 12 * 24 * 8)
    (asked,) = [each for each in await agent.new_messages(agent.private) if each.buttons]
    typed = await agent.reply(asked, "31")
    await agent.new_messages()
    await agent.edit(typed, "/indicateurs")
    assert "/indicateurs" in (await agent.one_message()).said
    assert [each.value for each in await cabin.readings()] == [31]
    chatter = await agent.send("bonjour", chat=group)
    await agent.edit(chatter, "/aide")
    assert not await agent.new_messages(group)


async def test_a_message_edited_into_nothing_visible_replaces_nothing(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.plan_name")
    typed = await lead.send("Plan numérique")
    await lead.new_messages()
    await lead.edit(typed, "\u2800\u200b")
    assert cabin.words("common:refusal_empty") in (await lead.one_message()).said
    assert await cabin.answer("frame.plan_name") == "Plan numérique"
