"""The real bot against the sandbox, in this process: only the wire is faked."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import StringIO
from typing import Any, Protocol

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, Row, select

from bot import logs
from bot.application import Jalon, _book, new_id, rehearse
from bot.cli.player import Player
from bot.cli.scenario import LINES, Line
from bot.cli.seeding import finished
from bot.clock import ShiftedClock
from bot.delivery.rates import RateLimits
from bot.reminders import rules
from bot.sandbox import shapes
from bot.sandbox.client import Group, Person, World
from bot.sandbox.limits import UNHURRIED
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.seen import Message, find_button
from bot.sandbox.server import SandboxServer
from bot.sandbox.updates import Update
from bot.settings import Settings
from bot.storage import dossiers, inbox, memberships, outbox, people, plans, prompts, readings, tables, talks
from bot.storage.database import Database
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from bot.wording.wordbook import block
from domain.dialogue.dossier import Dossier
from domain.dialogue.survey import survey
from domain.plan import Reading
from domain.projection import plan_from
from domain.questionnaire import SCRIPT

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOKEN = "1234567:sandbox-token-for-tests-only"
AGREE = "D’accord, on commence"
CALM_LOOKS, LOOK_SECONDS = 2, 0.004


class Recorded(deque[Update]):
    """The queue of updates, with all that ever went through it."""

    def __init__(self) -> None:
        super().__init__()
        self.past: list[Update] = []

    def append(self, update: Update, /) -> None:
        self.past.append(update)
        super().append(update)


class Part(Protocol):
    """A part of the bot that works until cancelled."""

    async def run(self) -> None: ...


class House:
    """A bot on one database, the sandbox it talks to, and the people in it; the bot can be stopped and started."""

    def __init__(self, url: str, server: SandboxServer, clock: ShiftedClock, settings: Settings) -> None:
        self.url, self.server, self.clock, self.settings = url, server, clock, settings
        self.sandbox = server.sandbox
        self.db = Database.open(url)
        self.new_id: Callable[[], str] = new_id
        self.limits = RateLimits.none()
        self._running = AsyncExitStack()
        self._tasks: list[asyncio.Task[None]] = []

    a_while = timedelta(minutes=5)
    world: World
    jalon: Jalon
    logged: StringIO

    # The bot ----------------------------------------------------------------------------------------------------------

    async def start(self, parts: Callable[[Jalon], Iterable[Part]] = lambda jalon: (jalon,)) -> None:
        """Start the bot, or only some of its parts."""
        self.jalon = await self._running.enter_async_context(
            Jalon(
                self.settings,
                self.db,
                clock=self.clock,
                limits=self.limits,
                new_id=self.new_id,
                ticks_every=3600,
                poll_seconds=20,
            )
        )
        group = await self._running.enter_async_context(asyncio.TaskGroup())
        self._tasks = [group.create_task(part.run()) for part in parts(self.jalon)]
        for task in self._tasks:
            self._running.callback(task.cancel)

    async def stop(self) -> None:
        """Stop the bot where it stands."""
        await self._running.aclose()
        self._running = AsyncExitStack()

    async def kill(self) -> None:
        """Stop the bot without letting it finish anything."""
        while not all(task.done() for task in self._tasks):
            for task in self._tasks:
                task.cancel()
            await asyncio.sleep(0.01)
        await self.stop()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def settle(self) -> None:
        """Return once every update was handled and everything due was sent."""
        calm = 0
        async with asyncio.timeout(20):
            while calm < CALM_LOOKS:
                calm = calm + 1 if self._is_quiet() and await self.jalon.is_idle() else 0
                await asyncio.sleep(LOOK_SECONDS)

    def _is_quiet(self) -> bool:
        updates = self.sandbox.updates
        is_read = updates.is_awaited or updates.has_webhook
        return is_read and not updates.pending and not updates._again and not self.sandbox.in_flight

    async def fetched(self) -> None:
        """Return once Telegram has given every update and was told so."""
        async with asyncio.timeout(20):
            while self.sandbox.updates.pending:  # noqa: ASYNC110 - the bot decides
                await asyncio.sleep(LOOK_SECONDS)

    async def handled(self, count: int) -> None:
        """Return once only so many updates fewer are left."""
        begun = await self.unhandled()
        async with asyncio.timeout(20):
            while begun - await self.unhandled() < count:  # noqa: ASYNC110 - the bot decides
                await asyncio.sleep(0)

    async def unhandled(self) -> int:
        return (await self.db.read(inbox.counts)).get("new", 0)

    async def settle_inbox(self) -> None:
        """Return once every update was handled, whether or not anything was sent."""
        async with asyncio.timeout(20):
            while self.sandbox.updates.pending or await self.unhandled():  # noqa: ASYNC110 - the bot decides
                await asyncio.sleep(LOOK_SECONDS)

    async def jump(self, by: timedelta) -> None:
        """Move the clock, and let what falls due be planned and sent."""
        self.clock.jump(by)
        await self.jalon.tick()
        await self.settle()

    def again(self, update: Update, *, times: int = 1) -> None:
        """Have Telegram give an update of the past again."""
        self.sandbox.updates._again += [update] * times
        self.sandbox.updates._release(None)

    @property
    def past(self) -> list[Update]:
        """Every update there was, oldest first."""
        assert isinstance(self.sandbox.updates.pending, Recorded)
        return self.sandbox.updates.pending.past

    # People -----------------------------------------------------------------------------------------------------------

    def words(self, name: str, language: str = "fr", /, **context: object) -> str:
        """The plain text of a block of the templates."""
        return self.jalon.house.book.label(language, name, **context)

    def player(self, person: Person, language: str = "fr") -> Player:
        return Player(person, self.jalon.house.book, SCRIPT, language)

    def option(self, question: str, code: str) -> str:
        """What an option of a question is called."""
        return self.words(block(SCRIPT.chapter_of(question).id, question, f"option_{code}"))

    def name(self, question: str) -> str:
        """The short name of a question."""
        return self.words(block(SCRIPT.chapter_of(question).id, question, "name"))

    async def asked(self, person: Person) -> str | None:
        """The id of the question a person is asked in private, None when none is."""
        row = await self._live(person)
        return row.path.id if row and row.path else None

    async def question(self, person: Person) -> Message:
        """The message in which a person is asked their question."""
        row = await self._live(person)
        assert row is not None, "nothing is asked"
        return next(each for each in await person.messages() if each.id == row.message_id)

    async def _live(self, person: Person) -> PromptRow | None:
        await self.settle()

        def look(db: Connection) -> PromptRow | None:
            talk = next((each for each in talks.of_person(db, person.id) if each.chat_id == person.id), None)
            return prompts.get(db, talk.talk.live.id) if talk and talk.talk.live else None

        return await self.db.read(look)

    async def open(self, person: Person, *names: str) -> None:
        """Go through `/modifier` by the names on its buttons, and through the pages of its menus."""
        await person.send("/modifier")
        for chapter in names[:1]:
            await person.tap(chapter)
        for name in names[1:]:
            await self.turn_to(person, f"✏️ {name}")
            await person.tap(f"✏️ {name}")

    async def turn_to(self, person: Person, label: str) -> None:
        """Turn the pages of the last menu until it shows a button."""
        onward = self.words("common:act_page_next")
        while not await self._is_in_sight(person, label):
            await person.tap(onward)

    async def _is_in_sight(self, person: Person, label: str) -> bool:
        try:
            find_button(label, await person.messages())
        except AssertionError:
            return False
        return True

    async def newcomer(self, first_name: str = "Claire", **options: Any) -> Person:  # noqa: ANN401
        """A person who has just pressed Start and agreed; what was said so far is read."""
        person = await self.world.person(first_name, **options)
        await person.start()
        await person.tap(AGREE)
        await person.new_messages()
        return person

    async def lead(self, first_name: str = "Claire", *, until: str | None = None, **options: Any) -> Person:  # noqa: ANN401
        """A lead whose plan has the scenario's answers up to, and not including, the question `until`, being asked it.

        The answers are stored at once; only what is asked next went through the chat.
        """
        person = await self.world.person(first_name, **options)
        dossier = _answered(until, person.id)
        await self.db.write(lambda db: self._store(db, person, dossier))
        await person.start()
        await person.new_messages()
        return person

    async def member(
        self,
        first_name: str,
        role: Role,
        *,
        plan: int = 1,
        label: str | None = None,
        **options: Any,  # noqa: ANN401
    ) -> Person:
        """Somebody who takes part in a plan, having read what they were told."""
        person = await self.world.person(first_name, **options)

        def join(db: Connection) -> None:
            self._meet(db, person)
            memberships.join(db, plan_id=plan, person_id=person.id, role=role, label=label, now=self.clock.now())

        await self.db.write(join)
        await person.start()
        await person.new_messages()
        return person

    async def join(self, person: Person, plan: int, role: Role) -> None:
        """Make a person a member, without telling them."""

        def join(db: Connection) -> None:
            memberships.join(db, plan_id=plan, person_id=person.id, role=role, now=self.clock.now())

        await self.db.write(join)

    async def members(self, plan_id: int = 1) -> list[memberships.Membership]:
        return await self.db.read(lambda db: memberships.of_plan(db, plan_id))

    async def bystander(self, first_name: str) -> Person:
        """Somebody who agreed, and has no plan."""
        person = await self.world.person(first_name)
        await self.db.write(lambda db: self._meet(db, person))
        await person.send("Bonjour")
        await person.new_messages()
        return person

    def push_text(self, person: Person, text: str) -> None:
        """Have Telegram give a text that no application would send."""
        chat = self.sandbox.world.chats[person.id]
        content = shapes.message(self.sandbox.world, list(chat.messages.values())[-1])
        sender = shapes.user(self.sandbox.world.people[person.id])
        self.sandbox.updates.put("message", content | {"text": text, "from": sender, "message_id": 999}, chat.id)

    async def team(self, lead: Person, *others: Person, forum: bool = False, thread: int = 0) -> Group:
        """A group of these people, bound to the plan of the lead by the link they were given."""
        kind = "supergroup" if forum else "group"
        group = await self.world.group("L’équipe", [lead, *others], forum=forum, kind=kind)
        token = await self.invitation(lead, "group")
        await lead.send(f"/start@jalon_bot {token}", chat=group, thread=thread or None)
        for person in (lead, *others):
            await person.new_messages()
        return group

    async def invitation(self, lead: Person, role: str) -> str:
        """The token of an invitation that the lead was just given."""
        await lead.send("/equipe")
        await lead.tap(self.words(f"team:act_invite_{role}"))
        link = next(each.said for each in reversed(await lead.messages()) if "https://t.me/" in each.said)
        await lead.new_messages()
        return link.partition("https://t.me/")[2].partition("=")[2].split()[0]

    def _store(self, db: Connection, person: Person, dossier: Dossier) -> None:
        now = self.clock.now()
        self._meet(db, person)
        plan_id = plans.create(db, script_version=SCRIPT.version, now=now)
        dossiers.save(db, plan_id, Dossier(SCRIPT.version), dossier)
        memberships.join(db, plan_id=plan_id, person_id=person.id, role=Role.LEAD, now=now)
        seen = survey(SCRIPT, dossier)
        if seen.cursor is None:
            plans.complete(db, plan_id, now)
            plans.set_follow_up(db, plan_id, on=True)
            rules.keep_in_line(db, plan_id, plan_from(*seen.known), now)

    def _meet(self, db: Connection, person: Person) -> None:
        people.meet(db, person.id, first_name=person.first_name, language="fr", now=self.clock.now())
        people.consent(db, person.id, self.clock.now())

    # What is stored ---------------------------------------------------------------------------------------------------

    async def dossier(self, plan_id: int = 1) -> Dossier:
        return await self.db.read(lambda db: dossiers.load(db, plan_id))

    async def answers(self, plan_id: int = 1) -> dict[str, object]:
        """The recorded values, by path."""
        return {str(path): kept.value for path, kept in (await self.dossier(plan_id)).answers.items()}

    async def answer(self, path: str, plan_id: int = 1) -> object:
        """The recorded value at a path of the dossier, None when there is none."""
        return (await self.answers(plan_id)).get(path)

    async def readings(self, plan_id: int = 1) -> tuple[Reading, ...]:
        """The values given to KPIs, corrected ones left out."""
        return await self.db.read(lambda db: readings.of_plan(db, plan_id))

    async def next_actions(self) -> list[datetime]:
        """When each open request for a value is next looked at."""
        column = tables.occurrence.c.next_action_at
        return await self.db.read(lambda db: list(db.scalars(select(column).where(column.is_not(None)))))

    async def talks(self) -> list[Row[Any]]:
        return await self.db.read(lambda db: list(db.execute(select(tables.talk))))

    async def everything(self) -> str:
        """Every value of every table, as text."""
        return await self.db.read(_dumped)

    async def sent(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        """What Telegram accepted of one method, oldest first."""
        return [each.as_json() for each in self.sandbox.log.after(0, accepted_only=True) if each.method == method]

    async def unsent(self) -> int:
        return (await self.db.read(outbox.counts)).get("pending", 0)


@cache
def _answered(until: str | None, author: int) -> Dossier:
    return finished(SCRIPT, before(until), author=author, now=MONDAY, new_id=new_id)


def before(question: str | None) -> list[Line]:
    """The scenario up to, and not including, the first line of a question."""
    at = next((place for place, line in enumerate(LINES) if line.question == question), len(LINES))
    assert question is None or at < len(LINES), question
    return list(LINES[:at])


def _dumped(db: Connection) -> str:
    rows = (
        f"{table.name}: " + json.dumps([str(value) for value in row], ensure_ascii=False)
        for table in tables.metadata.sorted_tables
        for row in db.execute(select(table))
    )
    return "\n".join(rows)


def settings_for(url: str, **options: Any) -> Settings:  # noqa: ANN401
    """Settings that read nothing from the environment."""
    given: dict[str, Any] = {
        "telegram_token": SecretStr(TOKEN),
        "telegram_base_url": url,
        "web_port": 0,
        "controller": "Mairie de Test",
        "contact": "aide@exemple.fr",
    }
    return Settings.model_construct(**(given | options))


@asynccontextmanager
async def a_house(url: str, **options: Any) -> AsyncIterator[House]:  # noqa: ANN401
    """A running bot on a Monday at 10:00 in Paris; `options` are settings."""
    clock = ShiftedClock()
    clock.set_at(MONDAY)
    logged = StringIO()
    logs.configure(level="DEBUG", secrets=(TOKEN,), stream=logged)
    sandbox = Sandbox(clock, token=TOKEN, limits=UNHURRIED)
    sandbox.updates.pending = Recorded()
    async with SandboxServer(sandbox) as server:
        here = House(url, server, clock, settings_for(server.url, **options))
        async with World(server.url, settle=here.settle) as world:
            here.world = world
            await here.start()
            here.logged = logged
            try:
                yield here
            finally:
                await here.stop()
                await here.db.close()
                assert TOKEN.partition(":")[2] not in logged.getvalue()


@pytest.fixture(scope="session", autouse=True)
def _rehearsed() -> None:
    """What a process makes once is made before the first test waits for it, however busy the machine."""
    rehearse(_book(), date(2026, 11, 23))


@pytest.fixture
def open_house() -> Callable[..., AbstractAsyncContextManager[House]]:
    """Opens a house with other settings than usual."""
    return a_house


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """A running bot, on each database."""
    async with a_house(database_url) as here:
        yield here


@pytest.fixture
async def cabin(sqlite_url: str) -> AsyncIterator[House]:
    """The same on SQLite alone, where the database does not matter."""
    async with a_house(sqlite_url) as here:
        yield here
