"""A folded text that still knows, sign by sign, what was typed, however much of it was put in other words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from re import Match, Pattern

from domain.parsing.folding import folded_signs

Edit = tuple[int, int, str]
"""The signs from one place to another, and what to put instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is what is read; its sign `i` stands for `typed[starts[i]:ends[i]]`."""

    typed: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, typed: str) -> Line:
        text, places = folded_signs(typed)
        return cls(typed, text, places, tuple(place + 1 for place in places))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in what was typed of the signs from `start` to `end`, at least one."""
        return self.starts[start], self.ends[end - 1]

    def words(self, start: int, end: int) -> str:
        """Return what was typed for the signs from `start` to `end`."""
        if start >= end:
            return ""
        first, last = self.span(start, end)
        return self.typed[first:last]

    def edited(self, edits: Iterable[Edit]) -> Line:
        """Put each text in the place of some signs; the edits come in order, without overlap."""
        text, starts, ends, done = "", (), (), 0  # type: str, tuple[int, ...], tuple[int, ...], int
        for start, end, new in edits:
            first, last = self.span(start, end)
            text += self.text[done:start] + new
            starts += self.starts[done:start] + (first,) * len(new)
            ends += self.ends[done:start] + (last,) * len(new)
            done = end
        return Line(self.typed, text + self.text[done:], starts + self.starts[done:], ends + self.ends[done:])

    def replaced(self, pattern: Pattern[str], said: Callable[[Match[str]], str | None]) -> Line:
        """Put what `said` answers in the place of each match, None leaving it."""
        edits = [
            (*match.span(), new)
            for match in pattern.finditer(self.text)
            if match.end() > match.start() and (new := said(match)) is not None
        ]
        return self.edited(edits) if edits else self
