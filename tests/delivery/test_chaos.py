"""Replicas are killed and stopped, the network lies: nothing is lost, little is doubled, order and rates hold.

The oracle is the sandbox's own log of what it accepted.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from bot.chat.outgoing import SendText, body
from bot.clock import Clock, SystemClock
from bot.delivery.auditor import violations
from bot.sandbox.client import World
from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox, SandboxServer
from bot.storage import outbox, sending, tables
from bot.storage.database import Database

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection
    from telegram import Bot

    from bot.sandbox.client import Person
    from tests.conftest import Extent
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]
    ABot = Callable[..., AbstractAsyncContextManager[Bot]]

ROOT = Path(__file__).parents[2]
TOKEN = "4242424242:AAHchaosChaosChaosChaosChaosChaos-xyz"
JITTER = 3
"""Requests noted together although they came apart: a loaded machine holds up the sandbox's own loop."""
VISIBLE = {"uncertain", "held", "expired", "dead", "cancelled"}


@dataclass
class Facts:
    """What the oracle judges."""

    rows: list[Any]  # OutboxRow, all of them
    accepted: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    blows: int = 0  # kills and stops
    may_double: int = field(init=False)

    def __post_init__(self) -> None:
        self.may_double = sum(row.ambiguous for row in self.rows) + 8 * self.blows


def judge(facts: Facts) -> None:
    """Fail where a promise is broken."""
    texts = Counter(entry["params"]["text"] for entry in facts.accepted)
    for row in facts.rows:
        assert row.state in VISIBLE | {"delivered"}, f"{row.id} is left {row.state}"
        assert row.state in VISIBLE or texts[f"{row.id}"] >= 1, f"{row.id} is lost"
    doubles = sum(texts.values()) - len(texts)
    assert doubles <= facts.may_double, f"{doubles} copies too many, {facts.may_double} allowed"
    places = {str(row.id): (row.priority, row.not_before, row.id) for row in facts.rows}
    first: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for text in texts:  # in the order of their first acceptance
        row = next(row for row in facts.rows if str(row.id) == text)
        first[row.chat_id, row.priority].append(places[text])
    assert all(seen == sorted(seen) for seen in first.values()), "a chat out of order"
    instants = sorted(_seconds(entry["at"]) for entry in facts.requests)
    assert _most_within(instants, 1.0) <= 30 + JITTER
    groups: dict[str, list[float]] = defaultdict(list)
    for entry in facts.accepted:
        groups[str(entry["params"]["chat_id"])].append(_seconds(entry["at"]))
    assert all(_most_within(sorted(g), 60.0) <= 20 for chat, g in groups.items() if chat.startswith("-"))


def _seconds(at: float | str) -> float:
    return at if isinstance(at, float) else datetime.fromisoformat(at).timestamp()


def _most_within(ordered: list[float], seconds: float) -> int:
    return max((bisect_left(ordered, start + seconds) - n for n, start in enumerate(ordered)), default=0)


async def post_numbered(db: Database, clock: Clock, chat_ids: list[int], *, key: str | None = None) -> list[int]:
    """Post a message to each chat, whose text is its own number."""

    def work(connection: Connection) -> list[int]:
        ids = []
        for chat_id in chat_ids:
            row_id = outbox.post(
                connection,
                chat_id=chat_id,
                thread_id=0,
                body=body(SendText("?")),
                priority=1,
                now=clock.now(),
                dedup_key=key,
            )
            if row_id is not None:
                _number(connection, row_id)
                ids.append(row_id)
        return ids

    return await db.write(work)


def _number(db: Connection, row_id: int) -> None:
    db.execute(update(tables.outbox).where(tables.outbox.c.id == row_id).values(body=body(SendText(str(row_id)))))


async def all_rows(db: Database, ids: list[int]) -> list[Any]:
    return await db.read(lambda c: [outbox.get(c, row_id) for row_id in ids])


# The run --------------------------------------------------------------------------------------------------------------


