"""Whether two titles say the same: the same words but for their order, their plurals and a slip of the hand."""

import re
from functools import lru_cache

from domain.parsing.folding import folded

_LIKE = 0.8
"""Share of its letters that a word keeps when it takes a plural, or one wrong letter out of five."""
_SHORT = 3
"""Letters up to which words are only like themselves: a name of place, an acronym."""
_ARTICLES = "a au aux d de des du en et l la le les par pour sur un une an and for in of on the to"
_LITTLE = frozenset(_ARTICLES.split())


def is_near(one: str, other: str) -> bool:
    """Whether both have the same words; figures must be the same."""
    words, others = _words(one), _words(other)
    return len(words) == len(others) and all(map(_is_like, words, others))


@lru_cache(256)
def _words(title: str) -> tuple[str, ...]:
    found = re.findall(r"\w+", folded(title))
    return tuple(sorted(word for word in found if word not in _LITTLE)) or tuple(found)


def _is_like(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) <= _SHORT or any(sign.isdigit() for sign in one + other):
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - takes a moment, and most titles are told apart before

    return OSA.normalized_similarity(one, other) >= _LIKE
