"""How far a plan is, chapter by chapter, counted from what applies on the path followed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.questions import Question, Review, always
from domain.dialogue.script import Chapter, Item, Repeat, Script
from domain.dialogue.survey import ScriptState, Slot
from domain.dialogue.view import View

SECONDS_A_QUESTION = 20
"""What an answer takes, on average, on a phone: reading it and typing or tapping."""
_KNOWN = Answer(1, AnswerStatus.OK, 0, 0, datetime.min.replace(tzinfo=UTC))
"""Stands for an answer still to come."""


@dataclass(frozen=True, slots=True)
class ChapterProgress:
    """`answered` questions, `left` ones still open; a list not begun counts for its first row.

    A chapter whose questions are all answered is not done while its card waits to be read.
    """

    chapter: str
    answered: int
    left: int
    minutes: int
    is_done: bool
    is_current: bool

    @property
    def asked(self) -> int:
        return self.answered + self.left

    @property
    def is_begun(self) -> bool:
        return self.answered > 0


def progress(script: Script, seen: ScriptState, first: str | None = None) -> tuple[ChapterProgress, ...]:
    """Return the progress of every chapter; the current one is the `first` chosen, while something is open in it."""
    cursor = seen.cursor_in(first) or seen.cursor
    current = cursor.chapter if cursor else None
    chapters = []
    for chapter in script.chapters:
        slots = _slots(chapter, seen)
        asked = [slot for slot in slots if not isinstance(slot.item, Review)]
        answered = [slot for slot in asked if isinstance(slot.item, Question) and slot.answer and not slot.is_open]
        chapters.append(
            ChapterProgress(
                chapter.id,
                answered=len(answered),
                left=sum(_weight(slot, seen) for slot in asked if slot.is_open),
                minutes=chapter_minutes(chapter, seen),
                is_done=not any(slot.is_open for slot in slots),
                is_current=chapter.id == current,
            )
        )
    return tuple(chapters)


def chapter_minutes(chapter: Chapter, seen: ScriptState) -> int:
    """Estimate the minutes that a chapter still takes; at most those it announces, when it is not begun."""
    slots = _slots(chapter, seen)
    left = sum(_weight(slot, seen) + _details(slot, chapter, seen) for slot in slots if slot.is_open)
    minutes = max(1, round(left * SECONDS_A_QUESTION / 60)) if left else 0
    if any(slot.answer for slot in slots):
        return minutes
    return min(minutes, chapter.full_minutes if seen.is_full else chapter.minutes)


def _slots(chapter: Chapter, seen: ScriptState) -> list[Slot]:
    return [slot for slot in seen.slots if slot.chapter == chapter.id and not slot.item.quiet]


def _weight(slot: Slot, seen: ScriptState) -> int:
    """How many answers an open slot still takes: one, or those of the first row of a list not begun."""
    is_new_list = isinstance(slot.item, Repeat) and not seen.rows.get(slot.path)
    return _first_row(slot.item, seen) if is_new_list else 1


def _details(slot: Slot, chapter: Chapter, seen: ScriptState) -> int:
    """How many questions tell more about a figure not given yet, once it is known."""
    known = {**seen.visible, slot.path: _KNOWN}
    details = [each for each in chapter.items if isinstance(each, Question) and each.detail_of == slot.path.id]
    asked = (each for each in details if not each.quiet and (seen.is_full or not each.full))
    return sum(1 for each in asked if each.when(View(each.needs, slot.path.rows, known, seen.rows)))


def _first_row(item: Item, seen: ScriptState) -> int:
    """Count what is asked for sure: what depends on another answer may never be."""
    if item.quiet or (item.full and not seen.is_full):
        return 0
    if isinstance(item, Repeat):
        return sum(_first_row(inner, seen) for inner in item.items)
    return 1 if item.when is always else 0
