"""The faults of a script, found before anyone meets them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
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
_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def lint(script: Script) -> tuple[str, ...]:
    """Return the faults of the script, each naming the item and what is wrong with it; none when it is sound."""
    faults = list(_whole(script))
    for question in script.questions():
        with suppress(Undeclared):  # told with all that is read and not declared
            faults += _entries(question, script)
    before: dict[str, Item] = {}
    for chapter in script.chapters:
        if not chapter.items:
            faults.append(f"{chapter.id}: chapter without questions")
        for item, enclosing in _walk(chapter.items, ()):
            seen = _Seen(before, enclosing)
            own = _repeat(item) if isinstance(item, Repeat) else _question(item, seen)
            faults += [*_place(item, seen), *_needs(item, seen), *own, *_reads(item, seen)]
            before[item.id] = item
    return tuple(faults)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What comes before an item, by id, and the repeats that enclose it."""

    before: Mapping[str, Item]
    enclosing: tuple[Repeat, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(f"r{level}" for level in range(len(self.enclosing)))


def _walk(items: tuple[Item, ...], enclosing: tuple[Repeat, ...]) -> Iterator[tuple[Item, tuple[Repeat, ...]]]:
    for item in items:
        yield item, enclosing
        if isinstance(item, Repeat):
            yield from _walk(item.items, (*enclosing, item))


def _whole(script: Script) -> Iterator[str]:
    """Whether ids are used once, the path and the opening can play their part, and shared wordings are shared."""
    ids = Counter(item.id for item in script.items())
    yield from (f"{item_id}: id used {count} times" for item_id, count in ids.items() if count > 1)
    yield from (f"{item_id}: retired and still asked" for item_id in script.retired if item_id in ids)
    chapters = Counter(chapter.id for chapter in script.chapters)
    yield from (f"{chapter}: chapter id used {count} times" for chapter, count in chapters.items() if count > 1)
    if script.opening and not script.question(script.opening):
        yield f"{script.opening}: opens the script and is no question"
    path = script.question(script.path) if script.path else None
    if script.path and not (isinstance(path, Choice) and FULL in path.choices):
        yield f"{script.path}: says which path is followed and does not offer {FULL!r}"
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
                continue
            codes = value if isinstance(value, tuple) else (str(value),)
            is_offered = not filled.options or set(codes) <= set(filled.options)
            if not is_offered or not isinstance(filled.accepts(value, View(filled.needs)), Accepted):
                found[f"{question.id}: {code} fills {item} with {value!r}, which it refuses"] = None
    yield from found


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
    # what the same list records quietly may be heard of its other rows
    beside = [other for repeat in seen.enclosing for other in repeat.items if isinstance(other, Question)]
    known = {*seen.before, *(other.id for other in beside if other.quiet)}
    for other in item.hears if isinstance(item, Question) else ():
        if other not in known:
            yield f"{item.id}: hears {other}, which is not asked before it"


def _repeat(repeat: Repeat) -> Iterator[str]:
    if not 0 <= repeat.least <= repeat.most or repeat.most < 1:
        yield f"{repeat.id}: bounds {repeat.least} to {repeat.most} allow no row"
    first = repeat.items[0] if repeat.items else None
    if not isinstance(first, Text) or not first.required or first.unknown or first.not_applicable:
        yield f"{repeat.id}: the first item must be a required text, it names the row"
    elif first.when is not always or first.full or first.quiet:
        yield f"{repeat.id}: the first item must have no guard, it creates the row"


def _question(question: Question, seen: _Seen) -> Iterator[str]:
    about = seen.before.get(question.detail_of) if question.detail_of else None
    if question.detail_of and (not isinstance(about, Question) or about.detail_of):
        yield f"{question.id}: tells more about {question.detail_of}, which is no earlier question"
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


def _reads(item: Item, seen: _Seen) -> Iterator[str]:
    """Try all that reads earlier answers on many of them: a read that is not declared raises."""
    views = list(_views(item.needs, seen))
    trials: list[tuple[Callable[[View], object], list[View]]] = [(item.when, views)]
    if isinstance(item, Question):
        trials += [(partial(item.accepts, value), views) for value in _samples(item)]
        heard = list(_views((*item.needs, *item.hears), seen))
        if item.suggests:
            trials.append((item.suggests, heard))
        if entries := item.entries:
            trials.append((lambda view: [entries.fills(code, view) for code in entries.codes(view)[:1]], heard))
    undeclared: set[str] = set()
    for reads, among in trials:
        for view in among:
            try:
                reads(view)
            except Undeclared as error:
                undeclared.add(str(error))
    yield from (f"{item.id}: reads {name}, which its needs do not name" for name in sorted(undeclared))


def _views(ids: tuple[str, ...], seen: _Seen) -> Iterator[View]:
    needed = [other for need in ids if isinstance(other := seen.before.get(need), Question)]
    paths = [Path(other.id, seen.rows[: other.id.count("/")]) for other in needed]
    for values in islice(product(*((None, *_samples(other)) for other in needed)), _PROBES):
        known = [(path, value) for path, value in zip(paths, values, strict=True) if value is not None]
        yield View(ids, seen.rows, {path: Answer(value, AnswerStatus.OK, 1, 0, _DAY) for path, value in known}, {})


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
