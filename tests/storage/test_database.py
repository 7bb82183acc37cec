"""One work is one transaction, alone or in company, and what returned is durable."""

import asyncio
import threading
from contextlib import suppress
from datetime import datetime

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from bot.storage.database import Database
from bot.storage.tables import audit, chat, lease, outbox


def _note(db: Connection, what: str, now: datetime) -> int:
    return int(db.execute(insert(audit).values(at=now, what=what, ref="").returning(audit.c.id)).scalar_one())


def _notes(db: Connection) -> list[str]:
    return list(db.scalars(select(audit.c.what).order_by(audit.c.id)))


def _chat(db: Connection, chat_id: int) -> None:
    db.execute(insert(chat).values(id=chat_id, kind="private", status="active"))


async def test_what_is_written_is_read_back(database: Database, now: datetime) -> None:
    await database.write(lambda db: _note(db, "one", now))
    assert await database.read(_notes) == ["one"]


async def test_the_error_of_a_work_undoes_it_and_reaches_its_caller(database: Database, now: datetime) -> None:
    def work(db: Connection) -> None:
        _note(db, "lost", now)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        await database.write(work)
    assert await database.read(_notes) == []


async def test_a_broken_constraint_is_the_callers_own_error(database: Database) -> None:
    await database.write(lambda db: _chat(db, 1))
    with pytest.raises(IntegrityError):
        await database.write(lambda db: _chat(db, 1))


async def test_a_read_cannot_write(database: Database, now: datetime) -> None:
    with pytest.raises(Exception, match="can only be read"):
        await database.read(lambda db: _note(db, "no", now))
    assert await database.read(_notes) == []


async def test_a_read_sees_one_snapshot_while_others_write(database: Database, now: datetime) -> None:
    looked, written = threading.Event(), threading.Event()

    def look_twice(db: Connection) -> tuple[list[str], list[str]]:
        before = _notes(db)
        looked.set()
        written.wait(10)
        return before, _notes(db)

    reading = asyncio.ensure_future(database.read(look_twice))
    await asyncio.to_thread(looked.wait, 10)
    await database.write(lambda db: _note(db, "meanwhile", now))
    written.set()
    assert await reading == ([], [])
    assert await database.read(_notes) == ["meanwhile"]


async def test_fifty_writers_at_once_lose_no_step(database: Database, now: datetime) -> None:
    def add(db: Connection) -> None:
        seen = db.execute(select(lease.c.epoch).with_for_update()).scalar_one()
        db.execute(lease.update().values(epoch=seen + 1))

    await database.write(lambda db: db.execute(insert(lease).values(name="n", owner="", epoch=0, expires_at=now)))
    await asyncio.gather(*(database.write(add) for _ in range(50)))
    assert await database.read(lambda db: db.execute(select(lease.c.epoch)).scalar_one()) == 50


async def test_two_works_that_lock_crosswise_both_end(database: Database) -> None:
    barrier = threading.Barrier(2, timeout=0.3)

    def cross(first: int, second: int) -> None:
        def work(db: Connection) -> None:
            db.execute(chat.update().where(chat.c.id == first).values(reason="x"))
            with suppress(threading.BrokenBarrierError):  # alone, as always on SQLite, or on the second run
                barrier.wait()
            db.execute(chat.update().where(chat.c.id == second).values(reason="y"))

        database.run(work)

    for chat_id in (1, 2):
        await database.write(lambda db, chat_id=chat_id: _chat(db, chat_id))  # type: ignore[misc]
    both = [asyncio.to_thread(cross, 1, 2), asyncio.to_thread(cross, 2, 1)]
    assert await asyncio.gather(*both) == [None, None]


async def test_what_was_submitted_before_closing_is_done(database_url: str, now: datetime) -> None:
    opened = Database.open(database_url)
    works = [asyncio.ensure_future(opened.write(lambda db: _note(db, "last", now))) for _ in range(20)]
    await asyncio.sleep(0)
    await opened.close()
    await asyncio.gather(*works)
    again = Database.open(database_url)
    assert len(await again.read(_notes)) == 20
    await again.close()


def test_json_that_postgresql_would_refuse_is_marked_on_both(database: Database, now: datetime) -> None:
    told = {"nul": "a\0b", "backslash": "\\u0000", "mixed": "\\\0", "lone": "\ud800", "emoji": "🏛", "rtl": "שלום"}

    def work(db: Connection) -> dict[str, str]:
        db.execute(
            insert(outbox).values(
                chat_id=1,
                thread_id=0,
                priority=0,
                not_before=now,
                created_at=now,
                state="pending",
                body=told,
                attempts=0,
                failures=0,
                ambiguous=0,
            )
        )
        body: dict[str, str] = db.execute(select(outbox.c.body)).scalar_one()
        return body

    marked = {"nul": "a\ufffdb", "backslash": "\\u0000", "mixed": "\\\ufffd", "lone": "?"}
    assert database.run(work) == {**told, **marked}
