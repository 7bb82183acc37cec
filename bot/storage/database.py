"""The database: one transaction per work, off the event loop, durable when it returns."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal, Self, TypeVar

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import engines
from bot.storage.address import described, file_of, parsed
from bot.storage.errors import (
    AlreadyRunning,
    BadUrl,
    DatabaseError,
    Locked,
    NeedsMigration,
    NewerThanCode,
    NotADatabase,
    NotOurs,
    ReadOnly,
    Unreachable,
    explained,
    is_retryable,
)
from bot.storage.group_commit import GroupCommit
from bot.storage.migrations import check_version, migrate
from bot.storage.sole import alone

__all__ = [
    "AlreadyRunning",
    "BadUrl",
    "Database",
    "DatabaseError",
    "Locked",
    "NeedsMigration",
    "NewerThanCode",
    "NotADatabase",
    "NotOurs",
    "ReadOnly",
    "Unreachable",
    "alone",
    "check_version",
    "migrate",
]

T = TypeVar("T")
Work = Callable[[Connection], T]

CONNECTIONS = 8
"""Works that run at once on PostgreSQL, and reads that run at once on SQLite."""

LONG_READS = 2
"""Reads that may take long and run at once, beside the others: none of those waits for them."""

ATTEMPTS = 10
"""Times a PostgreSQL transaction is run before its conflict with others is given up."""


class Database:
    """SQLite or PostgreSQL behind the same three verbs.

    A work is a plain function of a Connection; it neither commits nor waits for anything else, and may be run again.
    """

    def __init__(self, address: URL) -> None:
        self._address = address
        self.where, self.file = described(address), file_of(address)
        self.dialect: Literal["sqlite", "postgresql"]
        self.on_trouble: Callable[[DatabaseError], None] = lambda _: None  # told of each, in the loop that asked
        self._threads = ThreadPoolExecutor(CONNECTIONS, "jalon-database")
        self._long = ThreadPoolExecutor(LONG_READS, "jalon-long-read")
        if address.get_backend_name() == "sqlite":
            self.dialect = "sqlite"
            self._writer = engines.sqlite_writer(address)
            self._reader = engines.sqlite_reader(address, CONNECTIONS + LONG_READS)
            self._group: GroupCommit | None = GroupCommit(self._writer)
        else:
            self.dialect = "postgresql"
            self._writer = self._reader = engines.postgres(address, CONNECTIONS)
            self._group = None

    @classmethod
    def open(cls, url: str) -> Self:
        """Prepare the database at `url`; the first work connects.

        Raises BadUrl.
        """
        return cls(parsed(url))

    async def write(self, work: Work[T]) -> T:
        """Run `work` in one transaction, durable on return; its error undoes it and is raised here.

        Raises DatabaseError when the database itself is the trouble.
        """
        try:
            return await asyncio.wrap_future(self._submit(work))
        except SQLAlchemyError as error:
            raise self._named(error) from error

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one consistent snapshot, without the right to write.

        Raises DatabaseError when the database itself is the trouble.
        """
        try:
            return await asyncio.wrap_future(self._threads.submit(self._read, work))
        except SQLAlchemyError as error:
            raise self._named(error) from error

    def run(self, work: Work[T]) -> T:
        """Do what `write` does, for callers without an event loop."""
        try:
            return self._submit(work).result()
        except SQLAlchemyError as error:
            raise self._named(error) from error

    def look(self, work: Work[T]) -> T:
        """Do what `read` does, for a work that may take long and a caller without an event loop."""
        try:
            return self._long.submit(self._read, work).result()
        except SQLAlchemyError as error:
            raise self._named(error) from error

    async def scrub(self) -> bool:
        """Leave nothing of what was erased in the write-ahead log; False when a reader still needs it: try again.

        PostgreSQL recycles its own, which only its administrator reads.
        """
        if self._group is None:
            return True
        try:
            return await asyncio.wrap_future(self._threads.submit(engines.empty_log, self._address))
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise self._named(error) from error

    async def close(self) -> None:
        """Finish the works in progress, then let the database go."""
        await asyncio.to_thread(self.shut)

    def shut(self) -> None:
        """Do what `close` does, for callers without an event loop."""
        if self._group:
            self._group.close()
        self._threads.shutdown()
        self._long.shutdown()
        self._writer.dispose()
        self._reader.dispose()

    def migration_engine(self) -> Engine:
        """Return the engine that migrations run on; whoever takes it disposes of it."""
        if self.dialect == "sqlite":
            return engines.sqlite_migrator(self._address)
        return engines.postgres(self._address, 1)

    def _submit(self, work: Work[T]) -> Future[T]:
        return self._group.submit(work) if self._group else self._threads.submit(self._retried, work)

    def _retried(self, work: Work[T]) -> T:
        for _ in range(ATTEMPTS - 1):
            try:
                return self._written(work)
            except SQLAlchemyError as error:
                if not is_retryable(error):
                    raise
        return self._written(work)

    def _written(self, work: Work[T]) -> T:
        with self._writer.begin() as connection:
            return work(connection)

    def _read(self, work: Work[T]) -> T:
        with self._reader.connect() as connection:
            if self.dialect == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                return work(connection)

    def _named(self, error: SQLAlchemyError | sqlite3.Error) -> Exception:
        named = explained(error, self.where)
        if named is not None:
            self.on_trouble(named)
        return named or error
