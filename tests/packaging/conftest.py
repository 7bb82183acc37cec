"""The program as people start it: in a process of its own, from an empty folder."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Ended = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture
def jalon(tmp_path: Path) -> Callable[..., Ended]:
    """Run a command: `jalon("check", token="…", web_port="0")` sets JALON_TELEGRAM_TOKEN and JALON_WEB_PORT."""

    def run(*arguments: str, token: str = "", **settings: str) -> Ended:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JALON_")}
        given = {f"JALON_{name.upper()}": value for name, value in settings.items()}
        environment = {**kept, **given, "JALON_TELEGRAM_TOKEN": token}
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=100
        )

    return run
