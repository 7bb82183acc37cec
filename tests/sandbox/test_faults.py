"""Faults befall requests where they are asked to, before or after the work is done, the same way for a seed."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.sandbox.client import Person, SandboxError, World
from bot.sandbox.faults import Faults, read
from bot.sandbox.limits import UNHURRIED, Limits
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.wire import Wire


@pytest.fixture
def limits() -> Limits:
    return UNHURRIED


async def send(wire: Wire, lead: Person) -> int | str:
    try:
        return (await wire("sendMessage", chat_id=lead.id, text="a")).status
    except aiohttp.ClientError:
        return "cut"


@pytest.mark.parametrize(
    ("fault", "outcome", "arrives"),
    [
        ({"kind": "429", "retry_after": 7}, 429, False),
        ({"kind": "500"}, 500, False),
        ({"kind": "reset"}, "cut", False),
        ({"kind": "hang", "seconds": 0.01}, "cut", False),
        ({"kind": "slow", "seconds": 0.01}, 200, True),
        ({"kind": "slow", "seconds": 0.01, "when": "after"}, 200, True),
        ({"kind": "500", "when": "after"}, 500, True),
        ({"kind": "reset", "when": "after"}, "cut", True),
        ({"kind": "lost_ack"}, "cut", True),
    ],
    ids=str,
)
async def test_a_fault_spoils_the_reply_and_the_log_says_whether_the_work_was_done(
    wire: Wire, world: World, lead: Person, fault: dict[str, Any], outcome: int | str, *, arrives: bool
) -> None:
    await world.faults.set({**fault, "methods": ["sendMessage"], "count": 1})
    assert await send(wire, lead) == outcome
    assert len(await lead.new_messages()) == int(arrives)
    entry = (await world.log())[-1]
    assert (entry["verdict"], entry["fault"]) == ("accepted" if arrives else "fault", fault["kind"])
    assert await send(wire, lead) == 200  # `count` is used up


async def test_a_fault_keeps_to_its_methods_and_chats(wire: Wire, world: World, lead: Person) -> None:
    await world.faults.set({"kind": "500", "methods": ["sendMessage"], "chats": [1]})
    assert await send(wire, lead) == 200
    await world.faults.set({"kind": "500", "methods": ["sendPhoto"], "chats": [lead.id]})
    assert await send(wire, lead) == 200
    await world.faults.set({"kind": "500", "chats": [lead.id]})
    assert await send(wire, lead) == 500
    await world.faults.clear()
    assert await send(wire, lead) == 200


async def test_an_outage_cuts_every_request_of_the_bot_and_none_of_the_people(
    wire: Wire, world: World, lead: Person
) -> None:
    await world.faults.outage()
    assert await send(wire, lead) == "cut"
    await lead.send("toujours là")
    await world.faults.outage(up=True)
    assert await send(wire, lead) == 200


async def test_a_duplicate_is_delivered_once_more_after_it_was_confirmed(
    wire: Wire, world: World, lead: Person
) -> None:
    await world.faults.set({"kind": "duplicate", "rate": 1})
    first = (await wire("getUpdates")).body["result"]
    again = (await wire("getUpdates", offset=first[-1]["update_id"] + 1)).body["result"]
    assert again == first
    assert (await wire("getUpdates", offset=first[-1]["update_id"] + 1)).body["result"] == []
    assert lead.id


async def test_updates_come_out_of_order_when_asked(wire: Wire, world: World, lead: Person) -> None:
    for n in range(8):
        await lead.send(f"{n}")
    await world.faults.set({"kind": "reorder", "rate": 1})
    ids = [each["update_id"] for each in (await wire("getUpdates")).body["result"]]
    assert ids != sorted(ids)
    assert len(set(ids)) == 9


def test_a_seed_gives_the_same_faults() -> None:
    def drawn(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.rules = read([{"kind": "reset", "rate": 0.5}])
        return [faults.draw("sendMessage", 1) is not None for _ in range(64)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert 16 < sum(drawn(1)) < 48


def test_a_seed_gives_the_same_update_ids() -> None:
    def first_id(seed: int) -> int:
        sandbox = Sandbox(SystemClock(), token="42:a", seed=seed)
        sandbox.updates.put("message", {}, None)
        return sandbox.updates.pending[0].id

    assert first_id(1) == first_id(1) != first_id(2)


@pytest.mark.parametrize("rule", [{"kind": "rain"}, {"kind": "500", "when": "never"}, {"kind": "500", "odds": 1}])
async def test_a_rule_that_is_none_is_refused(world: World, rule: dict[str, Any]) -> None:
    with pytest.raises(SandboxError, match="not a fault"):
        await world.faults.set(rule)


async def test_a_hang_ends_when_the_bot_gives_up(wire: Wire, world: World, lead: Person) -> None:
    await world.faults.set({"kind": "hang", "count": 1})
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await send(wire, lead)
    assert await send(wire, lead) == 200
