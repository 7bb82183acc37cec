"""Writing rows whether or not they exist."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from bot.storage.upserts import insert_into


def put(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; those whose primary key exists take the other values given. Every row names the same columns."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = insert_into(db, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if changed:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    db.execute(statement, list(rows))


def put_once(db: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless it is there already; return whether it was inserted."""
    return db.execute(insert_into(db, table).values(row).on_conflict_do_nothing()).rowcount > 0
