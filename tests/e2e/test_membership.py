"""Who comes in, what they may do, what is kept of them, and what is left once they are gone."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.storage.memberships import Role
from domain.questionnaire import SCRIPT

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from tests.e2e.conftest import House

NAME, PLACE = "Zéphyrine", "Syldavie-les-Bains"


async def _opened(house: "House", name: str, token: str) -> str:
    """What somebody new is told once they agreed, after following a link."""
    person = await house.world.person(name)
    await person.start(token)
    await person.tap(house.words("start:act_consent"))
    return (await person.new_messages())[-1].said


async def test_a_link_lets_one_person_in_and_the_leads_are_told(house: "House") -> None:
    lead = await house.lead()
    token = await house.invitation(lead, "contributor")
    assert "Bienvenue Karim" in await _opened(house, "Karim", token)
    assert "Karim a rejoint le plan" in (await lead.one_message()).said
    assert await _opened(house, "Nadia", token) == house.words("start:invitation_refused")
    assert not await lead.new_messages()


async def test_a_used_an_expired_a_revoked_a_foreign_and_an_invented_link_are_refused_alike(house: "House") -> None:
    lead = await house.lead()
    used = await house.invitation(lead, "official")
    await _opened(house, "Hélène", used)
    expired = await house.invitation(lead, "official")
    house.clock.jump(timedelta(days=15))
    revoked = await house.invitation(lead, "contributor")
    await lead.send("/equipe")
    await lead.tap(house.words("team:act_revoke"))
    for_group = await house.invitation(lead, "group")
    refused = house.words("start:invitation_refused")
    for index, token in enumerate((used, expired, revoked, for_group, "AAAA", "x" * 64)):
        assert await _opened(house, f"Marc{index}", token) == refused
    assert len(await house.members()) == 2


async def test_an_official_reads_and_cannot_change_whatever_they_try(house: "House") -> None:
    lead = await house.lead(until="frame.budget")
    question = await house.question(lead)
    official = await house.member("Hélène", Role.OFFICIAL)
    before = await house.dossier()
    await official.send("90 000")
    welcome = await official.one_message()
    offered = ("synthese", "matrice", "indicateurs", "obligations")
    assert welcome.labels == [house.words(f"commands:do_{name}") for name in offered]
    prompt = str(question.buttons[0].data).split(".")[1]
    menu = str(welcome.buttons[0].data).split(".")[1]
    for data in (f"1.{prompt}.0", f"1.{menu}.7", f"1.{menu}.-1"):
        await official.press(welcome, data)
    assert await house.dossier() == before
    assert len(await official.toasts()) == 3
    await official.tap(house.words("commands:do_synthese"))
    assert (await official.one_message()).file_name


async def test_nothing_is_kept_before_consent_but_what_asking_takes_and_all_goes_when_declined(
    house: "House",
) -> None:
    person = await house.world.person(NAME)
    await person.start()
    await person.send(f"Je suis {PLACE}")
    await person.photo(PLACE)
    await person.new_messages()
    kept = await house.everything()
    assert PLACE not in kept
    assert {line.partition(":")[0] for line in kept.splitlines() if str(person.id) in line} <= {
        "person",
        "talk",
        "prompt",
        "outbox",
        "inbox",
        "chat",
        "audit",
    }
    await person.tap(house.words("start:act_decline"))
    assert [each.text for each in await person.toasts()] == [house.words("start:declined")]
    await house.settle()
    left = await house.everything()
    assert str(person.id) not in left
    assert NAME not in left
    await person.send("Finalement, oui")
    assert "Êtes-vous d’accord" in (await person.one_message()).said


async def test_erasing_leaves_no_trace_of_a_lead_nor_of_the_plan_they_led_alone(house: "House") -> None:
    lead = await house.newcomer(NAME)
    await lead.tap(house.words("frame:frame_territory__act_not_applicable"))
    await lead.send(PLACE)
    await lead.tap(house.option("frame.territory_kind", "commune"))
    await lead.send("beaucoup")
    await lead.send("/equipe")
    await lead.sticker()
    await lead.send("/mesdonnees")
    await lead.send("/supprimer")
    assert "1 plan que personne d’autre ne pilote" in (await lead.new_messages())[-1].said.replace("\xa0", " ")
    await lead.tap(house.words("commands:act_erase"))
    assert [each.text for each in await lead.toasts()] == [house.words("commands:erased")]
    await house.settle()
    left = await house.everything()
    for trace in (str(lead.id), NAME, PLACE, "beaucoup"):
        assert trace not in left, trace
    assert "plan: " not in left


async def test_erasing_a_contributor_keeps_their_figures_without_their_name(house: "House") -> None:
    lead = await house.lead()
    agent = await house.member(NAME, Role.CONTRIBUTOR, label="Karim")
    await house.team(lead, agent)
    await house.jump(timedelta(days=8))
    await agent.reply((await agent.new_messages())[-1], "31")
    await house.settle()
    await agent.send("/supprimer")
    await agent.tap(house.words("commands:act_erase"))
    await house.settle()
    left = await house.everything()
    for trace in (str(agent.id), NAME):
        assert trace not in left, [line for line in left.splitlines() if trace in line]
    assert [each.value for each in await house.readings()] == [31]
    await lead.send("/indicateurs")
    assert "31" in (await lead.new_messages())[-1].said


async def test_a_lead_who_thinks_again_loses_nothing(house: "House") -> None:
    lead = await house.lead(until="frame.budget")
    before = await house.dossier()
    await lead.send("/supprimer")
    await lead.tap(house.words("commands:act_spare"))
    assert await house.dossier() == before
    await lead.send("1 000")
    assert await house.asked(lead) == "frame.review"


async def test_my_data_holds_everything_kept_on_a_person(house: "House") -> None:
    lead = await house.newcomer(NAME)
    await lead.tap(house.words("frame:frame_territory__act_not_applicable"))
    await lead.send(PLACE)
    await lead.new_messages()
    await lead.send("/mesdonnees")
    document = await lead.one_message()
    assert document.file_id
    held = json.loads(await house.world.file(document.file_id))
    assert held["person"][0]["first_name"] == NAME
    assert held["memberships"][0]["role"] == "lead"
    assert [each["value"] for each in held["answers"] if each["value"]] == [PLACE]
    given = json.dumps(held, ensure_ascii=False)
    concerned = {
        line.partition(":")[0]
        for line in (await house.everything()).splitlines()
        if (str(lead.id) in line or NAME in line or PLACE in line) and not line.startswith("inbox")
    }
    names = {"person": "person", "membership": "memberships", "answer": "answers", "talk": "talks", "chat": "chat"}
    names |= {"prompt": "prompts", "outbox": "messages", "audit": "trail", "invitation": "invitations"}
    assert {names[table] for table in concerned} <= {name for name, rows in held.items() if rows}
    assert PLACE in given


async def test_one_persons_buttons_do_not_open_anothers_plan(house: "House") -> None:
    """A plan named in forged data is refused like one that does not exist."""
    claire = await house.lead("Claire", until="frame.budget")
    marc = await house.newcomer("Marc")
    own = (await marc.messages())[-1]
    await claire.send("/plan")
    menu = (await claire.new_messages())[-1]
    for data in [str(each.data) for each in menu.buttons]:
        await marc.press(own, data)
    assert {each.text for each in await marc.toasts()} == {house.words("common:note_stale_button")}
    assert not await marc.new_messages()


async def test_a_person_of_two_plans_goes_from_one_to_the_other_and_answers_the_right_one(house: "House") -> None:
    paul = await house.lead("Paul", until="frame.budget")
    await house.lead("Marie", until="frame.plan_name")
    await house.join(paul, 2, Role.LEAD)
    await paul.send("/plan")
    other = next(each for each in (await paul.one_message()).buttons if each.text.startswith("➡️"))
    await paul.tap(other.text)
    await paul.send("/reprendre")
    assert await house.asked(paul) == "frame.plan_name"
    await paul.send("Plan du second")
    await house.settle()
    assert await house.answer("frame.plan_name", 2) == "Plan du second"
    assert "frame.budget" not in await house.answers(1)


async def _lead_in_english(house: "House") -> "Person":
    person = await house.world.person("Kate", language="en")
    await person.start()
    return person


async def test_an_english_speaker_is_spoken_to_in_english_and_may_change(cabin: "House") -> None:
    person = await _lead_in_english(cabin)
    await person.tap(cabin.words("start:act_consent", "en"))
    assert cabin.words("frame:frame_territory__question", "en") in (await cabin.question(person)).said
    await person.send("/langue")
    await person.tap(cabin.words("start:act_language_fr"))
    assert cabin.words("frame:frame_territory__question") in (await cabin.question(person)).said
    assert SCRIPT.version


async def test_the_message_to_forward_says_nothing_meant_for_the_lead_alone(house: "House") -> None:
    lead = await house.lead()
    await lead.send("/equipe")
    await lead.new_messages()
    await lead.tap(house.words("team:act_invite_lead"))
    to_forward, beside = await lead.new_messages()
    assert to_forward.said.startswith("Bonjour")
    assert "?start=" in to_forward.said
    assert "vérifiez à qui" not in to_forward.said
    assert "vérifiez à qui" in beside.said
