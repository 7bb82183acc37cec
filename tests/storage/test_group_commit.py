"""Works that are ready together share one commit on SQLite, and nothing else."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import IntegrityError

from bot.storage.database import Database
from bot.storage.tables import audit, membership


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    opened = Database.open(sqlite_url)
    yield opened
    opened.shut()


@pytest.fixture
def commits(sqlite: Database) -> list[str]:
    made: list[str] = []
    event.listen(sqlite._writer, "commit", lambda _connection: made.append("commit"))
    return made


@contextmanager
def _busy_writer(database: Database) -> Iterator[None]:
    """Keep the writer in a first work until the end of the block, so that what is submitted inside is a group."""
    started, go = threading.Event(), threading.Event()

    def wait(_db: Connection) -> None:
        started.set()
        go.wait(10)

    first = database._submit(wait)
    started.wait(10)
    yield
    go.set()
    first.result()


def _note(db: Connection, what: str, now: datetime) -> None:
    db.execute(insert(audit).values(at=now, what=what, ref=""))


def _notes(db: Connection) -> list[str]:
    return list(db.scalars(select(audit.c.what).order_by(audit.c.id)))


async def test_ten_works_that_waited_share_one_commit(sqlite: Database, commits: list[str], now: datetime) -> None:
    with _busy_writer(sqlite):
        works = [asyncio.wrap_future(sqlite._submit(lambda db: _note(db, "together", now))) for _ in range(10)]
    await asyncio.gather(*works)
    assert len(commits) == 2  # the one that kept the writer, and the group
    assert len(await sqlite.read(_notes)) == 10


async def test_a_failing_work_undoes_none_of_its_neighbours(sqlite: Database, now: datetime) -> None:
    def orphan(db: Connection) -> None:
        _note(db, "undone", now)
        db.execute(insert(membership).values(plan_id=404, person_id=1, role="lead", joined_at=now))

    with _busy_writer(sqlite):
        works = [
            asyncio.wrap_future(sqlite._submit(work))
            for work in (lambda db: _note(db, "a", now), orphan, lambda db: _note(db, "b", now))
        ]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert isinstance(results[1], IntegrityError)
    assert await sqlite.read(_notes) == ["a", "b"]


async def test_a_work_that_ends_the_shared_transaction_costs_its_neighbours_nothing(
    sqlite: Database, now: datetime
) -> None:
    def breaker(db: Connection) -> None:
        db.exec_driver_sql("ROLLBACK")  # as SQLite does by itself when the disk is full
        raise RuntimeError("broken")

    with _busy_writer(sqlite):
        works = [
            asyncio.wrap_future(sqlite._submit(work))
            for work in (lambda db: _note(db, "a", now), breaker, lambda db: _note(db, "b", now))
        ]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert [str(result) for result in results] == ["None", "broken", "None"]
    assert await sqlite.read(_notes) == ["a", "b"]


async def test_nobody_is_answered_before_the_commit(sqlite: Database, now: datetime) -> None:
    answered_early: list[bool] = []
    with _busy_writer(sqlite):
        works = [sqlite._submit(lambda db: _note(db, "x", now)) for _ in range(3)]
        event.listen(sqlite._writer, "commit", lambda _: answered_early.append(any(work.done() for work in works)))
    await asyncio.gather(*map(asyncio.wrap_future, works))
    assert answered_early[-1] is False


async def test_a_caller_who_gave_up_before_its_turn_writes_nothing(sqlite: Database, now: datetime) -> None:
    with _busy_writer(sqlite):
        work = sqlite._submit(lambda db: _note(db, "given up", now))
        assert work.cancel()
    assert await sqlite.read(_notes) == []


def test_sqlite_writes_ahead_syncs_fully_and_keeps_references(sqlite: Database) -> None:
    def settings(db: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [db.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]

    assert sqlite.run(settings) == ["wal", 2, 1, 10_000]


def test_a_write_takes_the_lock_before_its_first_statement(sqlite: Database) -> None:
    began: list[str] = []
    event.listen(sqlite._writer, "connect", lambda connection, _: connection.set_trace_callback(began.append))
    sqlite.run(lambda db: db.execute(select(audit)).all())
    assert began[0] == "BEGIN IMMEDIATE"
