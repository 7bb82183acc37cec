"""A database that takes no write turns health red at once, and green again only after a real write."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.delivery.web import SECRET_HEADER, WEBHOOK_PATH, WebServer
from bot.storage import leases, proof
from bot.storage.database import Database, DatabaseError, Locked, ReadOnly, Unreachable
from bot.storage.tables import inbox

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.sandbox.client import Person
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]

_SMALL_FILES = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.storage import proof
from bot.storage.database import Database, DatabaseError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = Path(sys.argv[1])
db = Database.open(f"sqlite:///{file}")
now = datetime.now(UTC)
db.run(lambda db: db.exec_driver_sql("SELECT 1"))
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, most))
for _ in range(2):
    try:
        db.run(lambda db: proof.make(db, now))
    except DatabaseError as error:
        print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
db.run(lambda db: proof.make(db, now))
db.run(proof.remove)
print("written")
db.shut()
"""


def _limit_pages(database: Database, more: int | None) -> None:
    """Let the file grow by so many pages: SQLite then says that the disk is full."""

    def limit(db: Connection) -> None:
        count = db.exec_driver_sql("PRAGMA page_count").scalar_one()
        db.exec_driver_sql(f"PRAGMA max_page_count = {1_000_000 if more is None else count + more}")

    database.run(limit)


async def _status(web: WebServer) -> tuple[int, dict[str, str]]:
    async with aiohttp.ClientSession() as session, session.get(web.url + "/healthz") as answer:
        return answer.status, json.loads(await answer.text())["problems"]


async def _push(web: WebServer, update_id: int) -> int:
    update = {"update_id": update_id, "message": {"chat": {"id": 3}, "text": "a" * 100_000}}
    async with (
        aiohttp.ClientSession(headers={SECRET_HEADER: "s"}) as session,
        session.post(web.url + WEBHOOK_PATH, json=update) as answer,
    ):
        return answer.status


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite alone: what a disk does to PostgreSQL is known by the same errors."""
    return sqlite_url


async def test_a_full_disk_is_red_at_the_first_failure_and_green_only_after_a_real_write(
    delivery: Delivery, running: Running
) -> None:
    web = WebServer(delivery.db, delivery.clock, delivery.health, delivery.metrics, secret="s")
    await web.start()
    _limit_pages(delivery.db, 0)
    assert (await _status(web))[0] == 200, "nothing failed yet"
    assert await _push(web, 1) == 503
    status, problems = await _status(web)
    assert (status, "the disk is full" in problems["database"]) == (503, True)
    async with running(delivery.sender()):
        for _ in range(4):  # what changes in its place is still written, and proves nothing
            await delivery.db.write(_lease(delivery))
            await asyncio.sleep(0.3)
            assert (await _status(web))[0] == 503
        _limit_pages(delivery.db, None)
        await delivery.until(lambda: _is_green(web), seconds=5)
    assert await _push(web, 2) == 200
    kept = await delivery.db.read(lambda db: db.execute(inbox.select()).all())
    assert [row.update_id for row in kept] == [2], "the proof leaves nothing"
    await web.stop()


def _lease(delivery: Delivery) -> Callable[[Connection], Any]:
    return lambda db: leases.free(db, "poller", now=delivery.clock.now())


async def _is_green(web: WebServer) -> bool:
    return (await _status(web))[0] == 200


@pytest.mark.parametrize(
    "trouble", [Locked("it"), ReadOnly("it"), Unreachable("it"), Unreachable("it", "the disk does not answer")]
)
async def test_whatever_keeps_the_database_from_writing_is_told_until_it_is_over(
    delivery: Delivery, lead: Person, running: Running, monkeypatch: pytest.MonkeyPatch, trouble: DatabaseError
) -> None:
    write, is_down = delivery.db.write, True

    async def broken(work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401 - as Database
        if is_down:
            raise trouble
        return await write(work)

    row_id = await delivery.post(lead.id)
    monkeypatch.setattr(delivery.db, "write", broken)
    async with running(delivery.sender()):
        await delivery.until(lambda: _fails(delivery))
        await asyncio.sleep(0.1)
        assert delivery.health.problems["database"] == str(trouble)
        is_down = False
        await delivery.until_state(row_id, "delivered")
        await delivery.until(lambda: _is_mended(delivery), seconds=5)


async def _fails(delivery: Delivery) -> bool:
    return delivery.health.is_failing("database")


async def _is_mended(delivery: Delivery) -> bool:
    return not delivery.health.is_failing("database")


async def test_any_work_that_fails_is_told_by_the_database_itself(delivery: Delivery) -> None:
    told: list[DatabaseError] = []
    delivery.db.on_trouble = told.append
    _limit_pages(delivery.db, 0)
    with pytest.raises(Unreachable):
        await delivery.db.write(lambda db: proof.make(db, delivery.clock.now()))
    assert ["the disk is full" in str(error) for error in told] == [True]


def test_a_disk_that_takes_no_more_is_said_so_and_written_to_again_once_it_does(sqlite_url: str) -> None:
    command = [sys.executable, "-c", _SMALL_FILES, sqlite_url.removeprefix("sqlite:///")]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    first, second, last = said.stdout.splitlines()
    assert "cannot be reached: the disk" in first
    assert (second, last) == (first, "written")


@pytest.mark.postgres
def test_the_proof_leaves_nothing_in_postgresql_either(postgres_url: str, now: datetime) -> None:
    opened = Database.open(postgres_url)
    for _ in range(2):  # again, after a process that was killed between the two
        opened.run(lambda db: proof.make(db, now))
    opened.run(proof.remove)
    assert opened.run(lambda db: db.execute(inbox.select()).all()) == []
    opened.shut()
