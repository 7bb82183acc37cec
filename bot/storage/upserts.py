"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike."""

from functools import cache

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(db: Connection, table: Table) -> postgresql.Insert:
    """Return an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return inserting(db.dialect.name, table)


@cache
def inserting(dialect: str, table: Table) -> postgresql.Insert:
    if dialect == "sqlite":
        return sqlite.insert(table)  # type: ignore[return-value] # the same methods, without a common base
    return postgresql.insert(table)


@cache
def inserting_new(dialect: str, table: Table) -> postgresql.Insert:
    """Return an INSERT that leaves rows that are there already."""
    return inserting(dialect, table).on_conflict_do_nothing()


@cache
def inserting_unless(dialect: str, table: Table, known: str, told: str) -> Executable:
    """Return an INSERT of rows whose columns `known` are not there yet, which tells the columns `told`; built once."""
    insertion = inserting(dialect, table).on_conflict_do_nothing(index_elements=known.split())
    return insertion.returning(*(table.c[name] for name in told.split()))


@cache
def upserting(dialect: str, table: Table, names: tuple[str, ...]) -> postgresql.Insert:
    """Return an INSERT of these columns that replaces what stands under the same primary key; built once."""
    keys = [column.name for column in table.primary_key]
    statement = inserting(dialect, table)
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    if changed:
        return statement.on_conflict_do_update(index_elements=keys, set_=changed)
    return statement.on_conflict_do_nothing(index_elements=keys)
