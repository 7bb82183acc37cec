"""Guards: when a question of the express path applies."""

from domain.dialogue.questions import Guard


def is_known(item: str) -> Guard:
    """Apply once `item` has a value: not when it is unknown or skipped."""
    return lambda view: view[item] is not None


def equals(item: str, *codes: str) -> Guard:
    """Apply when the answer to `item` is one of `codes`."""
    return lambda view: view[item] in codes
