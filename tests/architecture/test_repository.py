"""What the repository must never hold, and what its lists of versions must."""

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.:/}])/(?:home|root|Users|work|opt)/\w"),
    "a package index": re.compile(r"(?m)^\s*--(?:extra-)?index-url|--find-links|\"resolved\":|/simple/"),
    "a host of a registry": re.compile(r"pypi\.(?:org|io)|pythonhosted\.|registry\.npmjs|deb\.debian"),
    "work left for later": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
}
HERE = Path(__file__).name
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".jinja", ".j2", ".typ", ".js", ".css", ".html", ".mako", ".mmd", ""}
PIN = re.compile(r"(?m)^([a-z0-9-]+)==(\S+)")
NAME = re.compile(r"^[A-Za-z0-9-]+")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(kept: list[Path], what: str) -> None:
    assert [str(path) for path in kept if _reads(path) and FORBIDDEN[what].search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of somebody's machine", "open('/" + "home/claire/jalon')"),
        ("a package index", "--index" + "-url https://example.org"),
        ("a package index", '"resol' + 'ved": "https://example.org"'),
        ("a host of a registry", "https://pypi." + "org/project/jalon"),
        ("work left for later", "# TO" + "DO: later"),
    ],
)
def test_a_forbidden_text_is_seen(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


def test_no_lock_names_its_registry(kept: list[Path]) -> None:
    assert not {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"} & {path.name for path in kept}


@pytest.mark.parametrize("name", ["pip.txt", "run.txt", "dev.txt"])
def test_every_version_is_locked_with_its_hashes(repository: Path, name: str) -> None:
    blocks = re.split(r"\n(?=[a-z])", (repository / "requirements" / name).read_text("utf-8"))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_versions_that_run_are_the_versions_tested(repository: Path) -> None:
    assert _pins(repository, "run.txt").items() <= _pins(repository, "dev.txt").items()


def test_every_dependency_is_locked(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    runtime = set(map(_name, project["project"]["dependencies"]))
    groups = project["dependency-groups"]
    own, others = set(map(_name, groups.pop("pip"))), {_name(each) for group in groups.values() for each in group}
    assert own == _pins(repository, "pip.txt").keys()
    assert runtime - _pins(repository, "run.txt").keys() == set()
    assert others - _pins(repository, "dev.txt").keys() == set()


def _reads(path: Path) -> bool:
    return path.suffix in TEXT and path.name != HERE


def _pins(repository: Path, name: str) -> dict[str, str]:
    return dict(PIN.findall((repository / "requirements" / name).read_text("utf-8")))


def _name(requirement: str) -> str:
    found = NAME.match(requirement)
    assert found, requirement
    return found[0].lower()
