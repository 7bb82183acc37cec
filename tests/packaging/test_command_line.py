"""What `jalon` says when it cannot start: one line, what to do, and no secret."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.clock import ShiftedClock
from bot.sandbox.server import Sandbox, SandboxServer

Ended = subprocess.CompletedProcess[str]
Jalon = Callable[..., Ended]

SECRET = "a-secret-nobody-may-read"
TOKEN = f"123456:{SECRET}"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def line_of(ended: Ended) -> str:
    """Return the only line of a failure, after having looked at its form."""
    assert (ended.returncode, ended.stdout) == (2, "")
    line, *more = ended.stderr.splitlines()
    assert more == []
    assert line.startswith("jalon: ")
    assert SECRET not in line
    return line


def test_the_version_is_that_of_the_package(jalon: Jalon) -> None:
    assert version("jalon") in jalon("--version").stdout


@pytest.mark.parametrize("command", ["run", "check"])
def test_without_a_token_the_way_to_try_is_told(at_once: Jalon, command: str) -> None:
    assert "set JALON_TELEGRAM_TOKEN, or run `jalon demo`" in line_of(at_once(command))


def test_a_token_copied_in_part_is_not_shown(at_once: Jalon) -> None:
    assert "JALON_TELEGRAM_TOKEN is not a bot token" in line_of(at_once("check", token=SECRET))


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("web_port", "many", "JALON_WEB_PORT"),
        ("web_port", "70000", "JALON_WEB_PORT"),
        ("telegram_base_url", "example.org", "JALON_TELEGRAM_BASE_URL"),
        ("webhook_url", "https://example.org", "JALON_WEBHOOK_SECRET"),
        ("log_level", "loud", "JALON_LOG_LEVEL"),
        ("retention_months", "0", "JALON_RETENTION_MONTHS"),
    ],
)
def test_a_setting_that_cannot_be_is_named(at_once: Jalon, setting: str, value: str, said: str) -> None:
    assert said in line_of(at_once("check", token=TOKEN, **{setting: value}))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"oracle://claire:{SECRET}@nowhere/plan", "database URL is not understood"),
        (f"postgresql://claire:{SECRET}@127.0.0.1:1/plan", "cannot be reached"),
        ("sqlite:////nowhere/at/all.sqlite3", "check that the folder exists"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_without_its_password(jalon: Jalon, address: str, said: str) -> None:
    assert said in line_of(jalon("check", token=TOKEN, database_url=address))


def test_a_file_that_is_no_database_is_left_as_it_is(jalon: Jalon, tmp_path: Path) -> None:
    file = tmp_path / "jalon.sqlite3"
    file.write_text("Not a database. " * 100)
    assert "is not a database" in line_of(jalon("check", token=TOKEN))
    assert file.read_text() == "Not a database. " * 100


def test_a_database_is_made_then_found_ready(jalon: Jalon) -> None:
    assert "run `jalon migrate`" in line_of(jalon("check", token=TOKEN))
    assert jalon("migrate").returncode == 0
    assert "ready" in jalon("check", token=TOKEN).stdout


def test_a_telegram_that_cannot_be_reached_is_named(jalon: Jalon) -> None:
    assert "http://127.0.0.1:1 cannot be reached" in line_of(
        jalon("run", token=TOKEN, telegram_base_url="http://127.0.0.1:1")
    )


def test_a_taken_port_is_told(jalon: Jalon, taken: int) -> None:
    assert f"port {taken} is taken" in line_of(jalon("demo", "--no-wait", "--port", str(taken)))
    assert f"port {taken} is taken" in line_of(jalon("sandbox", "--port", str(taken)))


async def test_a_taken_port_of_the_web_server_is_told_too(jalon: Jalon, taken: int) -> None:
    async with SandboxServer(Sandbox(ShiftedClock(), token=TOKEN)) as telegram:
        ended = await asyncio.to_thread(
            jalon, "run", token=TOKEN, telegram_base_url=telegram.url, web_port=str(taken), log_level="ERROR"
        )
    assert f"port {taken} is taken" in line_of(ended)


def test_the_demonstration_starts_from_an_empty_folder_and_leaves_it_empty(jalon: Jalon, tmp_path: Path) -> None:
    assert "open http://127.0.0.1:" in jalon("demo", "--no-wait", "--port", "0").stdout
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_that_is_interrupted_twice_stops_without_a_word(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        assert "open http://127.0.0.1:" in demo.stdout.readline()
        for each in (signal.SIGINT, signal.SIGINT, signal.SIGTERM):
            demo.send_signal(each)
        _, said = demo.communicate(timeout=60)
    assert (demo.returncode, said) == (0, "")


def _made(folder: Path) -> dict[str, int]:
    """The files of databases under a folder, and what others than their owner may do with each."""
    return {each.name: each.stat().st_mode & 0o077 for each in folder.rglob("*.sqlite3*")}


@pytest.fixture
def open_mask() -> Iterator[None]:
    """The mask of most machines, under which files are for everybody to read."""
    former = os.umask(0o022)
    yield
    os.umask(former)


@pytest.mark.usefixtures("open_mask")
def test_the_databases_that_run_and_migrate_make_are_their_owners_alone(at_once: Jalon, tmp_path: Path) -> None:
    at_once("run", token=TOKEN, telegram_base_url="http://127.0.0.1:1", database_url="sqlite:///run.sqlite3")
    at_once("migrate", database_url="sqlite:///migrate.sqlite3")
    assert _made(tmp_path) == {"run.sqlite3": 0, "run.sqlite3.lock": 0, "migrate.sqlite3": 0}


@pytest.mark.usefixtures("open_mask")
def test_the_database_of_a_demonstration_is_its_owners_alone_while_it_runs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as demo:
        assert demo.stdout is not None
        demo.stdout.readline()
        made = _made(tmp_path)
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=60)
    assert len(made) == 3
    assert set(made.values()) == {0}