class Replicas:
    """Two replicas as processes of their own, started again when they fall."""

    def __init__(self, url: str, base_url: str, random: Random) -> None:
        self._arguments = [sys.executable, "-m", "bench.replica", url, base_url, TOKEN]
        self._random, self._started = random, 0
        self.running: list[asyncio.subprocess.Process] = []
        self.blows = 0

    async def start(self) -> None:
        self._started += 1
        process = await asyncio.create_subprocess_exec(
            *self._arguments,
            f"replica-{self._started}",
            cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self.running.append(process)

    async def kill(self) -> None:
        process = self.running.pop(self._random.randrange(len(self.running)))
        process.kill()
        await process.wait()
        self.blows += 1

    async def stop_for(self, seconds: float) -> None:
        process = self._random.choice(self.running)
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        process.send_signal(signal.SIGCONT)
        self.blows += 1

    async def end(self) -> None:
        while self.running:
            await self.kill()


@pytest.mark.slow
@pytest.mark.long(1)
async def test_nothing_is_lost_when_replicas_are_killed_and_stopped_and_the_network_lies(
    database_url: str, extent: Extent
) -> None:
    clock, db, random = SystemClock(), Database.open(database_url), Random(extent.seed)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            SandboxServer(Sandbox(clock, token=TOKEN, seed=extent.seed, limits=Limits()))
        )
        world = await stack.enter_async_context(World(server.url, patience=0.0))
        people = [await world.person(f"P{n}") for n in range(extent.of(20, 60))]
        for person in people:
            await person.start()
        blocked = people[0]
        await blocked.block()
        group = await world.group("Équipe", people[1:4])
        chats = [person.id for person in people] * 4 + [group.id] * 6
        random.shuffle(chats)
        ids = await post_numbered(db, clock, chats)
        await group.migrate()
        await world.faults.set(
            {"kind": "500", "rate": 0.02, "methods": ["sendMessage"]},
            {"kind": "reset", "rate": 0.02, "methods": ["sendMessage"], "when": "after"},
            {"kind": "lost_ack", "rate": 0.02, "methods": ["sendMessage"]},
            {"kind": "slow", "rate": 0.1, "methods": ["sendMessage"], "seconds": 0.3},
        )
        replicas = Replicas(database_url, server.base_url, random)
        stack.push_async_callback(replicas.end)
        for _ in range(2):
            await replicas.start()
        await asyncio.sleep(3)
        for turn in range(extent.of(2, 6)):
            await replicas.kill() if turn % 3 else await replicas.stop_for(3.5)
            while len(replicas.running) < 2:
                await replicas.start()
            await asyncio.sleep(random.uniform(0.5, 1.5))
        await world.faults.clear()
        await _until_all_ended(db, ids)
        await replicas.end()
        facts = _facts(await all_rows(db, ids), server, replicas.blows)
        judge(facts)
        assert sum(row.state == "delivered" for row in facts.rows) >= len(ids) - 12
        assert await db.read(lambda c: violations(c, clock.now())) == []
        await replicas.start()
        await asyncio.sleep(3)
        await replicas.end()
        assert len(_facts([], server, 0).accepted) == len(facts.accepted), "a second run sent something"
    await db.close()


def _facts(rows: list[Any], server: SandboxServer, blows: int) -> Facts:
    entries = [e.as_json() for e in server.sandbox.log.after(0) if e.method == "sendMessage"]
    accepted = [e.as_json() for e in server.sandbox.log.after(0, accepted_only=True) if e.method == "sendMessage"]
    return Facts(rows, accepted, entries, blows)


async def _until_all_ended(db: Database, ids: list[int]) -> None:
    async with asyncio.timeout(80):
        while any(row.state in {"pending", "sending"} for row in await all_rows(db, ids)):  # noqa: ASYNC110
            await asyncio.sleep(0.2)


# The oracle can fail --------------------------------------------------------------------------------------------------


async def short_run(delivery: Delivery, lead: Person, running: Running, a_bot: ABot) -> Facts:
    """A crash before sending, a planner that runs twice, slow replies between two replicas: what must hold it all."""
    other = await delivery.world.person("Marc")
    await other.start()
    dead = await post_numbered(delivery.db, delivery.clock, [lead.id])
    await delivery.db.write(lambda db: _taken_by_the_dead(db, delivery))
    delivery.clock.jump(timedelta(minutes=1))
    await delivery.world.faults.set({"kind": "slow", "methods": ["sendMessage"], "seconds": 1.4})
    once = [await post_numbered(delivery.db, delivery.clock, [other.id], key="1:0:2:0") for _ in range(2)]
    async with (
        a_bot(delivery.server) as first_bot,
        a_bot(delivery.server) as second_bot,
        running(delivery.sender("one", bot=first_bot), delivery.sender("two", bot=second_bot)),
    ):
        await asyncio.sleep(3.5)
    ids = [*dead, *(row_id for posted in once for row_id in posted)]
    facts = _facts(await all_rows(delivery.db, ids), delivery.server, blows=0)
    expected = 2
    assert len(facts.rows) == expected, "a message was posted twice"
    facts.may_double = 0  # the dead sender sent nothing and no reply was lost
    return facts


def _taken_by_the_dead(db: Connection, delivery: Delivery) -> None:
    now = delivery.clock.now()
    found = sending.candidates(db, now=now, limit=1, passing=dict.fromkeys(("reply", "private", "group"), now))
    sending.take(db, [candidate.row for candidate in found], owner="dead", now=now)


async def test_the_oracle_is_content_with_a_sound_sender(
    delivery: Delivery, lead: Person, running: Running, a_bot: ABot
) -> None:
    judge(await short_run(delivery, lead, running, a_bot))


@pytest.mark.parametrize("missing", ["lease", "key", "reaper"])
async def test_without_the_lease_the_unique_key_or_the_reaper_the_oracle_fails(  # noqa: PLR0917 - fixtures
    delivery: Delivery, lead: Person, running: Running, a_bot: ABot, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    match missing:
        case "lease":
            monkeypatch.setattr(sending, "LEASE", timedelta(0))
        case "key":
            post = outbox.post
            monkeypatch.setattr(outbox, "post", lambda db, **given: post(db, **given | {"dedup_key": None}))
        case "reaper":
            monkeypatch.setattr(sending, "reap", lambda *_, **__: 0)
    with pytest.raises(AssertionError):
        judge(await short_run(delivery, lead, running, a_bot))
