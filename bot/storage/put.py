"""Writing rows whether or not they exist."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, update

from bot.storage.upserts import inserting_new, upserting


def put(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; those whose primary key exists take the other values given. Every row names the same columns."""
    if not rows:
        return
    db.execute(upserting(db.dialect.name, table, tuple(rows[0])), list(rows))


def put_once(db: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless it is there already; return whether it was inserted."""
    return db.execute(inserting_new(db.dialect.name, table), dict(row)).rowcount > 0


Keys = Sequence[Sequence[Any]]
"""Primary keys of rows, each as a sequence of its columns in order."""


def change_each(db: Connection, table: Table, keys: Keys, **values: object) -> None:
    """Write values into the rows of these keys: one by one, since SQLite crosses the columns of a list of pairs."""
    if keys:
        db.execute(update(table).where(*_same_key(table)).values(values), _bound(table, keys))


def delete_each(db: Connection, table: Table, keys: Keys) -> int:
    """Delete the rows of these keys; return how many keys there were."""
    if keys:
        db.execute(delete(table).where(*_same_key(table)), _bound(table, keys))
    return len(keys)


def _same_key(table: Table) -> list[ColumnElement[bool]]:
    return [column == bindparam(f"key_{column.name}") for column in table.primary_key]


def _bound(table: Table, keys: Keys) -> list[dict[str, Any]]:
    names = [f"key_{column.name}" for column in table.primary_key]
    return [dict(zip(names, key, strict=True)) for key in keys]
