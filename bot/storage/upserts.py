"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(db: Connection, table: Table) -> postgresql.Insert:
    """Return an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if db.dialect.name == "sqlite":
        return sqlite.insert(table)  # type: ignore[return-value] # the same methods, without a common base
    return postgresql.insert(table)
