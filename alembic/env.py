"""How Alembic runs here: on the connection it is handed, or on JALON_DATABASE_URL from the command line."""

import os
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection

from bot.storage.tables import Instant, metadata


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our types as plain SQLAlchemy ones: a migration never imports the application."""
    match item:
        case Instant():
            return "sa.DateTime(timezone=True)"
        case JSON() if kind == "type":
            autogen.imports.add("from sqlalchemy.dialects import postgresql")
            return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_from_command_line() -> None:
    from bot.storage.database import Database  # noqa: PLC0415 - which itself imports what runs this file

    engine = Database.open(os.environ["JALON_DATABASE_URL"]).migration_engine()
    with engine.begin() as connection:
        run(connection)
    engine.dispose()


if handed := context.config.attributes.get("connection"):
    run(handed)
else:
    run_from_command_line()
