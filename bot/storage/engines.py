"""How connections are opened on SQLite and on PostgreSQL."""

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

PATIENCE = 10
"""Seconds to wait for a lock, for a free connection, or for PostgreSQL to answer."""

BRIEF = 50
"""Milliseconds for which the write-ahead log may be waited for: writers wait meanwhile."""

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def json_text(value: object) -> str:
    """Write JSON that both databases take: PostgreSQL refuses NUL and lone surrogates, they become a mark."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if "\\u0000" in text:
        text = _NUL.sub("\\1\ufffd", text)
    return text.encode("utf-8", "replace").decode()


def sqlite_writer(address: URL) -> Engine:
    """Return an engine of one connection, whose transactions take the write lock at once."""
    return _sqlite(address, begin="BEGIN IMMEDIATE", pragmas=("foreign_keys=ON",), pool_size=1, max_overflow=0)


def sqlite_reader(address: URL, connections: int) -> Engine:
    """Return an engine whose transactions see one snapshot and cannot write."""
    pragmas = ("foreign_keys=ON", "query_only=ON")
    return _sqlite(address, begin="BEGIN", pragmas=pragmas, pool_size=connections, max_overflow=0)


def sqlite_migrator(address: URL) -> Engine:
    """Return an engine without foreign keys: altering a table rebuilds it, and dropping the old one cascades."""
    return _sqlite(address, begin="BEGIN IMMEDIATE", pragmas=("foreign_keys=OFF",), poolclass=NullPool)


def empty_log(address: URL) -> bool:
    """Write the log of an SQLite database into it, and cut it to nothing; False when somebody still needs it.

    What was erased is overwritten in the database itself, and would stay readable in the log for long.
    """
    engine = sqlite_migrator(address)
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BRIEF}")
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()  # the long part, which holds nobody up
        is_busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
        engine.dispose()
    return not is_busy


def postgres(address: URL, connections: int) -> Engine:
    return create_engine(
        address,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=4,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        json_serializer=json_text,
        connect_args={"connect_timeout": PATIENCE},
    )


def _sqlite(address: URL, *, begin: str, pragmas: tuple[str, ...], **options: Any) -> Engine:  # noqa: ANN401 - create_engine's own
    engine = create_engine(
        address,
        hide_parameters=True,
        json_serializer=json_text,
        connect_args={"timeout": PATIENCE, "check_same_thread": False, "isolation_level": None},
        **options,
    )

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        _keep_private(Path(cursor.execute("PRAGMA database_list").fetchone()[2]))
        shared = f"busy_timeout={PATIENCE * 1000}", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"
        for pragma in (*shared, *pragmas):
            cursor.execute(f"PRAGMA {pragma}")

    def start(connection: DBAPIConnection) -> None:
        connection.cursor().execute(begin)  # the driver is in autocommit mode, and would begin late, or never

    event.listen(engine, "connect", prepare)
    engine.dialect.do_begin = start  # type: ignore[method-assign,assignment] # an event would slow every statement down
    return engine


def _keep_private(file: Path) -> None:
    """Let nobody but their owner read the files of a database; SQLite gives those it adds the mode of the first."""
    for each in (file, *(file.with_name(f"{file.name}-{suffix}") for suffix in ("wal", "shm", "journal"))):
        with suppress(OSError):  # it is not there, or not on a disk that knows of owners
            found = each.stat()
            if found.st_uid == os.geteuid() and found.st_mode & 0o077:
                each.chmod(0o600)
