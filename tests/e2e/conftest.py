"""The real bot against the sandbox, in this process: only the wire is faked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.application import Jalon
from bot.clock import ShiftedClock
from bot.demo import Stage, stage
from bot.playing import Player
from bot.sandbox.client import Person, World
from bot.sandbox.server import SandboxServer
from bot.scenario import LINES
from bot.storage import dossiers
from bot.storage.database import Database
from domain.dialogue.dossier import Dossier
from domain.script import EXPRESS

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AGREE = "D’accord, on commence"


class House:
    """A running bot, the sandbox it talks to, and the people in it."""

    def __init__(self, here: Stage) -> None:
        self._here = here

    @property
    def world(self) -> World:
        return self._here.world

    @property
    def jalon(self) -> Jalon:
        return self._here.jalon

    @property
    def db(self) -> Database:
        return self._here.jalon.db

    @property
    def clock(self) -> ShiftedClock:
        return self._here.clock

    @property
    def server(self) -> SandboxServer:
        return self._here.server

    def words(self, name: str, language: str = "fr", **context: object) -> str:
        """The plain text of a block of the templates."""
        return self.jalon.house.book.label(language, name, **context)

    def player(self, person: Person) -> Player:
        return Player(person, self.jalon.house.book, EXPRESS)

    async def newcomer(self, first_name: str, **options: Any) -> Person:
        """A person who has just pressed Start and agreed; what was said so far is read."""
        person = await self.world.person(first_name, **options)
        await person.start()
        await person.tap(AGREE)
        await person.new_messages()
        return person

    async def lead(self, first_name: str = "Claire", *, until: str | None = None) -> Person:
        """A lead who has answered the scenario up to, and not including, the question `until`."""
        person = await self.newcomer(first_name)
        player = self.player(person)
        for line in LINES:
            if line.question == until:
                break
            await player.play(line)
        await person.new_messages()
        return person

    async def jump(self, by: timedelta) -> None:
        """Move the clock, and let what falls due be planned and sent."""
        self.clock.jump(by)
        await self.jalon.tick()
        await self.world.settle()

    async def dossier(self, plan_id: int = 1) -> Dossier:
        return await self.db.read(lambda db: dossiers.load(db, plan_id))

    async def answer(self, path: str, plan_id: int = 1) -> object:
        """The recorded value at a path of the dossier, None when there is none."""
        found = {str(key): kept.value for key, kept in (await self.dossier(plan_id)).answers.items()}
        return found.get(path)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """A running bot on each database, on a Monday at 10:00 in Paris."""
    clock = ShiftedClock()
    clock.set_at(MONDAY)
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(stage(database_url, clock=clock, is_hurried=True))
        parts = await stack.enter_async_context(asyncio.TaskGroup())
        running = parts.create_task(here.jalon.run())
        yield House(here)
        running.cancel()
