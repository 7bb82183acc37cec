"""Somebody silent for long is told, then erased; a plan with any life in it goes on."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.storage import memberships, plans, privacy, readings
from bot.storage.memberships import Role

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from tests.e2e.conftest import House

SILENCE = timedelta(days=702)  # a month before 24 months, and a day
A_WEEK_LEFT, OVER = timedelta(days=23), timedelta(days=10)
"""From a Wednesday to a Friday, then to a Monday."""


async def _jump(house: "House", by: timedelta) -> None:
    """Move the clock to a working morning, look after what is kept, and let what is due be sent."""
    house.clock.jump(by)
    await house.jalon.housekeeping.tidy()
    house.jalon.sender.wake()
    await house.settle()


async def _said(person: "Person") -> list[str]:
    return [each.said.replace("\xa0", " ").replace("\u202f", " ") for each in await person.new_messages()]


async def _farewells(person: "Person") -> list[str]:
    """What was said of erasures; reminders of figures are not looked at."""
    return [text for text in await _said(person) if text.startswith(("⏳", "🧭", "🗑"))]


async def _exists(house: "House") -> bool:
    return await house.db.read(lambda db: plans.get(db, 1)) is not None


async def _roles(house: "House") -> dict[int, Role]:
    return {each.person_id: each.role for each in await house.members()}


async def test_a_plan_that_lives_is_not_erased_because_its_lead_was_quiet(cabin: "House") -> None:
    """The lead is told a month, then a week before; the plan, its readings and its team stay."""
    lead = await cabin.lead(until="frame.budget")
    agent = await cabin.member("Karim", Role.CONTRIBUTOR)
    await cabin.db.write(
        lambda db: readings.add(
            db, plan_id=1, kpi="objectives/o/kpis/k", on=datetime(2026, 11, 1).date(), value=42.0, author=lead.id,  # noqa: DTZ001
            now=cabin.clock.now(),
        )
    )  # fmt: skip
    cabin.clock.jump(SILENCE)
    await agent.send("/plan")
    await _said(agent)
    await _jump(cabin, timedelta(0))
    (first,) = await _farewells(lead)
    assert "j’effacerai vos informations le" in first
    assert "continue sans vous" in first
    assert "prendre votre suite" in first
    (offered,) = await _farewells(agent)
    assert "va perdre la personne qui le pilote" in offered
    for _ in range(3):
        await _jump(cabin, timedelta(days=7))
        assert await _farewells(lead) == []
    await _jump(cabin, timedelta(days=2))
    (last,) = await _farewells(lead)
    assert last.startswith("⏳ Dernier rappel")
    await _jump(cabin, OVER)
    assert await _roles(cabin) == {agent.id: Role.CONTRIBUTOR}
    assert str(lead.id) not in await cabin.everything()
    assert [each.value for each in await cabin.readings()] == [42.0]
    assert "Plus personne ne pilote ce plan" in (await _farewells(agent))[0]
    await agent.tap(cabin.words("farewell:act_takeover"))
    assert "Vous pilotez maintenant" in (await _said(agent))[-1]
    assert await _roles(cabin) == {agent.id: Role.LEAD}


async def test_a_member_who_agrees_leads_before_the_silent_lead_is_erased(house: "House") -> None:
    lead = await house.lead(until="frame.budget")
    agent, official = await house.member("Karim", Role.CONTRIBUTOR), await house.member("Hélène", Role.OFFICIAL)
    house.clock.jump(SILENCE)
    for each in (agent, official):
        await each.send("/plan")
        await _said(each)
    await _jump(house, timedelta(0))
    assert [len(await _farewells(each)) for each in (lead, agent, official)] == [1, 1, 1]
    await agent.tap(house.words("farewell:act_takeover"))
    await official.tap(house.words("farewell:act_takeover"))
    assert [each.text for each in await official.toasts()] == [house.words("farewell:already_led")]
    assert await _roles(house) == {lead.id: Role.LEAD, agent.id: Role.LEAD, official.id: Role.OFFICIAL}
    await _said(agent)
    await _jump(house, A_WEEK_LEFT)
    await _jump(house, OVER)
    assert await _roles(house) == {agent.id: Role.LEAD, official.id: Role.OFFICIAL}
    (told,) = await _farewells(agent)
    assert "d’une personne de l’équipe ont été effacées" in told
    assert "Plus personne" not in told
    assert await _farewells(official) == []


async def test_who_comes_back_in_time_is_no_longer_concerned_and_told_nothing_more(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    await _jump(cabin, SILENCE)
    assert len(await _farewells(lead)) == 1
    await lead.tap(cabin.words("farewell:act_stay"))
    assert [each.text for each in await lead.toasts()] == [cabin.words("farewell:stayed")]
    for _ in range(6):
        await _jump(cabin, timedelta(days=7))
    assert await _farewells(lead) == []
    assert await _roles(cabin) == {lead.id: Role.LEAD}
    await _jump(cabin, SILENCE)
    (again,) = await _farewells(lead)
    assert "Dernier" not in again


async def test_a_word_in_the_teams_group_is_a_sign_of_life(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    agent = await cabin.member("Karim", Role.CONTRIBUTOR)
    group = await cabin.team(lead, agent)
    cabin.clock.jump(SILENCE)
    await agent.send("/matrice@jalon_bot", chat=group)
    await _said(agent)
    await _jump(cabin, timedelta(0))
    assert [len(await _farewells(each)) for each in (lead, agent)] == [1, 1]
    assert await cabin.jalon.db.read(lambda db: memberships.role(db, 1, agent.id)) is Role.CONTRIBUTOR
    for each in (A_WEEK_LEFT, OVER):
        await _jump(cabin, each)
    assert agent.id in await _roles(cabin)


async def test_a_dead_plan_is_erased_after_its_people_were_warned(house: "House") -> None:
    lead = await house.lead(until="frame.budget")
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _jump(house, SILENCE)
    for each in (lead, agent):
        (text,) = await _farewells(each)
        assert "sera effacé en entier" in text
    await _jump(house, A_WEEK_LEFT)
    assert [len(await _farewells(each)) for each in (lead, agent)] == [1, 1]
    assert await _exists(house)
    await _jump(house, OVER)
    assert not await _exists(house)
    left = await house.everything()
    assert [str(each.id) for each in (lead, agent) if str(each.id) in left] == []


async def test_a_plan_whose_figures_are_still_asked_is_never_erased(cabin: "House") -> None:
    lead = await cabin.lead()
    for _ in range(20):
        await _jump(cabin, timedelta(days=60))
    assert await _exists(cabin)
    assert await _roles(cabin) == {lead.id: Role.LEAD}


async def test_the_delay_counts_from_when_the_notice_was_due_for_who_blocked_the_bot(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    await lead.block()
    await cabin.settle()
    await _jump(cabin, SILENCE)
    await _jump(cabin, A_WEEK_LEFT)
    assert await _exists(cabin)
    await _jump(cabin, OVER)
    assert not await _exists(cabin)
    assert str(lead.id) not in await cabin.everything()


async def test_who_unblocks_the_bot_in_time_is_told_nothing_of_what_is_no_longer_true(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    await lead.block()
    await cabin.settle()
    await _jump(cabin, SILENCE)
    await lead.unblock()
    await lead.start()
    await cabin.settle()
    assert await _farewells(lead) == []
    await _jump(cabin, timedelta(days=40))
    assert await _roles(cabin) == {lead.id: Role.LEAD}


async def test_silent_people_are_written_to_in_working_hours(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    await _jump(cabin, SILENCE - timedelta(hours=12))  # late in the evening
    assert await _farewells(lead) == []
    await _jump(cabin, timedelta(hours=12))
    assert len(await _farewells(lead)) == 1


async def test_a_long_downtime_takes_no_notice_away(cabin: "House") -> None:
    """Nobody is erased at the first look, however late it is: the month and the week begin then."""
    lead = await cabin.lead(until="frame.budget")
    await _jump(cabin, SILENCE * 2)
    assert len(await _farewells(lead)) == 1
    await _jump(cabin, timedelta(days=60))
    assert [text.startswith("⏳ Dernier rappel") for text in await _farewells(lead)] == [True]
    await _jump(cabin, timedelta(days=5))
    assert await _exists(cabin)
    await _jump(cabin, timedelta(days=5))
    assert not await _exists(cabin)


async def test_what_is_erased_is_said_to_those_it_concerns(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    agent = await cabin.member("Karim", Role.CONTRIBUTOR)
    question = (await lead.messages())[-1]
    await lead.send("/supprimer")
    await lead.tap(cabin.words("commands:act_erase"))
    await cabin.settle()
    assert question
    (told,) = await _farewells(agent)
    assert "a été effacé, avec tout ce qu’il contenait" in told
    await agent.send("/plan")
    assert (await _said(agent))[-1] == cabin.words("commands:no_plan").replace("\xa0", " ").replace("\u202f", " ")


async def test_an_erasure_left_by_a_process_that_died_ends_at_the_next_start(house: "House") -> None:
    lead = await house.lead("Zéphyrine", until="frame.budget")
    await house.stop()
    await house.db.write(lambda db: privacy.ask(db, lead.id, house.clock.now()))
    await house.start()
    await house.settle()
    left = await house.everything()
    assert [trace for trace in (str(lead.id), "Zéphyrine") if trace in left] == []
