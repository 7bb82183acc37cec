"""What somebody's words may mean: a name to look for, a kind, a department, codes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.territory.gazetteer import groupings
from domain.territory.place import PlaceKind
from domain.territory.spelling import LONGEST, letters, lines_of_words, words
from domain.territory.vocabulary import (
    ANYWHERE,
    ARTICLES,
    EPCI_WORDS,
    FEMININE,
    FORMER_REGIONS,
    GREETINGS,
    INHABITANTS,
    LEADING,
    LONG_PHRASES,
    MONTHS,
    PHRASES,
    SEPARATORS,
    SMALL_TALK,
    Phrase,
)

_CODE = re.compile(r"\d{5}|2[ab]\d{3}|2\d{8}")
_NUMBER = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-8]|98[678]")
_ORDINAL = re.compile(r"(\d{1,2})(?:e|er|eme|ieme|nd|nde|ere)|(x{0,2}(?:ix|iv|v?i{0,3}))(?:e|eme|er)?")
_BOROUGHS = frozenset({"paris", "lyon", "marseille"})
_BOROUGH_WORDS = frozenset("arrondissement arrondissements arrt arrdt arr e er eme ieme ardt".split())
_FOR_DEPARTMENT = frozenset({"departement", "dept", "dep", "dpt", "cd", "cg", "conseil", "departemental", "general"})
_BEFORE_NUMBER = (
    frozenset("le la du dans en de d l au des les a et pour est c moi je suis conseil travaille".split())
    | _FOR_DEPARTMENT
)
_BEFORE_NAME = frozenset("dans en du de d l la le les des departement dept dep au region".split())
_SAINTLY = frozenset("s stt sst snt sant sait sain sint siant saintt sainr sent cent".split())
_INTRODUCING = frozenset("mairie commune comcom cc agglo departement interco intercommunalite".split())
_IN_NAMES = frozenset({"region", "ville", "communaute", "metropole", "agglomeration"})
"""Kinds that are part of some names."""
_SLIPPED_TITLE = re.compile(r"cc[a-z]|[a-z]cc|c")
_SLIPPED_SHORT = re.compile(r"cc[a-z]|[a-z]cc|c[a-z]?|[a-z]c")
_SPELT_DIGITS = dict(
    zip(
        "2 3 4 5 6 7 8 9 10 11 12".split(),
        "deux trois quatre cinq six sept huit neuf dix onze douze".split(),
        strict=True,
    )
)
_PREPOSITIONS = LEADING - ARTICLES
_MOST_READINGS = 6


class Kindred(NamedTuple):
    """The kind of territory somebody named, the nature of the EPCI with it."""

    kind: PlaceKind | None = None
    nature: str | None = None


class Where(NamedTuple):
    """Departments somebody named, how surely from 0 to 1, and the words left."""

    departments: frozenset[str]
    sureness: float
    words: Phrase


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand: `forms` are names to look for, from the most faithful to the most stripped.

    `variants` are looked for when no form is found: "st" written otherwise, digits as words.
    """

    forms: tuple[Phrase, ...]
    variants: tuple[Phrase, ...] = ()
    kindred: Kindred = Kindred()
    departments: frozenset[str] = frozenset()
    sureness: float = 0.0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """All that was read: `department` when nothing but a department's number was given."""

    text: str
    whole: Phrase
    codes: tuple[str, ...] = ()
    department: str | None = None
    is_department_said: bool = False
    readings: tuple[Reading, ...] = ()


def read(text: str) -> Query:
    """Return what `text` may mean; no reading at all when it cannot name a territory."""
    all_words = words(text) if len(text) <= LONGEST else ()
    codes = tuple(word.upper() for word in all_words if _CODE.fullmatch(word))
    kept = _without_boroughs(tuple(word for word in all_words if not _CODE.fullmatch(word)))
    query = Query(
        text, kept, codes, department=_department_alone(kept), is_department_said=bool(_FOR_DEPARTMENT & set(kept))
    )
    if not _is_name(kept) or query.department:
        return query
    readings = dict.fromkeys(_readings(kept))
    return replace(query, readings=tuple(readings)[:_MOST_READINGS])


