"""Cleans what people typed before it is laid out: typography, composed accents, only signs that the fonts can draw."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from bot.documents.glyphs import drawable

NARROW = "\u202f"  # narrow no-break space
WIDE = "\u00a0"  # no-break space
_SUBSTITUTES = {
    "\u2010": "-",
    "\u2011": "-",
    "→": "–",
    "⇒": "–",
    "✓": "·",
    "●": "•",
    "▪": "•",
    "\u2028": " ",
    "\u2029": " ",
}
_UNTOUCHED = re.compile(r"((?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+)")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_LONG_WORD = re.compile(r"[^\s\u00a0\u202f\u00ad-]{25,}")
_SOFT_HYPHEN = "\u00ad"

_FRENCH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'(?=\w|$)"), "’"),
    (re.compile(r'"([^"]*)"'), "«\u00a0\\1\u00a0»"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + WIDE),
    (re.compile(r"[ \u00a0\u202f]*»"), WIDE + "»"),
    (re.compile(r"[ \u00a0\u202f]+([;:!?])"), NARROW + r"\1"),
    (re.compile(r"(?<=[\w)»\u2019])([;:!?]+)(?=\s|$)"), NARROW + r"\1"),
    (re.compile(r"(?<=\d)[ \u00a0\u202f]*([%€])"), NARROW + r"\1"),
    (re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), NARROW),
)
_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'"), "’"),
    (re.compile(r'"([^"]*)"'), "“\\1”"),
)


@lru_cache(maxsize=1024)  # each step of a document says the same things
def clean(text: str, language: str) -> str:
    """Return `text` on one line, in the typography of `language`, without a sign that the fonts cannot draw."""
    return breakable(typography(draw(text), language)).replace(NARROW, WIDE)  # the fonts have no narrow one


def draw(text: str) -> str:
    """Keep the signs that can be drawn, replace those that have a plain equivalent, drop the others."""
    composed = unicodedata.normalize("NFC", _SPACE.sub(" ", text))
    return _SPACE.sub(" ", "".join(map(_drawn, composed))).strip()


def _drawn(sign: str) -> str:
    known = drawable()
    if sign in known:
        return sign
    plain = _SUBSTITUTES.get(sign) or unicodedata.normalize("NFKC", sign)
    return plain if known.issuperset(plain) else ""


def typography(text: str, language: str) -> str:
    """Apply the typographic rules of `language` outside addresses of sites and of mail."""
    rules = _FRENCH if language == "fr" else _ENGLISH
    return _outside_addresses(text, lambda part: _apply(part, rules))


def _apply(text: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def _outside_addresses(text: str, change: Callable[[str], str]) -> str:
    parts = _UNTOUCHED.split(text)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))


def breakable(text: str) -> str:
    """Let a word longer than any French one break, so that it stays in its column."""
    return _LONG_WORD.sub(lambda found: _SOFT_HYPHEN.join(re.findall(r".{1,10}", found[0])), text)


def clip(text: str, length: int) -> str:
    """Return `text` cut on a word, with an ellipsis, when it has more than `length` characters."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > length // 2 else head).rstrip(" ,;:.–-") + "…"
