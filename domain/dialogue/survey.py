"""One pass over script and dossier: what applies, what is answered, and so where the cursor is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.questions import Question
from domain.dialogue.script import Item, Repeat, Script
from domain.dialogue.view import View


@dataclass(frozen=True, slots=True)
class Place:
    """A question that applies, or the gate of a repeat ("add another, or is that all?")."""

    chapter: str
    path: Path
    item: Item
    view: View
    answer: Answer | None
    is_open: bool

    @property
    def is_gate(self) -> bool:
        return isinstance(self.item, Repeat)


@dataclass(frozen=True)
class Survey:
    """Everything that applies, in order; `visible` holds the relevant answers, by path."""

    places: tuple[Place, ...]
    visible: Mapping[Path, Answer]
    rows: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def cursor(self) -> Place | None:
        """The first place still open; None when the script is complete."""
        return next((place for place in self.places if place.is_open), None)

    @cached_property
    def by_path(self) -> Mapping[Path, Place]:
        return {place.path: place for place in self.places}

    def at(self, path: Path) -> Place | None:
        return self.by_path.get(path)


def survey(script: Script, dossier: Dossier) -> Survey:
    """Walk the script once; guards read only earlier answers, so one pass suffices."""
    visible: dict[Path, Answer] = {}
    places = tuple(
        place
        for chapter in script.chapters
        for item in chapter.items
        for place in _walk(_Pass(chapter.id, dossier, visible), item, ())
    )
    return Survey(places, visible, dossier.rows)


@dataclass(frozen=True, slots=True)
class _Pass:
    chapter: str
    dossier: Dossier
    visible: dict[Path, Answer]


def _walk(run: _Pass, item: Item, rows: tuple[str, ...]) -> Iterator[Place]:
    view = View(item.needs, rows, run.visible, run.dossier.rows)
    if not item.when(view):
        return
    path = Path(item.id, rows)
    if isinstance(item, Question):
        yield _question(run, item, path, view)
        return
    kept = run.dossier.rows_of(path)
    for row in kept:
        for inner in item.items:
            yield from _walk(run, inner, (*rows, row))
    yield Place(run.chapter, path, item, view, None, not _is_settled(item, path, run.dossier))


def _question(run: _Pass, item: Question, path: Path, view: View) -> Place:
    answer = run.dossier.answers.get(path)
    if answer:
        run.visible[path] = answer
    return Place(run.chapter, path, item, view, answer, answer is None or answer.status is AnswerStatus.STALE)


def _is_settled(repeat: Repeat, path: Path, dossier: Dossier) -> bool:
    count = len(dossier.rows_of(path))
    return count >= repeat.most or (count >= repeat.least and path in dossier.closed)
