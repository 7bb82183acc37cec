"""How far a plan is, chapter by chapter, counted from what applies on the path followed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.questions import Question, Review, always
from domain.dialogue.script import Chapter, Item, Repeat, Script
from domain.dialogue.survey import Place, Survey
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


def progress(script: Script, seen: Survey, first: str | None = None) -> tuple[ChapterProgress, ...]:
    """Return the progress of every chapter; the current one is the `first` chosen, while something is open in it."""
    cursor = seen.cursor_in(first) or seen.cursor
    current = cursor.chapter if cursor else None
    return tuple(_of(chapter, seen, current) for chapter in script.chapters)


def chapter_minutes(chapter: Chapter, seen: Survey) -> int:
    """Estimate the minutes that a chapter still takes; at most those it announces, when it is not begun."""
    places = _places(chapter, seen)
    left = sum(_weight(place, seen) + _details(place, chapter, seen) for place in places if place.is_open)
    minutes = max(1, round(left * SECONDS_A_QUESTION / 60)) if left else 0
    if any(place.answer for place in places):
        return minutes
    return min(minutes, chapter.full_minutes if seen.is_full else chapter.minutes)


def _of(chapter: Chapter, seen: Survey, current: str | None) -> ChapterProgress:
    places = _places(chapter, seen)
    questions = [place for place in places if not isinstance(place.item, Review)]
    return ChapterProgress(
        chapter.id,
        answered=sum(
            1 for place in questions if isinstance(place.item, Question) and place.answer and not place.is_open
        ),
        left=sum(_weight(place, seen) for place in questions if place.is_open),
        minutes=chapter_minutes(chapter, seen),
        is_done=not any(place.is_open for place in places),
        is_current=chapter.id == current,
    )


def _places(chapter: Chapter, seen: Survey) -> list[Place]:
    return [place for place in seen.places if place.chapter == chapter.id and not place.item.quiet]


def _weight(place: Place, seen: Survey) -> int:
    """How many answers an open place still takes: one, or those of the first row of a list not begun."""
    is_new_list = isinstance(place.item, Repeat) and not seen.rows.get(place.path)
    return _first_row(place.item, seen) if is_new_list else 1


def _details(place: Place, chapter: Chapter, seen: Survey) -> int:
    """How many questions tell more about a figure not given yet, once it is known."""
    known = {**seen.visible, place.path: _KNOWN}
    details = [each for each in chapter.items if isinstance(each, Question) and each.detail_of == place.path.id]
    asked = (each for each in details if not each.quiet and (seen.is_full or not each.full))
    return sum(1 for each in asked if each.when(View(each.needs, place.path.rows, known, seen.rows)))


def _first_row(item: Item, seen: Survey) -> int:
    """Count what is asked for sure: what depends on another answer may never be."""
    if item.quiet or (item.full and not seen.is_full):
        return 0
    if isinstance(item, Repeat):
        return sum(_first_row(inner, seen) for inner in item.items)
    return 1 if item.when is always else 0
