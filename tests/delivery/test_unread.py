"""What Telegram should never say is parked and confirmed, and the rest goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.request import BaseRequest, RequestData

from bot.delivery import answers
from bot.delivery.health import Health
from bot.delivery.poller import Poller
from bot.storage import inbox
from bot.storage.arrivals import LARGEST, arrival
from bot.storage.engines import json_text
from tests.delivery.test_inbox import an_update, keep, states

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from telegram import Bot

    from bot.clock import ShiftedClock
    from bot.storage.database import Database

    Running = Callable[..., AbstractAsyncContextManager[None]]

HUGE = 10**29 + 7
FIRST, LAST = 5, 9
NESTED = "[" * 100_000 + "]" * 100_000

_CHAT = '"chat":{"id":7,"type":"private"}'
ODD = {  # what stands between two good updates, and whether it has an id of its own
    "no chat": ('{"update_id":6,"message":{"message_id":1,"date":0,"text":"a"}}', True),
    "a chat without id": ('{"update_id":6,"message":{"message_id":1,"date":0,"chat":{}}}', True),
    "a message that is a text": ('{"update_id":6,"message":"Bonjour"}', True),
    "a chat that is a list": ('{"update_id":6,"message":{"chat":[7]}}', True),
    "a chat id of 30 digits": (f'{{"update_id":6,"message":{{"chat":{{"id":{HUGE}}}}}}}', True),
    "a chat id of 5000 digits": (f'{{"update_id":6,"message":{{"chat":{{"id":{"9" * 5000}}}}}}}', True),
    "an author of 30 digits": (f'{{"update_id":6,"message":{{{_CHAT},"from":{{"id":{HUGE}}}}}}}', True),
    "a chat id that is a boolean": ('{"update_id":6,"message":{"chat":{"id":true}}}', True),
    "a chat id with a fraction": ('{"update_id":6,"message":{"chat":{"id":7.5}}}', True),
    "a chat id in words": ('{"update_id":6,"message":{"chat":{"id":"7"}}}', True),
    "a message id that is a boolean": (f'{{"update_id":6,"message":{{"message_id":true,{_CHAT}}}}}', True),
    "a button without chat": ('{"update_id":6,"callback_query":{"id":"1","message":{"message_id":1}}}', True),
    "not a number": (f'{{"update_id":6,"message":{{{_CHAT},"date":NaN}}}}', True),
    "infinity": (f'{{"update_id":6,"message":{{{_CHAT},"location":{{"latitude":-Infinity}}}}}}', True),
    "1e400": (f'{{"update_id":6,"message":{{{_CHAT},"location":{{"latitude":1e400}}}}}}', True),
    "deep nesting": (f'{{"update_id":6,"message":{{{_CHAT},"text":{NESTED}}}}}', True),
    "deeper than Telegram goes": ('{"update_id":6,"x":' + "[" * 60 + "]" * 60 + "}", True),
    "a huge body": (f'{{"update_id":6,"message":{{{_CHAT},"text":"{"a" * (LARGEST + 1)}"}}}}', True),
    "a key without quotes": ('{"update_id":6,message:{}}', True),
    "no id": (f'{{"message":{{{_CHAT},"message_id":1,"date":0}}}}', False),
    "an id of 30 digits": (f'{{"update_id":{HUGE}}}', False),
    "an id of 5000 digits": (f'{{"update_id":{"9" * 5000}}}', False),
    "an id that is a boolean": ('{"update_id":true}', False),
    "an id with a fraction": ('{"update_id":6.0}', False),
    "an id in words": ('{"update_id":"6"}', False),
    "an id below zero": ('{"update_id":-6}', False),
    "nothing": ("null", False),
    "a list": ("[]", False),
    "a word": ('"update_id"', False),
}
IGNORED = {
    "an unknown type": '{"update_id":6,"thought":{"from":{"id":7},"text":"a"}}',
    "no content": '{"update_id":6}',
    "a lone surrogate": f'{{"update_id":6,"message":{{{_CHAT},"message_id":1,"date":0,"text":"\\ud83d"}}}}',
}


def an_answer(*updates: str) -> str:
    return f'{{"ok":true,"result":[{",".join(updates)}]}}'


def good(number: int) -> str:
    return json.dumps(an_update(number))


class Telegram(BaseRequest):
    """Says what it was told to, then repeats what is not confirmed, then nothing."""

    def __init__(self, *said: str) -> None:
        self.said = list(said)
        self.asked: list[dict[str, Any]] = []

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        assert request_data
        self.asked.append(request_data.parameters)
        await asyncio.sleep(0 if self.said else 0.01)
        return 200, (self.said.pop(0) if self.said else an_answer()).encode()

    @property
    def read_timeout(self) -> float:
        return 1

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return answers.read(payload)


@pytest.fixture
def polled(database: Database, bot: Bot, clock: ShiftedClock, running: Running) -> Callable[..., Any]:
    async def poll(telegram: Telegram, health: Health | None = None) -> list[int | None]:
        """Poll until everything was said; return the offsets asked for."""
        poller = Poller(
            database, bot, telegram, clock, "one", lambda: None, health=health, poll_seconds=0, first_pause=0.01
        )
        before = len(telegram.said)
        async with running(poller), asyncio.timeout(10):
            while len(telegram.asked) < before + 2:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)
        return [each.get("offset") for each in telegram.asked]

    return poll


@pytest.mark.parametrize("name", ODD)
async def test_what_cannot_be_read_is_parked_and_confirmed_and_the_rest_goes_on(
    database: Database, polled: Callable[..., Any], name: str
) -> None:
    text, has_id = ODD[name]
    offsets = await polled(Telegram(an_answer(good(FIRST), text, good(LAST))))
    found = await states(database)
    assert {number: found.pop(number) for number in (FIRST, LAST)} == {FIRST: "new", LAST: "new"}
    assert list(found.values()) == ["dead"]
    assert list(found) == [6] if has_id else all(number < 0 for number in found)
    assert offsets[-1] == LAST + 1


@pytest.mark.parametrize("name", ODD)
async def test_what_cannot_be_read_is_parked_once_though_it_comes_alone_and_again(
    database: Database, polled: Callable[..., Any], name: str
) -> None:
    text, has_id = ODD[name]
    telegram = Telegram(*[an_answer(text)] * 3, an_answer(good(LAST)))
    offsets = await polled(telegram)
    assert sorted((await states(database)).values()) == ["dead", "new"]
    assert offsets[1] == (7 if has_id else offsets[1])
    assert offsets[-1] == LAST + 1


@pytest.mark.parametrize("name", IGNORED)
async def test_what_is_only_unknown_waits_for_its_turn_like_any_other(
    database: Database, polled: Callable[..., Any], name: str
) -> None:
    await polled(Telegram(an_answer(good(FIRST), IGNORED[name], good(LAST))))
    assert set((await states(database)).values()) == {"new"}


@pytest.mark.parametrize(
    "said",
    [
        "{}",
        "[]",
        "null",
        "7",
        '"a"',
        "",
        "{",
        NESTED,
        '{"ok":true}',
        '{"ok":true,"result":{}}',
        '{"ok":true,"result":null}',
        '{"ok":true,"result":"a"}',
        '{"ok":true,"result":7}',
        '{"result":{"update_id":6}}',
        "<html>",
        "\0",
        '{"ok":false,"parameters":[]}',
    ],
)
async def test_a_poll_result_that_is_no_list_is_asked_for_again(
    database: Database, polled: Callable[..., Any], said: str
) -> None:
    health = Health()
    offsets = await polled(Telegram(said, said, an_answer(good(LAST))), health)
    assert await states(database) == {LAST: "new"}
    assert offsets == [None, None, None, LAST + 1, LAST + 1][: len(offsets)]
    assert not health.problems


async def test_an_answer_cut_short_gives_what_is_whole(database: Database, polled: Callable[..., Any]) -> None:
    await polled(Telegram(an_answer(good(FIRST), good(LAST))[:-30]))
    assert await states(database) == {FIRST: "new", LAST: "dead"}


async def test_a_huge_id_is_confirmed_once_and_hides_nothing_that_comes_after(polled: Callable[..., Any]) -> None:
    text = f'{{"update_id":{HUGE}}}'
    offsets = await polled(Telegram(an_answer(good(FIRST), text), an_answer(text), an_answer(good(LAST))))
    assert offsets[:4] == [None, FIRST + 1, HUGE + 1, LAST + 1]


async def test_two_updates_of_one_id_are_one_the_first(database: Database, clock: ShiftedClock) -> None:
    assert await keep(database, clock, an_update(5, "un"), an_update(5, "deux")) == 1
    [row] = await database.write(lambda db: inbox.claim(db, owner="one", now=clock.now(), limit=9))
    assert row.body["message"]["text"] == "un"


async def test_an_update_the_database_refuses_spoils_no_other(
    database: Database, clock: ShiftedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = arrival
    monkeypatch.setattr(
        inbox, "arrival", lambda each: _without_lane(real(each)) if each["update_id"] == 6 else real(each)
    )
    assert await keep(database, clock, an_update(5), an_update(6), an_update(7)) == 3
    assert await states(database) == {5: "new", 6: "dead", 7: "new"}


def _without_lane(found: Any) -> Any:  # noqa: ANN401 - what the database refuses
    object.__setattr__(found, "lane", None)
    return found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([HUGE, "7", 7, -7]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text() | st.sampled_from(["update_id", "message", "chat", "id", "from"]), inner)
    ),
)


@given(JSON)
def test_whatever_it_is_an_update_becomes_a_row_that_any_database_keeps(received: object) -> None:
    found = arrival(received)
    assert -(2**63) <= found.update_id < 2**63
    assert len(found.lane) <= 48
    assert len(json_text(found.body)) <= 4 * LARGEST
    assert arrival(received).update_id == found.update_id, "the same again has the same id"


@given(st.binary() | st.text().map(str.encode))
def test_whatever_the_bytes_an_answer_is_read_or_refused(payload: bytes) -> None:
    try:
        assert isinstance(answers.read(payload), dict)
    except ValueError:
        return
