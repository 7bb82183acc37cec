"""Updates wait for the bot: order, confirmation, one reader, a day at most."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import ShiftedClock
from bot.sandbox.client import Person, World
from bot.sandbox.server import SandboxServer
from bot.sandbox.wire import Answer, Wire

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(answer: Answer) -> list[str]:
    return [each["message"]["text"] for each in answer.body["result"]]


async def test_updates_come_again_until_the_offset_confirms_them(wire: Wire, lead: Person) -> None:
    await lead.send("a")
    first = await wire("getUpdates")
    assert texts(first) == texts(await wire("getUpdates")) == ["/start", "a"]
    last = first.body["result"][-1]["update_id"]
    assert texts(await wire("getUpdates", offset=last)) == ["a"]
    assert texts(await wire("getUpdates", offset=last + 1)) == []
    assert texts(await wire("getUpdates")) == []


async def test_limit_takes_the_oldest_and_a_negative_offset_the_newest(wire: Wire, lead: Person) -> None:
    for text in "abc":
        await lead.send(text)
    assert texts(await wire("getUpdates", limit=2)) == ["/start", "a"]
    assert texts(await wire("getUpdates", offset=-1)) == ["c"]
    assert texts(await wire("getUpdates")) == ["c"]


async def test_a_long_poll_answers_as_soon_as_something_comes(wire: Wire, lead: Person) -> None:
    await wire("getUpdates", offset=-1)
    await wire("getUpdates", offset=10**9)
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(wire("getUpdates", offset=1, timeout=30))
        await asyncio.sleep(0)
        await lead.send("là ?")
    assert texts(poll.result())[-1] == "là ?"


async def test_a_second_poller_ends_the_first(wire: Wire, server: SandboxServer) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(wire("getUpdates", timeout=30))
        while not server.sandbox.updates.is_awaited:  # noqa: ASYNC110 - the server is another task of this loop
            await asyncio.sleep(0.001)
        second = await wire("getUpdates", timeout=0)
    assert first.result().refusal == (409, OTHER)
    assert second.status == 200


async def test_a_poller_that_hangs_up_is_forgotten(wire: Wire, server: SandboxServer) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await wire("getUpdates", timeout=30)
    await wire("getMe")
    assert not server.sandbox.updates.is_awaited


async def test_updates_are_kept_a_day(wire: Wire, lead: Person, clock: ShiftedClock) -> None:
    await lead.send("hier")
    clock.jump(timedelta(hours=23))
    await lead.send("à l’instant")
    clock.jump(timedelta(hours=2))
    assert texts(await wire("getUpdates")) == ["à l’instant"]


async def test_kinds_that_are_not_allowed_never_come(wire: Wire, lead: Person) -> None:
    await wire("getUpdates", offset=-1, allowed_updates=["callback_query"])
    await lead.send("a")
    await wire("getUpdates", allowed_updates=["message"])
    await lead.send("b")
    assert texts(await wire("getUpdates")) == ["/start", "b"]


async def test_an_edit_comes_as_an_edit_with_its_date(wire: Wire, lead: Person) -> None:
    said = await lead.send("a")
    await lead.edit(said, "b")
    edited = (await wire("getUpdates", offset=-1)).body["result"][0]["edited_message"]
    assert (edited["message_id"], edited["text"], "edit_date" in edited) == (said.id, "b", True)


async def test_a_paste_too_long_for_one_message_comes_in_pieces(wire: Wire, lead: Person) -> None:
    await lead.send("🏟" * 3000)
    pieces = texts(await wire("getUpdates"))[1:]
    assert [len(piece) for piece in pieces] == [2048, 952]


async def test_a_tap_carries_the_message_and_the_data_as_shown_or_forged(wire: Wire, lead: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Oui", "callback_data": "y"}]]}
    await wire("sendMessage", chat_id=lead.id, text="a", reply_markup=markup)
    message = await lead.one_message()
    await lead.tap("oui")
    await lead.press(message, "forged")
    taps = [each["callback_query"] for each in (await wire("getUpdates", offset=-2)).body["result"]]
    assert [tap["data"] for tap in taps] == ["y", "forged"]
    assert taps[0]["message"]["reply_markup"] == markup
    assert taps[0]["from"]["language_code"] == "fr"


async def test_a_tap_on_a_deleted_message_carries_an_inaccessible_one(wire: Wire, lead: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Oui", "callback_data": "y"}]]}
    await wire("sendMessage", chat_id=lead.id, text="a", reply_markup=markup)
    message = await lead.one_message()
    await wire("deleteMessage", chat_id=lead.id, message_id=message.id)
    await lead.press(message, "y")
    tap = (await wire("getUpdates", offset=-1)).body["result"][0]["callback_query"]
    assert tap["message"]["date"] == 0


@pytest.mark.parametrize("kind", ["contact", "location", "poll", "video"])
async def test_whatever_people_share_comes_under_its_name(wire: Wire, lead: Person, kind: str) -> None:
    await lead.share(kind)
    assert kind in (await wire("getUpdates", offset=-1)).body["result"][0]["message"]


async def test_blocking_and_unblocking_are_told(wire: Wire, lead: Person) -> None:
    await lead.block()
    await lead.unblock()
    changes = [each["my_chat_member"] for each in (await wire("getUpdates", offset=-2)).body["result"]]
    assert [each["new_chat_member"]["status"] for each in changes] == ["kicked", "member"]


async def test_a_deep_link_is_a_start_with_its_payload(wire: Wire, world: World) -> None:
    agent = await world.person("Lucie")
    await agent.start("plan-7")
    message = (await wire("getUpdates")).body["result"][-1]["message"]
    assert message["text"] == "/start plan-7"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
