"""Who may import whom: the contracts hold, leave no module out, and fail when they should."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
PACKAGES = ("bot", "handlers", "domain")
PLANTED = (
    ("Imports point down only", "bot/storage/outbox.py", "import bot.delivery.sender"),
    ("Imports point down only", "bot/documents/press.py", "import bot.delivery.sender"),
    ("Imports point down only", "bot/wording/wordbook.py", "import bot.documents.clean"),
    ("Imports point down only", "domain/plan/whole.py", "import handlers"),
    ("Imports point down only", "handlers/registry.py", "import bot.application"),
    ("The domain has floors", "domain/script/check.py", "import domain.projection"),
    ("The domain has floors", "domain/parsing/dates.py", "import domain.dialogue.values"),
    ("The command line has floors", "bot/cli/player.py", "import bot.cli.demo"),
    ("The domain is pure", "domain/plan/whole.py", "import sqlalchemy"),
    ("The domain is pure", "domain/dialogue/step.py", "import asyncio"),
    ("The domain is pure", "domain/followup/cadence.py", "import bot.clock"),
    ("Handlers only translate", "handlers/incoming.py", "import sqlalchemy"),
    ("Handlers only translate", "handlers/incoming.py", "import bot.storage.people"),
    ("Use cases know neither Telegram nor HTTP", "bot/conversations/service.py", "import telegram"),
    ("Use cases know neither Telegram nor HTTP", "bot/reminders/planner.py", "import bot.delivery.transmit"),
    ("Storage only stores", "bot/storage/people.py", "import telegram"),
    ("Delivery carries words without choosing them", "bot/delivery/sender.py", "import domain.script"),
    ("Documents are made from the plan alone", "bot/documents/summary.py", "import domain.dialogue.dossier"),
    ("The sandbox stands for Telegram, not for Jalon", "bot/sandbox/world.py", "import bot.storage.people"),
    ("Production does without the sandbox", "bot/wording/wordbook.py", "import bot.cli.scenario"),
    ("Production does without the sandbox", "bot/application.py", "import bot.sandbox.limits"),
)

Lint = Callable[..., str]


@pytest.fixture(scope="module")
def contracts(repository: Path) -> list[dict[str, object]]:
    settings = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return found


@pytest.fixture
def lint(repository: Path, tmp_path: Path) -> Lint:
    """Lint a copy of the packages, after adding a line to one of its files."""

    def run(file: str | None = None, line: str = "") -> str:
        for name in PACKAGES:
            shutil.copytree(repository / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(repository / "pyproject.toml", tmp_path)
        if file:
            with (tmp_path / file).open("a", encoding="utf-8") as source:
                source.write(f"\n{line}\n")
        command = [sys.executable, "-c", LINT, "--no-cache", "--no-logo"]
        return subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True).stdout

    return run


def test_every_contract_holds(lint: Lint) -> None:
    assert " 0 broken" in lint()


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(lint: Lint, contract: str, file: str, line: str) -> None:
    assert f"{contract} BROKEN" in lint(file, line)


def test_every_contract_has_a_planted_import(contracts: list[dict[str, object]]) -> None:
    assert {contract["name"] for contract in contracts} == {name for name, _, _ in PLANTED}


def test_every_module_of_the_bot_has_a_layer(repository: Path, contracts: list[dict[str, object]]) -> None:
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert isinstance(layers, list)
    placed = {module.strip(" ()") for layer in layers for module in layer.split("|")}
    there = {f"bot.{path.stem}" for path in (repository / "bot").iterdir() if _is_module(path)} - {"bot.__init__"}
    assert there - placed == set()
    assert {"handlers", "domain"} <= placed


def _is_module(path: Path) -> bool:
    return path.suffix == ".py" or (path / "__init__.py").exists()
