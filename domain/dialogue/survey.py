"""One pass over script and dossier: what applies, what is answered, and so where the cursor is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from domain.dialogue.dossier import Answer, AnswerStatus, Dossier, value_at
from domain.dialogue.path import Path
from domain.dialogue.questions import Question, Review, always
from domain.dialogue.script import Item, Repeat, Script
from domain.dialogue.view import View


class Known(NamedTuple):
    """The relevant answers, the rows of the lists that apply, and the codes of rows, by path."""

    visible: Mapping[Path, Answer]
    rows: Mapping[Path, tuple[str, ...]]
    codes: Mapping[Path, str] = MappingProxyType({})


class Slot(NamedTuple):
    """A question that applies, or the gate of a repeat ("add another, or is that all?")."""

    chapter: str
    path: Path
    item: Item
    known: Known
    answer: Answer | None
    is_open: bool

    @property
    def view(self) -> View:
        return View(self.item.needs, self.path.rows, self.known.visible, self.known.rows)

    @property
    def heard(self) -> View:
        """What reading a reply and making suggestions may use."""
        heard = self.item.hears if isinstance(self.item, Question) else ()
        return View((*self.item.needs, *heard), self.path.rows, self.known.visible, self.known.rows)

    @property
    def suggestions(self) -> tuple[str | float, ...]:
        """The values the question offers of itself."""
        suggests = self.item.suggests if isinstance(self.item, Question) else None
        return suggests(self.heard) if suggests else ()

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of a catalogue that the question offers."""
        offers = self.item.entries if isinstance(self.item, Question) else None
        return offers.codes(self.heard) if offers else ()

    @property
    def topics(self) -> Mapping[str, tuple[str, ...]]:
        """What a card has to say, each with the acts that help."""
        topics = self.item.topics if isinstance(self.item, Review) else None
        return topics(self.known.visible, self.known.rows) if topics else {}

    @property
    def rewordings(self) -> Mapping[Path, str]:
        """Other words for what was recorded, by path, that a card proposes."""
        rewords = self.item.rewords if isinstance(self.item, Review) else None
        return rewords(self.known.visible, self.known.rows) if rewords else {}

    @property
    def is_gate(self) -> bool:
        return isinstance(self.item, Repeat)


@dataclass(frozen=True)
class ScriptState:
    """Everything that applies, by path and in order."""

    by_path: Mapping[Path, Slot]
    known: Known
    is_full: bool = True

    @cached_property
    def cursor(self) -> Slot | None:
        """The first slot still open; None when the script is complete."""
        return next((slot for slot in self.slots if slot.is_open), None)

    def cursor_in(self, chapter: str | None) -> Slot | None:
        """The first slot still open in a chapter."""
        return next((slot for slot in self.slots if slot.is_open and slot.chapter == chapter), None)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(self.by_path.values())

    @property
    def visible(self) -> Mapping[Path, Answer]:
        return self.known.visible

    @property
    def rows(self) -> Mapping[Path, tuple[str, ...]]:
        return self.known.rows

    def at(self, path: Path) -> Slot | None:
        return self.by_path.get(path)


_new = tuple.__new__
"""Makes a named tuple without its argument parsing: the walk is most of the cost of a step."""


FULL = "full"
"""The answer that says that the full path is followed."""


def survey(script: Script, dossier: Dossier) -> ScriptState:
    """Walk the script once; guards read only earlier answers, so one pass suffices.

    The dossier keeps its last walk: one event asks several times for that of the same one.
    """
    match dossier.surveyed:
        case [known, ScriptState() as seen] if known is script:
            return seen
    is_full = script.path is None or value_at(dossier.answers, Path(script.path)) == FULL
    run = _Pass(dossier, {}, {}, {}, is_full)
    for chapter in script.chapters:
        _walk(run, chapter.id, chapter.items, ())
    seen = ScriptState(run.slots, Known(run.visible, run.rows, dossier.codes), is_full)
    dossier.surveyed[:] = script, seen
    return seen


class _Pass(NamedTuple):
    dossier: Dossier
    slots: dict[Path, Slot]
    visible: dict[Path, Answer]
    rows: dict[Path, tuple[str, ...]]
    is_full: bool


def _walk(
    run: _Pass, chapter: str, items: tuple[Item, ...], rows: tuple[str, ...], *, is_shown_only: bool = False
) -> None:
    """`is_shown_only` inside a list of the full path, on the express one: what it holds is shown, nothing is asked."""
    dossier, slots, visible, table, is_full = run
    answers, known = dossier.answers, Known(visible, table, dossier.codes)
    for item in items:
        path = _new(Path, (item.id, rows))
        is_left = is_shown_only or (item.full and not is_full)
        if is_left and not (dossier.rows_of(path) if isinstance(item, Repeat) else path in answers):
            continue
        if item.when is not always and not item.when(View(item.needs, rows, visible, table)):
            continue
        if isinstance(item, Repeat):
            table[path] = dossier.rows_of(path)
            for row in table[path]:
                _walk(run, chapter, item.items, (*rows, row), is_shown_only=is_left)
            is_enough = item.brief and not is_full and len(table[path]) >= item.least
            is_asked = not (is_left or item.quiet or is_enough or _is_settled(item, path, dossier))
            slots[path] = Slot(chapter, path, item, known, None, is_asked)
            continue
        answer = answers.get(path)
        if answer is not None:
            visible[path] = answer
        is_open = not item.quiet if answer is None else answer.status is AnswerStatus.STALE
        slots[path] = _new(Slot, (chapter, path, item, known, answer, is_open))


def _is_settled(repeat: Repeat, path: Path, dossier: Dossier) -> bool:
    count = len(dossier.rows_of(path))
    return count >= repeat.most or (count >= repeat.least and path in dossier.closed)
