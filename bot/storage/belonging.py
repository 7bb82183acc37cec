"""Whose database it is, and in what state: another program's is never touched, a damaged one never opened."""

import os
import sqlite3
from collections.abc import Callable, Sequence, Set
from contextlib import closing
from pathlib import Path

from bot.storage import engines
from bot.storage.errors import NotADatabase, NotOurs, ReadOnly, Unreachable, explained

VERSION_TABLE = "alembic_version"
ALWAYS = frozenset({"inbox", "outbox"})
"""Tables that Jalon's databases have had since the first."""


def check_file(file: Path, where: str) -> None:
    """Look at an SQLite file, which may not exist yet, before anything is written to it or beside it.

    Raises a DatabaseError.
    """
    try:
        if file.exists() and not file.is_file():
            raise Unreachable(where, "it is not a file, name one")
        if not file.exists() or file.stat().st_size == 0:
            return
    except OSError as error:
        raise Unreachable(where, f"{(error.strerror or 'it cannot be looked at').lower()}") from None
    try:
        # Nothing is written, neither to it nor beside it.
        mode = "mode=ro" if file.with_name(f"{file.name}-wal").exists() else "immutable=1"
        address = f"{file.absolute().as_uri()}?{mode}"
        with closing(sqlite3.connect(address, uri=True, timeout=engines.PATIENCE)) as db:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            check_owner({name for name in tables if not name.startswith("sqlite_")}, lambda: _versions(db), where)
            if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise NotADatabase(where)
    except sqlite3.Error as error:
        raise _explained(error, file, where) from error


def check_owner(tables: Set[str], versions: Callable[[], Sequence[object]], where: str) -> None:
    """Raise NotOurs when there are tables, and none of Jalon; NotADatabase when its own tell no version."""
    is_ours, told = tables >= ALWAYS, versions() if VERSION_TABLE in tables else ()
    if is_ours and len(told) != 1:
        raise NotADatabase(where)
    if not is_ours and (tables - {VERSION_TABLE} or told):
        raise NotOurs(where)


def _versions(db: sqlite3.Connection) -> Sequence[object]:
    columns = {column for _, column, *_ in db.execute(f"PRAGMA table_info({VERSION_TABLE})")}
    return db.execute(f"SELECT * FROM {VERSION_TABLE}").fetchall() if "version_num" in columns else (None,)  # noqa: S608


def _explained(error: sqlite3.Error, file: Path, where: str) -> Exception:
    if not os.access(file, os.R_OK, effective_ids=True):
        return Unreachable(where, "give this user the right to read it")
    if getattr(error, "sqlite_errorname", "").startswith("SQLITE_CANTOPEN"):  # write-ahead logs need the folder too
        return ReadOnly(where)
    return explained(error, where) or NotADatabase(where)
