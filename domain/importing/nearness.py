"""Words typed nearly as they should be."""

from collections.abc import Sequence


def nearest(typed: str, known: Sequence[str], *, least: float) -> int | None:
    """Return the place in `known` of the words most like those typed, from `least` out of 100 on; else None."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - takes a moment, and a bot starts without any file

    found = process.extractOne(typed, known, scorer=fuzz.ratio, score_cutoff=least)
    return found[2] if found else None
