"""The faults of a script, found before anyone meets them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, product

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.questions import (
    Choice,
    Date,
    Decimal,
    MultiChoice,
    Question,
    Recognised,
    Reference,
    Scale,
    Text,
    always,
)
from domain.dialogue.script import Item, Repeat, Script
from domain.dialogue.survey import FULL
from domain.dialogue.values import Accepted, Value
from domain.dialogue.view import Undeclared, View

DEEPEST = 2
"""Levels of repeats that the engine and the cards know how to show."""
_SHARERS = 2
"""Questions it takes to share a wording that is nobody's own."""
_PROBES = 400
"""Combinations of earlier answers that each guard and rule is tried with."""


def lint(script: Script) -> tuple[str, ...]:
    """Return the faults of the script, each naming the item and what is wrong with it; none when it is sound."""
    return tuple(_faults(script))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What comes before an item, by id, and the repeats that enclose it."""

    before: Mapping[str, Item]
    enclosing: tuple[Repeat, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(f"r{level}" for level in range(len(self.enclosing)))


def _faults(script: Script) -> Iterator[str]:
    yield from _duplicates(script)
    yield from _way(script)
    yield from _wording(script)
    for question in script.questions():
        with suppress(Undeclared):  # told with all that is read and not declared
            yield from _entries(question, script)
    before: dict[str, Item] = {}
    for chapter in script.chapters:
        if not chapter.items:
            yield f"{chapter.id}: chapter without questions"
        for item, enclosing in _walk(chapter.items, ()):
            yield from _item(item, _Seen(before, enclosing))
            before[item.id] = item


def _walk(items: tuple[Item, ...], enclosing: tuple[Repeat, ...]) -> Iterator[tuple[Item, tuple[Repeat, ...]]]:
    for item in items:
        yield item, enclosing
        if isinstance(item, Repeat):
            yield from _walk(item.items, (*enclosing, item))


def _duplicates(script: Script) -> Iterator[str]:
    ids = Counter(item.id for item in script.items())
    yield from (f"{item_id}: id used {count} times" for item_id, count in ids.items() if count > 1)
    yield from (f"{item_id}: retired and still asked" for item_id in script.retired if item_id in ids)
    chapters = Counter(chapter.id for chapter in script.chapters)
    yield from (f"{chapter}: chapter id used {count} times" for chapter, count in chapters.items() if count > 1)


def _way(script: Script) -> Iterator[str]:
    """Whether the path and the opening are questions that can play their part."""
    if script.opening and not script.question(script.opening):
        yield f"{script.opening}: opens the script and is no question"
    path = script.question(script.path) if script.path else None
    if script.path and not (isinstance(path, Choice) and FULL in path.choices):
        yield f"{script.path}: says which path is followed and does not offer {FULL!r}"


def _wording(script: Script) -> Iterator[str]:
    """Whether what shares its wording shares it with something."""
    shared = Counter(question.words for question in script.questions() if question.words)
    for question in script.questions():
        if question.words and question.words not in script.by_id and shared[question.words] < _SHARERS:
            yield f"{question.id}: shares the wording {question.words}, which nothing else has"


def _entries(question: Question, script: Script) -> Iterator[str]:
    """Whether what the entries of a catalogue entail is taken by the questions it answers."""
    if question.entries is None:
        return
    view = View((*question.needs, *question.hears), ("r0", "r1")[: question.id.count("/")])
    found: dict[str, None] = {}
    for code in question.entries.codes(view):
        for item, value in question.entries.fills(code, view).items():
            filled = script.question(item)
            if filled is None:
                found[f"{question.id}: fills {item}, which is no question"] = None
            elif not _takes(filled, value):
                found[f"{question.id}: {code} fills {item} with {value!r}, which it refuses"] = None
    yield from found


def _takes(question: Question, value: Value) -> bool:
    options = value if isinstance(value, tuple) else (str(value),)
    if question.options and not set(options) <= set(question.options):
        return False
    return isinstance(question.accepts(value, View(question.needs)), Accepted)


def _item(item: Item, seen: _Seen) -> Iterator[str]:
    yield from _place(item, seen)
    yield from _needs(item, seen)
    if isinstance(item, Repeat):
        yield from _repeat(item, seen)
    else:
        yield from _question(item, seen)
    yield from _reads(item, seen)


def _place(item: Item, seen: _Seen) -> Iterator[str]:
    parent = f"{seen.enclosing[-1].id}/" if seen.enclosing else ""
    if not item.id.startswith(parent) or "/" in item.id.removeprefix(parent):
        yield f"{item.id}: id does not say where it stands, it should be {parent or 'without /'}…"
    if isinstance(item, Repeat) and len(seen.enclosing) >= DEEPEST:
        yield f"{item.id}: more than {DEEPEST} levels of repeats"


def _needs(item: Item, seen: _Seen) -> Iterator[str]:
    enclosing = {repeat.id for repeat in seen.enclosing}
    for need in item.needs:
        if need not in seen.before:
            yield f"{item.id}: needs {need}, which is not asked before it"
        elif "/" in need and need.rpartition("/")[0] not in enclosing:
            yield f"{item.id}: needs {need}, which stands in other rows"
    heard = item.hears if isinstance(item, Question) else ()
    yield from (
        f"{item.id}: hears {other}, which is not asked before it" for other in heard if not _is_heard(other, seen)
    )


def _is_heard(other: str, seen: _Seen) -> bool:
    """Whether it was asked before; what the same list records quietly may be heard of its other rows."""
    quiet = {item.id for repeat in seen.enclosing for item in repeat.items if isinstance(item, Question) and item.quiet}
    return other in seen.before or other in quiet


def _repeat(repeat: Repeat, _seen: _Seen) -> Iterator[str]:
    if not 0 <= repeat.least <= repeat.most or repeat.most < 1:
        yield f"{repeat.id}: bounds {repeat.least} to {repeat.most} allow no row"
    first = repeat.items[0] if repeat.items else None
    if not isinstance(first, Text) or not first.required or first.unknown or first.not_applicable:
        yield f"{repeat.id}: the first item must be a required text, it names the row"
    elif first.when is not always or first.full or first.quiet:
        yield f"{repeat.id}: the first item must have no guard, it creates the row"


def _question(question: Question, seen: _Seen) -> Iterator[str]:
    yield from _detail(question, seen)
    match question:
        case Choice(choices=choices):
            if not choices or len(set(choices)) < len(choices):
                yield f"{question.id}: options are empty or repeated"
            if isinstance(question, MultiChoice) and question.least > len(choices):
                yield f"{question.id}: asks for {question.least} of {len(choices)} options"
        case Recognised(samples=samples) if not samples:
            yield f"{question.id}: has no sample of what it recognises"
        case Reference(to=to):
            if not isinstance(seen.before.get(to), Repeat):
                yield f"{question.id}: refers to {to}, which is no earlier repeat"
        case Text(shortest=low, longest=high) | Decimal(low=low, high=high) | Scale(low=low, high=high):
            if low > high:
                yield f"{question.id}: nothing lies from {low} to {high}"
        case _:
            pass


def _detail(question: Question, seen: _Seen) -> Iterator[str]:
    about = seen.before.get(question.detail_of) if question.detail_of else None
    if question.detail_of and (not isinstance(about, Question) or about.detail_of):
        yield f"{question.id}: tells more about {question.detail_of}, which is no earlier question"


def _reads(item: Item, seen: _Seen) -> Iterator[str]:
    """Try all that reads earlier answers on many of them: a read that is not declared raises."""
    undeclared: set[str] = set()
    heard = (*item.needs, *item.hears) if isinstance(item, Question) else item.needs
    for ids, trials in ((item.needs, _trials), (heard, _offers)):
        for view in _views(ids, seen):
            for trial in trials(item, view):
                try:
                    trial()
                except Undeclared as error:
                    undeclared.add(str(error))
    yield from (f"{item.id}: reads {name}, which its needs do not name" for name in sorted(undeclared))


def _views(ids: tuple[str, ...], seen: _Seen) -> Iterator[View]:
    needed = [other for need in ids if isinstance(other := seen.before.get(need), Question)]
    for values in islice(product(*((None, *_samples(other)) for other in needed)), _PROBES):
        given = {_at(other, seen.rows): _said(value) for other, value in zip(needed, values, strict=True)}
        yield View(ids, seen.rows, {path: answer for path, answer in given.items() if answer}, {})


def _trials(item: Item, view: View) -> Iterator[Callable[[], object]]:
    yield lambda: item.when(view)
    if isinstance(item, Question):
        for value in _samples(item):
            yield lambda value=value: item.accepts(value, view)  # type: ignore[misc]


def _offers(item: Item, view: View) -> Iterator[Callable[[], object]]:
    if not isinstance(item, Question):
        return
    if suggests := item.suggests:
        yield lambda: suggests(view)
    if entries := item.entries:
        yield lambda: [entries.fills(code, view) for code in entries.codes(view)[:1]]


def _at(question: Question, rows: tuple[str, ...]) -> Path:
    return Path(question.id, rows[: question.id.count("/")])


def _said(value: Value) -> Answer | None:
    return None if value is None else Answer(value, AnswerStatus.OK, 1, 0, datetime(2026, 1, 1, tzinfo=UTC))


def _samples(question: Question) -> tuple[Value, ...]:
    """A few values of the question's kind, its bounds among them."""
    match question:
        case MultiChoice(choices=choices):
            return ((), choices)
        case Choice(choices=choices):
            return choices
        case Decimal(low=low, high=high):
            return (low, (low + high) / 2, high)
        case Scale(low=low, high=high):
            return (low, high)
        case Date():
            return ("2027-01-01",)
        case _:
            return ("x",)
