"""The committed diagrams are those of the script."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.diagrams import main, outdated, pages
from domain.dialogue.diagram import diagram
from domain.dialogue.exploration import explore
from domain.dialogue.questions import Choice, Text
from domain.dialogue.script import Chapter, Script


@pytest.mark.checkout
def test_the_committed_diagrams_are_those_the_script_draws_today() -> None:
    assert outdated() == [], "run `python -m bot.diagrams`"


def test_a_page_that_differs_is_reported_and_written_anew(tmp_path: Path) -> None:
    folder = ["--folder", str(tmp_path)]
    assert CliRunner().invoke(main, folder).exit_code == 0
    (tmp_path / "frame.md").write_text("no longer true")
    told = CliRunner().invoke(main, [*folder, "--check"])
    assert told.exit_code == 1
    assert "frame.md outdated" in told.output
    assert CliRunner().invoke(main, folder).exit_code == 0
    assert CliRunner().invoke(main, [*folder, "--check"]).exit_code == 0
    assert len(list(pages())) == len(list(tmp_path.iterdir()))


def test_an_arrow_names_its_replies_only_where_they_lead_apart() -> None:
    why = Text(id="why", needs=("ready",), when=lambda view: view["ready"] == "no")
    chapter = Chapter(id="only", items=(Choice(id="ready", choices=("yes", "no")), why))
    drawn = diagram(chapter, explore(Script(version=1, chapters=(chapter,)), "only", detours=0))
    assert "ready -->|no| why" in drawn
    assert "ready -->|yes| finish" in drawn
    assert "why --> finish" in drawn
