"""What of a sentence may be a name: runs of words between small talk."""

import re
from collections.abc import Iterator
from itertools import dropwhile, pairwise

from domain.territory.vocabulary import (
    ARTICLES,
    BOROUGH_WORDS,
    BOROUGHS,
    GREETINGS,
    INTRODUCING,
    LEADING,
    LINKS,
    MONTHS,
    ORDINALS,
    ORDINARY,
    SEPARATORS,
    SMALL_TALK,
    Phrase,
)

_ORDINAL = re.compile(r"(\d{1,2})(?:e|er|eme|ieme|nd|nde|ere)|x{0,2}(?:ix|iv|v?i{1,3}|v|x)(?:e|eme|er)?")
_PREPOSITIONS = LEADING - ARTICLES
_TALK = SMALL_TALK | LINKS | LEADING | MONTHS
_OF = frozenset({"de", "du", "des", "d", "of"})
_TITLES = INTRODUCING | {"ca", "cu"}
_NEARBY = {("a", "cote"), ("pres", "de"), ("pres", "d"), ("pres", "du")}
_REGIONS = {("region", "sud"), ("region", "centre")}
PARIS = ("paris",)
_MOST_RUNS, _LONGEST_GREETING, _LONGEST_WITH_BOROUGH = 3, 5, 6


def is_name(kept: Phrase) -> bool:
    """Whether more than small talk, numbers and dates was said."""
    spoken = [word for word in kept if not word.isdigit()]
    if len(spoken) < len(kept):
        spoken = [word for word in spoken if word not in MONTHS]
    return any(word not in SMALL_TALK for word in spoken) and sum(map(len, spoken)) > 1


def is_common(kept: Phrase) -> bool:
    """Whether people say this without thinking of a territory: small talk, and no more than one ordinary word.

    "mairie de Sens" is no such thing, nor is what names two words ("Saint-Pierre").
    """
    told = {word for word in kept if word not in _TALK}
    is_titled = any((word in _TITLES and following in _OF) for word, following in pairwise(kept))
    is_region = not _REGIONS.isdisjoint(pairwise(kept))
    return len(told) <= 1 and told <= ORDINARY and not is_titled and not is_region


def runs(kept: Phrase) -> list[Phrase]:
    """Return the runs of words that may hold a name, the longest first."""
    *before, last = _parted(kept)
    trimmed = [*map(led, before), introduced(last)]
    return sorted(filter(is_name, trimmed), key=lambda run: -sum(map(len, run)))[:_MOST_RUNS]


def before_nearby(kept: Phrase) -> Phrase:
    """Leave out what the territory is only near to: "Mérignac, à côté de Bordeaux"."""
    ends = (at for at in range(1, len(kept) - 1) if kept[at : at + 2] in _NEARBY and is_name(kept[:at]))
    return kept[: next(ends, len(kept))]


def _parted(kept: Phrase) -> Iterator[Phrase]:
    begin = at = 0
    while at < len(kept):
        longest = min(_LONGEST_GREETING, len(kept) - at)
        greeting = next((size for size in range(longest, 1, -1) if kept[at : at + size] in GREETINGS), 0)
        size = greeting or int(kept[at] in SEPARATORS)
        if size:
            yield kept[begin:at]
            begin = at + size
        at += size or 1
    yield kept[begin:]


def led(core: Phrase) -> Phrase:
    """Leave out the prepositions a name is introduced by, and those it ends with."""
    end = len(core)
    while end and core[end - 1] in LEADING:
        end -= 1
    return introduced(core[:end])


def introduced(core: Phrase) -> Phrase:
    """Leave out the prepositions a name is introduced by."""
    return tuple(dropwhile(_PREPOSITIONS.__contains__, core))


def without_boroughs(kept: Phrase) -> Phrase:
    """Leave out the arrondissement of a city that has some: "lyon 3eme", "paris xv", "15e arrondissement de paris"."""
    city = next((word for word in kept if word in BOROUGHS), None)
    if city is None:
        return PARIS if _is_town_hall_of_borough(kept) else kept
    at = kept.index(city) + 1
    if _is_borough(kept[at : at + 1]) or kept[at:] == ("centre",):
        return (*kept[:at], *(word for word in kept[at + 1 :] if not _is_borough((word,))))
    if BOROUGH_WORDS.isdisjoint(kept) or len(kept) > _LONGEST_WITH_BOROUGH or "metropole" in kept:
        return kept
    return tuple(word for word in kept if not _is_borough((word,)) and word not in LEADING)


def _is_town_hall_of_borough(kept: Phrase) -> bool:
    """ "mairie du 18eme": Paris alone has so many, and is meant."""
    numbers = [word for word in kept if _ORDINAL.fullmatch(word) and word[0].isdigit()]
    others = {word for word in kept if word not in numbers and word not in BOROUGH_WORDS and word not in LEADING}
    return len(numbers) == 1 and "mairie" in others and others <= SMALL_TALK


def _is_borough(words: Phrase) -> bool:
    return any(
        word in BOROUGH_WORDS or word in ORDINALS or (word.isdigit() and int(word) <= 20) or _ORDINAL.fullmatch(word)
        for word in words
    )
