"""What was promised for a day: told that morning, once, to who leads and to who was named, with a way to answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.reminders import rules
from bot.storage import dossiers
from bot.storage.memberships import Role
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.sandbox.client import Person
    from domain.dialogue.values import Value
    from tests.e2e.conftest import House

FIGURE = "diagnosis.online"
DAY, EVENING_BEFORE, NINE = "2026-11-30", datetime(2026, 11, 29, 20, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC)
SATURDAY = "2026-11-28"


async def _promised(house: "House", lead: "Person", answers: "dict[str, Value]") -> None:
    """Store answers of the complete path, then change something else in the chat."""

    def put(db: "Connection") -> None:
        dossier, now = dossiers.load(db, 1), house.clock.now()
        revision = dossier.revision + 1
        told = {
            Path.parse(path): Answer(each, AnswerStatus.OK, revision, lead.id, now) for path, each in answers.items()
        }
        full = {Path("frame.path"): Answer("full", AnswerStatus.OK, revision, lead.id, now)}
        dossiers.save(db, 1, dossier, replace(dossier, answers={**dossier.answers, **told, **full}))

    await house.db.write(put)
    await _change(house, lead)


async def _change(house: "House", lead: "Person") -> None:
    """Answer what the frame asks next on the complete path."""
    await lead.send("/plan")
    await lead.tap(f"▶️ {house.words('frame:chapter__name')}")
    asked, unknown = (await lead.new_messages())[-1], house.words("common:act_unknown")
    await (lead.tap(unknown) if unknown in asked.labels else lead.send("Madame la maire"))
    await house.settle()
    await lead.new_messages()


async def _until(house: "House", lead: "Person", at: datetime) -> list[str]:
    await house.jump(at - house.clock.now())
    return [each.said for each in await lead.new_messages() if "À mesurer" in each.said or "collecter" in each.said]


async def test_a_figure_to_collect_is_told_on_its_morning_and_once(house: "House") -> None:
    lead = await house.lead()
    await _promised(house, lead, {f"{FIGURE}_who": "Secrétariat", f"{FIGURE}_when": DAY})
    await _change(house, lead)
    assert not await _until(house, lead, NINE - timedelta(minutes=1))
    told = await _until(house, lead, NINE)
    assert len(told) == 1
    assert "aujourd’hui" in told[0]
    assert house.name(FIGURE) in told[0]
    assert "Secrétariat" in told[0]
    assert not await _until(house, lead, NINE + timedelta(days=3))


async def test_its_button_opens_the_question(cabin: "House") -> None:
    lead = await cabin.lead()
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": DAY})
    assert await _until(cabin, lead, NINE)
    await lead.tap(cabin.words("commands:act_task"))
    assert await cabin.asked(lead) == FIGURE


async def test_what_was_found_in_the_meantime_is_not_asked(cabin: "House") -> None:
    lead = await cabin.lead()
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": DAY})
    await _promised(cabin, lead, {FIGURE: 62})
    assert not await _until(cabin, lead, NINE)


async def test_what_was_put_off_is_told_on_the_new_day_only(cabin: "House") -> None:
    lead = await cabin.lead()
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": DAY})
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": "2026-12-02"})
    assert not await _until(cabin, lead, NINE + timedelta(hours=5))
    on_the_day = await _until(cabin, lead, NINE + timedelta(days=2))
    assert len(on_the_day + await _until(cabin, lead, NINE + timedelta(days=2, hours=2))) == 1


async def test_several_tasks_of_a_day_are_one_message(cabin: "House") -> None:
    lead = await cabin.lead()
    answers = (await cabin.dossier()).answers.items()
    unknown = next(p for p, a in answers if p.id == "objectives/kpis/baseline" and a.status is AnswerStatus.UNKNOWN)
    measure_by = str(Path("objectives/kpis/measure_by", unknown.rows))
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": DAY, measure_by: DAY})
    (told,) = await _until(cabin, lead, NINE)
    assert "🔎" in told
    assert "📏" in told


async def test_a_task_of_a_saturday_waits_for_monday(cabin: "House") -> None:
    lead = await cabin.lead()
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": SATURDAY})
    assert not await _until(cabin, lead, EVENING_BEFORE)
    told = await _until(cabin, lead, NINE)
    assert "28 novembre 2026" in told[0]
    assert "aujourd’hui" not in told[0]


async def test_what_could_not_leave_in_time_does_not_leave_at_night(house: "House") -> None:
    lead = await house.lead()
    await _promised(house, lead, {f"{FIGURE}_who": "Secrétariat", f"{FIGURE}_when": DAY})
    agent = await house.member("Nadia", Role.CONTRIBUTOR, label="Secrétariat")
    assert not await _until(house, lead, NINE + timedelta(hours=14))
    assert len(await _until(house, lead, NINE + timedelta(days=1))) == 1
    assert len([each for each in await agent.new_messages() if "collecter" in each.said]) == 1
    await _change(house, lead)
    assert not await _until(house, lead, NINE + timedelta(days=2))


async def test_a_change_on_the_day_itself_tells_nothing_again(cabin: "House") -> None:
    lead = await cabin.lead()
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": DAY})
    assert len(await _until(cabin, lead, NINE)) == 1
    await _change(cabin, lead)
    assert not await _until(cabin, lead, NINE + timedelta(hours=3))


async def test_who_was_named_is_told_too_once_linked_and_without_a_button(house: "House") -> None:
    lead = await house.lead()
    await _promised(house, lead, {f"{FIGURE}_who": "Secrétariat", f"{FIGURE}_when": DAY})
    agent = await house.member("Nadia", Role.CONTRIBUTOR, label="Secrétariat")
    assert await _until(house, lead, NINE)
    told = [each for each in await agent.new_messages() if "collecter" in each.said]
    assert len(told) == 1
    assert not told[0].labels


async def test_a_baseline_to_measure_is_told_with_its_indicator(cabin: "House") -> None:
    lead = await cabin.lead()
    row = next(path for path, value in (await cabin.answers()).items() if path.endswith("/baseline") and value is None)
    await _promised(cabin, lead, {row.removesuffix("baseline") + "measure_by": DAY})
    told = await _until(cabin, lead, NINE)
    assert "À mesurer aujourd’hui" in told[0].replace("\u202f", " ")
    assert "Part des achats issus du réemploi" in told[0]
    await lead.tap(cabin.words("commands:act_task"))
    assert await cabin.asked(lead) == "objectives/kpis/baseline"


async def test_nothing_is_told_while_reminders_are_paused(cabin: "House") -> None:
    lead = await cabin.lead()
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": DAY})
    await cabin.db.write(lambda db: rules.pause(db, 1, cabin.clock.now()))
    assert not await _until(cabin, lead, NINE)


async def test_a_task_is_told_in_the_language_of_its_reader(cabin: "House") -> None:
    lead = await cabin.lead()
    await _promised(cabin, lead, {f"{FIGURE}_who": "Moi", f"{FIGURE}_when": DAY})
    await lead.send("/language")
    await lead.tap(cabin.words("start:act_language_en", "en"))
    await lead.new_messages()
    await cabin.jump(NINE - cabin.clock.now())
    assert "Figure to collect today" in "\n".join(each.said for each in await lead.new_messages())
