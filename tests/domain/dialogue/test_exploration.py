"""No chapter holds a dead end, on any path, and an explorer that missed one would be found out."""

from collections.abc import Iterator, Mapping

import pytest

from domain.dialogue.parts import chapter_of, parts
from domain.dialogue.questions import Choice, Entries, Integer, Review, Text
from domain.dialogue.script import Chapter, Item, Repeat, Script, within
from domain.dialogue.values import Rejected, Value
from domain.dialogue.verification.exploration import explore
from domain.dialogue.verification.findings import Exploration
from domain.plan.maturity import STATEMENTS, Audience
from domain.questionnaire import SCRIPT
from domain.script.frame import PATH

CHAPTERS = [chapter.id for chapter in SCRIPT.chapters]
PATHS = ("express", "full")
METROPOLIS, VILLAGE = "EPCI:243500139", "COM:07014"
TERRITORIES = {
    "a village of 380 inhabitants": VILLAGE,
    "a town overseas": "COM:97411",
    "a metropolis": METROPOLIS,
    "a department": "DEP:26",
    "a region": "REG:53",
}
WITHOUT_COUNTERS = frozenset({"a department", "a region"})
LONG = pytest.mark.long
PATIENT = pytest.mark.timeout(400)
LONGEST = {("diagnosis", "full", "needs"), ("objectives", "full", "objectives")}
"""The parts whose exploration takes more than a few seconds: each shares what it asks with the others."""


def _script(*items: Item, path: str | None = None) -> Script:
    return Script(version=1, chapters=(Chapter(id="only", items=items),), path=path)


def _known(path: str, territory: str = METROPOLIS) -> dict[str, Value]:
    return {"frame.territory": territory, PATH: path}


def _told(*figures: str) -> Iterator[str]:
    """A figure, and what is asked about it."""
    for figure in figures:
        yield f"diagnosis.{figure}"
        yield from SCRIPT.details[f"diagnosis.{figure}"]


def _not_meant_for(territory: str) -> frozenset[str]:
    """The questions that a territory is never asked."""
    is_village = territory == VILLAGE
    other = Audience.LARGER if is_village else Audience.SMALL
    statements = {each.id for each in STATEMENTS if each.audience is other}
    figures = {*_told("phone", "delay", "satisfaction", "site")} if is_village else set()
    counters = {*_told("visits")} if territory in {TERRITORIES[kind] for kind in WITHOUT_COUNTERS} else set()
    return frozenset(statements | figures | counters)


def _full_items(items: tuple[Item, ...], *, is_inside: bool = False) -> Iterator[str]:
    for item in items:
        if item.full or is_inside:
            yield item.id
        if isinstance(item, Repeat):
            yield from _full_items(item.items, is_inside=item.full or is_inside)


def _ids(chapter: str) -> frozenset[str]:
    return frozenset(item.id for item in within(chapter_of(SCRIPT, chapter).items))


def _parts() -> Iterator[object]:
    for chapter in CHAPTERS[1:]:
        for path in PATHS:
            for part in parts(SCRIPT, chapter):
                name = "needs" if "needs" in part else min(part)
                marks = [pytest.mark.slow, PATIENT, LONG(0)] if (chapter, path, name) in LONGEST else [LONG(12)]
                yield pytest.param(chapter, path, part, id=f"{chapter}-{path}-{name}", marks=marks)


def _whole(chapter: str, path: str, territory: str = METROPOLIS, rows: int = 2) -> Exploration:
    return explore(SCRIPT, chapter, rows=rows, detours=0, known=_known(path, territory))


@LONG(4)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("chapter", CHAPTERS[1:])
def test_the_straight_path_of_every_chapter_reaches_every_question_and_the_end(chapter: str, path: str) -> None:
    found = _whole(chapter, path)
    assert found.can_end, found
    assert found.unreached <= _not_meant_for(METROPOLIS)


def test_the_straight_path_of_the_frame_reaches_every_question_and_the_end() -> None:
    found = explore(SCRIPT, "frame", detours=0)
    assert found.is_sound, found


