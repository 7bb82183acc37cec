"""A message edited after it was taken for an answer."""

from domain.dialogue.answering import offer, verdict_on
from domain.dialogue.asking import offered
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Note
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.path import Path
from domain.dialogue.questions import MultiChoice, Question, Scale
from domain.dialogue.removing import settle
from domain.dialogue.survey import Place
from domain.dialogue.values import Accepted, Rejected, Understanding, Understood, Unsure


def revise(outcome: Outcome, path: Path, text: str) -> Outcome:
    """The message behind an answer was edited: offer to replace the answer, never take it for the next one."""
    place = outcome.survey.at(path)
    if place is None or not isinstance(place.item, Question):
        return settle(outcome, Note("not_relevant"))
    match _reading(place, text, outcome.moment):
        case Accepted(value) if place.answer and value != place.answer.value:
            return offer(outcome, place, value, AnswerStatus.OK, note=Note("revised", {"path": str(path)}))
        case Understood(value, fills) as read if place.answer and value != place.answer.value:
            note, former = (
                Note("revised", {"path": str(path)}),
                _reading(place, str(place.answer.value), outcome.moment),
            )
            said = former.fills if isinstance(former, Understood) and read.is_literal else {}
            new = {item: other for item, other in fills.items() if said.get(item) != other}
            return offer(outcome, place, value, AnswerStatus.OK, note=note, fills=new)
        case Unsure():
            return settle(outcome, Note("revision_unsure", {"path": str(path)}))
        case Rejected(code, params):
            values = {"code": code, "path": str(path), "values": dict(params)}
            return settle(outcome, Note("revision_refused", values))
        case _:
            return outcome


def _reading(place: Place, text: str, moment: Moment) -> Understanding:
    """Understand a text and hold it against the rules; the code of an option stands for its button."""
    assert isinstance(place.item, Question)  # noqa: S101 - a gate has no text
    if text in offered(place) and not isinstance(place.item, MultiChoice):
        return Accepted(int(text) if isinstance(place.item, Scale) else text)
    match place.item.read(text, moment.today, place.heard):
        case Accepted(value):
            return verdict_on(value, place)
        case other:
            return other
