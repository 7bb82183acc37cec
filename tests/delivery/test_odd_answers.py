"""What Telegram should never say, and what something on the way says in its stead."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.chat.outgoing import EditText, SendDocument, SendPhoto, SendText
from bot.delivery.breaker import Breaker
from bot.delivery.classify import Verdict, classify
from bot.delivery.health import Health
from bot.delivery.rates import RateLimits
from bot.delivery.request import LONGEST_RETRY_AFTER, UNSAID_RETRY_AFTER, AiohttpRequest
from bot.delivery.transmit import transmit

if TYPE_CHECKING:
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]

CHAT = -1_000_555
GOOD = b'{"ok": true, "result": {"message_id": 5}}'


class Wire:
    """Something at Telegram's address that answers what it is told: (status, body, headers)."""

    def __init__(self) -> None:
        self.answer: tuple[int, bytes, dict[str, str]] = (200, GOOD, {})
        self.first: dict[int, tuple[int, bytes]] = {}  # by chat

    async def reply(self, request: web.Request) -> web.Response:
        status, body, headers = self.answer
        if self.first and request.path.endswith("sendMessage"):
            status, body = self.first.pop((await request.json())["chat_id"], (status, body))
        return web.Response(status=status, body=body, headers=headers)


@pytest.fixture
async def wire() -> AsyncIterator[tuple[Wire, Bot]]:
    told = Wire()
    app = web.Application(client_max_size=2**24)
    app.router.add_route("*", "/{path:.*}", told.reply)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    request = AiohttpRequest(read=1)
    yield told, Bot("1:x", base_url=f"http://{host}:{port}/bot", request=request)
    await request.shutdown()
    await runner.cleanup()


async def verdict(wire: tuple[Wire, Bot], status: int, body: bytes, **headers: str) -> Verdict:
    told, bot = wire
    told.answer = (status, body, headers)
    with pytest.raises(TelegramError) as refused:
        await transmit(bot, SendText("Bonjour"), chat_id=CHAT, thread_id=0)
    return classify(refused.value).verdict


def refusal(code: int, description: object, **parameters: object) -> bytes:
    return json.dumps({"ok": False, "error_code": code, "description": description, "parameters": parameters}).encode()


