"""A process of its own: the sandbox, and people in it who answer the ten questions as fast as they are asked.

It reads one order a line (`{"do": "saturate", "people": 50}`) and prints one result a line, with the times a reply
took: from the update being available to the bot, to the reply being accepted by the sandbox.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from statistics import median, quantiles
from typing import Any

from bench.dialogue import ANSWERS, CONSENT, TOKEN
from bot.clock import SystemClock
from bot.sandbox import people
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.limits import UNHURRIED
from bot.sandbox.log import RequestLog
from bot.sandbox.people import Draft
from bot.sandbox.server import Sandbox, SandboxServer
from bot.sandbox.world import Person

LIMITS = replace(UNHURRIED, log_entries=1_000)
QUIET = 0.4
"""Seconds without any request after which the bot has said all it had to."""
SILENCE = 60.0
"""Seconds without any request after which a person still without an answer never gets one."""


class Ear(RequestLog):
    """The sandbox's log, which also tells of each request as it is accepted."""

    def __init__(self, most: int | None, heard: Callable[[str, JsonObject], None]) -> None:
        super().__init__(most)
        self._heard = heard

    def add(self, at: float, method: str, params: JsonObject, verdict: str, **more: Any) -> None:  # noqa: ANN401
        super().add(at, method, params, verdict, **more)
        if verdict == "accepted":
            self._heard(method, params)


class Town:
    """People who start the bot, then answer; `hurried` ones answer as soon as they are asked."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        sandbox.log = Ear(LIMITS.log_entries, self._heard)
        self.waits: dict[int, deque[float]] = {}
        self.said: dict[int, int] = {}
        self.delays: list[float] = []
        self.acted_at = 0.0
        self.is_hurried = False

    async def settle(self, count: int) -> list[Person]:
        """Bring people in, up to the first question."""
        self.is_hurried = False
        crowd = [self.sandbox.world.add_person(f"Ana{n}", None, None, "fr") for n in range(count)]
        for person in crowd:
            self._act(person.id)
            people.start(self.sandbox, person, "")
        await self._quiet()
        for person in crowd:
            self._agree(person)
        await self._quiet()
        return crowd

    async def saturate(self, at_once: int) -> JsonObject:
        """Let all answer as soon as they are asked; the end is that of the last request, edits included."""
        crowd = await self.settle(at_once)
        count = len(crowd) * len(ANSWERS)
        _tell({"begun": True})
        self.delays, self.is_hurried, began = [], True, time.perf_counter()
        for person in crowd:
            self._answer(person.id)
        await self._quiet()
        assert len(self.delays) == count, f"{len(self.delays)} replies for {count} answers"
        seconds = self.acted_at - began
        return {"updates": count, "seconds": seconds, "rate": count / seconds, **self._times()}

    async def pace(self, seconds: float, rate: float) -> JsonObject:
        """Let people answer in turn, `rate` answers a second all together."""
        crowd = await self.settle(max(1, round(seconds * rate / len(ANSWERS))))
        _tell({"begun": True})
        self.delays, began, count = [], time.perf_counter(), len(crowd) * len(ANSWERS)
        for n in range(count):
            await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
            self._answer(crowd[n % len(crowd)].id)
        await self._quiet()
        assert len(self.delays) == count, f"{len(self.delays)} replies for {count} answers"
        return {"updates": count, "seconds": time.perf_counter() - began, **self._times()}

    def _times(self) -> JsonObject:
        return {"median": median(self.delays) * 1e3, "p99": quantiles(self.delays, n=100)[98] * 1e3}

    def _answer(self, who: int) -> None:
        number = self.said.get(who, 0)
        if number == len(ANSWERS):
            return
        self.said[who] = number + 1
        self._act(who)
        world = self.sandbox.world
        people.send(self.sandbox, world.people[who], world.chats[who], Draft(ANSWERS[number]))

    def _act(self, who: int) -> None:
        """Note that the bot owes this person a reply from now on."""
        self.waits.setdefault(who, deque()).append(time.perf_counter())

    def _heard(self, method: str, params: JsonObject) -> None:
        if method == "getUpdates":
            return
        self.acted_at = time.perf_counter()
        if method != "sendMessage":
            return
        who = int(params["chat_id"])
        if not (owed := self.waits.get(who)):
            return
        self.delays.append(self.acted_at - owed.popleft())
        if not owed:
            del self.waits[who]
        if self.is_hurried:
            asyncio.get_running_loop().call_soon(self._answer, who)

    def _agree(self, person: Person) -> None:
        """Consent, where the bot asks for it first."""
        chat = self.sandbox.world.chats[person.id]
        newest = chat.messages[max(chat.messages)]
        for button in (each for row in newest.keyboard for each in row if each["text"] == CONSENT):
            self._act(person.id)
            people.tap(self.sandbox, person, chat, newest.id, button["callback_data"])

    async def _quiet(self) -> None:
        """Wait until the bot has nothing left to say."""
        await asyncio.sleep(QUIET / 2)
        while True:
            calm = time.perf_counter() - self.acted_at
            is_busy = self.waits or self.sandbox.updates.pending or self.sandbox.in_flight
            if calm > (SILENCE if is_busy else QUIET):
                return
            await asyncio.sleep(0.02)


async def main() -> None:
    sandbox = Sandbox(SystemClock(), token=TOKEN, limits=LIMITS)
    town = Town(sandbox)
    async with SandboxServer(sandbox) as server:
        _tell({"url": server.url})
        while not sandbox.updates.is_awaited:
            await sandbox.events.change(0.01)
        _tell({"awaited": time.time()})
        while order := await asyncio.to_thread(sys.stdin.readline):
            asked = json.loads(order)
            match asked["do"]:
                case "saturate":
                    _tell(await town.saturate(asked["people"]))
                case "pace":
                    _tell(await town.pace(asked["seconds"], asked["rate"]))


def _tell(content: JsonObject) -> None:
    print(json.dumps(content), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
