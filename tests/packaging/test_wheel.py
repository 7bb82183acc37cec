"""What is in the wheel: all that Jalon needs to run, nothing that hides another library."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

PLACES = {
    "bot": "bot",
    "handlers": "handlers",
    "domain": "domain",
    "templates": "bot/templates",
    "alembic": "bot/alembic",
}
"""Where each folder of the repository is in the wheel."""

FIND = "from bot.paths import data_folder; print(*map(data_folder, ('templates', 'alembic')), sep='\\n')"
COMPILED = {".pyc", ".pyo"}


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(repository)]
    subprocess.run(command, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("jalon-*.whl")))


def test_every_file_of_the_packages_is_in_the_wheel(repository: Path, wheel: zipfile.ZipFile) -> None:
    wanted = {
        f"{place}/{path.relative_to(repository / folder).as_posix()}"
        for folder, place in PLACES.items()
        for path in (repository / folder).rglob("*")
        if path.is_file() and path.suffix not in COMPILED
    }
    assert wanted - set(wheel.namelist()) == set()


@pytest.mark.parametrize(
    "file",
    [
        "bot/templates/messages/fr/start.jinja",
        "bot/templates/documents/summary.typ.j2",
        "bot/documents/fonts/PublicSans.ttf",
        "bot/sandbox/page/index.html",
        "bot/alembic/env.py",
        "bot/alembic/script.py.mako",
        "domain/script/lock.json",
    ],
)
def test_what_is_not_python_is_in_the_wheel_too(wheel: zipfile.ZipFile, file: str) -> None:
    assert file in wheel.namelist()


def test_nothing_but_our_packages_is_at_the_top(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"bot", "handlers", "domain"}


def test_the_migrations_are_no_package(repository: Path, wheel: zipfile.ZipFile) -> None:
    assert "bot/alembic/__init__.py" not in wheel.namelist()
    assert not (repository / "alembic/__init__.py").exists()


def test_no_index_takes_the_wheel_and_the_command_is_declared(wheel: zipfile.ZipFile) -> None:
    folder = next(name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name)
    assert "Classifier: Private :: Do Not Upload" in wheel.read(f"{folder}/METADATA").decode()
    assert "jalon = bot.__main__:main" in wheel.read(f"{folder}/entry_points.txt").decode()


def test_the_licences_come_along(wheel: zipfile.ZipFile) -> None:
    licences = {name.split("/licenses/")[1] for name in wheel.namelist() if "/licenses/" in name}
    assert licences == {"LICENSE", "bot/documents/fonts/OFL.txt"}


def test_the_wheel_finds_its_own_folders(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    environment = {"PYTHONPATH": str(tmp_path)}
    found = subprocess.run([sys.executable, "-c", FIND], cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert found.stdout.decode().split() == [str(tmp_path / "bot/templates"), str(tmp_path / "bot/alembic")]
