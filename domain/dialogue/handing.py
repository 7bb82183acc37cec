"""Handing a question to somebody else: which ones can be, how their reply is read, when it is no longer needed."""

from datetime import date

from domain.dialogue.answering import judged
from domain.dialogue.asking import offered
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.questions import Choice, Date, Decimal, MultiChoice, Question, Recognised, Scale, Text
from domain.dialogue.script import Item
from domain.dialogue.survey import Slot
from domain.dialogue.values import Accepted, Rejected, Understood, Verdict

_SETTLED = frozenset({AnswerStatus.OK, AnswerStatus.NOT_APPLICABLE})
"""Answers after which nobody needs to be asked: one put off, or not known, still welcomes a reply."""
_WHOEVER_ANSWERS = "me"
"""An option that would mean somebody else than the lead."""


def can_be_handed(item: Item) -> bool:
    """Whether somebody who sees nothing else of the plan can answer, in one message."""
    if not isinstance(item, Text | Decimal | Date | Choice | Scale) or isinstance(item, Recognised | MultiChoice):
        return False
    return _WHOEVER_ANSWERS not in item.options


def acts_of(slot: Slot) -> tuple[str, ...]:
    """The buttons for the person asked: the options, and "I don't know" where that is a reply."""
    unknown = ("unknown",) if isinstance(slot.item, Question) and slot.item.unknown else ()
    return (*(f"pick:{code}" for code in offered(slot)), *unknown)


def read_handed(slot: Slot, text: str, today: date) -> Verdict:
    """Understand words typed for a handed question, and hold them against its rules."""
    if not isinstance(slot.item, Question):
        return Rejected("not_an_option")
    match slot.item.read(text, today, slot.heard):
        case Accepted(value) | Understood(value):
            return judged(slot, value)
        case Rejected() as refused:
            return refused
        case _:
            return Rejected("not_an_option")


def read_picked(slot: Slot, code: str) -> Verdict:
    """Take the option of a button."""
    return judged(slot, int(code) if isinstance(slot.item, Scale) else code)


def is_overtaken(answer: Answer | None, base: int) -> bool:
    """Whether the plan got an answer since the question was handed, when its answer had the revision `base`."""
    return answer is not None and answer.revision != base and answer.status in _SETTLED
