"""All names a territory answers to, ready for a search: built once, at the first search."""

import math
import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from domain.territory.codes import department_of
from domain.territory.gazetteer import groupings, rows_of
from domain.territory.keys import Keys
from domain.territory.place import Place, PlaceKind
from domain.territory.spelling import lines_of_words, sounds
from domain.territory.vocabulary import ARTICLES, EPCI_WORDS, LINKS, NICKNAMES

WEIGHT_OF_TEN = 0.03
"""How much ten times more inhabitants count, in likeness."""
COMMUNE = 0.04
"""What a commune has more than an EPCI: the bare name is its own."""
VAST = 0.145
"""The weight of a department, a region or a collectivity, whatever their population."""
FORMER, SHORTENED, UNTITLED, RENAMED = 0.05, 0.06, 0.04, 0.01
"""What names lose: of a former commune, without article, without "agglomération", of the chief town before a merger."""
ACRONYM, RARE_ACRONYM = 0.06, 0.25
HEAD = 0.033
"""What a city loses when only the first words of its name are said: as much as twelve times less inhabitants."""
FAR, TWICE = 14, 2
"""A city comes before another of that very name when it has so many times its people, and those of the next city."""
_CROWD = 500
_KNOWN_CITY, _HEADED_CITY, _GREAT_CITY = 10_000, 15_000, 40_000
_ARTICLE = tuple(f"{article} " for article in ARTICLES)
_TITLES = frozenset({"cc", "ca", "cu"})
_REPEATED = re.compile(r"(.)\1+")
_SHORTEST_HEAD, _SHORTEST_OF_GREAT = 5, 3
_PARENTHESIS = re.compile(r"\s*\(([^)]*)\)")


def content(words: Sequence[str]) -> list[str]:
    """Return the words that carry the name, in no order of theirs."""
    return sorted(word for word in words if word not in LINKS) or sorted(words)


class Index:
    """Entries are territories; names point to them, several to one. Both are known by their number."""

    def __init__(self) -> None:
        self.natures: dict[int, str] = {}
        self.doubtful: set[int] = set()
        self.postal: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self.of_word: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._add_communes()
        self.communes = len(self.ids)
        self._add_groupings()
        self._make_keys()

    def commune(self, code: str) -> int:
        """Return the entry of a commune of today, by its INSEE code."""
        return bisect_left(self.ids, f"COM:{code}", 0, self.communes)

    def grouping(self, code: str, *kinds: str) -> Iterator[int]:
        """Yield the entries that are no communes and have this code, of the given kinds if any."""
        for entry in range(self.communes, len(self.ids)):
            kind, _, known = self.ids[entry].partition(":")
            if known == code and (not kinds or kind in kinds):
                yield entry

    def _add_communes(self) -> None:
        """All at once rather than one by one, which takes twice the time."""
        rows = [row.split("\t") for row in rows_of("communes.tsv")]
        names = "\n".join([row[1] for row in rows])
        self.ids = [f"COM:{row[0]}" for row in rows]
        self.kinds = [PlaceKind.COMMUNE] * len(rows)
        self.departments = [department_of(row[0]) for row in rows]
        self.people = array("I", [int(row[2]) for row in rows])
        self.intercommunality = array("i", [int(row[4]) if len(row) > 4 and row[4] else -1 for row in rows])
        self.entry_of = array("I", range(len(rows)))
        self.weight = array("f", [COMMUNE + WEIGHT_OF_TEN * math.log10(people) for people in self.people])
        self._words = lines_of_words(names).split("\n")
        self._heard = sounds(names).split("\n")
        self.glued = [words.replace(" ", "") for words in self._words]
        for entry, row in enumerate(rows):
            for code in row[3].split() if len(row) > 3 else ():
                self.postal[code].append(entry)
        for entry, words in enumerate(self._words[:]):
            if words.startswith(_ARTICLE):
                loss = SHORTENED / 2 if self.people[entry] >= _KNOWN_CITY else SHORTENED
                self._name(entry, words.split(" ", 1)[1], "", self.prior(entry) - loss)
        self._add_heads()
        self._add_former(rows)

    def _add_heads(self) -> None:
        """A city answers to the first words of its name, far smaller communes of that name notwithstanding."""
        cities = [entry for entry, people in enumerate(self.people) if people >= _HEADED_CITY]
        heads = [
            (entry, head) for entry in cities if (head := _head(self._words[entry].split(" "), self.people[entry]))
        ]
        people_of: defaultdict[str, list[int]] = defaultdict(lambda: [0])
        for entry, head in heads:
            people_of[head].append(self.people[entry])
        needed = {head: TWICE * sorted(people)[-2] for head, people in people_of.items()}
        for name, words in enumerate(self._words):
            if words in needed:
                needed[words] = max(needed[words], FAR * self.people[self.entry_of[name]], _GREAT_CITY)
        heard = sounds("\n".join(head for _, head in heads)).split("\n")
        for (entry, head), sound in zip(heads, heard, strict=True):
            if needed[head] > self.people[entry]:
                continue
            if needed[head]:
                self.doubtful.add(len(self.glued))
            self._name(entry, head, sound, self.prior(entry) - HEAD)

    def _add_former(self, rows: list[list[str]]) -> None:
        """A commune answers to the names of those it was made of, its chief town's nearly as much as to its own."""
        former = [
            (entry, name[6:], name[:5] == row[0])
            for entry, row in enumerate(rows)
            if len(row) > 6
            for name in row[6].split(";")
            if len(name) > 6
        ]
        names = "\n".join(name for _, name, _ in former)
        lines = zip(former, lines_of_words(names).split("\n"), sounds(names).split("\n"), strict=True)
        for (entry, _, is_chief_town), words, heard in lines:
            small = COMMUNE + WEIGHT_OF_TEN * math.log10(min(self.people[entry], _CROWD)) - FORMER
            self._name(entry, words, heard, self.prior(entry) - RENAMED if is_chief_town else small)

    def _add_groupings(self) -> None:
        places = tuple(groupings().values())
        full = lines_of_words("\n".join(place.name for place in places)).split("\n")
        bare = lines_of_words("\n".join(_PARENTHESIS.sub("", place.name) for place in places)).split("\n")
        called: list[tuple[int, str, float]] = []
        for place, *lines in zip(places, bare, full, strict=True):
            self.ids.append(place.id)
            self.kinds.append(place.kind)
            self.departments.append(place.department or "")
            self.people.append(place.population or 1)
            entry = len(self.ids) - 1
            if place.nature:
                self.natures[entry] = place.nature
            called += ((entry, *each) for line in dict.fromkeys(lines) for each in _names(place, line.split()))
            for short, loss in _acronyms(place, lines[0].split()):
                self.doubtful.add(len(self.glued))
                self._name(entry, short, "", self.prior(entry) - loss)
        communes = set(self.glued)
        heard = sounds("\n".join(words for _, words, _ in called)).split("\n")
        for (entry, words, loss), sound in zip(called, heard, strict=True):
            # named as a commune, an EPCI loses as one without its title: the bare name is the commune's
            is_bare = entry in self.natures and words.replace(" ", "") in communes
            self._name(entry, words, "" if loss else sound, self.prior(entry) - (UNTITLED if is_bare else loss))
        for place_id, nicknames in NICKNAMES.items():
            entry = self.ids.index(place_id)
            for name in nicknames:
                self._name(entry, name, "", self.prior(entry))
        entry_of_epci = {self.ids[entry][5:]: entry for entry in self.natures}
        self.intercommunality = array("i", [entry_of_epci.get(str(code), -1) for code in self.intercommunality])

    def prior(self, entry: int) -> float:
        """Return what a territory weighs before anything is said of it."""
        match self.kinds[entry]:
            case PlaceKind.COMMUNE:
                return COMMUNE + WEIGHT_OF_TEN * math.log10(self.people[entry])
            case PlaceKind.EPCI | PlaceKind.EPT:
                return WEIGHT_OF_TEN * math.log10(self.people[entry])
            case _:
                return VAST

    def _name(self, entry: int, words: str, heard: str, weight: float) -> None:
        self.entry_of.append(entry)
        self.weight.append(weight)
        self._words.append(words)
        self._heard.append(heard)
        self.glued.append(words.replace(" ", ""))

    def _make_keys(self) -> None:
        groups = []
        for entry in self.entry_of:
            department, kind = self.departments[entry], self.kinds[entry]
            groups.append((department,) if kind is PlaceKind.COMMUNE else (department, kind.value))
        mixed: list[tuple[str, int]] = []
        of_word = self.of_word
        for name, line in enumerate(self._words):
            if " " not in line:
                of_word[line].append(name)
                continue
            carrying = content(line.split(" "))
            for word in carrying:
                of_word[word].append(name)
            if len(carrying) > 1:
                mixed.append(("".join(carrying), name))
        self.spelt = Keys(zip(self.glued, range(len(self.glued)), strict=True), groups)
        self.heard = Keys(((heard, name) for name, heard in enumerate(self._heard)), groups)
        self.mixed = Keys(mixed, groups)
        self._words = self._heard = []


