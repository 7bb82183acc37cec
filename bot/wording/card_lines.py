"""The lines of cards and messages: what was said of each thing, shortened so that it fits."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from bot.wording import typography

LONGEST = 4096
"""UTF-16 units of a Telegram message."""
LONGEST_VALUE = 140
LONGEST_CARD = 3400
"""Characters of a card, so that what stands around it still fits in one message of 4 096."""
MOST_LINES = 40
"""Lines beyond which a card only names what stands in its lists: the rest is one tap away."""


class Line(NamedTuple):
    """A line of a card: `name` is what it is, `value` what was said; `depth` 1 or 2 inside rows.

    A line without `value` is a heading.
    """

    name: str
    value: str = ""
    depth: int = 0


def few(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, or only those that name something when they are too many: every row keeps its name."""
    return tuple(lines) if len(lines) <= MOST_LINES else tuple(line for line in lines if line.depth == 0)


def card(lines: Sequence[Line], language: str) -> Markup:
    """Write one line each, values shortened, as many as a message holds: the rest is behind the buttons."""
    written: list[Markup] = []
    room = LONGEST_CARD
    for line in lines:
        one = _written(line, language)
        room -= len(one) + 1
        if room < 0:
            written.append(Markup("…"))
            break
        written.append(one)
    return Markup("\n").join(written)


def _written(line: Line, language: str) -> Markup:
    indent = "  " * max(line.depth - 1, 0)
    if not line.value:
        return Markup("{}<b>{}</b>").format(indent, line.name)
    bullet, colon = "• " if line.depth else "", " : " if language == "fr" else ": "
    return Markup("{}{}{}{}<b>{}</b>").format(
        indent, bullet, line.name, colon, typography.short(line.value, LONGEST_VALUE)
    )


def cut(text: str) -> str:
    """Keep a message within Telegram's length, on a line, saying that there is more."""
    if _units(text) <= LONGEST:
        return text
    return "\n".join(_fitting(text.split("\n"))) + "\n…"


def _fitting(lines: Iterable[str]) -> Iterator[str]:
    left = LONGEST - 2
    for line in lines:
        left -= _units(line) + 1
        if left < 0:
            return
        yield line


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
