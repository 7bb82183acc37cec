"""One case per rule: what Telegram takes, and what it refuses with which words."""

from typing import Any

import pytest

from bot.sandbox.client import Person, SandboxError, World
from bot.sandbox.limits import UNHURRIED, Limits
from bot.sandbox.server import SandboxServer
from bot.sandbox.wire import Wire


@pytest.fixture
def limits() -> Limits:
    return UNHURRIED


def keys(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [list(buttons)]}}


OK = {"text": "Oui", "callback_data": "y"}
HTML = {"parse_mode": "HTML"}

ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("the longest text", {"text": "a" * 4096}),
    ("the longest text, marks aside", {"text": f"<b>{'a' * 4096}</b>", **HTML}),
    ("the longest callback data", {"text": "a", **keys({"text": "b", "callback_data": "é" * 32})}),
    ("a hundred buttons", {"text": "a", "reply_markup": {"inline_keyboard": [[OK]] * 100}}),
    ("a link button", {"text": "a", **keys({"text": "b", "url": "https://t.me/jalon_bot?start=x"})}),
    ("a reply keyboard", {"text": "a", "reply_markup": {"keyboard": [[{"text": "b"}]]}}),
    ("a missing reply that may be missing", {
        "text": "a", "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True},
    }),
    ("escaped marks", {"text": "a &lt; b", **HTML}),
    ("stated entities", {"text": "abc", "entities": [{"type": "bold", "offset": 0, "length": 2}]}),
]  # fmt: skip

REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("message text is empty", {"text": ""}),
    ("text must be non-empty", {"text": " \n "}),
    ("text must be non-empty", {"text": "<b> </b>", **HTML}),
    ("message is too long", {"text": "a" * 4097}),
    ("message is too long", {"text": "🏟" * 2049}),
    ("can't parse entities: Unclosed start tag at byte offset 2", {"text": "a <", **HTML}),
    ('can\'t parse entities: Unsupported start tag "p" at byte offset 3', {"text": "é <p>", **HTML}),
    ("can't parse entities: Can't find end tag corresponding to start tag \"b\"", {"text": "<b>a", **HTML}),
    (
        "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
        {"text": "a.", "parse_mode": "MarkdownV2"},
    ),
    ("unsupported parse_mode", {"text": "a", "parse_mode": "BBCode"}),
    ("BUTTON_DATA_INVALID", {"text": "a", **keys({"text": "b", "callback_data": "é" * 33})}),
    ("BUTTON_DATA_INVALID", {"text": "a", **keys({"text": "b", "callback_data": ""})}),
    ("inline keyboard button text must be non-empty", {"text": "a", **keys({"text": " ", "callback_data": "b"})}),
    (
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        {"text": "a", **keys({"text": "b"})},
    ),
    (
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        {"text": "a", **keys({"text": "b", "url": "nowhere"})},
    ),
    ("reply markup is too long", {"text": "a", "reply_markup": {"inline_keyboard": [[OK]] * 101}}),
    ("can't parse reply_markup JSON object", {"text": "a", "reply_markup": "{"}),
    ("can't parse reply keyboard markup JSON object", {"text": "a", "reply_markup": {"keys": []}}),
    ("object expected as reply markup", {"text": "a", "reply_markup": ["b"]}),
    (
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        {"text": "a", "reply_markup": {"inline_keyboard": [OK]}},
    ),
    (
        "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        {"text": "a", "reply_markup": {"inline_keyboard": [["b"]]}},
    ),
    ("can't parse inline keyboard button: Can't find field \"text\"", {"text": "a", **keys({"callback_data": "b"})}),
    ('can\'t parse inline keyboard button: unknown field "colour"', {"text": "a", **keys({**OK, "colour": "red"})}),
    (
        "can't parse reply parameters: message identifier is not specified",
        {"text": "a", "reply_parameters": {"quote": "b"}},
    ),
    ("message to be replied not found", {"text": "a", "reply_parameters": {"message_id": 99}}),
    ("message thread not found", {"text": "a", "message_thread_id": 7}),
    ('unknown parameter "reply_to_message_id"', {"text": "a", "reply_to_message_id": 1}),
    ("chat_id is empty", {"text": "a", "chat_id": ""}),
    ("chat not found", {"text": "a", "chat_id": 5}),
    ("chat not found", {"text": "a", "chat_id": "@nobody"}),
]


SLIPS: list[tuple[str, dict[str, Any], str]] = [
    ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
    ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "paid"}]}, "REACTION_INVALID"),
    ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ("getChatAdministrators", {}, "there are no administrators in the private chat"),
    ("unpinChatMessage", {}, "message to unpin not found"),
    ("deleteMessages", {"message_ids": []}, "message identifiers are not specified"),
    ("editMessageText", {"text": "a"}, "message identifier is not specified"),
    ("editMessageText", {"text": "a", "message_id": "x"}, "invalid message_id specified"),
    (
        "editMessageMedia",
        {"message_id": 1, "media": {"type": "audio"}},
        "can't parse InputMedia: type must be photo or document",
    ),
    (
        "editMessageReplyMarkup",
        {"message_id": 1, "reply_markup": {"force_reply": True}},
        "inline keyboard expected",
    ),
    ("copyMessage", {"from_chat_id": 1, "message_id": 1}, "chat not found"),
    ("setChatMenuButton", {"menu_button": {"type": "x"}}, "can't parse menu button: unsupported type specified"),
]


