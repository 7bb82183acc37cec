"""The repository these tests read, and what git keeps of it."""

import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def kept(repository: Path) -> list[Path]:
    """Every file git tracks and that is still there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout
    return [repository / name for name in listed.split("\0") if name and (repository / name).is_file()]
