"""Names of the index that may be the one typed, each with how alike it is at first sight, from 0 to 1."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from rapidfuzz.distance import OSA

from domain.territory.index import Index, content
from domain.territory.keys import Keys, Near
from domain.territory.place import PlaceKind
from domain.territory.reading import Reading
from domain.territory.spelling import letters, sounds
from domain.territory.townspeople import stems
from domain.territory.vocabulary import LEADING, LINKS, ORDINARY, SMALL_TALK, TOWNSPEOPLE, Phrase

MIXED = 0.95
"""How alike the same words in another order are."""
_LINKS_APART = 0.01
_BEGUN, _BEGUN_WORDS, _BEGUN_CITY, _CITY = 0.70, 0.83, 0.03, 20_000
_MOST_BEGUN, _MOST_PER_WORD = 3_000, 2_000
_ABRIDGED, _LONGEST_CUT, _MOST_CUT = 0.90, 7, 6_000
_SUFFIXED, _BESIDE, _IN_DEPARTMENT = 0.74, 0.78, 0.86
_SLIPS_FROM = (5, 8, 13)
"""Letters of a name from which a second one may be wrong, then a third, a fourth."""
_VOWELS = frozenset("aeiouy")
_TALK = ORDINARY | SMALL_TALK
_UNSAID = "(?:de|du|des|d|la|le|les|l|en|sur|sous){0,2}"
_TOWN, _ENDING = 10_000, 4
_SPOTTED, _SPOTTED_WHOLE, _SHORTEST_SPOTTED, _LONGEST_SPOTTED = 0.66, 0.24, 4, 8
_LONG_NAME = 3
"""Words of a name that is no chance, the small ones included."""
_HEARD, _SPELT = 0.68, 0.20
"""How alike a name is that sounds the same, and what its spelling adds."""

Found = Iterator[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks in `index` for what was typed as `text`."""

    index: Index
    text: str

    def same(self, form: Phrase) -> Found:
        """Names spelt so, or made of the same words in another order."""
        spelt, mixed, carrying = self.index.spelt, self.index.mixed, content(form)
        yield from ((spelt.names[at], 1.0) for at in spelt.same("".join(form)))
        if len(carrying) > 1:
            said = sorted("".join(form))
            for name in (mixed.names[at] for at in mixed.same("".join(carrying))):
                yield name, MIXED if sorted(self.index.glued[name]) == said else MIXED - _LINKS_APART

    def close(self, reading: Reading, form: Phrase) -> Found:
        """Names a few slips away in spelling, in sound, or with their words in another order."""
        glued = "".join(form)
        yield from self._near(self.index.spelt, reading, glued, 1 + bisect(_SLIPS_FROM, len(glued)))
        if len(glued) >= 4:
            spelt = self.index.spelt
            for at in islice(spelt.beginning(glued), _MOST_BEGUN):
                yield spelt.names[at], _BEGUN + 0.22 * len(glued) / len(spelt.keys[at])
        yield from self._heard(reading, form)
        carrying = "".join(content(form))
        if len(content(form)) > 1:
            slips = 1 if len(carrying) < 9 else 2
            yield from ((name, MIXED * alike) for name, alike in self._near(self.index.mixed, reading, carrying, slips))

    def holding(self, form: Phrase) -> Found:
        """Names that hold all the words typed, and others."""
        carrying = {word for word in form if word not in LINKS}
        groups = sorted((self.index.of_word.get(word, ()) for word in carrying), key=len)
        if not groups or (len(groups) == 1 and len(groups[0]) > _MOST_PER_WORD):
            return
        size = sum(map(len, carrying))
        for name in set(groups[0]).intersection(*groups[1:]):
            glued = self.index.glued[name]
            share = min(1.0, size / len(glued))
            if glued.startswith("".join(form)):
                is_city = self.index.people[self.index.entry_of[name]] >= _CITY
                yield name, _BEGUN_WORDS + 0.12 * share + (_BEGUN_CITY if is_city else 0.0)
            else:
                yield name, 0.66 + 0.27 * share

    def abridged(self, form: Phrase) -> Found:
        """Names some words of which were cut short: "st seb sur loire", "aix en prov"."""
        of_word = self.index.of_word
        cut = [word for word in form if word not in of_word and word not in LINKS]
        whole = [of_word[word] for word in form if word in of_word and word not in LINKS]
        if not whole or not cut or any(len(word) > _LONGEST_CUT or not word.isalpha() for word in cut):
            return
        whole.sort(key=len)
        if len(whole[0]) > _MOST_CUT:
            return
        spellings = []
        for word in form:
            spelling = f"{word}[a-z]*" if word in cut else word
            if word in cut and _VOWELS.isdisjoint(word[1:-1]):  # it may skip vowels, as "mgne" does
                spelling = f"(?:{spelling}|{'[a-z]*'.join(word)})"
            spellings.append(spelling)
        pattern = re.compile(_UNSAID.join(spellings))
        for name in set(whole[0]).intersection(*whole[1:]):
            if pattern.fullmatch(self.index.glued[name]):
                yield name, _ABRIDGED

    def headed(self, form: Phrase) -> Found:
        """Names that are the first words said, an old suffix or a place beside being the others."""
        spelt = self.index.spelt
        for size in range(len(form) - 1, 0, -1):
            head, rest = "".join(form[:size]), form[size:]
            names = [spelt.names[at] for at in spelt.same(head)] if len(head) > 3 else []
            beside = {spelt.names[at] for at in spelt.same("".join(rest).removeprefix("d"))}
            beside |= {spelt.names[at] for at in spelt.same("".join(rest))}
            if not names or not (beside or rest[0] in LINKS):
                continue
            departments = {self.index.departments[self.index.entry_of[name]] for name in beside}
            for name in names:
                is_there = self.index.departments[self.index.entry_of[name]] in departments
                yield name, _IN_DEPARTMENT if is_there else _BESIDE if beside else _SUFFIXED
            return

    def spotted(self, said: Phrase) -> Found:
        """Names that stand whole among other words, the longest first: "agent d'accueil, Villers-Bocage".

        Beside a name of several words, one of a single word only says where: "Terre-de-Haut, Les Saintes".
        """
        telling = sum(len(word) for word in said if word not in SMALL_TALK and word not in LEADING)
        free = [True] * len(said)
        for size in range(min(_LONGEST_SPOTTED, len(said)), 0, -1):
            if size < _LONG_NAME and not all(free):
                return
            for begin in range(len(said) - size + 1):
                form = said[begin : begin + size]
                names = self.index.spelt.same("".join(form)) if all(free[begin : begin + size]) else range(0)
                is_talk = sum(map(len, form)) < _SHORTEST_SPOTTED or (size == 1 and form[0] in _TALK)
                if names and not is_talk:
                    free[begin : begin + size] = [False] * size
                    share = min(1.0, sum(map(len, form)) / (telling or 1))
                    yield from ((self.index.spelt.names[at], _SPOTTED + _SPOTTED_WHOLE * share) for at in names)

    def inhabited(self, word: str) -> int | None:
        """Return the town whose inhabitants are named so, masculine or feminine."""
        spelt, people = self.index.spelt, self.index.people
        for stem in stems(word):
            found = (
                spelt.same(TOWNSPEOPLE[stem])
                if stem in TOWNSPEOPLE
                else (*spelt.same(stem), *spelt.beginning(stem, len(stem) + _ENDING))
            )
            towns = [spelt.names[at] for at in found]
            if towns := [town for town in towns if town < self.index.communes and people[town] >= _TOWN]:
                return max(towns, key=people.__getitem__)
        return None

    def _near(self, keys: Keys, reading: Reading, key: str, slips: int) -> Found:
        near: list[Iterator[Near]] = []
        if reading.departments:
            near.append(keys.near_within(key, reading.departments))
        if reading.kindred.kind not in {None, PlaceKind.COMMUNE}:
            near.append(keys.near_within(key, (reading.kindred.kind.value,)))
        if reading.sureness < 1:
            near.append(keys.near(key, slips))
        yield from ((keys.names[at], alike) for at, alike in chain(*near))

    def _heard(self, reading: Reading, form: Phrase) -> Found:
        """Names that sound alike, by the accents typed: é is heard at the end of a word, e is not."""
        typed = {letters(word): word for word in self.text.casefold().split()} if not self.text.isascii() else {}
        glued, said = "".join(form), sounds(" ".join(typed.get(word, word) for word in form))
        if len(said) < 2:
            return
        for name, alike in self._near(self.index.heard, reading, said, 1 if len(said) < 7 else 2):
            spelt = OSA.normalized_similarity(glued, self.index.glued[name])
            yield name, max(0.52 * alike + 0.44 * spelt, _HEARD + _SPELT * spelt if alike == 1 else 0.0)
