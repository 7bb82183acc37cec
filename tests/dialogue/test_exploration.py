"""No chapter of the express path holds a dead end, and an explorer that missed one would be found out."""

from dataclasses import replace

import pytest

from domain.dialogue.exploration import explore
from domain.dialogue.questions import Choice, Integer, Text
from domain.dialogue.script import Chapter, Item, Repeat, Script
from domain.dialogue.values import Rejected
from domain.script import SCRIPT

CHAPTERS = [chapter.id for chapter in SCRIPT.chapters]


def _script(*items: Item) -> Script:
    return Script(version=1, chapters=(Chapter(id="only", items=items),))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_straight_path_of_every_chapter_reaches_every_question_and_the_end(chapter: str) -> None:
    found = explore(SCRIPT, chapter, rows=2 if chapter == "objectives" else 3, detours=0)
    assert found.is_sound, found


@pytest.mark.parametrize("chapter", ["frame", "teams", "check"])
def test_edits_returns_and_removals_leave_the_end_in_reach(chapter: str) -> None:
    found = explore(SCRIPT, chapter)
    assert found.is_sound, found


@pytest.mark.slow
@pytest.mark.parametrize(("chapter", "rows"), [("diagnosis", 1), ("objectives", 1), ("actions", 2)])
def test_edits_returns_and_removals_in_lists_leave_the_end_in_reach(chapter: str, rows: int) -> None:
    found = explore(SCRIPT, chapter, rows=rows)
    assert found.is_sound, found


@pytest.mark.slow
def test_three_objectives_of_three_indicators_leave_the_end_in_reach() -> None:
    found = explore(SCRIPT, "objectives", detours=0)
    assert found.is_sound, found


def test_a_dead_end_is_found() -> None:
    trap = Choice(id="trap", choices=("in", "out"))
    wall = Integer(
        id="wall", needs=("trap",), when=lambda view: view["trap"] == "in", rules=(lambda *_: Rejected("never"),)
    )
    found = explore(_script(Text(id="name"), trap, wall), "only", detours=0)
    assert found.stuck == {"wall"}
    assert found.deaf == {"wall"}
    assert not found.unreached


def test_a_dead_end_inside_the_second_row_of_a_list_is_found() -> None:
    wall = Integer(
        id="rows/wall",
        needs=("rows",),
        when=lambda view: len(view.rows_of("rows")) > 1,
        rules=(lambda *_: Rejected("never"),),
    )
    found = explore(_script(Repeat(id="rows", least=1, items=(Text(id="rows/name"), wall))), "only", detours=0)
    assert "rows/wall" in found.stuck


def test_a_question_nobody_can_reach_is_found() -> None:
    hidden = Text(id="hidden", needs=("open",), when=lambda view: view["open"] == "maybe")
    found = explore(_script(Choice(id="open", choices=("yes", "no")), hidden), "only")
    assert found.unreached == {"hidden"}
    assert not found.stuck


def test_a_dead_end_that_only_an_edit_leads_to_is_found() -> None:
    first = Choice(id="first", choices=("a", "b"))
    closed = Text(id="closed", longest=9)
    wall = Integer(
        id="wall",
        needs=("first", "closed"),
        when=lambda view: view["first"] == "b" and view["closed"] is not None,
        rules=(lambda *_: Rejected("never"),),
    )
    start = _script(first, closed, wall)
    assert not explore(start, "only", detours=0).deaf - {"wall"}
    assert "wall" in explore(start, "only").stuck


def test_too_many_states_are_reported_rather_than_cut() -> None:
    with pytest.raises(RuntimeError, match="more than 20 states in frame"):
        explore(SCRIPT, "frame", limit=20)


def test_a_chapter_is_explored_after_those_it_reads() -> None:
    actions = explore(replace(SCRIPT), "actions", rows=1, detours=0)
    assert actions.is_sound
