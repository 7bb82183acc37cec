"""Which territory somebody meant: candidates, best first, and the one that can be taken for granted."""

from dataclasses import dataclass
from typing import NamedTuple

from domain.territory.gazetteer import place
from domain.territory.index import index
from domain.territory.place import Place, PlaceKind
from domain.territory.ranking import SURE, Ranking, Score
from domain.territory.reading import read
from domain.territory.spelling import letters
from domain.territory.vocabulary import ELSEWHERE, NAMES_AS_TALK

MOST = 5
"""Candidates given, at most."""
LIKELY = 0.6
"""The likeness under which a candidate is not worth showing."""
APART, APART_WITH_SLIPS = 0.05, 0.08
"""The lead over the next that a candidate needs to be accepted, spelt right or not."""
SAME_ACCENTS = 0.05
_NEVER_ALONE = ELSEWHERE | NAMES_AS_TALK
_TWINS = (
    ("COM:75056", "DEP:75", PlaceKind.DEPARTMENT),
    ("COM:97701", "COL:977", PlaceKind.COLLECTIVITY),
    ("COM:97801", "COL:978", PlaceKind.COLLECTIVITY),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """`score` is the likeness, from 0 to 1, plus what population, department and kind say for the place."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """`accepted` is always the first candidate, to be shown for confirmation."""

    query: str
    accepted: Place | None
    candidates: tuple[Candidate, ...]


class _Seen(NamedTuple):
    place: Place
    score: Score


def recognise(text: str) -> Recognition:
    """Return at most five territories, best first; none when the text names nothing. Milliseconds; some 0.5 s once."""
    query = read(text)
    if not (query.readings or query.codes or query.department):
        return Recognition(text, None, ())
    found = [
        _Seen(known, score)
        for entry, score in Ranking(index(), query).best(2 * MOST)
        if (known := place(index().ids[entry]))
    ]
    found = _without_twins(found, {each.kindred.kind for each in query.readings})
    best = []
    for seen, score in (each for each in found if each.score.likeness >= LIKELY):
        # of names alike but for their accents, the one typed is preferred
        is_typed = not text.isascii() and seen.name.casefold() in text.casefold()
        best.append(_Seen(seen, score._replace(score=score.score + SAME_ACCENTS) if is_typed else score))
    best.sort(key=lambda each: -each.score.score)
    candidates = tuple(Candidate(each.place, round(each.score.score, 3)) for each in best[:MOST])
    is_sure = _is_sure(best) and not query.is_doubtful and letters(text).strip() not in _NEVER_ALONE
    return Recognition(text, best[0].place if is_sure else None, candidates)


def _without_twins(found: list[_Seen], said: set[PlaceKind | None]) -> list[_Seen]:
    """Keep, of two levels of the same land, the one that is said, else the commune."""
    ids = {each.place.id for each in found}
    left = {commune if kind in said else other for commune, other, kind in _TWINS if {commune, other} <= ids}
    return [each for each in found if each.place.id not in left]


def _is_sure(best: list[_Seen]) -> bool:
    """Whether the first of `best` may be taken for granted."""
    if not best or not best[0].score.is_clear or best[0].score.likeness < SURE:
        return False
    first = best[0].place
    is_overseas = first.id in {commune for commune, _, kind in _TWINS if kind is PlaceKind.COLLECTIVITY}
    if is_overseas and any(each.place.name == first.name for each in best[1:]):
        return False  # it shares its name with communes of the mainland, however small
    lead = APART if best[0].score.likeness == 1 else APART_WITH_SLIPS
    return len(best) == 1 or best[0].score.score - best[1].score.score >= lead


def as_json(recognition: Recognition) -> dict[str, object]:
    """Return what `jalon territory --json` prints."""
    return {
        "query": recognition.query,
        "accepted": recognition.accepted.id if recognition.accepted else None,
        "candidates": [
            {
                "id": each.place.id,
                "name": each.place.name,
                "kind": each.place.kind.value,
                "department": each.place.department,
                "population": each.place.population,
                "score": each.score,
            }
            for each in recognition.candidates
        ],
    }
