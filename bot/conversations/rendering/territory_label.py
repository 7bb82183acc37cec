"""The name of a territory on a button: as much of it as a phone shows, and never half a word."""

import re
from collections.abc import Iterator

from bot.wording.wordbook import LONGEST_LABEL, Wordbook
from domain.territory.place import Place, PlaceKind

_SINGLE = frozenset({"REG:02", "REG:03", "REG:94"})
"""Regions that are one collectivity with their départements: Martinique, Guyane, Corse."""
_ASIDE = re.compile(r"\s*\([^)]*\)")
_ACRONYM = re.compile(r"\(([A-Z0-9]{3,})\)")
_ARTICLES = re.compile(r"(?<=^C[ACU] )(?:(?:de|du|des|la|le|les|entre) |de l['’]|d['’]|l['’])+")
_ABBREVIATED = ((r"\bSaint\b", "St"), (r"\bSainte\b", "Ste"), (r"\bAgglomération\b", "Agglo"))
_WORD = re.compile(r"[^\s-]+[\s-]*")
_LINKS = re.compile(
    r"(?:[\s,-]|(?<![^\s-])(?:de|du|des|la|le|les|lès|lez|et|en|à|au|aux|sur|sous|Ste?|[dl]['’]))+$", re.IGNORECASE
)
"""What a name cut short must not end on."""


def label(book: Wordbook, language: str, place: Place) -> str:
    """Return the name of a place on a button, in 30 characters at most: « Saint-Denis (974) »."""
    written = (str(book.label(language, name, **values)) for name, values in _wordings(place))
    return next(text for text in written if len(text) <= LONGEST_LABEL)


def _wordings(place: Place) -> Iterator[tuple[str, dict[str, object]]]:
    """Ways to name it, the fullest first; the last ones have lost words."""
    if place.id in _SINGLE:
        yield "territory:label_single", {"name": place.name}
    if place.kind in {PlaceKind.DEPARTMENT, PlaceKind.REGION}:
        yield f"territory:label_{place.kind}", {"name": place.name}
    code = place.department if place.kind is not PlaceKind.COLLECTIVITY else None
    for name in (*_shorter(place.name), *_cut(place.name)):
        yield "territory:label_place", {"name": name, "code": code}


def _shorter(name: str) -> Iterator[str]:
    """The name, then without what is in brackets, without articles, abbreviated, then its acronym alone."""
    yield name
    yield _ASIDE.sub("", name)
    yield _ARTICLES.sub("", _ASIDE.sub("", name))
    yield _brief(name)
    yield from _ACRONYM.findall(name)


def _cut(name: str) -> Iterator[str]:
    """The name without its last word, its last two words, and so on."""
    words = _WORD.findall(_brief(name))
    for kept in range(len(words) - 1, 0, -1):
        yield f"{_LINKS.sub('', ''.join(words[:kept]))}…"


def _brief(name: str) -> str:
    name = _ARTICLES.sub("", _ASIDE.sub("", name))
    for long, brief in _ABBREVIATED:
        name = re.sub(long, brief, name)
    return name
