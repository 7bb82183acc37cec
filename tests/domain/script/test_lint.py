"""The whole method is sound, and a planted fault is found."""

from dataclasses import replace

import pytest

from domain.dialogue.questions import Choice, Decimal, Entries, MultiChoice, Question, Reference, Text
from domain.dialogue.script import Chapter, Item, Repeat, Script
from domain.dialogue.values import Rejected, Value
from domain.dialogue.verification.lint import lint
from domain.questionnaire import SCRIPT


def _script(*items: Item, retired: tuple[str, ...] = ()) -> Script:
    return Script(version=1, chapters=(Chapter(id="one", items=items),), retired=retired)


def _rows(*items: Item, repeat: str = "rows", least: int = 0, most: int = 3) -> Repeat:
    return Repeat(id=repeat, items=items, least=least, most=most)


TITLE = Text(id="rows/title")


def _offering(**fills: Value) -> Entries:
    return Entries(lambda _: ("entry",), lambda _code, _view: {f"one.{name}": value for name, value in fills.items()})


FAULTS: dict[str, tuple[Script, str]] = {
    "an id used twice": (_script(Text(id="one.a"), Text(id="one.a")), "one.a: id used 2 times"),
    "a retired id asked again": (_script(Text(id="one.a"), retired=("one.a",)), "one.a: retired and still asked"),
    "a need that comes later": (
        _script(Text(id="one.a", needs=("one.b",)), Text(id="one.b")),
        "one.a: needs one.b, which is not asked before it",
    ),
    "a need on itself": (_script(Text(id="one.a", needs=("one.a",))), "one.a: needs one.a"),
    "a need in other rows": (
        _script(_rows(TITLE), Text(id="one.a", needs=("rows/title",))),
        "one.a: needs rows/title, which stands in other rows",
    ),
    "a choice without options": (_script(Choice(id="one.a", choices=())), "one.a: options are empty or repeated"),
    "an option given twice": (_script(Choice(id="one.a", choices=("x", "x"))), "one.a: options are empty or repeated"),
    "more ticks asked than options": (
        _script(MultiChoice(id="one.a", choices=("x",), least=2)),
        "one.a: asks for 2 of 1 options",
    ),
    "a reference to nothing": (_script(Reference(id="one.a", to="rows")), "one.a: refers to rows"),
    "bounds that hold no number": (_script(Decimal(id="one.a", low=5, high=1)), "one.a: nothing lies from 5 to 1"),
    "an empty chapter": (_script(), "one: chapter without questions"),
    "a repeat without items": (_script(_rows()), "rows: the first item must be a required text"),
    "a row named by a choice": (
        _script(_rows(Choice(id="rows/kind", choices=("x",)))),
        "rows: the first item must be a required text",
    ),
    "a row whose name may be skipped": (
        _script(_rows(Text(id="rows/title", required=False))),
        "rows: the first item must be a required text",
    ),
    "a row whose name is guarded": (
        _script(_rows(Text(id="rows/title", when=lambda _: False))),
        "rows: the first item must have no guard",
    ),
    "bounds that hold no row": (_script(_rows(TITLE, least=4)), "rows: bounds 4 to 3 allow no row"),
    "an id that hides its repeat": (_script(_rows(TITLE, Text(id="one.a"))), "one.a: id does not say where it stands"),
    "three levels of repeats": (
        _script(
            _rows(
                TITLE,
                _rows(
                    Text(id="rows/a/title"),
                    _rows(Text(id="rows/a/b/title"), repeat="rows/a/b"),
                    repeat="rows/a",
                ),
            )
        ),
        "rows/a/b: more than 2 levels of repeats",
    ),
    "a guard that reads what it did not declare": (
        _script(Text(id="one.a"), Text(id="one.b", when=lambda view: view["one.a"] == "x")),
        "one.b: reads one.a, which its needs do not name",
    ),
    "a guard whose undeclared read hides behind an answer": (
        _script(
            Choice(id="one.a", choices=("x", "y")),
            Text(id="one.b"),
            Text(id="one.c", needs=("one.a",), when=lambda view: view["one.a"] == "y" and view["one.b"] == "z"),
        ),
        "one.c: reads one.b, which its needs do not name",
    ),
    "a rule that reads what it did not declare": (
        _script(
            Text(id="one.a"),
            Decimal(id="one.b", rules=(lambda _, view: Rejected("no") if view["one.a"] else None,)),
        ),
        "one.b: reads one.a, which its needs do not name",
    ),
    "a list of the full path whose row is named on the full path only": (
        _script(_rows(Text(id="rows/title", full=True))),
        "rows: the first item must have no guard",
    ),
    "a row named by what is never asked": (
        _script(_rows(Text(id="rows/title", quiet=True))),
        "rows: the first item must have no guard",
    ),
    "wording shared with nothing": (
        _script(Text(id="one.a", words="one.both")),
        "one.a: shares the wording one.both, which nothing else has",
    ),
    "a detail of what comes later": (
        _script(Text(id="one.a", detail_of="one.b"), Text(id="one.b")),
        "one.a: tells more about one.b, which is no earlier question",
    ),
    "a detail of a detail": (
        _script(Text(id="one.a"), Text(id="one.b", detail_of="one.a"), Text(id="one.c", detail_of="one.b")),
        "one.c: tells more about one.b, which is no earlier question",
    ),
    "an entry that fills nothing": (
        _script(Text(id="one.a", entries=_offering(b="x"))),
        "one.a: fills one.b, which is no question",
    ),
    "an entry that fills an option not offered": (
        _script(Text(id="one.a", entries=_offering(b="z")), Choice(id="one.b", choices=("x", "y"))),
        "one.a: entry fills one.b with 'z', which it refuses",
    ),
    "an entry that fills what a rule refuses": (
        _script(
            Text(id="one.a", entries=_offering(b=3)),
            Decimal(id="one.b", rules=(lambda value, _: Rejected("no") if value == 3 else None,)),
        ),
        "one.a: entry fills one.b with 3, which it refuses",
    ),
    "a suggestion that reads what it did not declare": (
        _script(Text(id="one.a"), Decimal(id="one.b", suggests=lambda view: (1,) if view["one.a"] else ())),
        "one.b: reads one.a, which its needs do not name",
    ),
    "entries that read what they did not declare": (
        _script(
            Text(id="one.a"),
            Text(id="one.b", entries=Entries(lambda view: ("x",) if view["one.a"] else (), lambda *_: {})),
        ),
        "one.b: reads one.a, which its needs do not name",
    ),
    "a path without a full one": (
        replace(_script(Choice(id="one.a", choices=("short", "long"))), path="one.a"),
        "one.a: says which path is followed and does not offer 'full'",
    ),
    "an opening that is no question": (
        replace(_script(Text(id="one.a")), opening="one.b"),
        "one.b: opens the script and is no question",
    ),
}


def test_the_whole_method_has_no_fault() -> None:
    assert lint(SCRIPT) == ()


def test_wording_that_two_questions_share_needs_no_question_of_its_own() -> None:
    assert lint(_script(Text(id="one.a", words="one.both"), Text(id="one.b", words="one.both"))) == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    script, message = FAULTS[fault]
    assert any(found.startswith(message) for found in lint(script)), lint(script)


def test_two_chapters_of_one_name_are_found() -> None:
    chapter = Chapter(id="one", items=(Text(id="one.a"),))
    other = Chapter(id="one", items=(Text(id="one.b"),))
    assert lint(Script(version=1, chapters=(chapter, other))) == ("one: chapter id used 2 times",)


def test_every_question_with_a_rule_says_when_it_is_asked_again() -> None:
    """What a rule compares with must bring the question back when it changes."""
    ruled: list[Question] = [question for question in SCRIPT.questions() if question.rules]
    assert ruled
    assert {question.upstream.value for question in ruled} == {"ask_again"}
