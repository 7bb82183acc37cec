"""The typography of the texts people read: French spaces, true apostrophes, numbers and dates in words."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from domain.objective import phrases

NARROW = "\u202f"
"""Narrow no-break space."""

# Kept as they are: tags, `code` with what it holds, entities, addresses; then what is corrected.
_FRENCH = re.compile(
    r"<code>.*?</code>|<[^<>]*>|&#39;|&\w+;|&#\d+;|https?://[^\s<]+|www\.[^\s<]+|tg://[^\s<]+"
    r"| (?=[;:!?%€»](?:[\s<.,;:!?)»]|$))| (?<=\d )(?<!\d{4} )(?=\d{3}(?!\d))|« |'(?![^\s<]*@)",
    re.DOTALL,
)
_ENGLISH = re.compile(r"<code>.*?</code>|<[^<>]*>|&#39;|https?://[^\s<]+|'(?![^\s<]*@)", re.DOTALL)
_BLANKS = re.compile(r"\n{3,}")
_ENGLISH_UNITS = {
    "ans": "years",
    "jours": "days",
    "heures": "hours",
    "habitants": "inhabitants",
    "Go": "GB",
    "pages par agent": "pages per employee",
    "kg CO2e par agent": "kg CO2e per employee",
}
_OF_ONE = {"ans": "an", "jours": "jour", "heures": "heure", "years": "year", "days": "day", "hours": "hour"}
_APOSTROPHES = frozenset({"'", "&#39;"})
_CONTRACTED = {"à": {"le ": "au ", "les ": "aux "}, "de": {"le ": "du ", "les ": "des "}}
_YODS = re.compile(r"y[aeiou]", re.IGNORECASE)
"""How names begin before which "de" is not elided: Yann, Youssef."""


def typeset(text: str, language: str) -> str:
    """Return the HTML `text` with the spaces and apostrophes of `language`; tags, addresses, `code` are untouched."""
    if language == "fr":
        return _FRENCH.sub(_french, text)
    return _ENGLISH.sub(_english, text)


def _french(found: re.Match[str]) -> str:
    sign = found[0]
    if sign == " ":
        return NARROW
    if sign == "« ":
        return f"«{NARROW}"
    return "’" if sign in _APOSTROPHES else sign


def _english(found: re.Match[str]) -> str:
    return "’" if found[0] in _APOSTROPHES else found[0]


def without_gaps(text: str) -> str:
    """Strip, and leave one empty line at most where a condition left several."""
    text = text.strip()
    return _BLANKS.sub("\n\n", text) if "\n\n\n" in text else text


@lru_cache(4096)
def number(value: float, language: str) -> str:
    """Write a number with two decimals at most: 1 234,5 in French, 1,234.5 in English."""
    return format_decimal(value, format="#,##0.##", locale=language).replace("\u00a0", NARROW)


def quantity(value: float, unit: str, language: str) -> str:
    """Write a number and its unit: 62,5 % · 12 jours · €1,200 in English."""
    written = number(value, language)
    if not unit:
        return written
    if language == "en":
        return _english_quantity(value, written, unit)
    return f"{written}{NARROW}{_agreed(value, unit, language)}"


def unit_name(unit: str, language: str) -> str:
    """Return the word of a unit, which a plan stores in French."""
    return _ENGLISH_UNITS.get(unit, unit) if language == "en" else unit


def _agreed(value: float, unit: str, language: str) -> str:
    return _OF_ONE.get(unit, unit) if is_singular(value, language) else unit


def _english_quantity(value: float, written: str, unit: str) -> str:
    match unit:
        case "%":
            return f"{written}%"
        case "€":
            return f"€{written}"
        case _:
            return f"{written}{NARROW}{_agreed(value, unit_name(unit, 'en'), 'en')}"


@lru_cache(4096)
def day(on: date | str, language: str) -> str:
    """Write a day in full: 1er mars 2027, 1 March 2027."""
    on = date.fromisoformat(on) if isinstance(on, str) else on
    written = format_date(on, format="d MMMM y", locale=language)
    return f"1er{written[1:]}" if language == "fr" and on.day == 1 else written


def clock(at: datetime, language: str) -> str:
    """Write the time of day of an already local instant: 9 h 05, 09:05."""
    if language == "fr":
        return f"{at.hour}{NARROW}h{NARROW}{at:%M}" if at.minute else f"{at.hour}{NARROW}h"
    return format_time(at, format="HH:mm", locale=language)


def listing(words: Iterable[str], language: str) -> str:
    """Join words as a sentence does: a, b et c."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'et' if language == 'fr' else 'and'} {words[-1]}"


def others(count: int, language: str) -> str:
    """Say how many more there are: 4 autres."""
    if language == "en":
        return f"{count} more"
    return f"{count} {'autre' if count == 1 else 'autres'}"


_LOOSE_END = " ,;:.–-"
"""What a cut text does not end with, before its ellipsis."""


def after(preposition: str, name: str) -> str:
    """Return "à" or "de" and a name somebody typed, contracted or elided: "au conseiller", "d’Anne", "de Le Goff".

    An article with a capital, before another one, is part of a family name.
    """
    for article, contracted in _CONTRACTED[preposition].items():
        rest = name[len(article) :]
        if name[: len(article)].lower() == article and not (name[0].isupper() and rest[:1].isupper()):
            return f"{contracted}{rest}"
    is_elided = preposition == "de" and phrases.is_elided(name) and not _YODS.match(name)
    return f"d’{name}" if is_elided else f"{preposition} {name}"


def short(text: str, longest: int) -> str:
    """Return `text` in one line of `longest` characters at most, ended by an ellipsis when it was longer.

    It is cut between two words, unless that would leave less than half of it.
    """
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    kept = line[: longest - 1]
    whole = kept if line[longest - 1] == " " else kept.rpartition(" ")[0]
    return f"{(whole if 2 * len(whole) >= longest else kept).rstrip(_LOOSE_END)}…"


def is_singular(count: float, language: str) -> bool:
    """French counts 0 and 1.5 as singular, English only 1."""
    return abs(count) < 2 if language == "fr" else count == 1
