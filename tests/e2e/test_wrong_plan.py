"""A button acts on the plan of its card; and access, once given, can be taken back."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.cli.scenario import AGENT
from bot.storage import groups, invitations, memberships, occurrences
from bot.storage.memberships import Role
from bot.storage.occurrences import OccurrenceState

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from bot.sandbox.seen import Message
    from tests.e2e.conftest import House

REMINDER = timedelta(days=8)


async def _two_plans(house: "House") -> tuple["Person", "Person"]:
    """Claire leads plan 1 and plan 2, which is open; Marie leads plan 2 with her."""
    claire = await house.lead("Claire")
    marie = await house.lead("Marie", until="frame.budget")
    await house.join(claire, 2, Role.LEAD)
    return claire, marie


async def _opened(person: "Person", command: str) -> "Message":
    """The card of a command in plan 1, after which the person has turned to plan 2."""
    await person.send(command)
    card = (await person.new_messages())[-1]
    await person.send("/plan")
    menu = (await person.new_messages())[-1]
    await person.tap(next(label for label in menu.labels if label.startswith("➡️")))
    await person.new_messages()
    return card


async def _open_plan(house: "House", person: "Person") -> int:
    return next(int(talk.plan_id) for talk in await house.talks() if talk.chat_id == person.id)


async def _link(person: "Person") -> str:
    said = [each.said for each in await person.new_messages()]
    return next(each for each in said if "https://t.me/" in each).partition("=")[2].split()[0]


async def _press(person: "Person", card: "Message", label: str) -> None:
    await person.press(card, next(each for each in card.buttons if each.text == label))


async def _invited(house: "House", plan: int) -> int:
    return await house.db.read(lambda db: len(invitations.of_plan(db, plan, house.clock.now())))


# The plan of a press --------------------------------------------------------------------------------------------------


async def test_a_button_to_invite_lets_into_the_plan_of_its_card_while_another_is_open(house: "House") -> None:
    claire, _ = await _two_plans(house)
    card = await _opened(claire, "/equipe")
    await _press(claire, card, house.words("team:act_invite_contributor"))
    token = await _link(claire)
    karim = await house.world.person("Karim")
    await karim.start(token)
    await karim.tap(house.words("start:act_consent"))
    await house.settle()
    assert karim.id in {each.person_id for each in await house.members(1)}
    assert karim.id not in {each.person_id for each in await house.members(2)}
    assert await _open_plan(house, claire) == 2


async def test_a_button_to_revoke_leaves_the_invitations_of_the_open_plan(house: "House") -> None:
    claire, _ = await _two_plans(house)
    await claire.send("/equipe")
    await claire.tap(house.words("team:act_invite_official"))
    card = await _opened(claire, "/equipe")
    await claire.send("/equipe")
    await claire.tap(house.words("team:act_invite_official"))
    await _press(claire, card, house.words("team:act_revoke"))
    await house.settle()
    assert (await _invited(house, 1), await _invited(house, 2)) == (0, 1)


async def test_a_button_to_pause_silences_the_plan_of_its_card_and_says_which(house: "House") -> None:
    claire, _ = await _two_plans(house)
    card = await _opened(claire, "/rappels")
    await _press(claire, card, house.words("reminders:rules_pause"))
    said = [each.said for each in await claire.new_messages()]
    assert house.words("commands:for_plan", name="Le numérique pour tous 2027-2029") in said
    assert "en pause" in said[-1]
    assert not await house.next_actions()
    assert await _open_plan(house, claire) == 2


async def test_under_a_reminder_the_button_to_invite_lets_into_the_plan_of_the_reminder(house: "House") -> None:
    claire, _ = await _two_plans(house)
    await house.jump(REMINDER)
    nudge = next(each for each in reversed(await claire.messages()) if AGENT in each.said and each.buttons)
    await claire.send("/plan")
    await claire.tap(next(label for label in (await claire.new_messages())[-1].labels if label.startswith("➡️")))
    await claire.new_messages()
    await claire.press(nudge, nudge.buttons[-1])
    assert "Le numérique pour tous" in (await claire.new_messages())[1].said
    assert (await _invited(house, 1), await _invited(house, 2)) == (1, 0)


async def test_a_button_that_asks_a_question_turns_to_its_plan_and_says_so(house: "House") -> None:
    claire, _ = await _two_plans(house)
    card = await _opened(claire, "/modifier")
    await claire.press(card, card.buttons[0])
    said = [each.said for each in await claire.new_messages()]
    assert house.words("commands:turned_to", name="Le numérique pour tous 2027-2029") in said
    assert await _open_plan(house, claire) == 1


async def test_a_question_left_for_another_plan_is_answered_where_it_was_asked(house: "House") -> None:
    paul = await house.lead("Paul", until="frame.has_budget")
    await house.lead("Marie", until="frame.has_budget")
    await house.join(paul, 2, Role.LEAD)
    question = await house.question(paul)
    await _opened(paul, "/aide")
    await paul.send("/reprendre")
    await paul.press(question, question.buttons[0])
    await house.settle()
    assert await house.answer("frame.has_budget", 1) is not None
    assert await house.answer("frame.has_budget", 2) is None


async def test_cards_of_a_plan_that_is_erased_or_left_and_of_a_lower_role_are_told_clearly(house: "House") -> None:
    claire = await house.lead("Claire")
    paul = await house.member("Paul", Role.LEAD)
    await paul.send("/rappels")
    card = (await paul.new_messages())[-1]
    await house.db.write(lambda db: memberships.set_role(db, 1, paul.id, Role.OFFICIAL))
    await paul.press(card, card.buttons[0])
    await house.settle()
    await house.db.write(lambda db: memberships.leave(db, 1, paul.id))
    await paul.press(card, card.buttons[0])
    await house.settle()
    await claire.send("/supprimer")
    await claire.tap(house.words("commands:act_erase"))
    await paul.press(card, card.buttons[0])
    gone = house.words("common:note_stale_button")
    assert [each.text for each in await paul.toasts()] == [house.words("commands:leads_only"), gone, gone]


# Removing, changing, leaving ------------------------------------------------------------------------------------------


async def _remove(house: "House", lead: "Person", name: str) -> None:
    await lead.send("/equipe")
    await lead.tap(f"👤 {name}")
    await lead.tap(house.words("team:act_remove"))
    await lead.tap(house.words("team:act_remove_sure"))
    await house.settle()


async def test_a_lead_removes_a_member_who_hears_it_once_and_nothing_more(house: "House") -> None:
    lead = await house.lead("Claire")
    agent = await house.member("Karim", Role.CONTRIBUTOR, label=AGENT)
    other = await house.member("Nadia", Role.LEAD)
    await house.jump(REMINDER)
    nudge = (await agent.new_messages())[-1]
    await agent.reply(nudge, "31")
    await house.jump(timedelta(days=29))
    nudge = next(each for each in reversed(await agent.messages()) if each.buttons)
    await agent.new_messages()
    await lead.new_messages()
    await other.new_messages()
    await _remove(house, lead, "Karim")
    assert "vous n’en recevrez plus rien" in (await agent.one_message()).said
    told = (await lead.new_messages())[-1]
    assert "Les demandes en cours sont annulées" in told.said
    assert "Claire a retiré Karim" in (await other.one_message()).said
    await agent.press(nudge, nudge.buttons[0])
    assert (await agent.toasts())[-1].text == house.words("common:note_stale_button")
    await house.jump(timedelta(days=60))
    assert not await agent.new_messages()
    assert [each.value for each in await house.readings()] == [31]
    await lead.press(told, told.buttons[0])
    assert await house.asked(lead) == "objectives/kpis/owner"


async def test_what_was_asked_of_a_removed_member_is_withdrawn_and_their_links_open_nothing(house: "House") -> None:
    lead = await house.lead("Claire", until="diagnosis.fibre")
    paul = await house.member("Paul", Role.LEAD)
    token = await house.invitation(paul, "lead")
    await lead.tap(house.words("common:act_hand"))
    await lead.tap("Paul")
    asked = (await paul.new_messages())[-1]
    await _remove(house, lead, "Paul")
    await paul.press(asked, asked.buttons[0])
    await paul.start(token)
    assert (await paul.new_messages())[-1].said == house.words("start:invitation_refused")
    assert {each.person_id for each in await house.members()} == {lead.id}
    await paul.send("Bonjour")
    assert "pas encore de plan" in (await paul.one_message()).said


async def test_a_lead_who_thinks_again_before_a_removal_changes_nothing(cabin: "House") -> None:
    lead = await cabin.lead("Claire")
    await cabin.member("Karim", Role.CONTRIBUTOR)
    await lead.send("/equipe")
    await lead.tap("👤 Karim")
    await lead.tap(cabin.words("team:act_remove"))
    await lead.tap(cabin.words("team:act_keep"))
    await cabin.settle()
    assert len(await cabin.members()) == 2


async def test_a_lead_made_an_official_reads_and_changes_nothing_more(house: "House") -> None:
    lead = await house.lead("Claire", until="frame.budget")
    paul = await house.member("Paul", Role.LEAD)
    await paul.send("/reprendre")
    question = (await paul.new_messages())[-1]
    await lead.send("/equipe")
    await lead.tap("👤 Paul")
    await lead.tap(house.words("team:act_role_official"))
    await lead.tap(house.words("team:act_role_sure"))
    assert "élus et direction" in (await paul.one_message()).said
    await paul.send("90 000")
    await paul.press(question, "1.x.0")
    await house.settle()
    assert await house.answer("frame.budget") is None
    await paul.send("/synthese")
    assert (await paul.new_messages())[-1].file_name


async def test_the_last_lead_cannot_leave_and_is_told_what_to_do(house: "House") -> None:
    lead = await house.lead("Claire")
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await lead.send("/quitter")
    assert "Confiez d’abord le pilotage" in (await lead.one_message()).said
    await lead.send("/equipe")
    await lead.tap("👤 Karim")
    await lead.tap(house.words("team:act_role_lead"))
    await lead.tap(house.words("team:act_role_sure"))
    await house.settle()
    await agent.new_messages()
    await lead.send("/quitter")
    await lead.tap(house.words("team:act_leave_sure"))
    assert "vous ne participez plus" in (await lead.new_messages())[-1].said
    assert "Claire a quitté" in (await agent.one_message()).said
    assert [(each.person_id, each.role) for each in await house.members()] == [(agent.id, Role.LEAD)]


async def test_two_leads_who_leave_or_remove_each_other_at_once_leave_one(house: "House") -> None:
    claire = await house.lead("Claire")
    paul = await house.member("Paul", Role.LEAD)
    for person in (claire, paul):
        await person.send("/quitter")
    cards = [(await person.new_messages())[-1] for person in (claire, paul)]
    await asyncio.gather(claire.press(cards[0], cards[0].buttons[0]), paul.press(cards[1], cards[1].buttons[0]))
    await house.settle()
    assert [each.role for each in await house.members()] == [Role.LEAD]


async def test_two_leads_who_remove_each_other_at_once_leave_one(house: "House") -> None:
    claire = await house.lead("Claire")
    paul = await house.member("Paul", Role.LEAD)
    cards = []
    for person, other in ((claire, "Paul"), (paul, "Claire")):
        await person.send("/equipe")
        await person.tap(f"👤 {other}")
        await person.tap(house.words("team:act_remove"))
        cards.append((await person.new_messages())[-1])
    await asyncio.gather(claire.press(cards[0], cards[0].buttons[0]), paul.press(cards[1], cards[1].buttons[0]))
    await house.settle()
    assert [each.role for each in await house.members()] == [Role.LEAD]


# The group ------------------------------------------------------------------------------------------------------------


async def _bound(house: "House") -> list[int]:
    group = await house.db.read(lambda db: groups.get(db, 1))
    return [group.chat_id] if group else []


@pytest.mark.parametrize("answer", ["sure", "refuse"])
async def test_a_forwarded_group_link_binds_nothing_until_a_lead_confirms(house: "House", answer: str) -> None:
    lead = await house.lead("Claire")
    other = await house.member("Nadia", Role.LEAD)
    stranger = await house.world.person("Marc")
    token = await house.invitation(lead, "group")
    group = await house.world.group("Le club", [stranger], kind="group")
    await stranger.send(f"/start@jalon_bot {token}", chat=group)
    assert (await stranger.one_message(group)).said == house.words("start:group_waits")
    assert await _bound(house) == []
    asked = await lead.one_message()
    assert "Le club" in asked.said
    assert "Marc" not in asked.said
    await lead.tap(house.words(f"team:act_bind_{answer}"))
    await house.settle()
    assert await _bound(house) == ([group.id] if answer == "sure" else [])
    said = (await stranger.one_message(group)).said
    assert ("Le numérique pour tous" in said) == (answer == "sure")
    late = (await other.new_messages())[0]
    await other.press(late, late.buttons[0])
    await house.settle()
    assert await _bound(house) == ([group.id] if answer == "sure" else [])


async def test_a_lead_unbinds_the_group_which_is_told_no_more(house: "House") -> None:
    lead = await house.lead("Claire")
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    group = await house.team(lead, agent)
    await house.jump(REMINDER)
    nudge = next(each for each in reversed(await agent.messages(group)) if each.buttons)
    await agent.new_messages()
    await lead.send("/equipe")
    await lead.tap(house.words("team:act_unbind"))
    await lead.tap(house.words("team:act_unbind_sure"))
    assert (await agent.new_messages(group))[-1].said == house.words("start:group_parted")
    assert "L’équipe" in (await lead.new_messages(lead.private))[-1].said
    await agent.press(nudge, nudge.buttons[0])
    await agent.reply(nudge, "31")
    await house.jump(timedelta(days=40))
    assert not await agent.new_messages(group)
    assert await house.readings() == ()


async def test_a_figure_stays_awaited_when_its_owner_is_removed(cabin: "House") -> None:
    lead = await cabin.lead("Claire")
    await cabin.member("Karim", Role.CONTRIBUTOR, label=AGENT)
    await cabin.jump(REMINDER)
    await _remove(cabin, lead, "Karim")
    open_ = await cabin.db.read(lambda db: occurrences.open_of_plan(db, 1))
    assert {each.state for each in open_} == {OccurrenceState.OPEN}