NO_ANSWERS = {
    "nothing": (200, b""),
    "a page": (200, b"<html><body>Captive portal</body></html>"),
    "a forbidden page": (403, b"<html><h1>403 Forbidden</h1> bot was blocked by the user</html>"),
    "a page that is not found": (404, b"<html>nginx</html>"),
    "a redirection": (302, b""),
    "half an answer": (200, GOOD[:-4]),
    "a list": (200, b"[]"),
    "a string": (200, b'"ok"'),
    "a number": (200, b"5"),
    "null": (200, b"null"),
    "no ok": (200, b'{"result": {"message_id": 5}}'),
    "ok in words": (200, b'{"ok": "true", "result": {"message_id": 5}}'),
    "no result": (200, b'{"ok": true}'),
    "a refusal that is a success": (200, refusal(403, "Forbidden: bot was blocked by the user")),
    "a success that is a refusal": (400, GOOD),
    "bytes of no alphabet": (200, b"\xff\xfe\x00"),
    "depth": (200, b'{"ok":true,"result":' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "a deep refusal": (403, b'{"ok":false,"description":' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "digits": (200, b'{"ok": true, "result": {"message_id": ' + b"9" * 5_000 + b"}}"),
    "an id in words": (200, b'{"ok": true, "result": {"message_id": "abc"}}'),
    "an id too large": (200, b'{"ok": true, "result": {"message_id": ' + b"9" * 30 + b"}}"),
    "a negative id": (200, b'{"ok": true, "result": {"message_id": -4}}'),
    "an id of no number": (200, b'{"ok": true, "result": {"message_id": NaN}}'),
    "an infinite id": (200, b'{"ok": true, "result": {"message_id": 1e400}}'),
    "a null id": (200, b'{"ok": true, "result": {"message_id": null}}'),
    "no id": (200, b'{"ok": true, "result": {}}'),
    "a result in words": (200, b'{"ok": true, "result": "sent"}'),
    "a list for result": (200, b'{"ok": true, "result": [5]}'),
    "no result at all": (200, b'{"ok": true, "result": null}'),
    "a failure of the server": (500, b"<html>"),
    "a status of nowhere": (599, b""),
}


@pytest.mark.parametrize("what", NO_ANSWERS)
async def test_what_is_no_answer_of_the_bot_api_leaves_the_message_perhaps_received(
    wire: tuple[Wire, Bot], what: str
) -> None:
    assert await verdict(wire, *NO_ANSWERS[what]) is Verdict.AMBIGUOUS


async def test_an_answer_badly_compressed_leaves_the_message_perhaps_received(wire: tuple[Wire, Bot]) -> None:
    told, bot = wire
    for encoding in ("gzip", "deflate"):
        told.answer = (200, b"\x1f\x8bnot compressed", {"Content-Encoding": encoding})
        with pytest.raises(TelegramError) as refused:
            await transmit(bot, SendText("Bonjour"), chat_id=CHAT, thread_id=0)
        assert classify(refused.value).verdict is Verdict.AMBIGUOUS


async def test_an_edit_that_is_answered_by_true_is_done(wire: tuple[Wire, Bot]) -> None:
    told, bot = wire
    told.answer = (200, b'{"ok": true, "result": true}', {})
    assert await transmit(bot, EditText(5, "Bonjour"), chat_id=CHAT, thread_id=0) == 0


@pytest.mark.parametrize(
    ("given", "waited"),
    [
        ("NaN", UNSAID_RETRY_AFTER),
        ("1e400", LONGEST_RETRY_AFTER),
        ("-1e400", UNSAID_RETRY_AFTER),
        ("Infinity", LONGEST_RETRY_AFTER),
        ("1000000000000000", LONGEST_RETRY_AFTER),
        ("1" + "0" * 400, LONGEST_RETRY_AFTER),
        ("9" * 5000, LONGEST_RETRY_AFTER),
        ("-5", UNSAID_RETRY_AFTER),
        ("0", UNSAID_RETRY_AFTER),
        ("null", UNSAID_RETRY_AFTER),
        ('"many"', UNSAID_RETRY_AFTER),
        ('"7"', 7),
        ("[7]", UNSAID_RETRY_AFTER),
        ("{}", UNSAID_RETRY_AFTER),
        ("2.5", 2.5),
        ("3601", LONGEST_RETRY_AFTER),
    ],
)
async def test_a_retry_after_that_cannot_be_is_finite_and_an_hour_at_most(
    wire: tuple[Wire, Bot], given: str, waited: float
) -> None:
    told, bot = wire
    told.answer = (429, f'{{"ok": false, "error_code": 429, "parameters": {{"retry_after": {given}}}}}'.encode(), {})
    with pytest.raises(TelegramError) as refused:
        await transmit(bot, SendText("Bonjour"), chat_id=CHAT, thread_id=0)
    failure = classify(refused.value)
    assert (failure.verdict, failure.retry_after) == (Verdict.SLOW_DOWN, waited)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'{"parameters": 5}', b'{"parameters": []}', b'{"ok": false}', b'{"parameters": null}'],
)
async def test_a_429_that_says_nothing_is_waited_for(wire: tuple[Wire, Bot], body: bytes) -> None:
    assert await verdict(wire, 429, body) is Verdict.SLOW_DOWN


@pytest.mark.parametrize("to", ["abc", None, True, 1.5, 10**30, -(10**30), 42, [], {}])
async def test_a_group_that_moves_nowhere_does_not_move(wire: tuple[Wire, Bot], to: object) -> None:
    body = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=to)
    assert await verdict(wire, 400, body) is Verdict.UNKNOWN