def _head(words: list[str], people: int) -> str:
    """Return the words of a name before a link, or its first ones: "saint ouen", "charleville"; none when too short."""
    shortest = _SHORTEST_HEAD if people < _GREAT_CITY else _SHORTEST_OF_GREAT
    first = 2 if words[0] in ARTICLES or words[0] in {"saint", "sainte"} else 1
    end = next((at for at, word in enumerate(words) if at >= first and word in LINKS), first)
    head = " ".join(words[:end])
    return head if end < len(words) and len(head) >= shortest else ""


def _names(place: Place, words: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the names of a grouping, with what each loses."""
    full = " ".join(_unlinked(words[1:] if words[0] in _TITLES else words))
    yield full, 0.0
    if place.kind is PlaceKind.EPCI:
        bare = " ".join(_unlinked([word for word in words if word not in EPCI_WORDS | _TITLES]))
        if bare and bare != full:
            yield bare, UNTITLED
    elif words[0] in ARTICLES:
        yield " ".join(words[1:]), 0.0


def _unlinked(words: list[str]) -> list[str]:
    at = next((at for at, word in enumerate(words) if word not in {"de", "du", "des", "d", "le", "la", "les", "l"}), 0)
    return words[at:] if at and words[0] in {"de", "du", "des", "d"} else words


def _acronyms(place: Place, words: list[str]) -> Iterator[tuple[str, float]]:
    """Yield what is written in parentheses, then initials, the rarer with more loss."""
    yield from (("".join(lines_of_words(short).split()), ACRONYM / 2) for short in _PARENTHESIS.findall(place.name))
    if place.kind is not PlaceKind.EPCI or len(words) < 3:
        return
    initials = "".join(word[0] for word in words[1:] if word not in LINKS)
    if words[0] in _TITLES and len(initials) > 1:
        yield words[0] + initials, ACRONYM
    if len(initials) > 2:
        yield initials, RARE_ACRONYM if len(initials) == 3 else ACRONYM
        if (counted := _REPEATED.sub(lambda found: f"{len(found[0])}{found[1]}", initials)) != initials:
            yield counted, ACRONYM


@cache
def index() -> Index:
    return Index()
