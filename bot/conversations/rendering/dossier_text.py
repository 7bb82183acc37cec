"""A dossier in words: names of questions, answers as people say them, titles of rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from bot.conversations.rendering.territory_card import place_name, where
from bot.wording.card_lines import Line
from bot.wording.wordbook import PARTS, Wordbook, Worded, block
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier, value_at
from domain.dialogue.path import Path
from domain.dialogue.questions import Question, Review
from domain.dialogue.scopes import is_hidden
from domain.dialogue.script import Item, Repeat, Script
from domain.dialogue.survey import ScriptState, Slot, survey
from domain.dialogue.values import Value
from domain.pitfalls import DISMISSAL
from domain.plan import Direction, Plan
from domain.projection import plan_from
from domain.script.aims import DIRECTION, KPIS, TARGET
from domain.script.hints import hints, unit_at
from domain.script.territories import TERRITORY, found_by_id

_NAMED_BY = {f"{KPIS}/unit": f"{KPIS}/unit_name", f"{KPIS}/owner": f"{KPIS}/owner_name"}
"""Choices whose "other" is told by the name that was typed then: one fact, one line."""
_NAMES = frozenset(_NAMED_BY.values())
FIGURES_OF_KPIS = frozenset(f"{KPIS}/{name}" for name in ("baseline", "target", "ceiling"))


@dataclass(frozen=True)
class DossierText:
    """Reads one dossier aloud, in one language."""

    book: Wordbook
    script: Script
    dossier: Dossier
    language: str

    @cached_property
    def seen(self) -> ScriptState:
        return survey(self.script, self.dossier)

    @cached_property
    def plan(self) -> Plan:
        """The plan that the dossier tells."""
        return plan_from(*self.seen.known)

    def text(self, name: str, /, **facts: object) -> str:
        return self.book.text(self.language, name, **facts)

    def label(self, name: str, /, **facts: object) -> str:
        return self.book.label(self.language, name, **facts)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The name of every row, by row id: the answer to its first question."""
        return {
            path.rows[-1]: str(answer.value)
            for path, answer in self.dossier.answers.items()
            if path.id in self.script.titles and answer.value is not None
        }

    def item(self, path: Path) -> Item:
        return self.script.by_id[path.id]

    def worded(self, item_id: str) -> Worded:
        """Where the words of an item are."""
        return Worded.of(self.script, item_id)

    def chapter(self, item_id: str) -> str:
        return self.script.chapter_of(item_id).id

    def name(self, path: Path) -> str:
        """The short name of a question, of a list, or of a row."""
        if path.id in self.script.lists and len(path.rows) > path.id.count("/"):
            return self.titles.get(path.rows[-1]) or self._unnamed(path)
        if path.id == TARGET and value_at(self.seen.visible, Path(DIRECTION, path.rows)) == Direction.KEEP:
            return self.label("objectives:floor_name")
        return self.label(block(*self.worded(path.id), "name"), subject=self.subject(path))

    def scope_name(self, scope: str) -> str:
        """The name of what a menu is about: a chapter or a part of one, an answer, a row."""
        if "/" in scope or (scope in self.script.by_id and "." in scope):
            return self.name(Path.parse(scope))
        return self.label(f"{scope}:chapter__name")

    def subject(self, path: Path) -> str:
        """What a question tells more about; empty for one that stands for itself."""
        item = self.item(path)
        if not isinstance(item, Question):
            return ""
        if item.detail_of:
            return self.name(Path(item.detail_of, path.rows))
        name = f"check:pitfall_{path.id.removeprefix(DISMISSAL)}_title"
        return self.label(name) if path.id.startswith(DISMISSAL) else ""

    def _unnamed(self, path: Path) -> str:
        """A row whose first question is still to be answered goes by that question's name."""
        title = self.script.lists[path.id].title
        return self.label(block(*self.worded(title), "name"))

    def said(self, path: Path, instead: Answer | None = None, *, unit: str | None = None) -> str:
        """An answer in plain words, empty when there is none; `instead` is one not recorded, `unit` that of its KPI."""
        answer = instead or self.dossier.answers.get(path)
        question = self.item(path)
        if answer is None or not isinstance(question, Question):
            return ""
        if path == TERRITORY and answer.status is AnswerStatus.NOT_APPLICABLE:
            return self.text("frame:territory_by_hand")
        if path == TERRITORY and (slot := found_by_id(str(answer.value))):
            return ", ".join(filter(None, (place_name(slot), where(slot))))
        return self.book.said(
            self.language,
            self.worded(path.id),
            question,
            answer,
            row_titles=self.titles,
            unit=self._unit(path) if unit is None else unit,
        )

    def said_value(
        self, path: Path, value: Value, status: AnswerStatus = AnswerStatus.OK, *, unit: str | None = None
    ) -> str:
        """A value in plain words, as if it were the answer at a path."""
        return self.said(path, Answer(value, status, 0, 0, datetime.min.replace(tzinfo=UTC)), unit=unit)

    def card(self, scope: str) -> tuple[Line, ...]:
        """Everything recorded in a chapter or a row, as lines of a card."""
        return tuple(line for slot in self.seen.slots if self._is_in(slot, scope) for line in self._lines(slot, scope))

    def _lines(self, slot: Slot, scope: str) -> tuple[Line, ...]:
        if self._is_detail(slot) or (slot.path.id.partition(".")[0] in PARTS and scope not in PARTS):
            return ()
        deepest = len(Path.parse(scope).rows) if "/" in scope else 0
        depth = len(slot.path.rows) - deepest
        if isinstance(slot.item, Repeat | Review) or slot.answer is None or is_hidden(slot):
            return ()
        if self._names_a_row(slot) and depth > 0:
            return (Line(str(slot.answer.value), "", depth - 1),)
        if slot.path.id in _NAMES or self._is_by_hand(slot):
            return ()
        # The name typed for "other"; empty when there is none
        name = self.seen.at(Path(_NAMED_BY[slot.path.id], slot.path.rows)) if slot.path.id in _NAMED_BY else None
        said = (
            (self.said(name.path) if name and name.answer and name.answer.status is AnswerStatus.OK else "")
            or self.said(slot.path),
            *self._details(slot.path),
        )
        return (Line(self.name(slot.path), " · ".join(filter(None, said)), depth),)

    def _is_by_hand(self, slot: Slot) -> bool:
        """Whether a territory is in no list: its name follows."""
        is_elsewhere = slot.answer is not None and slot.answer.status is AnswerStatus.NOT_APPLICABLE
        return slot.path == TERRITORY and is_elsewhere

    def _is_detail(self, slot: Slot) -> bool:
        return isinstance(slot.item, Question) and slot.item.detail_of is not None

    def _details(self, path: Path) -> Iterator[str]:
        """What is known more about an answer, beside it."""
        for item in self.script.details.get(path.id, ()):
            slot = self.seen.at(Path(item, path.rows))
            if slot and slot.answer and slot.answer.status is AnswerStatus.OK:
                yield self.said(slot.path)

    def _names_a_row(self, slot: Slot) -> bool:
        return slot.path.id in self.script.titles

    def _is_in(self, slot: Slot, scope: str) -> bool:
        if "/" not in scope:
            about = slot.item.detail_of if isinstance(slot.item, Question) else None
            return scope in {slot.chapter, slot.path.id, about, slot.path.id.partition(".")[0]}
        row = Path.parse(scope)
        return slot.path.is_within(Path(row.id, row.rows[:-1]), row.rows[-1])

    def hints(self, path: Path) -> dict[str, Value]:
        """What the wording at `path` may mention of earlier answers."""
        return {**hints(self.script, path, self.seen.visible), "subject": self.subject(path)}

    def _unit(self, path: Path) -> str:
        """The unit of a KPI's figure."""
        return unit_at(path.rows[:2], self.seen.visible) if path.id in FIGURES_OF_KPIS else ""