@pytest.mark.parametrize("description", [None, 5, [], {}, "", "x" * 2**20])
async def test_a_refusal_without_words_is_unknown(wire: tuple[Wire, Bot], description: object) -> None:
    assert await verdict(wire, 400, refusal(400, description)) is Verdict.UNKNOWN


async def test_no_answer_whatever_ends_the_sender(delivery: Delivery, wire: tuple[Wire, Bot], running: Running) -> None:
    told, bot = wire
    answers = [*NO_ANSWERS.values(), (400, refusal(400, [])), (429, b"<html>")]
    told.first = {-900_000 - place: answer for place, answer in enumerate(answers)}
    told.first[-800_000] = 400, refusal(400, "upgraded", migrate_to_chat_id=-800_000)
    told.answer = (200, b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"J","message_id":5}}', {})
    ids = [await delivery.post(chat_id) for chat_id in told.first]
    free = RateLimits.none(in_flight=len(ids))
    async with running(delivery.sender(bot=bot, limits=free)):
        await delivery.until(lambda: _first_tries_failed(delivery, ids))
        delivery.clock.jump(timedelta(seconds=6))
        for row_id in ids:
            assert (await delivery.until_state(row_id, "delivered")).ambiguous <= 1


async def _first_tries_failed(delivery: Delivery, ids: list[int]) -> bool:
    rows = [await delivery.row(row_id) for row_id in ids]
    return all(row.attempts and row.state != "sending" for row in rows)


@pytest.mark.parametrize("result", [b"true", b"[]", b'"me"', b"5", b"null", b"{}", b'{"id": "x"}', b"[[[]]]"])
async def test_a_probe_that_is_answered_nonsense_goes_on(wire: tuple[Wire, Bot], result: bytes) -> None:
    told, bot = wire
    told.answer = (200, b'{"ok": true, "result": ' + result + b"}", {})
    health = Health()
    assert not await Breaker(bot, health, lambda: None)._answers()  # one probe, without its pauses
    assert "telegram" in health.problems


# Telegram's own words -------------------------------------------------------------------------------------------------

FILE_REFUSALS = [
    *(f"not enough rights to send {what} to the chat" for what in ("photos", "documents", "media", "videos", "polls")),
    *(f"CHAT_SEND_{what}_FORBIDDEN" for what in ("MEDIA", "PHOTOS", "DOCS", "VIDEOS", "GIFS", "STICKERS", "INLINE")),
    "PHOTO_INVALID_DIMENSIONS",
    "IMAGE_PROCESS_FAILED",
    "wrong file identifier/HTTP URL specified",
    "MEDIA_EMPTY",
    "DOCUMENT_INVALID",
    "Request Entity Too Large",
]


@pytest.mark.parametrize("words", FILE_REFUSALS)
@pytest.mark.parametrize("kind", [BadRequest, NetworkError])
def test_a_refused_file_or_picture_is_about_that_message(kind: type[TelegramError], words: str) -> None:
    if kind is BadRequest or "rights" in words:
        assert classify(kind(words), is_file=True).verdict is Verdict.DEAD


@pytest.mark.parametrize("words", ["have no rights to send a message", "CHAT_WRITE_FORBIDDEN", "something new"])
@pytest.mark.parametrize("kind", [BadRequest, Forbidden])
def test_a_file_never_closes_a_group_to_text(kind: type[TelegramError], words: str) -> None:
    assert classify(kind(words), is_file=True).verdict in {Verdict.DEAD, Verdict.UNKNOWN}


def test_a_file_tells_as_well_as_a_text_that_we_are_out() -> None:
    for words in ("bot was kicked from the group chat", "bot was blocked by the user"):
        assert classify(Forbidden(words), is_file=True).verdict is Verdict.SUSPEND


