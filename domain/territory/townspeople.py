"""From the name of a town's inhabitants back to that of the town: "lilloise", "bordelais", "nanceienne"."""

import re
from collections.abc import Iterator

from domain.territory.vocabulary import TOWNSPEOPLE

_ENDING = re.compile(r"(?:aise?|oise?|ien(?:ne)?|een(?:ne)?|ine?|ane?|ais|ote?|arde?|iste)s?$")
_FEMININE = (("elle", "eau"), ("nne", "n"), ("e", ""), ("s", ""))
_SHORTEST = 3


def stems(word: str) -> Iterator[str]:
    """Yield what the name of the town begins with, the longest first; a known name of inhabitants alone, as it is."""
    for end, other in (("", ""), *_FEMININE):
        if word.endswith(end) and (known := word.removesuffix(end) + other) in TOWNSPEOPLE:
            yield known
            return
    stem = _ENDING.sub("", word)
    if stem == word:
        return
    for size in range(len(stem), max(_SHORTEST, len(stem) - 2) - 1, -1):
        yield stem[:size]
