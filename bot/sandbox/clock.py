"""The sandbox's clock, moved on the server and read from another process."""

import asyncio
import json
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from typing import Self

import aiohttp

from bot.clock import Clock, SystemClock
from bot.sandbox.jsontypes import JsonObject

_PAUSE = 0.2  # real seconds before asking again a sandbox that went away


class RemoteClock:
    """Tells the time of the sandbox at `url`; `now()` never waits, jumps arrive by a stream.

    Both processes run on one machine: its own clock plus the sandbox's shift is the sandbox's time.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._system: Clock = SystemClock()
        self._shift = timedelta()
        self._frozen_at: datetime | None = None
        self._stack = AsyncExitStack()
        self._listening: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        return self._frozen_at or self._system.now() + self._shift

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5)
        session = await self._stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        async with session.get(f"{self._url}/sandbox/clock") as answer:
            self._apply(await answer.json())
        group = await self._stack.enter_async_context(asyncio.TaskGroup())
        self._listening = group.create_task(self._listen(session))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listening:
            self._listening.cancel()
        await self._stack.aclose()

    async def _listen(self, session: aiohttp.ClientSession) -> None:
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):  # gone: the last shift holds until it is back
                # The stream of events opens with the clock as it is.
                async with session.get(f"{self._url}/sandbox/events", params={"only": "clock"}) as stream:
                    async for line in stream.content:
                        if line.startswith(b"data:"):
                            self._apply(json.loads(line[5:]))
            await asyncio.sleep(_PAUSE)

    def _apply(self, told: JsonObject) -> None:
        self._shift = timedelta(seconds=told["shift_seconds"])
        self._frozen_at = datetime.fromisoformat(told["now"]) if told["mode"] == "frozen" else None
