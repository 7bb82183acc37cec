"""A database that is not Jalon's, is damaged or is in use: one line, exit 2, the file as it was, for every command."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli.commands import main

Ended = subprocess.CompletedProcess[str]
Jalon = Callable[..., Ended]
TOKEN = "1234567:abcdefghijklmnopqrstuvwxyz_0123456789"
NOWHERE = "http://127.0.0.1:1"
OPENING = ("run", "check", "migrate", "replay")
OF_THEIR_OWN = {"demo", "tour", "sandbox", "territory", "objective"}
_HOLD = """
import sys
from bot.storage.database import Database, alone
with alone(Database.open(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_every_command_is_known_to_open_the_database_or_not() -> None:
    assert set(main.commands) == set(OPENING) | OF_THEIR_OWN


def _script(file: Path, statements: str) -> None:
    with sqlite3.connect(file) as db:
        db.executescript(statements)
    db.close()


def _cut(file: Path, template: Path, size: int) -> None:
    file.write_bytes(template.read_bytes()[:size])


def _scrambled(file: Path, template: Path) -> None:
    pages = bytearray(template.read_bytes())
    pages[3 * 4096 : 6 * 4096] = b"\x5a" * (3 * 4096)
    file.write_bytes(pages)


NOT_OURS = "belongs to another program"
DAMAGED = "is damaged or is not a database"
FILES: dict[str, tuple[str, Callable[[Path, Path], object]]] = {
    "another program": (
        NOT_OURS,
        lambda file, _: _script(file, "CREATE TABLE recipe (id); INSERT INTO recipe VALUES (1)"),
    ),
    "another that migrates as we do": (
        NOT_OURS,
        lambda file, _: _script(
            file,
            "CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('0001');"
            "CREATE TABLE outbox (id)",
        ),
    ),
    "another's version": (
        NOT_OURS,
        lambda file, _: _script(
            file, "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0ab1cd')"
        ),
    ),
    "a version of another shape": (NOT_OURS, lambda file, _: _script(file, "CREATE TABLE alembic_version (x)")),
    "two versions": (
        NOT_OURS,
        lambda file, _: _script(
            file, "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0001'), ('0002')"
        ),
    ),
    "a letter": (DAMAGED, lambda file, _: file.write_text("Madame la maire, " * 500)),
    "a short letter": (DAMAGED, lambda file, _: file.write_text("Bonjour")),
    "a folder": ("it is not a file", lambda file, _: file.mkdir()),
    "a pipe": ("it is not a file", lambda file, _: os.mkfifo(file)),
    "a header alone": (DAMAGED, lambda file, template: _cut(file, template, 60)),
    "a page": (DAMAGED, lambda file, template: _cut(file, template, 4096)),
    "half a file": (DAMAGED, lambda file, template: _cut(file, template, template.stat().st_size // 2)),
    "a scrambled file": (DAMAGED, _scrambled),
    "no version": (
        DAMAGED,
        lambda file, template: _script(Path(shutil.copyfile(template, file)), "DELETE FROM alembic_version"),
    ),
    "a name too long": ("too long", lambda _file, _template: None),
}


def _line_of(ended: Ended) -> str:
    [line] = ended.stderr.splitlines()
    assert ended.returncode == 2
    assert line.startswith("jalon: ")
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize("command", OPENING)
@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_not_jalons_is_refused_in_one_line_and_left_as_it_is(
    at_once: Jalon, tmp_path: Path, sqlite_template: Path, what: str, command: str
) -> None:
    said, make = FILES[what]
    folder = tmp_path / "there"
    folder.mkdir()
    file = folder / ("x" * 300 if what == "a name too long" else "plan.sqlite3")
    make(file, sqlite_template)
    before = file.read_bytes() if what not in {"a folder", "a pipe", "a name too long"} else None
    ended = at_once(command, token=TOKEN, telegram_base_url=NOWHERE, database_url=f"sqlite:///{file}")
    assert said in _line_of(ended)
    assert before is None or file.read_bytes() == before
    assert len(list(folder.iterdir())) == (what != "a name too long")


@pytest.mark.parametrize("command", OPENING)
@pytest.mark.parametrize(
    "address", ["sqlite:///", "sqlite:///%20", "sqlite:///  ", "sqlite:///file:x?uri=true&mode=memory"]
)
def test_no_path_at_all_is_refused_in_one_line(at_once: Jalon, command: str, address: str) -> None:
    assert "is not understood" in _line_of(at_once(command, token=TOKEN, database_url=address))


@pytest.mark.parametrize("command", ["check", "replay"])
def test_an_empty_database_asks_to_be_migrated(at_once: Jalon, command: str) -> None:
    assert "run `jalon migrate`" in _line_of(at_once(command, token=TOKEN))


# Two at once ----------------------------------------------------------------------------------------------------------


@contextmanager
def _held(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that works on the file."""
    command = [sys.executable, "-c", _HOLD, f"sqlite:///{file}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Path:
    return Path(shutil.copyfile(sqlite_template, tmp_path / "jalon.sqlite3"))


def test_a_second_run_on_one_file_is_refused_in_one_line_by_whatever_path(
    at_once: Jalon, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "link.sqlite3").symlink_to(file)
    (tmp_path / "folder").mkdir()
    (tmp_path / "way").symlink_to(tmp_path, target_is_directory=True)
    with _held(file):
        for path in (file, "jalon.sqlite3", "link.sqlite3", "./folder/../jalon.sqlite3", tmp_path / "way/link.sqlite3"):
            ended = at_once("run", token=TOKEN, telegram_base_url=NOWHERE, database_url=f"sqlite:///{path}")
            assert "is used by another `jalon run`" in _line_of(ended)


def test_the_other_commands_work_beside_a_running_one(at_once: Jalon, file: Path) -> None:
    with _held(file):
        for command in ("check", "migrate", "replay"):
            assert at_once(command, token=TOKEN, database_url=f"sqlite:///{file}").returncode == 0


def test_a_killed_run_leaves_nothing_that_keeps_the_next_from_starting(at_once: Jalon, file: Path) -> None:
    with _held(file) as other:
        other.kill()
        other.wait()
        ended = at_once("run", token=TOKEN, telegram_base_url=NOWHERE, database_url=f"sqlite:///{file}")
    assert "cannot be reached" in _line_of(ended)
    assert (file.parent / "jalon.sqlite3.lock").stat().st_mode & 0o777 == 0o600
