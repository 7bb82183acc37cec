"""In which departments somebody said the territory is: by number, by name, by its inhabitants' name."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.territory.gazetteer import groupings
from domain.territory.place import PlaceKind
from domain.territory.speech import is_name
from domain.territory.spelling import letters, lines_of_words
from domain.territory.vocabulary import (
    ARTICLES,
    BEFORE_NAME,
    BESIDE_NUMBER,
    BODIES,
    FEMININE,
    FOR_DEPARTMENT,
    INHABITANTS,
    LANDS,
    Phrase,
)

NUMBER = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-8]|98[678]")
_SURE, _NAMED, _SLIPPED, _VAST, _SLIPPED_VAST = 1.0, 0.8, 0.5, 0.4, 0.2
_BESIDE = BESIDE_NUMBER | BODIES
_DAYS = 31
_LONGEST, _LONGEST_SLIPPED, _SHORTEST_SLIPPED, _ALIKE = 4, 3, 6, 0.85


class Where(NamedTuple):
    """Departments somebody named, how surely from 0 to 1, and the words left."""

    departments: frozenset[str]
    sureness: float
    words: Phrase


def wheres(kept: Phrase) -> Iterator[Where]:
    """Yield the departments that may be told apart from the name, one reading at most."""
    numbers = [at for at, word in enumerate(kept) if NUMBER.fullmatch(word)]
    if not numbers:
        yield from _named(kept)
        return
    at = numbers[0]
    ends_cut_short = at > 0 and kept[at - 1] in {"d", "l"}  # the "d" of a name, which stays
    rest = kept[:at] + kept[at + 1 :] if ends_cut_short else _cut(kept, at, at + 1)
    if is_name(rest):
        yield Where(frozenset({kept[at].upper()}), _SURE, rest)


class Number(NamedTuple):
    """A department told by its number, and whether nothing else can be meant."""

    code: str
    is_said: bool


def department_alone(kept: Phrase) -> Number | None:
    """A number is a department's when said so: "le 93", "département 1"; two digits alone may count anything.

    It is surely so after "département", or after "le" when it is no day of a month.
    """
    numbers = [word for word in kept if word.isdigit() or NUMBER.fullmatch(word)]
    others = [word for word in kept if word not in numbers]
    if len(numbers) != 1 or not _BESIDE.issuperset(others):
        return None
    is_titled = not FOR_DEPARTMENT.isdisjoint(others)
    number = numbers[0].zfill(2) if is_titled else numbers[0]
    if not NUMBER.fullmatch(number) or not (others or len(number) > 2 or not number.isdigit()):
        return None
    before = kept[: kept.index(numbers[0])]
    is_articled = before[-1:] == ("le",) and (not number.isdigit() or int(number) > _DAYS)
    return Number(number.upper(), is_said=BODIES.isdisjoint(others) and (is_titled or is_articled))


def _named(kept: Phrase) -> Iterator[Where]:
    """A name at the end or after "dans" tells more than one at the beginning, a long one more than a short one."""
    names, spans = _departments(), []
    for size in range(min(_LONGEST, len(kept) - 1), 0, -1):
        for begin in range(len(kept) - size + 1):
            end = begin + size
            stands_apart = begin == 0 or end == len(kept) or kept[begin - 1] in BEFORE_NAME
            if stands_apart and kept[begin:end] in names:
                spans.append((begin, end))
    for begin, end in sorted(spans, key=lambda span: (span[0] == 0, span[0] - span[1])):
        if is_name(rest := _cut(kept, begin, end)):
            departments = names[kept[begin:end]]
            is_said = begin > 0 and kept[begin - 1] in {"en", "dans"}
            yield Where(departments, _NAMED if len(departments) == 1 or is_said else _VAST, rest)
            return
    yield from _misspelt(kept)


def _misspelt(kept: Phrase) -> Iterator[Where]:
    glued = _glued_departments()
    for size in range(min(_LONGEST_SLIPPED, len(kept) - 1), 0, -1):
        last = "".join(kept[-size:])
        if len(last) < _SHORTEST_SLIPPED:
            continue
        match = process.extractOne(last, glued.keys(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
        if match and is_name(rest := _cut(kept, len(kept) - size, len(kept))):
            yield Where(glued[match[0]], _SLIPPED if len(glued[match[0]]) == 1 else _SLIPPED_VAST, rest)
            return


def _cut(kept: Phrase, begin: int, end: int) -> Phrase:
    """Leave out words, and those which introduce them."""
    while begin and kept[begin - 1] in BEFORE_NAME:
        begin -= 1
    return kept[:begin] + kept[end:]


@cache
def _departments() -> dict[Phrase, frozenset[str]]:
    """Departments by name: their own, their region's, that of a land or of the inhabitants."""
    women = {f"{name}e": codes for name, codes in INHABITANTS.items()}
    others = {
        name.removesuffix(end) + other: codes
        for name, codes in INHABITANTS.items()
        for end, other in FEMININE.items()
        if name.endswith(end)
    }
    texts = LANDS | {**women, **others, **INHABITANTS}
    named = {tuple(letters(name).split()): frozenset(codes.split()) for name, codes in texts.items()}
    places = [place for place in groupings().values() if place.kind not in {PlaceKind.EPCI, PlaceKind.EPT}]
    for region in (place for place in places if place.kind is PlaceKind.REGION):
        named[_phrase(region.name)] = frozenset(
            place.department for place in places if place.department and place.region == region.region
        )
    for place in (place for place in places if place.department):
        named[_phrase(place.name)] = frozenset({place.department or ""})
    return named


@cache
def _glued_departments() -> dict[str, frozenset[str]]:
    glued = {"".join(phrase): departments for phrase, departments in _departments().items()}
    return {name: departments for name, departments in glued.items() if len(name) >= _SHORTEST_SLIPPED}


def _phrase(name: str) -> Phrase:
    listed = tuple(lines_of_words(name).split())
    return listed[1:] if listed[0] in ARTICLES else listed