def _is_name(kept: Phrase) -> bool:
    spoken = [word for word in kept if not word.isdigit()]
    if any(word.isdigit() for word in kept):
        spoken = [word for word in spoken if word not in MONTHS]
    return any(word not in SMALL_TALK for word in spoken) and sum(map(len, spoken)) > 1


def _department_alone(kept: Phrase) -> str | None:
    """A number is a department's when said so ("le 93"); three digits or a letter say it alone."""
    numbers = [word for word in kept if _NUMBER.fullmatch(word)]
    others = [word for word in kept if word not in numbers]
    if (
        len(numbers) == 1
        and all(word in _BEFORE_NUMBER for word in others)
        and (others or len(numbers[0]) > 2 or not numbers[0].isdigit())
    ):
        return numbers[0].upper()
    if (
        len(others) > 1
        and len(others[-1]) == 1
        and others[-1].isdigit()
        and set(others[:-1]) & _FOR_DEPARTMENT
        and not numbers
    ):
        return f"0{others[-1]}" if all(word in _BEFORE_NUMBER for word in others[:-1]) else None
    return None


def _without_boroughs(kept: Phrase) -> Phrase:
    """Leave out the arrondissement of a city that has some."""
    city = next((word for word in kept if word in _BOROUGHS), None)
    if city is None or len(kept) > 6 or "metropole" in kept:
        return kept
    at = kept.index(city)
    after = kept[at + 1 :]
    if after and (_ordinal(after[0]) or after[0].isdigit() and int(after[0]) <= 20 or after[0] in _BOROUGH_WORDS):
        rest = tuple(word for word in after[1:] if word not in _BOROUGH_WORDS and not word.isdigit())
        return (*kept[: at + 1], *rest)
    if any(word in _BOROUGH_WORDS for word in kept):
        return tuple(
            word
            for word in kept
            if word not in _BOROUGH_WORDS and not _ordinal(word) and not word.isdigit() and word not in LEADING
        )
    return kept


def _ordinal(word: str) -> bool:
    return bool(word) and _ORDINAL.fullmatch(word) is not None and word not in {"e", "er"}


def _readings(kept: Phrase) -> Iterator[Reading]:
    places = list(_wheres(kept))
    is_sure = any(where.sureness >= 1 for where in places)
    for where in places:
        for segment, is_whole in _segments(where.words):
            yield _reading(segment, where, is_whole=is_whole)
    if not is_sure:
        for segment, is_whole in _segments(kept):
            yield _reading(segment, None, is_whole=is_whole)
            if _IN_NAMES & set(segment):
                yield Reading((segment,), is_whole=is_whole)
            if tail := _from_kind(segment):
                yield _reading(tail, None, is_whole=False)


def _from_kind(segment: Phrase) -> Phrase:
    """What follows a word that introduces a name, when it comes late."""
    at = next((at for at in range(len(segment) - 2, 0, -1) if segment[at] in _INTRODUCING), 0)
    return segment[at:] if at else ()


def _reading(segment: Phrase, where: Where | None, *, is_whole: bool) -> Reading:
    kindred, core = _kindred(segment)
    forms = tuple(dict.fromkeys(form for form in _forms(core) if form))
    variants = tuple(
        each for form in forms[:1] for each in dict.fromkeys(_variants(form)) if each and each not in forms
    )
    if where is None:
        return Reading(forms, variants, kindred, is_whole=is_whole)
    return Reading(forms, variants, kindred, where.departments, where.sureness, is_whole)


def _forms(core: Phrase) -> Iterator[Phrase]:
    yield core
    if core and core[0] in ARTICLES:
        yield core[1:]
    yield _led(tuple(word for word in core if word not in EPCI_WORDS and word not in ANYWHERE))


