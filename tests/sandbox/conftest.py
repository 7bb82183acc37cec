"""A sandbox on a free port, at a chosen instant, and a bot that speaks bare HTTP to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.clock import ShiftedClock
from bot.sandbox.client import Person, World
from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox, SandboxServer
from bot.sandbox.wire import Wire

TOKEN = "42:sandbox"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def clock() -> ShiftedClock:
    clock = ShiftedClock()
    clock.set_at(NOON)
    clock.freeze()
    return clock


@pytest.fixture
async def server(clock: ShiftedClock, limits: Limits) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(Sandbox(clock, token=TOKEN, limits=limits)) as server:
        yield server


@pytest.fixture
async def wire(server: SandboxServer) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session:
        yield Wire(session, server.base_url + TOKEN)


@pytest.fixture
async def world(server: SandboxServer) -> AsyncIterator[World]:
    async with World(server.url, patience=0.0) as world:
        yield world


@pytest.fixture
async def lead(world: World) -> Person:
    """Someone who pressed Start."""
    lead = await world.person("Claire", last_name="Moreau")
    await lead.start()
    return lead
