"""What an intercommunality is called for short, when it is made of beginnings of the words of its name."""

import re
from collections.abc import Iterator
from functools import cache

from domain.territory.gazetteer import groupings
from domain.territory.place import PlaceKind
from domain.territory.spelling import lines_of_words
from domain.territory.vocabulary import LINKS

_SHORTEST, _LONGEST = 2, 12
_TITLES = {"cc": "communaute", "ca": "ca", "cu": "cu"}
_TO_NEXT = rf"(?:[a-z]* (?:(?:{'|'.join(sorted(LINKS))}) )*)?"
_COUNTED = re.compile(r"([2-9])([a-z])")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_PARENTHESIS = re.compile(r"\s*\([^)]*\)")
_WORDS_END = r"[a-z]*(?: agglomeration| metropole| communaute)?$"


def shortens(short: str, name: str) -> bool:
    """Whether `short` stands in capitals in `name`, or is made of beginnings of its first words: "COVE", "PMA"."""
    return short.upper() in _CAPITALS.findall(name) or any(
        _pattern(short).match(line) for line in _lines(_PARENTHESIS.sub("", name))
    )


def shortened(short: str) -> Iterator[str]:
    """Yield the ids of the intercommunalities all words of which begin `short`: "cauvaldor"."""
    pattern = re.compile(f"^{_pattern(short).pattern}{_WORDS_END}", re.MULTILINE)
    text, ids = _listed()
    for found in pattern.finditer(text):
        if " " in found[0]:
            yield ids[text.count("\n", 0, found.start())]


@cache
def _listed() -> tuple[str, list[str]]:
    places = [each for each in groupings().values() if each.kind is PlaceKind.EPCI]
    lines = [(line, each.id) for each in places for line in _lines(_PARENTHESIS.sub("", each.name))]
    return "\n".join(line for line, _ in lines), [place_id for _, place_id in lines]


def _lines(name: str) -> Iterator[str]:
    """Yield a name as words without its kind, then with it."""
    title, _, rest = lines_of_words(name).partition(" ")
    if title in _TITLES:
        yield rest
        yield f"{_TITLES[title]} {rest}"
    else:
        yield f"{title} {rest}"


def _pattern(short: str) -> re.Pattern[str]:
    spelt = _COUNTED.sub(lambda found: int(found[1]) * found[2], short)
    is_one = _SHORTEST <= len(spelt) <= _LONGEST and spelt.isalpha() and spelt.isascii()
    return re.compile(_TO_NEXT.join(spelt) if is_one else "(?!)")