@pytest.mark.parametrize(("chapter", "path", "part"), [*_parts()])
def test_a_change_of_course_in_any_part_leaves_the_end_in_reach(chapter: str, path: str, part: frozenset[str]) -> None:
    found = explore(SCRIPT, chapter, rows=1, known=_known(path), part=part)
    assert found.can_end, found
    assert found.unreached <= _not_meant_for(METROPOLIS)


@pytest.mark.slow
@LONG(0)
def test_a_change_of_course_in_the_frame_leaves_the_end_in_reach() -> None:
    """The path itself, of which this chapter asks, is changed too."""
    found = explore(SCRIPT, "frame")
    assert found.is_sound, found


@LONG(1)
@pytest.mark.parametrize("kind", TERRITORIES)
def test_a_change_of_course_in_the_frame_of_a_territory_leaves_the_end_in_reach(kind: str) -> None:
    found = explore(SCRIPT, "frame", known={"frame.territory": TERRITORIES[kind]})
    assert found.can_end, found


@pytest.mark.slow
@LONG(1)
@PATIENT
@pytest.mark.parametrize(("chapter", "path"), [("actions", "express"), ("check", "full")])
def test_a_change_of_course_among_two_rows_leaves_the_end_in_reach(chapter: str, path: str) -> None:
    """The longer ones are left to `make bench`."""
    found = explore(SCRIPT, chapter, rows=2, known=_known(path))
    assert found.is_sound, found


@pytest.mark.slow
@LONG(1)
@PATIENT
@pytest.mark.parametrize("path", ["express"])
@pytest.mark.parametrize("chapter", ["diagnosis", "objectives"])
def test_three_rows_of_every_list_leave_the_end_in_reach(chapter: str, path: str) -> None:
    found = _whole(chapter, path, rows=3)
    assert found.can_end, found


@LONG(2)
@pytest.mark.parametrize("kind", TERRITORIES)
def test_a_territory_is_asked_all_that_is_meant_for_it_and_nothing_else(kind: str) -> None:
    found = _whole("diagnosis", "full", TERRITORIES[kind], rows=1)
    assert found.can_end, found
    assert found.asked == _ids("diagnosis") - _not_meant_for(TERRITORIES[kind]) - {"needs/entry"}


@pytest.mark.parametrize("kind", TERRITORIES)
def test_the_frame_of_any_territory_reaches_its_end(kind: str) -> None:
    found = explore(SCRIPT, "frame", detours=0, known={"frame.territory": TERRITORIES[kind]})
    by_hand = {"frame.territory_name", "frame.territory_kind", "frame.population"}
    is_commune = TERRITORIES[kind].startswith("COM:")
    assert found.can_end, found
    assert found.unreached == (by_hand if is_commune else {*by_hand, "frame.territory_type"})


@pytest.mark.parametrize("territory", [METROPOLIS, VILLAGE])
def test_nothing_is_asked_in_express_that_is_full(territory: str) -> None:
    asked = {item for chapter in CHAPTERS for item in _whole(chapter, "express", territory, rows=1).asked}
    full = {item for chapter in SCRIPT.chapters for item in _full_items(chapter.items)}
    assert asked
    assert not asked & full


def test_the_parts_of_a_chapter_are_all_of_it_and_share_nothing() -> None:
    for chapter in SCRIPT.chapters:
        found = parts(SCRIPT, chapter.id)
        together = [item for part in found for item in part]
        assert sorted(together) == sorted(item.id for item in chapter.items if not isinstance(item, Review))


def test_a_figure_is_a_part_with_its_details_and_needs_stand_with_what_they_read() -> None:
    found = parts(SCRIPT, "diagnosis")
    assert frozenset(_told("fibre")) in found
    assert any({"needs", "hearings", "audits", STATEMENTS[0].id} <= part for part in found)


