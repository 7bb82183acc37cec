"""Edits, deletions and answers to taps: once, in time, and only where something changes."""

from datetime import timedelta
from typing import Any

import pytest

from bot.clock import ShiftedClock
from bot.sandbox.client import Person
from bot.sandbox.limits import UNHURRIED, Limits
from bot.sandbox.wire import Wire


@pytest.fixture
def limits() -> Limits:
    return UNHURRIED


def keys(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [list(buttons)]}}


OK = {"text": "Oui", "callback_data": "y"}
HTML = {"parse_mode": "HTML"}


async def test_a_message_that_would_not_change_is_refused(wire: Wire, lead: Person) -> None:
    sent = (await wire("sendMessage", chat_id=lead.id, text="<b>a</b>", **HTML, **keys(OK))).body["result"]
    same = {"chat_id": lead.id, "message_id": sent["message_id"], "text": "<strong>a</strong> ", **HTML, **keys(OK)}
    code, words = (await wire("editMessageText", **same)).refusal
    assert code == 400
    assert words.startswith("Bad Request: message is not modified: specified new message content and reply markup")


async def test_an_edit_without_keyboard_takes_the_keyboard_away(wire: Wire, lead: Person) -> None:
    sent = (await wire("sendMessage", chat_id=lead.id, text="a", **keys(OK))).body["result"]
    edited = (await wire("editMessageText", chat_id=lead.id, message_id=sent["message_id"], text="a")).body["result"]
    assert "reply_markup" not in edited
    assert (await lead.one_message()).keyboard == ()


async def test_the_same_keyboard_again_is_not_a_change(wire: Wire, lead: Person) -> None:
    sent = (await wire("sendMessage", chat_id=lead.id, text="a", **keys(OK))).body["result"]
    where = {"chat_id": lead.id, "message_id": sent["message_id"]}
    assert (await wire("editMessageReplyMarkup", **where, **keys(OK))).status == 400
    assert (await wire("editMessageReplyMarkup", **where)).status == 200


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("editMessageText", {"text": "b"}, "message to edit not found"),
        ("editMessageReplyMarkup", {}, "message to edit not found"),
        ("deleteMessage", {}, "message to delete not found"),
        ("pinChatMessage", {}, "message to pin not found"),
    ],
)
async def test_a_message_that_is_not_there_cannot_be_touched(
    wire: Wire, lead: Person, method: str, params: dict[str, Any], reason: str
) -> None:
    answer = await wire(method, chat_id=lead.id, message_id=4711, **params)
    assert answer.refusal == (400, f"Bad Request: {reason}")


async def test_a_message_of_a_person_cannot_be_edited_by_the_bot(wire: Wire, lead: Person) -> None:
    said = await lead.send("a")
    answer = await wire("editMessageText", chat_id=lead.id, message_id=said.id, text="b")
    assert answer.refusal == (400, "Bad Request: message can't be edited")


async def test_a_message_under_a_reply_keyboard_cannot_be_edited(wire: Wire, lead: Person) -> None:
    markup = {"remove_keyboard": True}
    sent = (await wire("sendMessage", chat_id=lead.id, text="a", reply_markup=markup)).body["result"]
    answer = await wire("editMessageText", chat_id=lead.id, message_id=sent["message_id"], text="b")
    assert answer.refusal == (400, "Bad Request: message can't be edited")


async def test_a_text_has_no_caption_to_edit(wire: Wire, lead: Person) -> None:
    sent = (await wire("sendMessage", chat_id=lead.id, text="a")).body["result"]
    answer = await wire("editMessageCaption", chat_id=lead.id, message_id=sent["message_id"], caption="b")
    assert answer.refusal == (400, "Bad Request: there is no caption in the message to edit")


async def test_a_deleted_message_is_gone_for_edits_and_for_people(wire: Wire, lead: Person) -> None:
    sent = (await wire("sendMessage", chat_id=lead.id, text="a")).body["result"]
    assert (await wire("deleteMessage", chat_id=lead.id, message_id=sent["message_id"])).body["result"] is True
    answer = await wire("editMessageText", chat_id=lead.id, message_id=sent["message_id"], text="b")
    assert answer.refusal == (400, "Bad Request: message to edit not found")
    assert [each.said for each in await lead.messages()] == ["/start"]


async def test_a_message_older_than_two_days_cannot_be_deleted(wire: Wire, lead: Person, clock: ShiftedClock) -> None:
    sent = (await wire("sendMessage", chat_id=lead.id, text="a")).body["result"]
    clock.jump(timedelta(hours=48, seconds=1))
    answer = await wire("deleteMessage", chat_id=lead.id, message_id=sent["message_id"])
    assert answer.refusal == (400, "Bad Request: message can't be deleted for everyone")


LATE = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def tapped(wire: Wire, lead: Person) -> str:
    await wire("sendMessage", chat_id=lead.id, text="a", **keys(OK))
    return await lead.tap("Oui")


async def test_a_tap_is_answered_once(wire: Wire, lead: Person) -> None:
    query = await tapped(wire, lead)
    assert (await wire("answerCallbackQuery", callback_query_id=query, text="Noté")).body["result"] is True
    assert [(each.text, each.alert) for each in await lead.toasts()] == [("Noté", False)]
    assert (await wire("answerCallbackQuery", callback_query_id=query)).refusal == (400, LATE)


async def test_a_tap_is_answered_within_fifteen_seconds(wire: Wire, lead: Person, clock: ShiftedClock) -> None:
    query = await tapped(wire, lead)
    clock.jump(timedelta(seconds=16))
    assert (await wire("answerCallbackQuery", callback_query_id=query, text="Noté")).refusal == (400, LATE)
    assert await lead.toasts() == []


async def test_a_toast_is_two_hundred_units_at_most(wire: Wire, lead: Person) -> None:
    query = await tapped(wire, lead)
    answer = await wire("answerCallbackQuery", callback_query_id=query, text="a" * 201)
    assert answer.refusal == (400, "Bad Request: MESSAGE_TOO_LONG")


async def test_an_answer_without_text_shows_no_toast(wire: Wire, lead: Person) -> None:
    query = await tapped(wire, lead)
    assert (await wire("answerCallbackQuery", callback_query_id=query)).body["result"]
    assert await lead.toasts() == []
