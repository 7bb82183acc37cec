"""Guards: when a question of the express path applies."""

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.questions import Guard
from domain.dialogue.view import View


def is_known(item: str) -> Guard:
    """Apply once `item` has a value: not when it is unknown or skipped."""
    return lambda view: view[item] is not None


def is_not_applicable(item: str) -> Guard:
    """Apply when the reply to `item` was that it does not."""

    def guard(view: View) -> bool:
        answer = view.answer(item)
        return answer is not None and answer.status is AnswerStatus.NOT_APPLICABLE

    return guard


def every(*guards: Guard) -> Guard:
    """Apply when all of `guards` do."""
    return lambda view: all(guard(view) for guard in guards)


def equals(item: str, *codes: str) -> Guard:
    """Apply when the answer to `item` is one of `codes`."""
    return lambda view: view[item] in codes
