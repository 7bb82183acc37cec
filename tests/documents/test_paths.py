"""Data folders are found in a checkout and in a wheel."""

from pathlib import Path

import pytest

from bot import paths


def test_the_folder_inside_the_package_wins_over_the_one_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "bot"
    (tmp_path / "templates").mkdir()
    package.mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.data_folder("templates") == tmp_path / "templates"
    (package / "templates").mkdir()
    assert paths.data_folder("templates") == package / "templates"


def test_a_missing_folder_says_where_it_was_looked_for() -> None:
    with pytest.raises(FileNotFoundError, match="reinstall Jalon"):
        paths.data_folder("nowhere")