NAMED = {
    "have no rights to send a message": (Verdict.SUSPEND, "no_right"),
    "not enough rights to send text messages to the chat": (Verdict.SUSPEND, "no_right"),
    "need administrator rights in the channel chat": (Verdict.SUSPEND, "no_right"),
    "CHAT_WRITE_FORBIDDEN": (Verdict.SUSPEND, "no_right"),
    "CHAT_SEND_PLAIN_FORBIDDEN": (Verdict.SUSPEND, "no_right"),
    "CHAT_ADMIN_REQUIRED": (Verdict.SUSPEND, "no_right"),
    "CHAT_RESTRICTED": (Verdict.SUSPEND, "restricted"),
    "group send failed": (Verdict.SUSPEND, "restricted"),
    "USER_IS_BLOCKED": (Verdict.SUSPEND, "blocked"),
    "chat not found": (Verdict.SUSPEND, "chat_not_found"),
    "user not found": (Verdict.SUSPEND, "chat_not_found"),
    "PEER_ID_INVALID": (Verdict.SUSPEND, "chat_not_found"),
    "CHANNEL_PRIVATE": (Verdict.SUSPEND, "group_closed"),
    "group chat was deactivated": (Verdict.SUSPEND, "group_closed"),
    "USER_BANNED_IN_CHANNEL": (Verdict.SUSPEND, "left_group"),
    "bot is not a member of the supergroup chat": (Verdict.SUSPEND, "left_group"),
    "INPUT_USER_DEACTIVATED": (Verdict.SUSPEND, "deactivated"),
    "TOPIC_CLOSED": (Verdict.NO_TOPIC, "no_topic"),
    "TOPIC_DELETED": (Verdict.NO_TOPIC, "no_topic"),
    "TOPIC_ID_INVALID": (Verdict.NO_TOPIC, "no_topic"),
    "message thread not found": (Verdict.NO_TOPIC, "no_topic"),
    "the chat is not a forum": (Verdict.NO_TOPIC, "no_topic"),
    "MESSAGE_NOT_MODIFIED": (Verdict.DONE, "not_modified"),
    "MESSAGE_EDIT_TIME_EXPIRED": (Verdict.GONE, "message_gone"),
    "there is no text in the message to edit": (Verdict.GONE, "message_gone"),
    "ENTITY_BOUNDS_INVALID": (Verdict.PLAIN, "markup"),
    "MEDIA_CAPTION_TOO_LONG": (Verdict.PLAIN, "too_long"),
    "MESSAGE_EMPTY": (Verdict.DEAD, "empty"),
    "BUTTON_DATA_INVALID": (Verdict.DEAD, "buttons"),
}


@pytest.mark.parametrize("words", NAMED)
@pytest.mark.parametrize("kind", [BadRequest, Forbidden])
def test_what_telegram_refuses_has_a_name(kind: type[TelegramError], words: str) -> None:
    found = classify(kind(words))
    if kind is BadRequest or found.reason != "forbidden":
        assert (found.verdict, found.reason) == NAMED[words]


@pytest.mark.parametrize("made", [SendPhoto(b"\x89PNG", "m.png"), SendDocument(b"%PDF", "plan.pdf")])
async def test_a_group_without_files_still_gets_its_texts(
    delivery: Delivery, wire: tuple[Wire, Bot], running: Running, made: SendPhoto | SendDocument
) -> None:
    told, bot = wire
    told.answer = (400, refusal(400, "Bad Request: have no rights to send a message"), {})
    file = await delivery.post(CHAT, body={"do": "file"})
    async with running(delivery.sender(bot=bot, composers={"file": lambda _db, _row: made})):
        assert (await delivery.until_state(file, "dead")).reason == "file_refused"
        told.answer = (200, GOOD, {})
        await delivery.until_state(await delivery.post(CHAT, "Bonjour"), "delivered")
    assert delivery.told.suspended == []