def test_a_dead_end_is_found() -> None:
    trap = Choice(id="trap", choices=("in", "out"))
    wall = Integer(
        id="wall", needs=("trap",), when=lambda view: view["trap"] == "in", rules=(lambda *_: Rejected("never"),)
    )
    found = explore(_script(Text(id="name"), trap, wall), "only", detours=0)
    assert found.stuck == {"wall"}
    assert found.deaf == {"wall"}
    assert not found.unreached


def test_a_dead_end_of_the_full_path_alone_is_found() -> None:
    wall = Integer(id="wall", full=True, rules=(lambda *_: Rejected("never"),))
    script = _script(Choice(id="path", choices=PATHS), wall, path="path")
    assert explore(script, "only", detours=0).stuck == {"wall"}
    assert explore(script, "only", known={"path": "express"}, detours=0).is_sound


def test_a_dead_end_inside_the_second_row_of_a_list_is_found() -> None:
    wall = Integer(
        id="rows/wall",
        needs=("rows",),
        when=lambda view: len(view.rows_of("rows")) > 1,
        rules=(lambda *_: Rejected("never"),),
    )
    found = explore(_script(Repeat(id="rows", least=1, items=(Text(id="rows/name"), wall))), "only", detours=0)
    assert "rows/wall" in found.stuck


def test_a_dead_end_in_what_only_a_button_opens_is_found() -> None:
    wall = Integer(id="wall", quiet=True, rules=(lambda *_: Rejected("never"),))
    script = _script(Text(id="name"), wall)
    assert explore(script, "only", detours=0).is_sound
    assert explore(script, "only").deaf == {"wall"}


def test_a_question_nobody_can_reach_is_found() -> None:
    hidden = Text(id="hidden", needs=("open",), when=lambda view: view["open"] == "maybe")
    found = explore(_script(Choice(id="open", choices=("yes", "no")), hidden), "only")
    assert found.unreached == {"hidden"}
    assert not found.stuck


def test_a_question_of_the_full_path_that_nobody_can_reach_is_found_there() -> None:
    hidden = Text(id="hidden", needs=("open",), when=lambda view: view["open"] == "maybe", full=True)
    script = _script(Choice(id="path", choices=PATHS), Choice(id="open", choices=("yes", "no")), hidden, path="path")
    assert explore(script, "only", known={"path": "full"}, detours=0).unreached == {"hidden"}
    assert explore(script, "only", known={"path": "express"}, detours=0).is_sound


def test_a_fill_that_its_question_refuses_is_found() -> None:
    fills: Mapping[str, Value] = {"level": 12}
    name = Text(id="name", entries=Entries(lambda _: ("first",), lambda *_: fills))
    taken = Integer(id="level")
    refused = Integer(id="level", rules=(lambda said, _: Rejected("too_much") if said == fills["level"] else None,))
    assert explore(_script(name, taken), "only").is_sound
    assert explore(_script(name, refused), "only").dropped == {"level of first"}


@pytest.mark.parametrize("act", ["edit:nowhere", "open:rows/gone", "edit:later"])
def test_a_card_that_leads_to_a_place_that_does_not_exist_is_found(act: str) -> None:
    later = Text(id="later", needs=("name",), when=lambda view: view["name"] is None)
    card = Review(id="card", topics=lambda *_: {"hint": (act, "edit:name")})
    found = explore(_script(Text(id="name"), later, card), "only")
    assert found.astray == {f"{act} at card"}
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


def test_what_cannot_be_known_beforehand_is_said_rather_than_left_out() -> None:
    with pytest.raises(LookupError, match=r"frame\.population cannot be known beforehand"):
        explore(SCRIPT, "frame", known={"frame.territory": METROPOLIS, "frame.population": 12})


def test_too_many_states_are_reported_rather_than_cut() -> None:
    with pytest.raises(RuntimeError, match="more than 20 states in frame"):
        explore(SCRIPT, "frame", limit=20)


def test_a_chapter_is_explored_after_those_it_reads() -> None:
    assert explore(SCRIPT, "actions", rows=1, detours=0).is_sound
