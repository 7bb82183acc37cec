"""The pages that people who run Jalon rely on say all there is, and nothing that is not."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.cli.commands import main
from bot.delivery.metrics import Metrics
from bot.settings import Settings
from bot.storage.tables import metadata

pytestmark = pytest.mark.checkout

SETTING = re.compile(r"(?m)^\| `(JALON_[A-Z_]+)` \| ([^|]+) \| ([^|]+) \|$")
COMMAND = re.compile(r"(?m)^### `jalon ([a-z]+)`$")
METRIC = re.compile(r"(?m)^\| `(jalon_[a-z_]+)` \|")
KEPT = re.compile(r"(?m)^\| ([a-z_]+) \| ((?:`[a-z_]+`(?:, )?)+) \| (\S[^|]+) \|$")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(#[^)\s]+)?\)")
REQUIREMENT = re.compile(r"^([A-Za-z0-9-]+)(?:\[[a-z,]+\])?(.*)$")
ROW = re.compile(r"(?m)^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$")


@pytest.fixture(scope="module")
def operations(repository: Path) -> str:
    return (repository / "docs/operations.md").read_text("utf-8")


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, dict[str, object]]:
    return tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))


def test_each_setting_has_its_row_and_its_default(operations: str) -> None:
    rows = {name: told for name, told, _ in SETTING.findall(operations)}
    assert rows.keys() == {f"JALON_{name.upper()}" for name in Settings.model_fields}
    wrong = {
        name: (rows[f"JALON_{name.upper()}"], default)
        for name, field in Settings.model_fields.items()
        if not _tells(rows[f"JALON_{name.upper()}"], default := _shown(field.default))
    }
    assert wrong == {}


def test_each_command_has_its_heading_and_its_options(operations: str) -> None:
    parts = COMMAND.split(operations)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert told.keys() == main.commands.keys()
    missing = [
        f"{name} {option}"
        for name, command in main.commands.items()
        for parameter in command.params
        for option in parameter.opts
        if option not in told[name]
    ]
    assert missing == []


def test_each_table_and_column_has_its_term(operations: str) -> None:
    told = {name: re.findall("`(.+?)`", columns) for name, columns, _ in KEPT.findall(operations)}
    assert told == {table.name: [column.name for column in table.c] for table in metadata.tables.values()}


def test_each_metric_has_its_row(operations: str) -> None:
    kinds = {"counter": "_total"}
    there = {f"{each.name}{kinds.get(each.type, '')}" for each in Metrics().registry.collect()}
    assert set(METRIC.findall(operations)) == there


def test_the_six_promises_are_published(operations: str) -> None:
    promises = operations.split("## What users are promised")[1]
    assert re.findall(r"(?m)^(\d)\. \*\*", promises) == list("123456")


def test_each_dependency_has_its_row_and_its_range(repository: Path, project: dict[str, dict[str, object]]) -> None:
    page = (repository / "docs/decisions/dependencies.md").read_text("utf-8")
    rows = {name: told for name, told, *_ in ROW.findall(page) if name != "package"}
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    asked = [REQUIREMENT.match(each) for group in groups if isinstance(group, list) for each in group]
    assert rows == {found[1]: found[2] for found in asked if found}


def test_every_link_between_pages_leads_somewhere(repository: Path) -> None:
    pages = [*repository.glob("*.md"), *(repository / "docs").rglob("*.md")]
    broken = [
        f"{page.name}: {target}{anchor}"
        for page in pages
        for target, anchor in LINK.findall(page.read_text("utf-8"))
        if not _leads(page, target, anchor)
    ]
    assert broken == []


def test_every_decision_is_listed(repository: Path) -> None:
    folder = repository / "docs/decisions"
    listed = {target for target, _ in LINK.findall((folder / "README.md").read_text("utf-8"))}
    assert listed == {page.name for page in folder.glob("*.md")} - {"README.md"}


def test_the_changelog_knows_this_version(repository: Path, project: dict[str, dict[str, object]]) -> None:
    assert f"## [{project['project']['version']}]" in (repository / "CHANGELOG.md").read_text("utf-8")


def test_the_first_commands_of_the_readme_are_demo_and_test(repository: Path) -> None:
    commands = re.findall(r"(?m)^make (\w+)", (repository / "README.md").read_text("utf-8"))
    assert commands[:2] == ["demo", "test"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_target_a_page_names_is_in_the_makefile(repository: Path, page: str) -> None:
    targets = set(re.findall(r"(?m)^(\w+):", (repository / "Makefile").read_text("utf-8")))
    assert set(re.findall(r"make (\w+)\b", (repository / page).read_text("utf-8"))) - targets == set()


def _shown(default: object) -> str:
    secret = getattr(default, "get_secret_value", None)
    value = secret() if secret else default
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tells(told: str, default: str) -> bool:
    return f"`{default}`" == told.strip() if default else told.startswith("none")


def _leads(page: Path, target: str, anchor: str) -> bool:
    path = page.parent / target if target else page
    if not path.exists():
        return False
    return not anchor or anchor[1:] in map(_anchor, re.findall(r"(?m)^#+ (.+)$", path.read_text("utf-8")))


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
