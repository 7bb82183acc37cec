"""Guards: when a question applies."""

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.questions import Guard
from domain.dialogue.view import View


def is_known(item: str) -> Guard:
    """Apply once `item` has a value: not when it is unknown or skipped."""
    return lambda view: view[item] is not None


def is_unknown(item: str) -> Guard:
    """Apply when the reply to `item` was that it is not known."""
    return _stands_as(item, AnswerStatus.UNKNOWN)


def is_not_applicable(item: str) -> Guard:
    """Apply when the reply to `item` was that it does not."""
    return _stands_as(item, AnswerStatus.NOT_APPLICABLE)


def has_rows(repeat: str) -> Guard:
    """Apply once a list has rows."""
    return lambda view: bool(view.rows_of(repeat))


def _stands_as(item: str, status: AnswerStatus) -> Guard:
    def guard(view: View) -> bool:
        answer = view.answer(item)
        return answer is not None and answer.status is status

    return guard


def every(*guards: Guard) -> Guard:
    """Apply when all of `guards` do."""
    return lambda view: all(guard(view) for guard in guards)


def negate(guard: Guard) -> Guard:
    """Apply when `guard` does not."""
    return lambda view: not guard(view)


def equals(item: str, *codes: str) -> Guard:
    """Apply when the answer to `item` is one of `codes`."""
    return lambda view: view[item] in codes
