"""How likely each territory is, given what was read."""

from collections.abc import Iterable
from dataclasses import replace
from heapq import nlargest
from typing import NamedTuple

from domain.territory.acronyms import shortened, shortens
from domain.territory.finding import Finder
from domain.territory.gazetteer import place
from domain.territory.index import Index
from domain.territory.kindred import NO_KIND
from domain.territory.likeness import likeness
from domain.territory.place import PlaceKind
from domain.territory.reading import Query, Reading
from domain.territory.vocabulary import NICKNAMES, Phrase

RIGHT_DEPARTMENT, WRONG_DEPARTMENT = 0.12, -0.15
RIGHT_CODE, WRONG_CODE = 0.15, -0.05
RIGHT_KIND, FAR_KIND = {PlaceKind.COMMUNE: 0.05, PlaceKind.EPCI: 0.10, PlaceKind.EPT: 0.15}, -0.10
RIGHT_NATURE = 0.02
RIGHT_LEVEL, FAR_LEVEL = 0.15, -0.15
SURE = 0.93
"""The likeness a territory needs to be taken for granted."""
PART = -0.05
"""What is lost by a name that leaves out other words that might have been part of it."""
ALL_SAID = 0.10
"""What a name has more when it holds all the words said, even those that seemed to tell a kind or a place."""
_LEVELS = frozenset({PlaceKind.DEPARTMENT, PlaceKind.REGION, PlaceKind.COLLECTIVITY})
_LOSS = 0.04
"""What each form further from what was typed loses."""
_EXACT, _SHORTLIST, _POOR, _LIKELY, _LIKE = 1.15, 40, 0.8, 0.7, 0.85
_SHORTENED, _SHORTENED_BESIDE = 0.9, 1.0


class Score(NamedTuple):
    """`likeness` is that of the name alone; `is_clear` when nothing else was said that was not understood."""

    score: float
    likeness: float
    is_clear: bool


