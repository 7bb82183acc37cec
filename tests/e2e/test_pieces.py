"""What arrives in pieces: pastes that applications cut, files sent together. Nothing is dropped without a word."""

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import Connection

from bot.conversations.pastes import LIMIT
from bot.storage import talks
from bot.storage.memberships import Role

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from tests.e2e.conftest import House

SENTENCE = "Le conseil communautaire délibère et décide. "


def workbook(title: str) -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Titre", "Pilote"])
    sheet.append([title, "La mairie"])
    book.save(held)
    return held.getvalue()


async def at_once(person: "Person", *texts: str) -> None:
    """Send several texts before the bot can answer any."""
    for text in texts:
        await person.send(text)


@pytest.mark.parametrize("length", [4001, 4050, 4090])
async def test_a_short_answer_right_after_a_long_text_is_an_answer(cabin: "House", length: int) -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await lead.send(("mot " * 1100)[: length - 1] + "m")
    assert "caractères" in (await lead.one_message()).said
    await lead.send("Plan numérique")
    assert await cabin.asked(lead) == "frame.start_year"
    assert await cabin.answer("frame.plan_name") == "Plan numérique"


async def test_a_short_answer_that_follows_before_any_reply_is_one_too_when_nothing_was_cut(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await at_once(lead, ("mot " * 1100)[:4001], "Plan numérique")
    assert await cabin.asked(lead) == "frame.start_year"
    assert await cabin.answer("frame.plan_name") == "Plan numérique"


async def test_a_command_right_after_a_cut_text_is_run(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await at_once(lead, "m" * LIMIT, "/pause")
    assert cabin.words("common:note_paused") in [each.said for each in await lead.new_messages()]


@pytest.mark.parametrize("rest", ["fin.", "Trois Vallons", "m" * 40])
async def test_the_short_rest_of_a_cut_text_is_not_recorded_and_not_left_without_a_word(
    cabin: "House", rest: str
) -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await lead.send("m" * LIMIT + rest)
    said = [each.said for each in await lead.new_messages()]
    assert said[1:] == [cabin.words("commands:rest_of_paste")]
    assert await cabin.answer("frame.plan_name") is None
    await lead.send(rest)
    assert await cabin.asked(lead) == "frame.start_year"
    assert await cabin.answer("frame.plan_name") == rest


async def test_a_text_cut_at_the_end_of_a_sentence_is_one_text(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await at_once(lead, (SENTENCE * 88).strip(), SENTENCE)
    said = [each.said for each in await lead.new_messages()]
    assert said[1:] == [cabin.words("commands:rest_of_paste")]
    assert await cabin.answer("frame.plan_name") is None


async def test_a_paste_of_three_pieces_is_answered_once(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await lead.send(SENTENCE * 200)
    assert len(await lead.new_messages()) == 1
    assert await cabin.answer("frame.plan_name") is None


async def test_a_text_sent_later_is_no_rest_even_if_nothing_was_answered_meanwhile(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await lead.send("m" * LIMIT)
    cabin.clock.jump(cabin.a_while)
    await lead.send("Plan numérique")
    assert await cabin.asked(lead) == "frame.start_year"


async def test_what_the_former_version_remembered_of_a_paste_is_no_obstacle(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.plan_name")

    def remember(db: Connection) -> None:
        row = next(each for each in talks.of_person(db, lead.id) if each.chat_id == lead.id)
        talks.save(db, replace(row, aside={"paste": "2026-11-23T09:00:00+00:00", "album": "77"}))

    await cabin.db.write(remember)
    await lead.send("Plan numérique")
    assert await cabin.asked(lead) == "frame.start_year"
    await lead.new_messages()
    await lead.document("a.pdf", b"%PDF", media_group="77")
    assert "a.pdf" in (await lead.one_message()).said


async def test_every_table_of_an_album_is_shown_to_be_imported(cabin: "House") -> None:
    lead = await cabin.lead()
    for name in ("un", "deux"):
        await lead.document(f"{name}.xlsx", workbook(f"Action {name}"), media_group="77")
    first, second = await lead.new_messages()
    assert "Action un" in first.said
    assert "Action deux" in second.said
    label = next(each for each in second.labels if each.startswith("Importer"))
    await lead.press(second, second.buttons[second.labels.index(label)])
    await cabin.settle()
    assert "Action deux" in (await cabin.answers()).values()


async def test_every_file_of_an_album_that_is_not_taken_is_named_in_one_message(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    before = await cabin.dossier()
    for name, content in (("a.pdf", b"%PDF"), ("b.xlsm", b"PK"), ("c.pdf", b"%PDF"), ("d.xlsx", workbook("Action D"))):
        await lead.document(name, content, media_group="77")
    refused, shown = await lead.new_messages()
    said = next(each.said for each in await lead.messages() if each.id == refused.id)
    assert all(name in said for name in ("a.pdf", "b.xlsm", "c.pdf"))
    assert said.count(cabin.words("imports:only_tables")) == 1
    assert "Action D" in shown.said
    assert await cabin.dossier() == before


async def test_photos_of_an_album_are_answered_once_and_another_album_again(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    for album in ("77", "78"):
        for _ in range(3):
            await lead.photo(media_group=album)
        await lead.one_message()


async def test_a_contributor_is_answered_once_for_an_album(cabin: "House") -> None:
    await cabin.lead()
    agent = await cabin.member("Nadia", Role.CONTRIBUTOR)
    for name in ("a.pdf", "b.pdf"):
        await agent.document(name, b"%PDF", media_group="77")
    assert "documents" in (await agent.one_message()).said
