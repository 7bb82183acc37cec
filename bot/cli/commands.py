"""The commands of `jalon`: each failure is one line that says what to do, and an exit code of 2."""

import asyncio
import contextlib
import errno
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click

from bot import logs
from bot.application import Jalon, StartError
from bot.cli import demo as demonstration
from bot.cli import lookups
from bot.cli import tour as guided
from bot.clock import SystemClock
from bot.settings import Settings, SettingsError, load
from bot.storage import inbox
from bot.storage.database import Database, DatabaseError, alone, check_version, migrate
from domain.followup.holiday import MAINLAND_ZONE

Main = Callable[[], Coroutine[Any, Any, None]]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jalon")
def main() -> None:
    """Jalon: a Telegram assistant for the digital plans of French local authorities."""


@main.command()
def run() -> None:
    """Run the bot, as the settings say (JALON_… in the environment or .env)."""
    settings = _settings()
    _alone(lambda: _run(settings), port=settings.web_port)


@main.command()
@click.option("--port", default=8090, show_default=True, help="Port of the chat page; 0 takes a free one.")
@click.option("--no-wait", is_flag=True, help="Stop once everything has started: a check.")
def demo(port: int, no_wait: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Try Jalon without Telegram: a chat page on this machine."""
    _alone(lambda: demonstration.run(port=port, wait=not no_wait), port=port)


@main.command()
@click.option("--folder", default="tour", show_default=True, type=click.Path(path_type=Path), help="Where files go.")
def tour(folder: Path) -> None:
    """Play a whole conversation in the terminal, and write its documents."""
    _alone(lambda: guided.run(folder))


@main.command()
@click.option("--port", default=8081, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--token", default=demonstration.TOKEN, show_default=True, help="The token a bot must show.")
def sandbox(port: int, token: str) -> None:
    """Serve the sandbox alone, so that any bot can be tried against it."""
    _alone(lambda: demonstration.serve_sandbox(port=port, token=token), port=port)


@main.command()
def check() -> None:
    """Say what is missing in the settings, and whether the database is ready."""
    settings = _settings()
    try:
        db = Database.open(settings.database_url.get_secret_value())
        check_version(db)
        db.shut()
    except DatabaseError as error:
        _stop(error)
    click.echo("The settings and the database are ready.")


@main.command(name="migrate")
def migrate_database() -> None:
    """Bring the database to this version."""
    try:
        db = Database.open(load().database_url.get_secret_value())
        migrate(db)
        db.shut()
    except (DatabaseError, SettingsError) as error:
        _stop(error)
    click.echo("The database is up to date.")


@main.command()
def replay() -> None:
    """Handle again the updates that were parked, each before what waits in its conversation."""
    try:
        db = Database.open(load().database_url.get_secret_value())
        check_version(db)
        replayed = db.run(inbox.replay)
        db.shut()
    except (DatabaseError, SettingsError) as error:
        _stop(error)
    click.echo(f"{len(replayed)} update(s) will be handled again.")
    for each in replayed:
        if each.later:
            click.echo(f"update {each.update_id}: {each.later} later one(s) of its conversation were handled before it")


@main.command()
@click.argument("words", nargs=-1)
@click.option("--json", "as_lines", is_flag=True, help="One JSON object a line.")
def territory(words: tuple[str, ...], as_lines: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Say which territories WORDS may mean, the likeliest first.

    Without WORDS, each line of standard input is a query.
    """
    lookups.territories(words, as_lines=as_lines)


@main.command()
@click.argument("words", nargs=-1)
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day deadlines are read from; else the present one."
)
@click.option("--json", "as_lines", is_flag=True, help="One JSON object a line.")
def objective(words: tuple[str, ...], today: datetime | None, as_lines: bool) -> None:  # noqa: FBT001 - click passes so
    """Say what is read in an objective: direction, amount, from, to, deadline.

    Without WORDS, each line of standard input is an objective.
    """
    here = SystemClock().now().astimezone(ZoneInfo(MAINLAND_ZONE))
    lookups.objectives(words, (today or here).date(), as_lines=as_lines)


async def _run(settings: Settings) -> None:
    db = Database.open(settings.database_url.get_secret_value())
    try:
        with alone(db):
            migrate(db)
            async with Jalon(settings, db) as jalon:
                await jalon.run()
    finally:
        await db.close()


def _settings() -> Settings:
    try:
        settings = load()
        settings.check()
    except SettingsError as error:
        _stop(error)
    logs.configure(
        level=settings.log_level, style="json" if settings.log_json else "console", secrets=(settings.token,)
    )
    return settings


def _alone(start: Main, *, port: int = 0) -> None:
    """Run until done or stopped; a start that fails says why in one line. `port`: the one it listens on."""
    try:
        asyncio.run(_until_stopped(start))
    except (ExceptionGroup, DatabaseError, SettingsError, StartError, OSError) as error:
        cause = _first(error)
        if not isinstance(cause, (DatabaseError, SettingsError, StartError, OSError)):
            raise
        is_taken = isinstance(cause, OSError) and cause.errno == errno.EADDRINUSE
        _stop(StartError(f"port {port} is taken: stop what listens there, or choose another") if is_taken else cause)


async def _until_stopped(start: Main) -> None:
    """Run `start`; the first SIGINT or SIGTERM ends it tidily, and more of them change nothing."""
    work = asyncio.ensure_future(start())
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, _stop_once, work)
    with contextlib.suppress(asyncio.CancelledError):
        await work


def _stop_once(work: asyncio.Task[None]) -> None:
    if not work.cancelling():
        work.cancel()


def _first(error: Exception) -> Exception:
    """Return what made a group of parts fail."""
    return _first(error.exceptions[0]) if isinstance(error, ExceptionGroup) else error


def _stop(error: Exception) -> NoReturn:
    click.echo(f"jalon: {error}", err=True)
    sys.exit(2)
