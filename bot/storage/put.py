"""Writing rows whether or not they exist."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from bot.storage.upserts import inserting_new, upserting


def put(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; those whose primary key exists take the other values given. Every row names the same columns."""
    if not rows:
        return
    db.execute(upserting(db.dialect.name, table, tuple(rows[0])), list(rows))


def put_once(db: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless it is there already; return whether it was inserted."""
    return db.execute(inserting_new(db.dialect.name, table), dict(row)).rowcount > 0
