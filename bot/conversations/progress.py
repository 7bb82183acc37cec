"""How far a plan is, chapter by chapter, counted from what applies."""

from dataclasses import dataclass

from domain.dialogue.questions import Question, Review
from domain.dialogue.script import Chapter, Script
from domain.dialogue.survey import Place, Survey

SECONDS_A_QUESTION = 20
"""What an answer takes, on average, on a phone: reading it and typing or tapping."""


@dataclass(frozen=True, slots=True)
class ChapterProgress:
    """`answered` of the `asked` questions that apply so far; a list still open counts for one more."""

    chapter: str
    answered: int
    asked: int
    is_done: bool
    is_current: bool


def progress(script: Script, seen: Survey) -> tuple[ChapterProgress, ...]:
    return tuple(_of(chapter.id, seen) for chapter in script.chapters)


def minutes_left(script: Script, seen: Survey) -> int:
    """Estimate the minutes to the end: those of the chapters not begun, and of the questions open in the others."""
    return sum(
        _minutes(chapter, [place for place in seen.places if place.chapter == chapter.id])
        for chapter in script.chapters
    )


def _minutes(chapter: Chapter, places: list[Place]) -> int:
    left = sum(1 for place in places if place.is_open)
    is_begun = any(place.answer for place in places)
    if not left or not is_begun:
        return chapter.minutes if left else 0
    return min(chapter.minutes, max(1, round(left * SECONDS_A_QUESTION / 60)))


def _of(chapter: str, seen: Survey) -> ChapterProgress:
    places = [place for place in seen.places if place.chapter == chapter]
    asked = [place for place in places if _counts(place)]
    answered = sum(1 for place in asked if not place.is_open)
    is_current = seen.cursor is not None and seen.cursor.chapter == chapter
    return ChapterProgress(chapter, answered, len(asked), not any(place.is_open for place in places), is_current)


def _counts(place: Place) -> bool:
    return (isinstance(place.item, Question) and not isinstance(place.item, Review)) or (
        place.is_gate and place.is_open
    )
