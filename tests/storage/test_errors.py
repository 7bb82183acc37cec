"""Whatever is wrong with the database is said in one line that tells what to do, without secrets."""

import asyncio
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, insert

from bot.storage import engines
from bot.storage.database import (
    BadUrl,
    Database,
    DatabaseError,
    Locked,
    NotADatabase,
    ReadOnly,
    Unreachable,
    check_version,
    migrate,
)
from bot.storage.tables import bot_lane

_SECRET = "s3cr%t:/@"
_ROOT = Path(__file__).parents[2]
_WRITE_AS_NOBODY = """
import os, sys
from sqlalchemy import insert
from bot.storage.database import Database, check_version
from bot.storage.tables import bot_lane
def write(url):
    database = Database.open(url)
    check_version(database)
    database.run(lambda db: db.execute(insert(bot_lane).values(id=1)))
write(sys.argv[1])
os.setegid(65534)
os.seteuid(65534)
for url in sys.argv[2:]:
    try:
        write(url)
    except Exception as error:
        print(type(error).__name__, error)
"""


def _write(db: Connection) -> None:
    db.execute(insert(bot_lane).values(id=1))


def _message(error: type[DatabaseError], url: str) -> str:
    """Return what a start on this database says, checked to be one line without secrets."""
    opened = Database.open(url)
    with pytest.raises(error) as raised:
        check_version(opened)
    with pytest.raises(error):
        migrate(opened)
    with pytest.raises(error):
        opened.run(_write)
    opened.shut()
    text = str(raised.value)
    assert "\n" not in text
    assert _SECRET not in text
    return text


@pytest.mark.parametrize(
    "url",
    ["", "jalon.sqlite3", "sqlite://", "sqlite:///:memory:", "mysql://u:s3cret@h/d", "postgresql://u:s3cret@h", "://"],
)
def test_a_malformed_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadUrl, match="is not understood: write sqlite:////") as raised:
        Database.open(url)
    assert "s3cret" not in str(raised.value)


def test_a_port_that_is_no_number_is_a_malformed_url() -> None:
    with pytest.raises(BadUrl):
        Database.open("postgresql://u:s3cret@host:port/name")


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Madame la maire, " * 500)
    assert "letter.txt is damaged or is not a database" in _message(NotADatabase, f"sqlite:///{file}")


def test_a_damaged_database_is_said_so(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    pages = bytearray(file.read_bytes())
    pages[100:8192] = b"\xff" * (8192 - 100)
    file.write_bytes(pages)
    _message(NotADatabase, sqlite_url)


def test_a_folder_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    text = _message(Unreachable, f"sqlite:///{tmp_path}/none/jalon.sqlite3")
    assert "check that the folder exists" in text


def test_a_locked_file_is_said_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.05)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "is kept busy by another program" in _message(Locked, sqlite_url)
    other.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to become somebody with fewer rights")
def test_a_file_or_folder_that_may_not_be_written_is_said_so(sqlite_template: Path) -> None:
    top = Path(tempfile.mkdtemp(prefix="jalon-readonly-"))  # unlike tmp_path, it can be made reachable by anybody
    top.chmod(0o755)
    own, file, inside = top / "own.sqlite3", _place(top / "file", sqlite_template), _place(top / "in", sqlite_template)
    shutil.copyfile(sqlite_template, own)
    file.parent.chmod(0o777)
    file.chmod(0o444)
    inside.parent.chmod(0o555)
    inside.chmod(0o666)
    command = [sys.executable, "-c", _WRITE_AS_NOBODY, *(f"sqlite:///{path}" for path in (own, file, inside))]
    said = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    shutil.rmtree(top)
    lines = said.stdout.splitlines()
    assert len(lines) == 2, said.stderr
    for line, path in zip(lines, (file, inside), strict=True):
        assert line.startswith(f"ReadOnly the database {path} can only be read: give this user the right to write")


def _place(folder: Path, template: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copyfile(template, folder / "jalon.sqlite3"))


def test_nobody_at_the_address_is_said_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        url = URL.create("postgresql", "jalon", _SECRET, "127.0.0.1", port, "plans").render_as_string(False)
        text = _message(Unreachable, url)
    assert "plans on 127.0.0.1 cannot be reached: check that it runs" in text


@pytest.fixture
def guarded(postgres_server: URL) -> Iterator[URL]:
    """The address of a PostgreSQL that asks this user for a password with every awkward sign in it."""
    folder = Path(_setting(postgres_server, "data_directory"))
    hba = folder / "pg_hba.conf"
    former = hba.read_text()
    _administer(postgres_server, f"CREATE ROLE guarded LOGIN PASSWORD '{_SECRET}'")
    hba.write_text(f"local all guarded scram-sha-256\n{former}")
    _administer(postgres_server, "SELECT pg_reload_conf()")
    yield postgres_server.set(username="guarded", password=_SECRET)
    hba.write_text(former)
    _administer(postgres_server, "SELECT pg_reload_conf()")
    _administer(postgres_server, "DROP ROLE guarded")


def _setting(server: URL, name: str) -> str:
    engine = engines.postgres(server, 1)
    with engine.connect() as connection:
        value = str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
    engine.dispose()
    return value


def _administer(server: URL, statement: str) -> None:
    engine = engines.postgres(server, 1)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(statement.replace("%", "%%"))
    engine.dispose()


@pytest.mark.postgres
def test_a_password_with_percent_signs_opens(guarded: URL) -> None:
    opened = Database.open(guarded.set(drivername="postgresql").render_as_string(False))
    assert opened.run(lambda db: db.exec_driver_sql("SELECT 1").scalar_one()) == 1
    opened.shut()


@pytest.mark.postgres
def test_a_wrong_password_is_said_so(guarded: URL) -> None:
    wrong = guarded.set(password="no%20no").render_as_string(False)
    assert "the password is refused" in _message(Unreachable, wrong)


@pytest.mark.postgres
def test_a_database_that_does_not_exist_is_said_so(postgres_server: URL) -> None:
    text = _message(Unreachable, postgres_server.set(database="nowhere").render_as_string(False))
    assert "there is no database of that name, create it" in text


@pytest.mark.postgres
def test_a_user_who_may_not_write_is_told_so(postgres_url: str, guarded: URL) -> None:
    url = guarded.set(database=postgres_url.rsplit("/", 1)[1].split("?", maxsplit=1)[0])
    opened = Database.open(url.render_as_string(False))
    with pytest.raises(ReadOnly):
        opened.run(_write)
    opened.shut()


@pytest.mark.postgres
async def test_postgresql_that_drops_every_connection_is_reconnected_to(
    postgres_url: str, postgres_server: URL
) -> None:
    opened = Database.open(postgres_url)
    await asyncio.gather(*(opened.read(lambda db: db.exec_driver_sql("SELECT 1").scalar_one()) for _ in range(8)))
    name = postgres_url.rsplit("/", 1)[1].split("?", maxsplit=1)[0]
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
    _administer(postgres_server, f"{kill} '{name}'")
    await opened.write(_write)
    await opened.close()
