"""What both bots ask and what people do then, each named by its act: the ten first questions of the express path."""

import re

from bot.cli.scenario import LINES, Line
from bot.wording.wordbook import Wordbook, block
from domain.questionnaire import SCRIPT

TOKEN = "1234567:a-token-that-opens-only-the-sandbox"  # noqa: S105 - of no use elsewhere
LANGUAGE = "fr"
BOOK = Wordbook()
CONSENT = BOOK.label(LANGUAGE, "start:act_consent")

TEN = LINES[:10]
PATTERNS = {
    "frame.population": r"[\d ]{1,9}",
    "frame.start_year": r"20[2-4]\d",
    "frame.end_year": r"20[2-5]\d",
}
"""How a bot without our engine would check these answers; the others are texts."""
ANY_TEXT = r".{1,200}"


def asked(line: Line) -> str:
    """Return the words of its question."""
    return BOOK.label(LANGUAGE, block(SCRIPT.chapter_of(line.question).id, line.question, "question"))


def tapped(line: Line) -> str | None:
    """Return the label of the button that a person presses there, None where they type."""
    if not line.taps:
        return None
    chapter, (verb, _, code) = SCRIPT.chapter_of(line.question).id, line.taps[0].partition(":")
    option = block(chapter, line.question, f"option_{code}")
    return BOOK.label(LANGUAGE, option) if code else BOOK.act(LANGUAGE, chapter, line.question, verb)


def typed(line: Line) -> str:
    """Return what somebody types there who never presses a button."""
    found = line.says or tapped(line)
    assert found, line
    return found


ANSWERS = tuple(typed(line) for line in TEN)


def pattern(line: Line) -> re.Pattern[str]:
    return re.compile(rf"^(?:{PATTERNS.get(line.question, ANY_TEXT)})$")