class Ranking:
    """`found` gives the best score of each entry of the index."""

    def __init__(self, index: Index, query: Query) -> None:
        self.index = index
        self.query = query
        self.finder = Finder(index, query.text)
        self.found: dict[int, Score] = {}
        self.coded: set[int] = set()
        for code in query.codes:
            if len(code) > 5:
                self.coded.update(index.grouping(code))
                continue
            self.coded.update(index.postal.get(code, ()))
            if commune := place(f"COM:{code}"):
                self.coded.add(index.commune(commune.code))
        self._look_at_all()
        if number := query.department:
            alike = 1.0 if number.is_said else 0.9
            for entry in index.grouping(number.code, "DEP", "COL"):
                self._keep(entry, Score(alike, alike, is_clear=number.is_said))
        if query.codes and all(each.likeness <= _LIKELY for each in self.found.values()):
            alike = 1.0 if len(self.coded) == 1 else 0.9
            for entry in self.coded:
                self._keep(entry, Score(alike - 0.1 + index.prior(entry), alike, is_clear=not query.readings))

    def best(self, most: int) -> list[tuple[int, Score]]:
        """Return the likeliest entries, best first."""
        return nlargest(most, self.found.items(), key=lambda item: (item[1].score, -item[0]))

    def _look_at_all(self) -> None:
        readings = self.query.readings
        whole = Reading((self.query.whole,))
        more = 0.0 if any(self.query.whole in reading.forms for reading in readings) else ALL_SAID
        is_whole_name = bool(readings) and self._add(whole, self._spelt_alike(self.query.whole), more) > 0
        plain = [reading for reading in readings if not reading.departments]
        is_plain_name = any(
            len(each.forms[0]) > 1 and any(self._spelt_alike(each.forms[0])) for each in plain if each.forms
        )
        for reading in plain if is_whole_name or is_plain_name else readings:
            self._look(reading)

        if all(each.likeness < SURE for each in self.found.values()):
            # names that stand whole somewhere, in the department that was said
            where = next((each for each in readings if each.departments), Reading(()))
            names = self.finder.spotted(self.query.whole)
            if where.departments:
                names = (each for each in names if self.index.kinds[self.index.entry_of[each[0]]] not in _LEVELS)
            self._add(replace(where, kindred=NO_KIND, is_whole=False), names)
        for reading in plain:
            self._look_for_acronyms(reading)

    def _look_for_acronyms(self, reading: Reading) -> None:
        """Look for EPCI by what their name may be shortened to, beside one of their communes or alone."""
        for form in reading.forms[:2]:
            for short, town in ((form[0], form[1:]), (form[-1], form[:-1])):
                for name, _ in self._spelt_alike(town) if len(short) > 2 else ():
                    commune = self.index.entry_of[name]
                    epci = self.index.intercommunality[commune] if commune < self.index.communes else -1
                    known = place(self.index.ids[epci]) if epci >= 0 else None
                    if known and (shortens(short, known.name) or short in NICKNAMES.get(known.id, ())):
                        self._keep_shortened(epci, _SHORTENED_BESIDE)
        core = reading.forms[0] if reading.forms else ()
        if len(core) == 1 and len(core[0]) > 3 and all(each.likeness < _LIKE for each in self.found.values()):
            for place_id in shortened(core[0]):
                self._keep_shortened(self.index.ids.index(place_id), _SHORTENED)

    def _keep_shortened(self, epci: int, alike: float) -> None:
        self._keep(epci, Score(alike + self.index.prior(epci), alike, is_clear=False))

    def _spelt_alike(self, form: Phrase) -> list[tuple[int, float]]:
        return [(name, alike) for name, alike in self.finder.same(form) if alike == 1]

    def _look(self, reading: Reading) -> None:
        exact = max(
            (
                self._add(
                    reading, self.finder.same(form), -_LOSS * at, is_without_article=reading.is_articled and at > 0
                )
                for at, form in enumerate(reading.forms)
            ),
            default=0.0,
        )
        for at, form in enumerate(reading.forms[:2]):
            self._add(reading, self.finder.holding(form), is_without_article=reading.is_articled and at > 0)
        for form in reading.variants:
            exact = max(exact, self._add(reading, self.finder.same(form), -0.02))
        self._seats(reading)
        if exact < SURE:
            for form in (*reading.forms[:1], *reading.variants[:2]):
                self._add(reading, self.finder.abridged(form))
        if exact >= _EXACT + (RIGHT_DEPARTMENT / 2 if reading.departments else 0.0):
            return
        for at, form in enumerate(reading.forms[:2]):
            if at == 0 or all(each.likeness < SURE for each in self.found.values()):
                self._approach(reading, form, -_LOSS * at)
        if reading.variants and all(each.likeness < _POOR for each in self.found.values()):
            self._approach(reading, reading.variants[0], -0.02)
        if reading.forms and all(each.likeness < SURE for each in self.found.values()):
            self._add(replace(reading, is_whole=False), self.finder.headed(reading.forms[0]), -PART)

    def _approach(self, reading: Reading, form: Phrase, loss: float) -> None:
        """Look at the likeliest of the names that are close more closely."""
        glued = "".join(form)
        rough: dict[int, float] = {}
        for name, alike in self.finder.close(reading, form):
            rough[name] = max(rough.get(name, 0.0), alike)
        shortlist = nlargest(_SHORTLIST, rough, key=lambda name: rough[name] + self._weight(reading, name))
        self._add(
            reading, ((name, max(rough[name], likeness(glued, self.index.glued[name]))) for name in shortlist), loss
        )

    def _add(
        self,
        reading: Reading,
        names: Iterable[tuple[int, float]],
        more: float = 0.0,
        *,
        is_without_article: bool = False,
    ) -> float:
        """Keep what scores better than before; return the best score of `names`, 0 when there is none.

        A town `is_without_article` is never clear: "le aix" may be another, "la Gironde" is the Gironde.
        """
        best = 0.0
        for name, alike in names:
            score = alike + more + self._weight(reading, name)
            entry = self.index.entry_of[name]
            is_there = not reading.departments or self.index.departments[entry] in reading.departments
            is_coded = not self.coded or entry in self.coded
            is_named = name not in self.index.doubtful and not (is_without_article and entry < self.index.communes)
            self._keep(entry, Score(score, alike, reading.is_whole and is_there and is_coded and is_named))
            best = max(best, score)
        return best

    def _keep(self, entry: int, score: Score) -> None:
        known = self.found.get(entry)
        if known is None or score.score > known.score:
            self.found[entry] = score

    def _seats(self, reading: Reading) -> None:
        """The EPCI of the commune that was named, when an EPCI was asked for."""
        if reading.kindred.kind is not PlaceKind.EPCI:
            return
        named = {self.index.entry_of[name] for form in reading.forms for name, _ in self._spelt_alike(form)}
        if not named and reading.forms:
            town = self.finder.inhabited(reading.forms[0][-1])
            named = set() if town is None else {town}
        for commune in named:
            epci = self.index.intercommunality[commune] if commune < self.index.communes else -1
            if epci >= 0:
                share = min(1.0, 2 * self.index.people[commune] / self.index.people[epci])
                alike = 0.78 + 0.14 * share
                self._keep(epci, Score(alike + 0.16 + self._bonus(reading, epci), alike, is_clear=False))

    def _weight(self, reading: Reading, name: int) -> float:
        return self.index.weight[name] + self._bonus(reading, self.index.entry_of[name])

    def _bonus(self, reading: Reading, entry: int) -> float:
        bonus = 0.0 if reading.is_whole else PART
        bonus += RIGHT_CODE if entry in self.coded else WRONG_CODE if self.coded else 0.0
        if reading.departments:
            is_right = self.index.departments[entry] in reading.departments
            bonus += reading.sureness * (RIGHT_DEPARTMENT if is_right else WRONG_DEPARTMENT)
        kind, asked = self.index.kinds[entry], reading.kindred
        if asked.kind is None:
            return bonus
        if asked.kind in _LEVELS:
            return bonus + (RIGHT_LEVEL if kind is asked.kind else 0.0 if kind in _LEVELS else FAR_LEVEL)
        if kind is not asked.kind:
            return bonus + FAR_KIND
        is_so = asked.nature is not None and asked.nature == self.index.natures.get(entry)
        return bonus + (RIGHT_KIND[asked.kind] + (RIGHT_NATURE if is_so else 0.0))
