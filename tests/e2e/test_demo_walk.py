"""Whoever tries the demonstration sees nothing in its terminal but where to look."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from bot import logs
from bot.cli import demo
from bot.cli.player import Player
from bot.cli.scenario import LINES
from bot.clock import ShiftedClock
from bot.sandbox.client import Person
from domain.questionnaire import SCRIPT

COMMANDS = ("/plan", "/synthese", "/matrice", "/indicateurs", "/equipe", "/modifier", "/aide", "/pause")
TUESDAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@asynccontextmanager
async def demonstration(sqlite_url: str) -> AsyncIterator[demo.Stage]:
    """The demonstration on a Tuesday morning, hurried, with its people, up to its stop."""
    clock = ShiftedClock()
    clock.set_at(TUESDAY)
    async with demo.stage(sqlite_url, clock=clock, is_hurried=True) as stage, asyncio.TaskGroup() as parts:
        running = parts.create_task(stage.jalon.run())
        await demo._furnish(stage)
        yield stage
        running.cancel()


@pytest.mark.slow
async def test_a_normal_walk_of_the_demonstration_logs_no_warning(sqlite_url: str) -> None:
    said = StringIO()
    logs.configure(level="WARNING", secrets=(demo.TOKEN,), stream=said)
    async with demonstration(sqlite_url) as here:
        await _walk(here)
    assert said.getvalue() == ""


async def _walk(here: demo.Stage) -> None:
    people = {each["first_name"]: Person(here.world, each) for each in (await here.world.overview())["people"]}
    claire, sophie = people["Claire"], people["Sophie"]
    book = here.jalon.house.book
    consent, decline = (book.label("fr", f"start:act_{what}") for what in ("consent", "decline"))
    await claire.start()
    await _press_at_once(claire, decline, decline)
    await claire.start()
    await _press_at_once(claire, consent, decline)
    await claire.start()
    if consent in await claire.labels():
        await claire.tap(consent)
    await Player(claire, book, SCRIPT).play_all(LINES[:12])
    for person in people.values():
        for command in COMMANDS:
            await person.send(command)
            await person.new_messages()
    for _ in range(2):
        here.clock.jump(timedelta(days=31))
        await here.jalon.tick()
        await sophie.send("31")
        await sophie.new_messages()


async def _press_at_once(person: Person, *labels: str) -> None:
    """Press buttons of one message before the first press is answered, as somebody does who clicks fast."""
    message = next(each for each in reversed(await person.messages()) if labels[0] in each.labels)
    for label in labels:
        await person.press(message, next(each for each in message.buttons if each.text == label))
    await person.messages()
