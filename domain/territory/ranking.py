"""How likely each territory is, given what was read."""

from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from rapidfuzz.distance import OSA

from domain.territory.gazetteer import place
from domain.territory.index import Index, content, first
from domain.territory.likeness import likeness
from domain.territory.place import PlaceKind
from domain.territory.reading import Query, Reading
from domain.territory.spelling import sounds
from domain.territory.vocabulary import LINKS, SMALL_TALK, Phrase

SURE, APART = 0.93, 0.05
"""The likeness and the lead over the next a territory needs to be accepted."""
RIGHT_DEPARTMENT, WRONG_DEPARTMENT = 0.12, -0.10
RIGHT_CODE = 0.15
RIGHT_KIND = {PlaceKind.COMMUNE: 0.05, PlaceKind.EPCI: 0.10, PlaceKind.EPT: 0.15}
FAR_KIND, RIGHT_NATURE = -0.06, 0.02
RIGHT_LEVEL, FAR_LEVEL = 0.15, -0.15
_LEVELS = frozenset({PlaceKind.DEPARTMENT, PlaceKind.REGION, PlaceKind.COLLECTIVITY})
_SHORTLIST, _SEVERAL = 40, 300


class Score(NamedTuple):
    """`likeness` is that of the name alone; `is_clear` when nothing else was said that we do not understand."""

    score: float
    likeness: float
    is_clear: bool


