"""The files of a database are its owner's alone, whoever made them."""

import os
import stat
from datetime import datetime
from pathlib import Path

import pytest

from bot.storage import people
from bot.storage.database import Database, migrate


def _modes(folder: Path) -> dict[str, str]:
    return {each.name: oct(stat.S_IMODE(each.stat().st_mode)) for each in folder.iterdir()}


@pytest.fixture
def open_mask() -> object:
    """The mask of most machines, under which files are for everybody to read."""
    former = os.umask(0o022)
    yield
    os.umask(former)


@pytest.mark.usefixtures("open_mask")
def test_a_database_just_made_is_read_by_its_owner_alone(tmp_path: Path, now: datetime) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    migrate(database)
    database.run(lambda db: people.meet(db, 7, first_name="Ana", language="fr", now=now))
    assert _modes(tmp_path) == dict.fromkeys(("new.sqlite3", "new.sqlite3-wal", "new.sqlite3-shm"), "0o600")
    database.shut()


@pytest.mark.usefixtures("open_mask")
def test_files_that_others_could_read_are_corrected_when_they_are_opened(sqlite_url: str, now: datetime) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    first = Database.open(sqlite_url)
    first.run(lambda db: people.meet(db, 7, first_name="Ana", language="fr", now=now))
    for each in file.parent.iterdir():
        each.chmod(0o644)
    second = Database.open(sqlite_url)
    second.run(lambda db: people.get(db, 7))
    assert set(_modes(file.parent).values()) == {"0o600"}
    first.shut()
    second.shut()


@pytest.mark.usefixtures("open_mask")
def test_files_of_somebody_else_are_left_as_they_are(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.chmod(0o640)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    database = Database.open(sqlite_url)
    database.run(lambda db: people.meet(db, 7, first_name="Ana", language="fr", now=now))
    assert _modes(file.parent)[file.name] == "0o640"
    database.shut()
