"""The database's promises, on both."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.storage.database import Database, check_version
from bot.storage.migrations import check_tables
from bot.storage.tables import audit


def _note(db: Connection, what: str, now: datetime) -> int:
    return int(db.execute(insert(audit).values(at=now, what=what, ref="").returning(audit.c.id)).scalar_one())


def _count(db: Connection) -> int:
    return int(db.execute(select(func.count()).select_from(audit)).scalar_one())


async def test_what_is_written_is_read_back(database: Database, now: datetime) -> None:
    await database.write(lambda db: _note(db, "one", now))
    assert await database.read(_count) == 1


def test_the_tables_are_those_of_the_code(database: Database) -> None:
    check_version(database)
    check_tables(database)