def _variants(form: Phrase) -> Iterator[Phrase]:
    if any(word in _SAINTLY for word in form):
        yield tuple("saint" if word in _SAINTLY else word for word in form)
    if form[0].startswith("ste") and len(form[0]) > 4:
        yield ("sainte", form[0][3:], *form[1:])
    if form[0].startswith("st") and len(form[0]) > 4:
        yield ("saint", form[0][2:], *form[1:])
    if any(word.isdigit() for word in form):
        yield tuple(_SPELT_DIGITS.get(word, word) for word in form)
        yield tuple(word for word in form if not word.isdigit())


def _led(core: Phrase) -> Phrase:
    """Leave out the prepositions a name is introduced by, and those it ends with."""
    end = len(core)
    while end and core[end - 1] in LEADING:
        end -= 1
    return _introduced(core[:end])


def _introduced(core: Phrase) -> Phrase:
    return tuple(dropwhile(_PREPOSITIONS.__contains__, core))


def _kindred(segment: Phrase) -> tuple[Kindred, Phrase]:
    """Return the kind told by the first or last words, and the words left; all of them when none would be."""
    kindred, core = Kindred(), segment
    while (found := _leading_kind(core)) and _led(core[found[1] :]) and kindred.kind in {None, found[0].kind}:
        kindred, core = found[0], _introduced(core[found[1] :])
    return (kindred, core) if kindred.kind else _trailing_kind(core)


def _leading_kind(core: Phrase) -> tuple[Kindred, int] | None:
    skipped = 1 if core and core[0] in ARTICLES else 0
    exact = _exact_kind(core, skipped)
    misspelt = _misspelt_kind(core, skipped) if exact is None or core[skipped] == "communaute" else None
    if found := max((each for each in (exact, misspelt) if each), key=lambda each: each[1], default=None):
        return found
    following = core[skipped + 1 : skipped + 2]
    if following and (_SLIPPED_TITLE if following[0] not in {"de", "du", "des", "d"} else _SLIPPED_SHORT).fullmatch(
        core[skipped]
    ):
        return Kindred(PlaceKind.EPCI, "CC"), skipped + 1 + (len(core[skipped + 1]) == 1)
    return None


def _exact_kind(core: Phrase, skipped: int) -> tuple[Kindred, int] | None:
    for size in range(min(6, len(core) - skipped), 0, -1):
        if found := PHRASES.get(core[skipped : skipped + size]):
            return Kindred(*found), skipped + size
    return None


def _misspelt_kind(core: Phrase, skipped: int) -> tuple[Kindred, int] | None:
    best: tuple[float, Kindred, int] | None = None
    for size in range(1, min(8, len(core) - skipped) + 1):
        glued = "".join(core[skipped : skipped + size])
        match = process.extractOne(glued, LONG_PHRASES.keys(), scorer=OSA.normalized_similarity, score_cutoff=0.82)
        if match and (best is None or match[1] * len(match[0]) > best[0]):
            best = (match[1] * len(match[0]), Kindred(*LONG_PHRASES[match[0]]), skipped + size)
    return best and (best[1], best[2])


def _trailing_kind(core: Phrase) -> tuple[Kindred, Phrase]:
    for at, word in enumerate(core):
        if (word in ANYWHERE and len(core) > 1) or (word in {"ca", "cu"} and len(core) > 2):
            return Kindred(*PHRASES[(word,)]), core if word in EPCI_WORDS else (*core[:at], *core[at + 1 :])
    if len(core) > 1 and (found := PHRASES.get(core[-1:])) and core[-1] not in {"ville", "village"}:
        return Kindred(*found), _trimmed(core[:-1])
    return Kindred(), core


def _trimmed(core: Phrase) -> Phrase:
    return _led(core) or core


