"""What was in hand when a process died is tried alone; what stands around it is handled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import event, select

from bot.cli.commands import main
from bot.delivery.lanes import LANES_AT_ONCE, Lanes
from bot.storage import inbox
from bot.storage.database import Database, Unreachable
from bot.storage.tables import inbox as table
from tests.delivery.test_inbox import an_update, keep, states, until_all

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection

    from bot.clock import ShiftedClock

    Running = Callable[..., AbstractAsyncContextManager[None]]

POISON = 7


class Together:
    """Handles updates by noting which were in hand at the same time."""

    def __init__(self) -> None:
        self.in_hand: set[int] = set()
        self.seen: list[frozenset[int]] = []

    async def __call__(self, received: Mapping[str, Any]) -> None:
        self.in_hand.add(received["update_id"])
        self.seen.append(frozenset(self.in_hand))
        await asyncio.sleep(0.005)
        self.in_hand.discard(received["update_id"])


def crowd(count: int = LANES_AT_ONCE) -> list[dict[str, Any]]:
    """One update of each of so many chats."""
    return [an_update(number, chat=number + 1) for number in range(count)]


async def attempts(db: Database) -> dict[int, int]:
    query = select(table.c.update_id, table.c.attempts)
    return dict(await db.read(lambda c: [(number, count) for number, count in c.execute(query)]))


def die_with_all(db: Connection, clock: ShiftedClock, owner: str) -> int:
    """Take what there is, then die."""
    taken = inbox.claim(db, owner=owner, now=clock.now(), limit=LANES_AT_ONCE)
    inbox.suspect_all(db)
    return len(taken)


async def test_an_attempt_counts_when_handling_begins_not_at_the_claim_of_32_lanes(
    database: Database, clock: ShiftedClock
) -> None:
    await keep(database, clock, *crowd())
    taken = await database.write(lambda db: inbox.claim(db, owner="one", now=clock.now(), limit=LANES_AT_ONCE))
    assert len(taken) == LANES_AT_ONCE
    assert set((await attempts(database)).values()) == {0}


async def test_kills_park_no_innocents(database: Database, clock: ShiftedClock, running: Running) -> None:
    await keep(database, clock, *crowd())
    for place in range(9):
        await database.write(partial(die_with_all, clock=clock, owner=f"dead {place}"))
    handled = Together()
    async with running(Lanes(database, clock, "alive", handled)):
        await until_all(database, "done")


async def test_suspects_are_retried_one_at_a_time(database: Database, clock: ShiftedClock, running: Running) -> None:
    await keep(database, clock, *crowd())
    await database.write(lambda db: die_with_all(db, clock, "dead"))
    await keep(database, clock, *(an_update(100 + n, chat=100 + n) for n in range(3)))
    handled = Together()
    async with running(Lanes(database, clock, "alive", handled)):
        await until_all(database, "done")
    assert all(len(each) == 1 for each in handled.seen if min(each) < LANES_AT_ONCE)
    assert any(len(each) > 1 for each in handled.seen), "what is no suspect is handled several at a time"


async def test_a_poison_update_that_kills_the_process_takes_no_innocents_with_it(
    database: Database, clock: ShiftedClock
) -> None:
    await keep(database, clock, *crowd(), *(an_update(100 + n, chat=n + 1) for n in range(LANES_AT_ONCE)))
    lives = 0
    while await database.read(lambda db: inbox.is_waiting(db, clock.now())):
        lives += 1
        while await database.write(partial(_live, clock=clock, owner=f"life {lives}")):
            pass
        await database.write(inbox.suspect_all)
    assert {number for number, state in (await states(database)).items() if state == "dead"} == {POISON}
    assert lives <= 2 + inbox.MOST_ATTEMPTS


def _live(db: Connection, clock: ShiftedClock, owner: str) -> bool:
    """Handle a handful as Lanes does; return whether the process is still alive, with something left to do."""
    rows = inbox.claim(db, owner=owner, now=clock.now(), limit=8)
    for row in rows:
        if row.attempts > inbox.MOST_ATTEMPTS:
            inbox.fail(db, row, owner=owner, now=clock.now())
        elif row.update_id == POISON:
            return False
        else:
            inbox.done(db, row, owner=owner)
    return bool(rows)


async def test_a_suspect_that_others_stand_beside_waits_until_nothing_is_in_hand(
    database: Database, clock: ShiftedClock
) -> None:
    await keep(database, clock, an_update(1, chat=1), an_update(2, chat=2))
    await database.write(lambda db: die_with_all(db, clock, "dead"))
    now = clock.now()
    assert await database.write(lambda db: inbox.claim(db, owner="one", now=now, limit=9, busy=["9:0"])) == []
    [row] = await database.write(lambda db: inbox.claim(db, owner="one", now=now, limit=9))
    assert (row.update_id, row.is_suspect, row.attempts) == (1, True, 1)


async def test_release_gives_an_attempt_back(database: Database, clock: ShiftedClock) -> None:
    await keep(database, clock, an_update(1))
    await database.write(lambda db: die_with_all(db, clock, "dead"))
    for _ in range(2 * inbox.MOST_ATTEMPTS):
        rows = await database.write(lambda db: inbox.claim(db, owner="one", now=clock.now(), limit=1))
        assert [row.attempts for row in rows] == [1]
        await database.write(partial(inbox.release, rows=rows, owner="one"))
    assert await attempts(database) == {1: 0}


async def test_stopping_with_updates_in_hand_counts_as_no_attempt_and_leaves_no_suspect(
    database: Database, clock: ShiftedClock, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.lanes.LAST_CALLS", 0.05)
    begun = asyncio.Event()

    async def endless(_: Mapping[str, Any]) -> None:
        begun.set()
        await asyncio.Event().wait()

    await keep(database, clock, an_update(1), an_update(2, chat=8))
    async with running(Lanes(database, clock, "one", endless)):
        await begun.wait()
    rows = await database.write(lambda db: inbox.claim(db, owner="two", now=clock.now(), limit=9))
    assert [(row.update_id, row.attempts, row.is_suspect) for row in rows] == [(1, 0, False), (2, 0, False)]


async def test_an_outage_of_the_database_counts_as_no_attempt(
    database: Database, clock: ShiftedClock, running: Running
) -> None:
    tries = 0

    async def handle(_: Mapping[str, Any]) -> None:
        nonlocal tries
        tries += 1
        clock.jump(timedelta(seconds=2))
        if tries <= 2 * inbox.MOST_ATTEMPTS:
            raise Unreachable("somewhere")

    await keep(database, clock, an_update(1))
    async with running(Lanes(database, clock, "one", handle)):
        await until_all(database, "done")
    assert tries == 2 * inbox.MOST_ATTEMPTS + 1


async def test_a_replayed_update_comes_before_what_waits_in_its_lane_and_beside_nothing_of_it(
    database: Database, clock: ShiftedClock
) -> None:
    await keep(database, clock, *(an_update(number) for number in (1, 2, 3)))
    now = clock.now()
    for _ in range(inbox.MOST_ATTEMPTS):
        [row] = await database.write(lambda db: inbox.claim(db, owner="one", now=now, limit=1))
        await database.write(partial(inbox.fail, row=row, owner="one", now=now - timedelta(minutes=1)))
    [second] = await database.write(lambda db: inbox.claim(db, owner="one", now=now, limit=1))
    assert second.update_id == 2
    assert await database.write(inbox.replay) == [inbox.Replayed(1, later=0)]
    assert await database.write(lambda db: inbox.claim(db, owner="another", now=now, limit=9)) == []
    await database.write(lambda db: inbox.done(db, second, owner="one"))
    [first] = await database.write(lambda db: inbox.claim(db, owner="another", now=now, limit=9))
    assert first.update_id == 1


async def test_jalon_replay_says_what_came_after(
    sqlite_url: str, clock: ShiftedClock, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handle(received: Mapping[str, Any]) -> None:
        clock.jump(timedelta(seconds=5))
        if received["update_id"] == 1:
            raise ValueError

    db = Database.open(sqlite_url)
    await keep(db, clock, *(an_update(number) for number in (1, 2, 3)))
    async with running(Lanes(db, clock, "one", handle)):
        await until_all(db, "done", "dead")
    await db.close()
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    said = CliRunner().invoke(main, ["replay"]).output.splitlines()
    assert said == [
        "1 update(s) will be handled again.",
        "update 1: 2 later one(s) of its conversation were handled before it",
    ]


async def test_a_suspect_is_looked_for_by_an_index(sqlite_url: str, clock: ShiftedClock) -> None:
    db = Database.open(sqlite_url)
    asked: list[str] = []
    event.listen(db._writer, "before_cursor_execute", lambda *given: asked.append(given[2]))
    await db.write(lambda c: inbox.claim(c, owner="one", now=clock.now(), limit=1))
    [suspects] = [each for each in asked if "ORDER BY inbox.attempts" in each]
    plan = await db.read(
        lambda c: c.exec_driver_sql(f"EXPLAIN QUERY PLAN {suspects}", (0,) * suspects.count("?")).all()
    )
    await db.close()
    assert any("ix_inbox_lease" in line[3] for line in plan), plan
