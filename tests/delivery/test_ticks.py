"""The ticks, and how they end."""

import asyncio
from io import StringIO

from bot import logs
from bot.delivery.health import Health
from bot.delivery.ticks import Schedule, Tick


async def test_a_stop_in_the_middle_of_a_tick_is_no_error() -> None:
    said, begun = StringIO(), asyncio.Event()
    logs.configure(level="WARNING", secrets=(), stream=said)

    async def act() -> None:
        begun.set()
        await asyncio.Event().wait()

    schedule = Schedule([Tick("slow", 0.01, act)], Health())
    schedule.start()
    async with asyncio.timeout(5):
        await begun.wait()
    schedule.close()
    for _ in range(5):
        await asyncio.sleep(0.01)
    assert said.getvalue() == ""
