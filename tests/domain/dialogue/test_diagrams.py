"""The committed diagrams are those of the script."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.diagrams import FOLDER, main, outdated
from domain.dialogue.parts import parts
from domain.dialogue.questions import Choice, Integer, Text
from domain.dialogue.script import Chapter, Item, Script, within
from domain.dialogue.verification.diagram import Chart, diagram
from domain.dialogue.verification.exploration import explore
from domain.questionnaire import SCRIPT


@pytest.mark.checkout
def test_the_committed_diagrams_are_those_the_script_draws_today() -> None:
    assert outdated() == [], "run `python -m bot.cli.diagrams`"


def test_a_page_that_differs_is_reported_and_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = (("frame.md", "a drawing"), ("teams.md", "another"))
    monkeypatch.setattr("bot.cli.diagrams.pages", lambda: drawn)
    folder = ["--folder", str(tmp_path)]
    assert CliRunner().invoke(main, folder).exit_code == 0
    (tmp_path / "frame.md").write_text("no longer true")
    told = CliRunner().invoke(main, [*folder, "--check"])
    assert told.exit_code == 1
    assert "frame.md outdated" in told.output
    assert CliRunner().invoke(main, folder).exit_code == 0
    assert CliRunner().invoke(main, [*folder, "--check"]).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["frame.md", "teams.md"]


def _drawn(*items: Item) -> str:
    chapter = Chapter(id="only", items=items)
    found = explore(Script(version=1, chapters=(chapter,)), "only", detours=0)
    return diagram("only", [Chart("Both paths", chapter, found.asked, found.edges)])


def test_an_arrow_names_its_replies_only_where_they_lead_apart() -> None:
    why = Text(id="why", needs=("ready",), when=lambda view: view["ready"] == "no")
    drawn = _drawn(Choice(id="ready", choices=("yes", "no")), why)
    assert "ready -->|no| why" in drawn
    assert "ready -->|yes| finish" in drawn
    assert "why --> finish" in drawn


def test_what_is_never_asked_is_not_drawn() -> None:
    drawn = _drawn(Text(id="name"), Text(id="hidden", quiet=True))
    assert "hidden" not in drawn


def test_parts_of_one_shape_are_drawn_once() -> None:
    chapter = Chapter(id="only", items=(Text(id="one"), Text(id="two"), Integer(id="three", unknown=True)))
    script = Script(version=1, chapters=(chapter,))
    charts = []
    for part in parts(script, "only"):
        found = explore(script, "only", detours=0, part=part)
        charts.append(Chart(min(part), chapter, found.asked, found.edges))
    drawn = diagram("only", charts)
    assert drawn.count("flowchart TD") == 1
    assert "The same for `two`, `three`." in drawn


@pytest.mark.checkout
def test_every_question_asked_is_drawn_in_some_page() -> None:
    drawn = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.md"))  # which are those drawn today, see above
    quiet = {inner.id for item in SCRIPT.items() if item.quiet for inner in within((item,))}
    alike = {other for question in SCRIPT.questions() if (other := question.detail_of)}
    details = {question.id for question in SCRIPT.questions() if question.detail_of}
    assert not [item.id for item in SCRIPT.items() if item.id not in drawn and item.id not in quiet | alike | details]
