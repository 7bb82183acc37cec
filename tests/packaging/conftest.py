"""The program as people start it: in a process of its own, from an empty folder."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.commands import main

Ended = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture
def jalon(tmp_path: Path) -> Callable[..., Ended]:
    """Run a command: `jalon("check", token="…", web_port="0")` sets JALON_TELEGRAM_TOKEN and JALON_WEB_PORT."""

    def run(*arguments: str, token: str = "", **settings: str) -> Ended:
        command = [sys.executable, "-m", "bot", *arguments]
        environment = _environment(token, settings)
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=100
        )

    return run


@pytest.fixture
def at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Do the same in this process: for a command that ends before it touches anything."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, token: str = "", **settings: str) -> Ended:
        for name, value in _environment(token, settings).items():
            monkeypatch.setenv(name, value)
        ended = CliRunner().invoke(main, arguments)
        return subprocess.CompletedProcess(arguments, ended.exit_code, ended.stdout, ended.stderr)

    return run


def _environment(token: str, settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JALON_")}
    return {
        **kept,
        **{f"JALON_{name.upper()}": value for name, value in settings.items()},
        "JALON_TELEGRAM_TOKEN": token,
    }
