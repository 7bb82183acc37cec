"""The check of a plan in the chat: what is covered, how complete it is, the pitfalls, and those set aside."""

from typing import TYPE_CHECKING

from bot.storage import dossiers
from domain.dialogue.importing import with_rows
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.questionnaire import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection

    from bot.sandbox.client import Person
    from bot.sandbox.seen import Message
    from domain.dialogue.values import Value
    from tests.e2e.conftest import House

BASELINE, HEARD = "check:pitfall_no_baseline_title", "check:pitfall_stakeholder_not_heard_title"
MARKS = ("people", "residents", "agents", "time", "budget", "skills")


async def _card(lead: "Person") -> "Message":
    return next(each for each in reversed(await lead.messages()) if "relu votre plan" in each.said)


async def _last(lead: "Person") -> "Message":
    return (await lead.new_messages())[-1]


async def _seen(house: "House", lead: "Person") -> None:
    """Have the check shown again."""
    await lead.send("/plan")
    label = house.words("check:chapter__name")
    await lead.tap(next(each for each in (await _last(lead)).labels if each.endswith(label)))
    await house.settle()


async def _with_actions(house: "House", lead: "Person", count: int, **answers: "Value") -> None:
    """Add actions as a file would."""

    def add(db: "Connection") -> None:
        dossier, now = dossiers.load(db, 1), house.clock.now()
        same: dict[str, Value] = {f"actions/{item}": value for item, value in answers.items()}
        titles: list[Value] = [f"Action {number} {chr(97 + number) * 7}" for number in range(count)]
        rows = [{**same, "actions/title": title} for title in titles]
        fuller, added = with_rows(
            dossier, StepContext(SCRIPT, now, now.date(), house.new_id), Path("actions"), rows, lead.id
        )
        assert added == count
        dossiers.save(db, 1, dossier, fuller)

    await house.db.write(add)


async def test_the_card_tells_pillars_steps_and_pitfalls_in_one_message(house: "House") -> None:
    lead = await house.lead(until="check.pitfalls")
    card = await _card(lead)
    assert "2 points de vigilance" in card.said.replace("\xa0", " ").replace("\u202f", " ")
    for name in (BASELINE, HEARD):
        assert house.words(name) in card.labels
    assert "Inclusion numérique" in card.said
    assert "Diagnostic" in card.said
    assert "0 %" not in card.said.replace("100", "").replace("\u202f", " ")
    assert len(card.said) < 4096


async def test_a_pitfall_is_explained_and_leads_to_where_it_is_mended(house: "House") -> None:
    lead = await house.lead(until="check.pitfalls")
    await lead.tap(house.words(HEARD))
    topic = await _last(lead)
    for part in ("title", "why", "todo"):
        assert house.words(f"check:pitfall_stakeholder_not_heard_{part}") in topic.said
    await lead.tap(house.words("check:pitfall_stakeholder_not_heard_go"))
    assert await house.asked(lead) == "diagnosis.heard"
    for code in ("businesses", "associations"):
        await lead.tap(house.words("common:option_free", label=house.option("diagnosis.heard", code)))
    await lead.tap(house.words("diagnosis:diagnosis_heard__act_ok"))
    await house.settle()
    card = await _card(lead)
    assert house.words(HEARD) not in card.labels
    assert house.words(BASELINE) in card.labels


async def test_a_pitfall_set_aside_keeps_its_reason_on_the_card_and_can_come_back(cabin: "House") -> None:
    lead = await cabin.lead(until="check.pitfalls")
    await lead.tap(cabin.words(BASELINE))
    await lead.tap(cabin.words("check:pitfall_dismiss"))
    await lead.send("Nous mesurerons en janvier")
    card = await _last(lead)
    assert "Nous mesurerons en janvier" in card.said
    assert "1 point de vigilance" in card.said.replace("\xa0", " ").replace("\u202f", " ")
    await lead.tap(cabin.words(BASELINE))
    assert "Nous mesurerons en janvier" in (await _last(lead)).said
    await lead.tap(cabin.words("check:pitfall_dismiss"))
    await lead.tap(cabin.words("common:act_skip"))
    assert "2 points de vigilance" in (await _last(lead)).said.replace("\xa0", " ").replace("\u202f", " ")


async def test_what_many_rows_share_is_listed_whole_on_its_card(cabin: "House") -> None:
    lead = await cabin.lead(until="check.pitfalls")
    await _with_actions(cabin, lead, 6)
    await _seen(cabin, lead)
    await lead.tap(cabin.words("check:pitfall_tool_before_need_title"))
    topic = await _last(lead)
    assert all(f"Action {number} " in topic.said for number in range(6))


async def test_too_many_priorities_get_help_to_choose(cabin: "House") -> None:
    lead = await cabin.lead(until="check.pitfalls")
    await _with_actions(cabin, lead, 7, **dict.fromkeys(MARKS, 5))
    await _seen(cabin, lead)
    await lead.tap(cabin.words("check:pitfall_too_many_immediate_title"))
    topic = await _last(lead)
    assert "10 actions sont en priorité immédiate" in topic.said.replace("\xa0", " ").replace("\u202f", " ")
    assert "1. " in topic.said


async def test_the_line_of_the_quadrants_of_the_house_decides_of_the_priorities(
    open_house: "Callable[..., AbstractAsyncContextManager[House]]", sqlite_url: str
) -> None:
    async with open_house(sqlite_url, quadrant_threshold=4.5) as house:
        lead = await house.lead(until="check.pitfalls")
        await _with_actions(house, lead, 7, **dict.fromkeys(MARKS, 4))
        await _seen(house, lead)
        assert "priorité immédiate" not in (await _card(lead)).said


async def test_after_the_last_mark_the_place_of_the_action_is_told(cabin: "House") -> None:
    lead = await cabin.lead(until="actions/skills")
    await lead.tap(cabin.option("actions/skills", "4"))
    await cabin.settle()
    told = next(each.said for each in await lead.messages() if "📍 Priorité immédiate" in each.said)
    assert "impact" in told


async def test_the_card_and_its_topics_are_in_english_too(cabin: "House") -> None:
    lead = await cabin.lead(until="check.pitfalls")
    await lead.send("/language")
    await lead.tap(cabin.words("start:act_language_en", "en"))
    await lead.tap(cabin.words(BASELINE, "en"))
    topic = await _last(lead)
    assert cabin.words("check:pitfall_no_baseline_todo", "en") in topic.said
    assert cabin.words("check:pitfall_no_baseline_go", "en") in topic.labels
