"""Which kind of territory somebody named, beside its name."""

import re
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.territory.place import PlaceKind
from domain.territory.speech import introduced, led
from domain.territory.vocabulary import ANYWHERE, ARTICLES, EPCI_WORDS, LONG_PHRASES, PHRASES, Phrase

_LONGEST, _LONGEST_SLIPPED, _ALIKE = 6, 8, 0.82
_SLIPPED = re.compile(r"cc[a-z]|[a-z]cc|c")
_SLIPPED_BEFORE_OF = re.compile(r"cc[a-z]|[a-z]cc|c[a-z]?|[a-z]c")
_OF = frozenset({"de", "du", "des", "d"})
_NEVER_LAST = frozenset({"ville", "village"})


class Kindred(NamedTuple):
    """The kind of territory somebody named, the nature of the EPCI with it."""

    kind: PlaceKind | None = None
    nature: str | None = None


NO_KIND = Kindred()


def kindred(run: Phrase) -> tuple[Kindred, Phrase]:
    """Return the kind told by the first or last words, and the words left; all of them when none would be."""
    told, core = NO_KIND, run
    while (found := _leading(core)) and led(core[found[1] :]) and told.kind in {None, found[0].kind}:
        told, core = found[0], introduced(core[found[1] :])
    if told.kind:
        return told, core
    for at, word in enumerate(core):
        if (word in ANYWHERE and len(core) > 1) or (word in {"ca", "cu"} and len(core) > 2):
            return Kindred(*PHRASES[(word,)]), core if word in EPCI_WORDS else (*core[:at], *core[at + 1 :])
    if len(core) > 1 and (phrase := PHRASES.get(core[-1:])) and core[-1] not in _NEVER_LAST:
        return Kindred(*phrase), led(core[:-1]) or core
    return NO_KIND, core


def _leading(core: Phrase) -> tuple[Kindred, int] | None:
    """The kind the first words tell, and how many they are."""
    skipped = int(bool(core) and core[0] in ARTICLES)
    sizes = range(min(_LONGEST, len(core) - skipped), 0, -1)
    known = ((PHRASES.get(core[skipped : skipped + size]), skipped + size) for size in sizes)
    exact = next(((Kindred(*kind), end) for kind, end in known if kind), None)
    slipped = _misspelt(core, skipped) if exact is None or core[skipped] == "communaute" else None
    found = [each for each in (exact, slipped) if each]
    if found:
        return max(found, key=lambda each: each[1])
    # "ccc du", "ccd u", "ac de": two letters with a slip in them
    following = core[skipped + 1 : skipped + 2]
    if not following:
        return None
    form = _SLIPPED_BEFORE_OF if following[0] in _OF else _SLIPPED
    if not form.fullmatch(core[skipped]):
        return None
    return Kindred(PlaceKind.EPCI, "CC"), skipped + 1 + int(len(following[0]) == 1)


def _misspelt(core: Phrase, skipped: int) -> tuple[Kindred, int] | None:
    """Long phrases keep their meaning with a few letters or spaces wrong: "communaute d ecommunes"."""
    best: tuple[float, Kindred, int] | None = None
    for size in range(1, min(_LONGEST_SLIPPED, len(core) - skipped) + 1):
        glued = "".join(core[skipped : skipped + size])
        match = process.extractOne(glued, LONG_PHRASES.keys(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
        if match and (best is None or match[1] * len(match[0]) > best[0]):
            best = (match[1] * len(match[0]), Kindred(*LONG_PHRASES[match[0]]), skipped + size)
    return best and (best[1], best[2])