class Ranking:
    """`found` gives the best score of each entry of the index."""

    def __init__(self, index: Index, query: Query) -> None:
        self.index = index
        self.query = query
        self.found: dict[int, Score] = {}
        self.coded = frozenset(self._coded())
        for reading in query.readings:
            self._look(reading)
        if query.department:
            self._numbered(query.department)
        if query.codes and not (query.readings and any(each.likeness > 0.7 for each in self.found.values())):
            self._only_codes()

    def is_sure(self, best: list[Score]) -> bool:
        """Whether the first of `best` may be taken for granted."""
        lead = best[0].score - best[1].score if len(best) > 1 else 1.0
        return best[0].is_clear and best[0].likeness >= SURE and lead >= APART

    def _numbered(self, code: str) -> None:
        for kind in ("DEP", "COL"):
            if f"{kind}:{code}" in self.index.ids[self.index.communes :]:
                said = self.query.is_department_said
                self.found[self.index.entry(f"{kind}:{code}")] = Score(
                    1.0 if said else 0.9, 1.0 if said else 0.9, is_clear=said
                )

    def _coded(self) -> Iterator[int]:
        for code in self.query.codes:
            if len(code) == 9:
                yield from (
                    entry
                    for entry in range(self.index.communes, len(self.index.ids))
                    if self.index.ids[entry].endswith(code)
                )
                continue
            yield from self.index.postal.get(code, ())
            known = self.index.commune(code)
            former = None if known is not None else place(f"COM:{code}")
            known = self.index.commune(former.code) if former else known
            if known is not None:
                yield known

    def _only_codes(self) -> None:
        clear = not self.query.readings
        for entry in self.coded:
            weight = 0.03 * len(str(self.index.people[entry]))
            alone = len(self.coded) == 1
            self._keep(entry, Score(0.8 + weight, 1.0 if alone else 0.9, is_clear=clear))

    def _keep(self, entry: int, score: Score) -> None:
        known = self.found.get(entry)
        if known is None or score.score > known.score:
            self.found[entry] = score

    def _look(self, reading: Reading) -> None:
        before = dict(self.found)
        best = max((self._exact(reading, form, number) for number, form in enumerate(reading.forms)), default=0.0)
        self._subset(reading)
        self._seats(reading)
        if best >= 1.15 and (not reading.departments or best >= 1.2):
            return
        for number, form in enumerate(reading.forms[:2]):
            self._close(reading, form, 0.01 * number)
        del before

    def _exact(self, reading: Reading, form: Phrase, number: int) -> float:
        glued = "".join(form)
        names = [self.index.spelt.names[at] for at in self.index.spelt.same(glued)]
        best = self._add(reading, ((name, 1.0 - 0.01 * number) for name in names))
        carrying = content(form)
        if len(carrying) > 1:
            mixed = self.index.mixed
            names = [mixed.names[at] for at in mixed.same("".join(carrying))]
            best = max(best, self._add(reading, ((name, 0.95 - 0.01 * number) for name in names)))
        return best

    def _close(self, reading: Reading, form: Phrase, loss: float) -> None:
        glued = "".join(form)
        if len(glued) < 2:
            return
        rough = dict[int, float]()
        for name, alike in (
            *self._spelt(reading, glued),
            *self._begun(reading, glued),
            *self._heard(reading, form),
            *self._mixed(reading, form),
        ):
            rough[name] = max(rough.get(name, 0.0), alike)
        weight = self.index.weight
        short = nlargest(
            _SHORTLIST,
            rough,
            key=lambda name: rough[name] + weight[name] + self._bonus(reading, self.index.entry_of[name]),
        )
        self._add(reading, ((name, max(rough[name], likeness(glued, self.index.glued[name])) - loss) for name in short))

    def _spelt(self, reading: Reading, glued: str) -> Iterator[tuple[int, float]]:
        spelt = self.index.spelt
        if reading.departments:
            yield from ((spelt.names[at], alike) for at, alike in spelt.near_within(glued, reading.departments))
        if not reading.departments or reading.sureness < 1:
            yield from ((spelt.names[at], alike) for at, alike in spelt.near(glued, _edits(glued)))

    def _begun(self, reading: Reading, glued: str) -> Iterator[tuple[int, float]]:
        if len(glued) < 4:
            return
        spelt, glueds = self.index.spelt, self.index.glued
        names = [spelt.names[at] for at in first(spelt.beginning(glued), _SEVERAL * 10)]
        for name in names:
            yield name, 0.70 + 0.22 * len(glued) / len(glueds[name])

    def _heard(self, reading: Reading, form: Phrase) -> Iterator[tuple[int, float]]:
        said, glued, heard = sounds(" ".join(form)), "".join(form), self.index.heard
        if len(said) < 2:
            return
        near = (
            heard.near_within(said, reading.departments, 0.7)
            if reading.departments
            else heard.near(said, 1 if len(said) < 7 else 2)
        )
        for at, alike in near:
            name = heard.names[at]
            yield name, 0.5 * alike + 0.45 * OSA.normalized_similarity(glued, self.index.glued[name])

    def _mixed(self, reading: Reading, form: Phrase) -> Iterator[tuple[int, float]]:
        carrying = content(form)
        if len(carrying) < 2:
            return
        mixed, key = self.index.mixed, "".join(carrying)
        near = (
            mixed.near_within(key, reading.departments, 0.75)
            if reading.departments
            else mixed.near(key, 1 if len(key) < 9 else 2)
        )
        for at, alike in near:
            yield mixed.names[at], 0.95 * alike

    def _subset(self, reading: Reading) -> None:
        """Names that hold all the words said, and others."""
        for form in reading.forms[:2]:
            carrying = [word for word in form if word not in LINKS]
            if not carrying or not all(word in self.index.of_word for word in carrying):
                continue
            groups = sorted((self.index.of_word[word] for word in carrying), key=len)
            if len(groups[0]) > 2000 and len(groups) == 1:
                continue
            common = set(groups[0]).intersection(*groups[1:])
            size = sum(map(len, carrying))
            self._add(reading, ((name, 0.66 + 0.27 * min(1.0, size / len(self.index.glued[name]))) for name in common))

    def _seats(self, reading: Reading) -> None:
        """The EPCI of the commune that was named, when an EPCI was asked for."""
        if reading.kindred.kind is not PlaceKind.EPCI:
            return
        for form in reading.forms[:3]:
            for at in self.index.spelt.same("".join(form)):
                entry = self.index.entry_of[self.index.spelt.names[at]]
                if entry < self.index.communes and (epci := self.index.intercommunality[entry]) >= 0:
                    share = self.index.people[entry] / self.index.people[epci]
                    alike = 0.72 + 0.2 * min(1.0, share * 2)
                    self._keep(epci, Score(alike + 0.15 + self._bonus(reading, epci), alike, is_clear=False))

    def _add(self, reading: Reading, names: Iterable[tuple[int, float]]) -> float:
        best = 0.0
        for name, alike in names:
            entry = self.index.entry_of[name]
            score = alike + self.index.weight[name] + self._bonus(reading, entry)
            self._keep(entry, Score(score, alike, reading.is_whole))
            best = max(best, score)
        return best

    def _bonus(self, reading: Reading, entry: int) -> float:
        bonus = RIGHT_CODE if entry in self.coded else -0.05 if self.coded else 0.0
        if reading.departments:
            is_right = self.index.departments[entry] in reading.departments
            bonus += reading.sureness * (RIGHT_DEPARTMENT if is_right else WRONG_DEPARTMENT)
        return bonus + self._kind_bonus(reading, entry)

    def _kind_bonus(self, reading: Reading, entry: int) -> float:
        asked, kind = reading.kindred.kind, self.index.kinds[entry]
        if asked is None:
            return 0.0
        if asked in _LEVELS:
            return RIGHT_LEVEL if kind is asked else 0.0 if kind in _LEVELS else FAR_LEVEL
        return RIGHT_KIND[asked] if kind is asked else FAR_KIND


def _edits(glued: str) -> int:
    """How many letters may be wrong in a name."""
    size = len(glued)
    return 1 if size < 5 else 2 if size < 8 else 3 if size < 13 else 4


def is_small_talk(phrase: Phrase) -> bool:
    return all(word in SMALL_TALK for word in phrase)