def _segments(kept: Phrase) -> Iterator[tuple[Phrase, bool]]:
    """Yield the runs of words that may hold a name, the longest first; whether it is all that was said."""
    runs: list[Phrase] = []
    run: Phrase = ()
    at = 0
    while at < len(kept):
        size = next(
            (size for size in range(5, 1, -1) if at + size <= len(kept) and kept[at : at + size] in GREETINGS), 0
        )
        size = size or int(kept[at] in SEPARATORS)
        if size:
            runs, run, at = [*runs, run], (), at + size
        else:
            run, at = (*run, kept[at]), at + 1
    trimmed = [*map(_led, runs), _introduced(run)]
    spoken = [each for each in trimmed if any(word not in SMALL_TALK and not word.isdigit() for word in each)]
    for each in sorted(spoken, key=lambda each: -sum(map(len, each)))[:3]:
        yield each, len(spoken) == 1


def _wheres(kept: Phrase) -> Iterator[Where]:
    """Yield the departments that may be told apart from the name."""
    for at, word in enumerate(kept):
        if _NUMBER.fullmatch(word):
            rest = _cut(kept, at, at + 1)
            if _is_name(rest):
                yield Where(frozenset({word.upper()}), 1.0, rest)
            return
    yield from _named_wheres(kept)


def _named_wheres(kept: Phrase) -> Iterator[Where]:
    names = _departments_by_name()
    for size in range(min(4, len(kept) - 1), 0, -1):
        for at in range(len(kept) - size, -1, -1):
            departments = names.get(kept[at : at + size])
            stands = at + size == len(kept) or at == 0 or kept[at - 1] in _BEFORE_NAME
            rest = _cut(kept, at, at + size)
            if departments and stands and _is_name(rest):
                is_said = at > 0 and kept[at - 1] in {"en", "dans"}
                yield Where(departments, 0.8 if len(departments) == 1 or is_said else 0.4, rest)
                return
    yield from _misspelt_where(kept)


def _misspelt_where(kept: Phrase) -> Iterator[Where]:
    for size in range(min(3, len(kept) - 1), 0, -1):
        glued = "".join(kept[-size:])
        if len(glued) < 6:
            continue
        match = process.extractOne(
            glued, _glued_departments().keys(), scorer=OSA.normalized_similarity, score_cutoff=0.85
        )
        rest = _cut(kept, len(kept) - size, len(kept))
        if match and _is_name(rest):
            yield Where(_glued_departments()[match[0]], 0.5, rest)
            return


def _cut(kept: Phrase, begin: int, end: int) -> Phrase:
    """Leave out words, and those which introduce them."""
    while begin and kept[begin - 1] in _BEFORE_NAME:
        begin -= 1
    return kept[:begin] + kept[end:]


@cache
def _departments_by_name() -> dict[Phrase, frozenset[str]]:
    named: dict[Phrase, frozenset[str]] = {}
    for texts in (FORMER_REGIONS, _inhabitants()):
        named |= {tuple(letters(name).split()): frozenset(codes.split()) for name, codes in texts.items()}
    for place in groupings().values():
        if place.kind is PlaceKind.REGION:
            named[_phrase(place.name)] = frozenset(
                each.department or ""
                for each in groupings().values()
                if each.kind is PlaceKind.DEPARTMENT and each.region == place.region
            )
    for place in groupings().values():
        if place.kind in {PlaceKind.DEPARTMENT, PlaceKind.COLLECTIVITY} and place.department:
            named[_phrase(place.name)] = frozenset({place.department})
    return named


def _phrase(name: str) -> Phrase:
    listed = tuple(lines_of_words(name).split())
    return listed[1:] if listed[0] in ARTICLES else listed


@cache
def _glued_departments() -> dict[str, frozenset[str]]:
    return {
        "".join(phrase): departments
        for phrase, departments in _departments_by_name().items()
        if len("".join(phrase)) > 5
    }


def _inhabitants() -> dict[str, str]:
    women = {name + "e": codes for name, codes in INHABITANTS.items()}
    endings = {
        name.removesuffix(end) + other: codes
        for name, codes in INHABITANTS.items()
        for end, other in FEMININE.items()
        if name.endswith(end)
    }
    return {**women, **endings, **INHABITANTS}
