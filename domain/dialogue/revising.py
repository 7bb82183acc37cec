"""A message edited after it was taken for an answer."""

from domain.dialogue.answering import offer, verdict_on
from domain.dialogue.asking import offered
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Note
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.path import Path
from domain.dialogue.questions import MultiChoice, Question, Scale
from domain.dialogue.removing import settle
from domain.dialogue.survey import Slot
from domain.dialogue.values import Accepted, Rejected, Understanding, Understood, Unsure


def revise(outcome: Outcome, path: Path, text: str) -> Outcome:
    """The message behind an answer was edited: offer to replace the answer, never take it for the next one."""
    slot, context = outcome.slot(path), outcome.context
    if slot is None or not isinstance(slot.item, Question):
        return settle(outcome, Note("not_relevant"))
    revised = Note("revised", {"path": str(path)})
    match _reading(slot, text, context):
        case Accepted(value) if slot.answer and value != slot.answer.value:
            return offer(outcome, slot, value, AnswerStatus.OK, note=revised)
        case Understood(value, fills) as read if slot.answer and value != slot.answer.value:
            former = _reading(slot, str(slot.answer.value), context)
            said = former.fills if isinstance(former, Understood) and read.is_literal else {}
            new = {item: other for item, other in fills.items() if said.get(item) != other}
            return offer(outcome, slot, value, AnswerStatus.OK, note=revised, fills=new)
        case Unsure():
            return settle(outcome, Note("revision_unsure", {"path": str(path)}))
        case Rejected(code, params):
            values = {"code": code, "path": str(path), "values": dict(params)}
            return settle(outcome, Note("revision_refused", values))
        case _:
            return outcome


def _reading(slot: Slot, text: str, context: StepContext) -> Understanding:
    """Understand a text and hold it against the rules; the code of an option stands for its button."""
    assert isinstance(slot.item, Question)  # noqa: S101 - a gate has no text
    if text in offered(slot) and not isinstance(slot.item, MultiChoice):
        return Accepted(int(text) if isinstance(slot.item, Scale) else text)
    match slot.item.read(text, context.today, slot.heard):
        case Accepted(value):
            return verdict_on(value, slot)
        case other:
            return other
