"""Names made ready to be looked for: the same, beginning alike, or nearly so."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LAST = "\U0010ffff"
_HAIR = 1e-6
CLOSE = 0.55
"""Likeness under which a name is not the one meant."""


class Near(NamedTuple):
    """One name found: where it stands in its list, and how alike it is, from 0 to 1."""

    at: int
    likeness: float


class Keys:
    """Keys sorted by length, then alphabet, each with the number of the name it comes from.

    `places` gives for each group (a department, a kind) the positions of its keys.
    """

    def __init__(self, entries: Iterable[tuple[str, int]], groups: Sequence[tuple[str, ...]]) -> None:
        ordered = sorted((each for each in entries if each[0]), key=itemgetter(0))
        ordered.sort(key=lambda each: len(each[0]))
        self.keys = [key for key, _ in ordered]
        self.names = array("I", [name for _, name in ordered])
        longest = len(ordered[-1][0]) if ordered else 0
        self.starts = [bisect_left(self.keys, size, key=len) for size in range(longest + 2)]
        """Where keys of each length begin, up to one more than the longest."""
        self.places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for at, name in enumerate(self.names):
            for group in groups[name]:
                self.places[group].append(at)

    def _span(self, shortest: int, longest: int) -> tuple[int, int]:
        last = len(self.starts) - 1
        return self.starts[min(max(shortest, 0), last)], self.starts[min(longest + 1, last)]

    def same(self, key: str) -> range:
        """Return the positions of `key`."""
        low, high = self._span(len(key), len(key))
        return range(bisect_left(self.keys, key, low, high), bisect_right(self.keys, key, low, high))

    def beginning(self, start: str, longest: int = 1_000) -> Iterator[int]:
        """Yield the positions of all longer keys that begin with `start`, of `longest` letters at most."""
        for size in range(len(start) + 1, min(longest + 1, len(self.starts) - 1)):
            low, high = self._span(size, size)
            first = bisect_left(self.keys, start, low, high)
            yield from range(first, bisect_left(self.keys, start + _LAST, first, high))

    def near(self, key: str, edits: int) -> Iterator[Near]:
        """Yield what differs from `key` by no more than `edits` letters."""
        low, high = self._span(len(key) - edits, len(key) + edits)
        close = max(CLOSE, 1 - edits / (len(key) or 1)) - _HAIR
        found = process.extract(
            key, self.keys[low:high], scorer=OSA.normalized_similarity, score_cutoff=close, limit=None
        )
        return (Near(low + at, likeness) for _, likeness, at in found)

    def near_within(self, key: str, groups: Iterable[str], close: float = CLOSE) -> Iterator[Near]:
        """Yield what is no less than `close` to `key`, in some groups only."""
        positions = [at for group in groups for at in self.places.get(group, ())]
        found = process.extract(
            key, [self.keys[at] for at in positions], scorer=OSA.normalized_similarity, score_cutoff=close, limit=None
        )
        return (Near(positions[at], likeness) for _, likeness, at in found)