async def test_telegram_takes_what_is_within_its_limits(wire: Wire, lead: Person) -> None:
    for case, params in ACCEPTED:
        answer = await wire("sendMessage", **{"chat_id": lead.id, **params})
        assert answer.body["ok"], (case, answer.body)
        assert len(await lead.new_messages()) == 1, case


async def test_telegram_refuses_the_rest_with_its_own_words(wire: Wire, lead: Person) -> None:
    answers = [await wire("sendMessage", **{"chat_id": lead.id, **params}) for _, params in REFUSED]
    assert [each.refusal for each in answers] == [(400, f"Bad Request: {reason}") for reason, _ in REFUSED]
    assert await lead.new_messages() == []


async def test_a_person_who_never_pressed_start_gets_nothing(wire: Wire, world: World) -> None:
    agent = await world.person("Lucie")
    answer = await wire("sendMessage", chat_id=agent.id, text="a")
    assert answer.refusal == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_a_person_who_blocked_the_bot_gets_nothing_until_they_unblock_it(wire: Wire, lead: Person) -> None:
    await lead.block()
    refused = await wire("sendMessage", chat_id=lead.id, text="a")
    assert refused.refusal == (403, "Forbidden: bot was blocked by the user")
    await lead.unblock()
    assert (await wire("sendMessage", chat_id=lead.id, text="a")).status == 200


async def test_a_closed_account_gets_nothing(wire: Wire, lead: Person) -> None:
    await lead.deactivate()
    answer = await wire("sendMessage", chat_id=lead.id, text="a")
    assert answer.refusal == (403, "Forbidden: user is deactivated")


async def test_a_bad_command_menu_is_refused(wire: Wire) -> None:
    for commands, reason in [
        ([{"command": "Plan", "description": "a"}], "BOT_COMMAND_INVALID"),
        ([{"command": "plan", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "plan", "description": "a"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ]:
        assert (await wire("setMyCommands", commands=commands)).refusal == (400, f"Bad Request: {reason}")


async def test_a_wrong_token_is_unauthorized_and_a_wrong_method_is_not_found(wire: Wire, server: SandboxServer) -> None:
    assert (await Wire(wire.session, server.base_url + "42:other")("getMe")).refusal == (401, "Unauthorized")
    assert (await wire("makeCoffee")).refusal == (404, "Not Found")


async def test_methods_are_known_in_any_case_and_by_get(wire: Wire, lead: Person) -> None:
    async with wire.session.get(f"{wire.base}/SENDmessage", params={"chat_id": lead.id, "text": "a"}) as answer:
        assert (await answer.json())["ok"]


async def test_a_lenient_sandbox_overlooks_unknown_parameters(wire: Wire, lead: Person, server: SandboxServer) -> None:
    server.sandbox.strict = False
    assert (await wire("sendMessage", chat_id=lead.id, text="a", colour="red")).status == 200


async def test_control_characters_become_spaces_and_never_reach_people(wire: Wire, lead: Person) -> None:
    await wire("sendMessage", chat_id=lead.id, text="a\0b\r\nc")
    assert (await lead.one_message()).text == "a b\nc"


async def test_someone_the_bot_never_met_is_not_found(wire: Wire, world: World) -> None:
    agent = await world.person("Lucie")
    assert (await wire("getChat", chat_id=agent.id)).refusal == (400, "Bad Request: chat not found")


async def test_other_slips_are_refused(wire: Wire, lead: Person) -> None:
    for method, params, reason in SLIPS:
        answer = await wire(method, chat_id=lead.id, **params)
        assert answer.refusal == (400, f"Bad Request: {reason}"), method


async def test_texts_of_the_profile_have_their_lengths(wire: Wire) -> None:
    assert (await wire("setMyDescription", description="a" * 513)).refusal[0] == 400
    assert (await wire("setMyShortDescription", short_description="a" * 121)).refusal[0] == 400
    assert (await wire("setMyName", name="Jalon")).status == 200
    assert (await wire("getMyName")).body["result"] == {"name": "Jalon"}
    assert (await wire("getMyShortDescription", language_code="fra")).refusal[0] == 400


async def test_a_body_that_is_no_object_is_refused(wire: Wire) -> None:
    async with wire.session.post(
        f"{wire.base}/getMe", data=b"[", headers={"Content-Type": "application/json"}
    ) as answer:
        assert (await answer.json())["description"] == "Bad Request: can't parse JSON object"


async def test_gestures_that_make_no_sense_are_refused_with_the_reason(world: World, lead: Person) -> None:
    for path, content, reason in [
        (f"people/{lead.id}/taps", {}, "missing or wrong"),
        (f"people/{lead.id}/messages", {"kind": "smell"}, "no message is of the kind smell"),
        (f"people/{lead.id}/messages", {"chat": 5, "text": "a"}, "chat not found"),
        ("people/5/start", {}, "person not found"),
        ("people", {}, "first_name is missing"),
        ("clock", {"mode": "backwards"}, "jump_seconds, mode or at"),
        ("clock", [], "a JSON object is expected"),
    ]:
        with pytest.raises(SandboxError, match=reason):
            await world.call("POST", path, content)
    await lead.deactivate()
    with pytest.raises(SandboxError, match="no account any more"):
        await lead.send("a")
