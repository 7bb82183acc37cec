"""`/plan`: where the plan stands, how long it still takes, and buttons that lead everywhere."""

import re
from typing import TYPE_CHECKING

from bot.storage import memberships
from bot.storage.memberships import Role
from domain.questionnaire import SCRIPT

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from bot.sandbox.seen import Message
    from tests.e2e.conftest import House

MOST_BUTTONS = 13


async def _menu(person: "Person") -> "Message":
    await person.send("/plan")
    return (await person.new_messages())[-1]


def _chapter(house: "House", chapter: str, mark: str, language: str = "fr") -> str:
    return f"{mark} {house.words(f'{chapter}:chapter__name', language)}"


def _minutes(menu: "Message") -> int:
    found = re.search(r"Encore (\d+).minutes? environ", menu.said)
    assert found, menu.said
    return int(found[1])


async def test_the_menu_says_what_is_done_what_is_missing_and_how_long_it_takes(house: "House") -> None:
    lead = await house.lead(until="needs/pillar")
    menu = await _menu(lead)
    assert "✅ Cadre" in menu.said
    assert re.search(r"▶️ Diagnostic\s: \d+ à compléter sur \d+, \d+.minutes?", menu.said)
    assert re.search(r"▫️ Actions\s: \d+.minutes?", menu.said)
    told = sum(map(int, re.findall(r"(\d+).minutes?$", menu.said, re.MULTILINE)))
    assert _minutes(menu) == told
    assert len(menu.labels) <= MOST_BUTTONS


async def test_the_minutes_left_shrink_with_each_answer_and_grow_with_the_complete_plan(cabin: "House") -> None:
    lead = await cabin.lead(until="actions/people")
    before = _minutes(await _menu(lead))
    for mark in ("people", "residents", "agents", "time", "budget", "skills"):
        await lead.tap(cabin.option(f"actions/{mark}", "5"))
    assert _minutes(await _menu(lead)) < before
    await lead.tap(cabin.words("commands:act_path_full"))
    assert _minutes(await _menu(lead)) > before


async def test_the_path_can_be_changed_and_changed_back_without_losing_an_answer(cabin: "House") -> None:
    lead = await cabin.lead()
    before = await cabin.answers()
    assert cabin.words("commands:act_path_express") not in (await _menu(lead)).labels
    await lead.tap(cabin.words("commands:act_path_full"))
    await cabin.settle()
    told, *_ = await lead.new_messages()
    assert re.search(r"le plan complet.*Il reste \d+.minutes environ", told.said, re.DOTALL)
    assert await cabin.asked(lead) == "frame.official"
    full = await _menu(lead)
    assert "le plan complet" in full.said
    await lead.tap(cabin.words("commands:act_path_express"))
    await cabin.settle()
    assert await cabin.answers() == before
    assert "toutes les étapes" in (await _menu(lead)).said


async def test_a_chapter_taken_from_the_menu_is_asked_first_and_then_the_others(cabin: "House") -> None:
    lead = await cabin.lead(until="diagnosis.fibre")
    await _menu(lead)
    await lead.tap(_chapter(cabin, "actions", "▫️"))
    assert await cabin.asked(lead) == "actions/title"
    labels = (await _menu(lead)).labels
    assert _chapter(cabin, "actions", "▶️") in labels
    await lead.tap(_chapter(cabin, "diagnosis", "▫️"))
    assert await cabin.asked(lead) == "diagnosis.fibre"


async def test_a_chapter_with_nothing_left_shows_what_it_holds(cabin: "House") -> None:
    lead = await cabin.lead(until="diagnosis.fibre")
    await _menu(lead)
    await lead.tap(_chapter(cabin, "frame", "✅"))
    shown = (await lead.new_messages())[-1]
    assert "Trois Vallons" in shown.said
    assert await cabin.asked(lead) == "diagnosis.fibre"


async def test_no_chapter_is_opened_before_the_territory_is_known(cabin: "House") -> None:
    lead = await cabin.newcomer()
    await _menu(lead)
    await lead.tap(_chapter(cabin, "actions", "▫️"))
    assert cabin.words("common:note_opening_first") in (await lead.new_messages())[-1].said
    assert await cabin.asked(lead) == "frame.territory"


async def test_what_was_left_for_later_is_counted_and_one_tap_away(cabin: "House") -> None:
    lead = await cabin.lead(until="diagnosis.heard")
    menu = await _menu(lead)
    assert re.search(r"À reprendre quand vous le pourrez\s: 1.réponse", menu.said)
    await lead.tap(cabin.words("commands:act_later", count=1))
    listed = (await lead.new_messages())[-1]
    name = cabin.name("diagnosis.online")
    await lead.tap(next(label for label in listed.labels if name in label))
    assert await cabin.asked(lead) == "diagnosis.online"
    await lead.send("62 %")
    await cabin.settle()
    assert await cabin.answer("diagnosis.online") == 62
    assert "À reprendre" not in (await _menu(lead)).said


async def test_every_command_is_behind_other_actions(cabin: "House") -> None:
    lead = await cabin.lead()
    await _menu(lead)
    await lead.tap(cabin.words("commands:act_more"))
    labels = (await lead.one_message()).labels
    for name in ("matrice", "obligations", "equipe", "confier", "rappels", "aide", "modifier"):
        assert cabin.words(f"commands:do_{name}") in labels
    assert cabin.words("commands:do_reprendre") not in labels


async def test_a_button_kept_by_someone_who_leads_no_more_does_nothing(cabin: "House") -> None:
    lead = await cabin.lead(until="diagnosis.fibre")
    await _menu(lead)
    await cabin.db.write(lambda db: memberships.leave(db, 1, lead.id))
    await cabin.join(lead, 1, Role.CONTRIBUTOR)
    before = await cabin.dossier()
    for label in (_chapter(cabin, "actions", "▫️"), cabin.words("commands:act_path_full")):
        await lead.tap(label)
        await cabin.settle()
        assert (await lead.toasts())[-1].text == cabin.words("commands:leads_only")
    assert await cabin.dossier() == before


async def test_who_does_not_lead_gets_no_button_that_changes_the_plan(cabin: "House") -> None:
    await cabin.lead(until="diagnosis.fibre")
    menu = await _menu(await cabin.member("Hélène", Role.OFFICIAL))
    assert "en cours d’écriture" in menu.said
    assert not [
        label for chapter in SCRIPT.chapters for label in menu.labels if _chapter(cabin, chapter.id, "") in label
    ]


async def test_the_menu_is_in_english_too(cabin: "House") -> None:
    lead = await cabin.lead(until="needs/pillar")
    await lead.send("/language")
    await lead.tap(cabin.words("start:act_language_en", "en"))
    await lead.new_messages()
    menu = await _menu(lead)
    assert "the essentials" in menu.said
    assert re.search(r"▶️ .*: \d+ to fill in out of \d+, \d+ minutes?", menu.said)
    await lead.tap(cabin.words("commands:act_more", "en"))
    assert cabin.words("commands:do_matrice", "en") in (await lead.one_message()).labels
