"""The two commands set themselves up on any day: the lock is installed as it is, whatever was released since."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

INSTALL = re.compile(r"(?m)^.*\binstall .+$")


@pytest.fixture(scope="module")
def commands(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The calls of pip that make would do in a clone that was never set up."""
    clone = tmp_path_factory.mktemp("clone")
    for name in ("Makefile", "pyproject.toml", "requirements"):
        copy = shutil.copytree if (repository / name).is_dir() else shutil.copy
        copy(repository / name, clone / name)
    order = ["make", "--dry-run", "PYTHON=python3", ".venv/ready-to-run", ".venv/ready-to-work"]
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    shown = subprocess.run(order, cwd=clone, env=alone, check=True, capture_output=True, text=True).stdout
    return [line for line in shown.splitlines() if " -m pip " in line]


def test_locked_files_are_whole_so_that_nothing_is_resolved(commands: list[str]) -> None:
    installs = [line for line in commands if " install " in line]
    assert [line for line in installs if "--no-deps" not in line] == []
    assert [line for line in installs if "requirements/" in line and "--require-hashes" not in line] == []


def test_the_first_thing_installed_is_the_pip_of_the_lock(commands: list[str]) -> None:
    installed = [line.rsplit(" ", 1)[-1] for line in commands if " install " in line]
    assert installed == ["requirements/pip.txt", "requirements/run.txt", ".", "requirements/dev.txt"]


def test_what_was_installed_is_checked(commands: list[str]) -> None:
    assert [commands[at].split()[-1] for at in (3, -1)] == ["check", "check"]


@pytest.mark.parametrize("page", ["docs/operations.md", ".ci/run"])
def test_a_page_installs_the_same_way(repository: Path, page: str) -> None:
    text = (repository / page).read_text("utf-8")
    installs = [line for line in INSTALL.findall(text) if "pip" in line and "apt-get" not in line]
    assert "requirements/pip.txt" in installs[0]
    assert [line for line in installs if "--no-deps" not in line] == []
    assert [line for line in installs if "requirements/" in line and "--require-hashes" not in line] == []
    assert re.search(r"(?m)pip\S* check$", text)
