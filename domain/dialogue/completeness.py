"""How complete each chapter of a dossier is."""

from dataclasses import dataclass

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.questions import Question, Review
from domain.dialogue.survey import ScriptState, Slot


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


def completeness(seen: ScriptState) -> tuple[ChapterCompleteness, ...]:
    """Return the completeness of every chapter, in order."""
    chapters: dict[str, list[AnswerStatus | None]] = {}
    for slot in seen.slots:
        statuses = chapters.setdefault(slot.chapter, [])
        if _counts(slot):
            statuses.append(slot.answer.status if slot.answer else None)
    return tuple(
        ChapterCompleteness(
            chapter,
            applicable=len(statuses),
            answered=statuses.count(AnswerStatus.OK),
            unknown=statuses.count(AnswerStatus.UNKNOWN),
            later=statuses.count(AnswerStatus.SKIPPED),
        )
        for chapter, statuses in chapters.items()
    )


def _counts(slot: Slot) -> bool:
    """Whether a slot is a question of the questionnaire that applies: no card, no gate, nothing filled by itself."""
    if not isinstance(slot.item, Question) or isinstance(slot.item, Review) or slot.item.quiet:
        return False
    return slot.answer is None or slot.answer.status is not AnswerStatus.NOT_APPLICABLE
