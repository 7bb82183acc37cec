"""What goes wrong around the bot: one clear line and an exit code, nothing lost, nothing told to the logs."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

import bot
from bot.cli.commands import main
from bot.clock import SystemClock
from bot.sandbox.client import World
from bot.sandbox.limits import UNHURRIED
from bot.sandbox.server import Sandbox, SandboxServer

if TYPE_CHECKING:
    from tests.e2e.conftest import House

TOKEN = "4242:secret-of-the-bot-in-the-logs"
ROOT = Path(bot.__file__).parents[1]
NOWHERE = "http://127.0.0.1:9"


def environment(url: str, database: str, **others: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JALON_")}
    own = {
        "JALON_TELEGRAM_TOKEN": TOKEN,
        "JALON_TELEGRAM_BASE_URL": url,
        "JALON_DATABASE_URL": database,
        "JALON_WEB_PORT": "0",
    }
    return kept | own | others


async def started(*arguments: str, env: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=env, stderr=asyncio.subprocess.PIPE
    )


async def refused(*arguments: str, env: dict[str, str]) -> str:
    """The one line that a command stops with."""
    process = await started(*arguments, env=env)
    async with asyncio.timeout(60):
        _, errors = await process.communicate()
    lines = errors.decode().splitlines()
    assert process.returncode == 2, lines
    assert len(lines) == 1, lines
    assert TOKEN.partition(":")[2] not in lines[0]
    return lines[0]


@pytest.fixture
async def telegram() -> AsyncIterator[SandboxServer]:
    async with SandboxServer(Sandbox(SystemClock(), token=TOKEN, limits=UNHURRIED)) as server:
        yield server


async def test_a_wrong_token_is_said_so(telegram: SandboxServer, sqlite_url: str) -> None:
    env = environment(telegram.url, sqlite_url, JALON_TELEGRAM_TOKEN="4242:another")
    assert await refused("run", env=env) == (
        "jalon: Telegram refuses JALON_TELEGRAM_TOKEN: copy it again from @BotFather"
    )


async def test_an_unreachable_bot_api_is_said_so(sqlite_url: str) -> None:
    line = await refused("run", env=environment(NOWHERE, sqlite_url))
    assert line.startswith(f"jalon: {NOWHERE} cannot be reached")


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("JALON_TELEGRAM_TOKEN", "", "set JALON_TELEGRAM_TOKEN"),
        ("JALON_TELEGRAM_TOKEN", "not-a-token", "JALON_TELEGRAM_TOKEN is not a bot token"),
        ("JALON_TELEGRAM_BASE_URL", "telegram", "JALON_TELEGRAM_BASE_URL: must be an address"),
        ("JALON_WEB_PORT", "eighty", "JALON_WEB_PORT"),
        ("JALON_LOG_LEVEL", "loud", "JALON_LOG_LEVEL: must be DEBUG, INFO, WARNING or ERROR"),
        ("JALON_WEBHOOK_URL", "https://example.org", "set JALON_WEBHOOK_SECRET"),
        ("JALON_DATABASE_URL", "nonsense", "the database URL is not understood"),
        ("JALON_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3", "/nowhere/at/all.sqlite3"),
        ("JALON_DATABASE_URL", "postgresql://jalon:hush@127.0.0.1:9/jalon", "cannot be reached"),
    ],
)
def test_a_malformed_setting_is_named(tmp_path: Path, setting: str, value: str, words: str) -> None:
    env = environment(NOWHERE, f"sqlite:///{tmp_path}/new.sqlite3", **{setting: value})
    command = "migrate" if setting == "JALON_DATABASE_URL" else "run"
    said = CliRunner().invoke(main, [command], env=env)
    assert said.exit_code == 2
    assert len(said.stderr.splitlines()) == 1
    assert words in said.stderr
    assert "hush" not in said.stderr


async def test_a_setting_that_is_malformed_stops_the_program_itself(sqlite_url: str) -> None:
    line = await refused("run", env=environment("telegram", sqlite_url))
    assert "JALON_TELEGRAM_BASE_URL: must be an address" in line


async def test_a_file_that_is_no_database_is_left_as_it_is(telegram: SandboxServer, tmp_path: Path) -> None:
    file = tmp_path / "jalon.sqlite3"
    file.write_text("un tableur " * 200)
    assert "is not a database" in await refused("run", env=environment(telegram.url, f"sqlite:///{file}"))
    assert file.read_text() == "un tableur " * 200


async def test_a_database_of_a_newer_jalon_is_left_alone(telegram: SandboxServer, sqlite_url: str) -> None:
    file = str(make_url(sqlite_url).database)
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "was made by a newer Jalon" in await refused("run", env=environment(telegram.url, sqlite_url))
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    database.close()


async def test_a_missing_migration_of_the_database_is_said_by_check(tmp_path: Path) -> None:
    env = environment(NOWHERE, f"sqlite:///{tmp_path}/new.sqlite3")
    assert "run `jalon migrate`" in await refused("check", env=env)


AS_NOBODY = "import os; from bot.cli.commands import main; os.seteuid(65534); main(['run'])"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to become somebody with fewer rights")
async def test_a_database_that_may_only_be_read_is_said_so(telegram: SandboxServer, sqlite_template: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="jalon-readonly-") as folder:  # tmp_path cannot be reached by anybody
        Path(folder).chmod(0o755)  # noqa: ASYNC240 - nothing else runs
        file = Path(shutil.copyfile(sqlite_template, Path(folder) / "jalon.sqlite3"))
        file.chmod(0o444)  # noqa: ASYNC240 - idem
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            AS_NOBODY,
            cwd=ROOT,
            env=environment(telegram.url, f"sqlite:///{file}"),
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.decode().splitlines() == [
        f"jalon: the database {file} can only be read: give this user the right to write to it (file and folder)"
    ]


@pytest.mark.slow  # SQLite waits ten seconds for its turn
async def test_a_locked_database_is_said_so_and_nothing_is_lost(telegram: SandboxServer, sqlite_url: str) -> None:
    other = sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "is kept busy by another program" in await refused("run", env=environment(telegram.url, sqlite_url))
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize("style", ["0", "1"])
async def test_neither_the_token_nor_what_people_say_is_ever_logged(
    telegram: SandboxServer, sqlite_url: str, style: str
) -> None:
    """At DEBUG, through a whole dialogue with a failing Telegram, as text and as JSON."""
    env = environment(telegram.url, sqlite_url, JALON_LOG_LEVEL="DEBUG", JALON_LOG_JSON=style)
    process = await started("run", env=env)
    async with World(telegram.url, patience=20, quiet=0.3) as world:
        await world.faults.set(
            {"kind": "500", "rate": 0.2, "methods": ["sendMessage", "getUpdates"]},
            {"kind": "lost_ack", "rate": 0.2, "methods": ["sendMessage", "editMessageText"]},
            {"kind": "reset", "rate": 0.2, "methods": ["answerCallbackQuery", "editMessageReplyMarkup"]},
            {"kind": "429", "rate": 0.1, "methods": ["sendMessage"], "retry_after": 1},
        )
        person = await world.person("Zéphyrine", last_name="Quatrebarbes")
        await person.start("jeton-d-invitation")
        for text in ("Bonjour", "/start", "/aide", "Syldavie"):
            await person.send(text)
            await person.messages()
        await world.faults.clear()
        await person.tap("D’accord, on commence")
        for text in ("Syldavie-les-Bains", "commune", "12 000", "/synthese", "/mesdonnees", "Plan de Zéphyrine"):
            await person.send(text)
            await person.messages()
        await world.faults.outage()
        await person.send("Rien ne va plus en Syldavie")
        await asyncio.sleep(0.3)
        await world.faults.outage(up=True)
        await person.block()
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(30):
        _, errors = await process.communicate()
    logged = errors.decode()
    assert "update handled" in logged
    for secret in (TOKEN.partition(":")[2], "Zéphyrine", "Quatrebarbes", "Syldavie", "12 000", "jeton", "D’accord"):
        assert secret not in logged, [line for line in logged.splitlines() if secret in line][:3]


async def test_an_outage_of_telegram_loses_nothing(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.territory_name")
    await cabin.world.faults.set({"kind": "500", "rate": 0.5}, {"kind": "lost_ack", "rate": 0.3})
    await lead.send("Trois Vallons")
    await cabin.settle_inbox()
    await cabin.world.faults.clear()
    cabin.clock.jump(cabin.a_while)
    await cabin.settle()
    assert await cabin.answer("frame.territory_name") == "Trois Vallons"
    assert await cabin.asked(lead) == "frame.territory_kind"
    assert (await cabin.question(lead)).buttons


async def test_a_person_who_blocked_the_bot_finds_their_question_again(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.territory_name")
    await lead.block()
    await cabin.settle()
    await lead.unblock()
    await lead.start()
    assert await cabin.asked(lead) == "frame.territory_name"
    assert (await lead.new_messages())[-1].id == (await cabin.question(lead)).id
