"""How complete each chapter of a dossier is."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.questions import Question, Review
from domain.dialogue.survey import Place, Survey


@dataclass(frozen=True, slots=True)
class ChapterCompleteness:
    """How many questions of a chapter apply, and how they stand; a chapter not begun has what is asked outside lists.

    `answered` have a value, `unknown` and `later` are left that way, the others wait: never asked yet, or to review.
    """

    chapter: str
    applicable: int
    answered: int
    unknown: int
    later: int

    @property
    def waiting(self) -> int:
        return self.applicable - self.answered - self.unknown - self.later

    @property
    def percent(self) -> int:
        """Share of the questions that apply which have a value, rounded down: 100 only when all of them have."""
        return self.answered * 100 // self.applicable if self.applicable else 0


def completeness(seen: Survey) -> tuple[ChapterCompleteness, ...]:
    """Return the completeness of every chapter, in order."""
    chapters: dict[str, list[Place]] = {}
    for place in seen.places:
        chapters.setdefault(place.chapter, []).append(place)
    return tuple(_counted(chapter, places) for chapter, places in chapters.items())


def _counted(chapter: str, places: Iterable[Place]) -> ChapterCompleteness:
    statuses = [place.answer.status if place.answer else None for place in places if _counts(place)]
    return ChapterCompleteness(
        chapter,
        applicable=len(statuses),
        answered=statuses.count(AnswerStatus.OK),
        unknown=statuses.count(AnswerStatus.UNKNOWN),
        later=statuses.count(AnswerStatus.SKIPPED),
    )


def _counts(place: Place) -> bool:
    """Whether a place is a question of the questionnaire that applies: no card, no gate, nothing filled by itself."""
    if not isinstance(place.item, Question) or isinstance(place.item, Review) or place.item.quiet:
        return False
    return place.answer is None or place.answer.status is not AnswerStatus.NOT_APPLICABLE
