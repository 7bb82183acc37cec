"""Bringing the tables of a database to what this code expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.paths import data_folder
from bot.storage.belonging import VERSION_TABLE, check_file, check_owner
from bot.storage.errors import NeedsMigration, NewerThanCode, NotADatabase, NotOurs, explained
from bot.storage.tables import metadata

if TYPE_CHECKING:
    from bot.storage.database import Database

_LOCK = 0x6A616C6F  # "jalo": replicas that start together migrate one after the other


def migrate(db: Database, folder: Path | None = None) -> None:
    """Bring the database to the latest revision in `folder`, wholly or not at all.

    Raises NewerThanCode, or another DatabaseError when it cannot be opened.
    """
    _alter(db, folder, lambda config: command.upgrade(config, "head"))


def downgrade(db: Database, revision: str, folder: Path | None = None) -> None:
    """Take the database back to `revision` ("base": nothing left)."""
    _alter(db, folder, lambda config: command.downgrade(config, revision))


def check_tables(db: Database) -> None:
    """Hold the tables of the database against those of the code.

    Raises alembic.util.CommandError when a migration is missing.
    """
    _alter(db, None, command.check)


def check_version(db: Database, folder: Path | None = None) -> None:
    """Make sure that the database is what this code expects.

    Raises NeedsMigration, NewerThanCode, or another DatabaseError when it cannot be opened.
    """
    script = ScriptDirectory.from_config(_config(folder))
    with _connected(db) as connection:
        current = _known(db, script, connection)
    if current != script.get_current_head():
        raise NeedsMigration(db.where)


def _alter(db: Database, folder: Path | None, act: Callable[[Config], None]) -> None:
    config = _config(folder)
    with _connected(db) as connection:
        _known(db, ScriptDirectory.from_config(config), connection)
        config.attributes["connection"] = connection
        act(config)
        if db.dialect == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise NotADatabase(db.where)  # rows that point to nothing


def _known(db: Database, script: ScriptDirectory, connection: Connection) -> str | None:
    context = MigrationContext.configure(connection)
    tables = set(inspect(connection).get_table_names())
    if db.file is None:  # PostgreSQL may hold others' tables beside ours
        tables &= metadata.tables.keys() | {VERSION_TABLE}
    try:
        check_owner(tables, context.get_current_heads, db.where)
    except DBAPIError as error:  # the table of versions has another shape
        raise explained(error, db.where) or NotOurs(db.where) from error
    current = context.get_current_revision()
    if current and current not in {revision.revision for revision in script.walk_revisions()}:
        raise NewerThanCode(db.where)
    return current


def _config(folder: Path | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder or data_folder("alembic")).replace("%", "%%"))
    return config


@contextmanager
def _connected(db: Database) -> Iterator[Connection]:
    if db.file:
        check_file(db.file, db.where)
    engine = db.migration_engine()
    try:
        with engine.begin() as connection:
            if db.dialect == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection
    except SQLAlchemyError as error:
        raise explained(error, db.where) or error from error
    finally:
        engine.dispose()
