"""A clock set back, or forward a year and back, silences nobody, and repeats nothing."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from bot.delivery.auditor import violations
from bot.sandbox.limits import UNHURRIED, Limits
from bot.storage import inbox, lanes, leases, outbox, rewind, sending, tables
from bot.storage.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from telegram import Bot

    from bot.sandbox.client import Person
    from bot.storage.outbox import OutboxRow
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]
    ABot = Callable[..., AbstractAsyncContextManager[Bot]]

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
BACK = pytest.mark.parametrize("back", [timedelta(minutes=5), HOUR, DAY, YEAR], ids=["5 min", "hour", "day", "year"])


@pytest.fixture
def limits() -> Limits:
    return UNHURRIED


async def _take(delivery: Delivery, owner: str) -> list[OutboxRow]:
    def work(db: Connection) -> list[OutboxRow]:
        now = delivery.clock.now()
        passing = dict.fromkeys(("reply", "private", "group"), now)
        rows = [each.row for each in sending.candidates(db, now=now, limit=1, passing=passing)]
        sending.take(db, rows, owner=owner, now=now)
        return rows

    return await delivery.db.write(work)


@pytest.mark.slow
@BACK
async def test_a_clock_set_back_holds_no_message_whatever_its_state(
    delivery: Delivery, running: Running, back: timedelta
) -> None:
    people = [await delivery.world.person(f"P{n}") for n in range(4)]
    for person in people:
        await person.start()
    fresh, refused, held, orphan = (person.id for person in people)
    async with running(delivery.sender()):
        await delivery.until_state(await delivery.post(fresh, "avant"), "delivered")
    orphaned = await delivery.post(orphan, "orphelin")
    assert [row.id for row in await _take(delivery, "dead")] == [orphaned]
    now = delivery.clock.now()
    waits = [await delivery.post(fresh, "1"), await delivery.post(fresh, "2")]
    tried = await delivery.post(refused, "encore")
    task = await delivery.post(held, "son jour", priority=1, not_before=now + timedelta(days=3))

    def trouble(db: Connection) -> None:
        db.execute(
            update(tables.outbox).where(tables.outbox.c.id == tried).values(retry_at=now + timedelta(minutes=50))
        )
        lanes.block(db, now + timedelta(seconds=20))
        lanes.reserve(db, bot=now + timedelta(seconds=0.4), chats={fresh: now + timedelta(seconds=4), refused: now})

    await delivery.db.write(trouble)
    delivery.clock.jump(-back)
    async with running(delivery.sender("again")):
        waits.append(await delivery.post(fresh, "3"))
        for row_id in (*waits, tried):
            await delivery.until_state(row_id, "delivered")
        assert (await delivery.row(orphaned)).state == "sending", "whoever took it may be alive"
        delivery.clock.jump(timedelta(seconds=31))
        await delivery.until_state(orphaned, "delivered")
        await asyncio.sleep(0.05)
    texts = [entry["params"]["text"] for entry in delivery.accepted()]
    assert [text for text in texts if text in {"1", "2", "3"}] == ["1", "2", "3"]
    assert Counter(texts) == {"avant": 1} | dict.fromkeys(("1", "2", "3", "encore", "orphelin"), 1)
    row = await delivery.row(task)
    assert (row.state, row.not_before) == ("pending", now + timedelta(days=3))
    assert await delivery.db.read(lambda db: violations(db, delivery.clock.now())) == []


@pytest.mark.slow
async def test_a_year_forward_and_back_sends_everything_once(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    async with running(delivery.sender()):
        for text, jump in (("a", YEAR), ("b", -YEAR), ("c", -YEAR), ("d", YEAR), ("e", timedelta())):
            await delivery.until_state(await delivery.post(lead.id, text), "delivered")
            await delivery.post(lead.id, text + text)
            delivery.clock.jump(jump)
        await delivery.until(lambda: _all_delivered(delivery))
    texts = [entry["params"]["text"] for entry in delivery.accepted()]
    assert texts == [text for letter in "abcde" for text in (letter, 2 * letter)]


async def _all_delivered(delivery: Delivery) -> bool:
    return set(await delivery.states()) == {"delivered"}


@pytest.mark.parametrize("jump", [-YEAR, -HOUR, HOUR, YEAR])
async def test_what_is_on_its_way_when_the_clock_moves_is_sent_once_by_whatever_replica(
    delivery: Delivery, lead: Person, running: Running, a_bot: ABot, jump: timedelta
) -> None:
    await delivery.world.faults.set({"kind": "slow", "seconds": 1.3, "methods": ["sendMessage"], "count": 1})
    async with a_bot(delivery.server) as slow, a_bot(delivery.server) as other, running(delivery.sender(bot=slow)):
        row_id = await delivery.post(lead.id)
        await delivery.until(lambda: _is_asked(delivery, row_id))
        delivery.clock.jump(jump)
        async with running(delivery.sender("two", bot=other)):
            await delivery.until_state(row_id, "delivered")
    assert len(delivery.requests()) == 1


async def _is_asked(delivery: Delivery, row_id: int) -> bool:
    return (await delivery.row(row_id)).state == "sending"


FAR = [timedelta(minutes=2), DAY, YEAR]


@pytest.mark.parametrize("ahead", FAR)
async def test_an_arrival_time_further_ahead_than_it_can_be_holds_nobody(
    delivery: Delivery, lead: Person, running: Running, ahead: timedelta
) -> None:
    at = delivery.clock.now() + ahead
    await delivery.db.write(lanes.lock)
    await delivery.db.write(lambda db: lanes.reserve(db, bot=at, chats={lead.id: at}))
    async with running(delivery.sender()):
        await delivery.until_state(await delivery.post(lead.id), "delivered", seconds=5)


@pytest.mark.parametrize("ahead", [timedelta(hours=2), YEAR])
async def test_a_block_or_a_retry_further_ahead_than_it_can_be_holds_nobody(
    delivery: Delivery, lead: Person, running: Running, ahead: timedelta
) -> None:
    at = delivery.clock.now() + ahead
    row_id = await delivery.post(lead.id)
    await delivery.db.write(lambda db: lanes.block(db, at))
    await delivery.db.write(lambda db: db.execute(update(tables.outbox).values(retry_at=at)))
    async with running(delivery.sender()):
        await delivery.until_state(row_id, "delivered", seconds=5)


async def test_after_a_block_one_message_tells_whether_it_is_over(delivery: Delivery, running: Running) -> None:
    people = [await delivery.world.person(f"P{n}") for n in range(6)]
    for person in people:
        await person.start()
    await delivery.world.faults.set({"kind": "429", "methods": ["sendMessage"], "retry_after": 1, "count": 2})
    await delivery.db.write(lambda db: lanes.block(db, delivery.clock.now()))
    ids = [await delivery.post(person.id) for person in people]
    async with running(delivery.sender()):
        for row_id in ids:
            await delivery.until_state(row_id, "delivered")
    assert len(delivery.requests()) == 2 + len(ids), "each refusal cost one request"
    assert (await delivery.db.read(lanes.look)).blocked_until is None


# Updates and leases ---------------------------------------------------------------------------------------------------


def _claimed(db: Connection, now: datetime) -> list[int]:
    """Handle what can be taken until nothing can: what another had in hand is tried alone, first."""
    found = list[int]()
    while rows := inbox.claim(db, owner="heir", now=now, limit=9):
        found += [row.update_id for row in rows]
        for row in rows:
            inbox.done(db, row, owner="heir")
    return sorted(found)


@BACK
def test_a_clock_set_back_holds_no_update(database: Database, now: datetime, back: timedelta) -> None:
    def story(db: Connection) -> list[int]:
        received = [{"update_id": n, "message": {"chat": {"id": n}}} for n in (1, 2, 3)]
        inbox.receive(db, received, now)
        first, *_ = inbox.claim(db, owner="dead", now=now, limit=2)
        inbox.fail(db, first, owner="dead", now=now)
        return _claimed(db, now - back)

    assert database.run(story) == [1, 2, 3]


@BACK
def test_a_clock_set_back_leaves_no_poller_in_place_for_ever(
    database: Database, now: datetime, back: timedelta
) -> None:
    duration = timedelta(seconds=45)

    def story(db: Connection) -> tuple[int | None, int | None, int | None]:
        first = leases.take(db, "poller", owner="dead", now=now, duration=duration)
        held = leases.take(db, "poller", owner="heir", now=now, duration=duration)
        return first, held, leases.take(db, "poller", owner="heir", now=now - back, duration=duration)

    assert database.run(story) == (1, None, 2)


def test_a_rewind_leaves_what_was_written_before_and_what_has_its_own_day(database: Database, now: datetime) -> None:
    def story(db: Connection) -> list[datetime]:
        for at, day in ((now - YEAR, None), (now + HOUR, now + YEAR), (now + HOUR, None), (now, None)):
            outbox.post(db, chat_id=7, thread_id=0, body={"do": "x"}, priority=1, now=at, not_before=day)
        assert rewind.rewind_if_back(db, lanes.BotLane(now + YEAR, None), now)
        return list(db.scalars(select(tables.outbox.c.not_before).order_by(tables.outbox.c.not_before)))

    assert database.run(story) == [now - YEAR, now - timedelta(seconds=30), now, now + YEAR]
