"""A sandbox, a bot that speaks to it through our own HTTP, and senders on a real database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select
from telegram import Bot

from bot.chat.outgoing import SendText, Stored, body
from bot.clock import ShiftedClock
from bot.delivery.health import Health
from bot.delivery.hooks import Hooks
from bot.delivery.metrics import Metrics
from bot.delivery.rates import RateLimits
from bot.delivery.request import AiohttpRequest
from bot.delivery.sender import Sender
from bot.sandbox.client import Person, World
from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox, SandboxServer
from bot.storage import outbox, tables
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow

TOKEN = "4242424242:AAHsandboxSandboxSandboxSandbox-xyz"


@dataclass
class Told:
    """What the hooks were told."""

    delivered: list[tuple[int, int]] = field(default_factory=list)
    suspended: list[tuple[int, str]] = field(default_factory=list)
    dead: list[tuple[int, str | None]] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)

    def on_delivered(self, _: Connection, row: OutboxRow, message_id: int) -> None:
        self.delivered.append((row.id, message_id))

    @property
    def hooks(self) -> Hooks:
        return Hooks(
            suspended=lambda _, chat_id, reason, __: self.suspended.append((chat_id, reason)),
            dead=lambda _, row, __: self.dead.append((row.id, row.reason)),
            topic_gone=lambda _, row, __: self.topics.append(row.id),
        )


@dataclass
class Delivery:
    """Everything a test of deliveries holds."""

    db: Database
    bot: Bot
    clock: ShiftedClock
    server: SandboxServer
    world: World
    told: Told
    health: Health
    metrics: Metrics

    def sender(self, owner: str = "one", **options: Any) -> Sender:  # noqa: ANN401 - options of Sender
        defaults: dict[str, Any] = {"composers": {}, "hooks": self.told.hooks, "health": self.health}
        given = defaults | {"metrics": self.metrics} | options
        db, bot = given.pop("db", self.db), given.pop("bot", self.bot)
        return Sender(db, bot, self.clock, owner, on_delivered=self.told.on_delivered, **given)

    async def post(self, chat_id: int, text: str | Stored = "Bonjour", **options: Any) -> int:  # noqa: ANN401
        message = SendText(text) if isinstance(text, str) else text
        defaults: dict[str, Any] = {"thread_id": 0, "priority": 0, "body": body(message)}
        given = defaults | options
        row_id = await self.db.write(lambda db: outbox.post(db, chat_id=chat_id, now=self.clock.now(), **given))
        assert row_id is not None
        return row_id

    async def row(self, row_id: int) -> OutboxRow:
        row = await self.db.read(lambda db: outbox.get(db, row_id))
        assert row is not None
        return row

    async def states(self) -> list[str]:
        query = select(tables.outbox.c.state).order_by(tables.outbox.c.id)
        return list(await self.db.read(lambda db: db.execute(query).scalars().all()))

    async def until(self, fact: Callable[[], Awaitable[bool]], *, seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while not await fact():  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)

    async def until_state(self, row_id: int, state: str, *, seconds: float = 10) -> OutboxRow:
        async def is_there() -> bool:
            return (await self.row(row_id)).state == state

        try:
            await self.until(is_there, seconds=seconds)
        except TimeoutError:
            raise AssertionError(f"still {await self.row(row_id)}") from None
        return await self.row(row_id)

    def accepted(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        return [e.as_json() for e in self.server.sandbox.log.after(0, accepted_only=True) if e.method == method]

    def requests(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        return [e.as_json() for e in self.server.sandbox.log.after(0) if e.method == method]


@contextlib.asynccontextmanager
async def running(*parts: Any) -> AsyncIterator[None]:  # noqa: ANN401 - whatever has a `run`
    """Run the parts beside the body of the test, then cancel them."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(part.run()) for part in parts]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


@pytest.fixture(name="running")
def running_fixture() -> Callable[..., contextlib.AbstractAsyncContextManager[None]]:
    return running


@pytest.fixture
def clock(now: datetime) -> ShiftedClock:
    clock = ShiftedClock()
    clock.set_at(now)
    return clock


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
async def server(clock: ShiftedClock, limits: Limits) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(Sandbox(clock, token=TOKEN, limits=limits)) as server:
        yield server


@pytest.fixture
async def world(server: SandboxServer) -> AsyncIterator[World]:
    async with World(server.url, patience=0.0) as world:
        yield world


@pytest.fixture
async def lead(world: World) -> Person:
    lead = await world.person("Claire", last_name="Moreau")
    await lead.start()
    return lead


@contextlib.asynccontextmanager
async def a_bot(server: SandboxServer, token: str = TOKEN, *, read: float = 10) -> AsyncIterator[Bot]:
    requests = AiohttpRequest(read=read), AiohttpRequest()
    yield Bot(token, base_url=server.base_url, request=requests[0], get_updates_request=requests[1])
    for request in requests:
        await request.shutdown()


@pytest.fixture(name="a_bot")
def a_bot_fixture() -> Callable[..., contextlib.AbstractAsyncContextManager[Bot]]:
    return a_bot


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Bot]:
    async with a_bot(server, read=0.5) as bot:
        yield bot


@pytest.fixture
def delivery(database: Database, bot: Bot, clock: ShiftedClock, server: SandboxServer, world: World) -> Delivery:
    return Delivery(database, bot, clock, server, world, Told(), Health(), Metrics())


@pytest.fixture
def lifted() -> RateLimits:
    return RateLimits.none()
