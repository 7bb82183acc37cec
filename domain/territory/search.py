"""Which territory somebody meant: candidates, best first, and the one that can be taken for granted."""

from dataclasses import dataclass
from heapq import nlargest

from domain.territory.gazetteer import place
from domain.territory.index import index
from domain.territory.place import Place
from domain.territory.ranking import Ranking
from domain.territory.reading import read

MOST = 5
"""Candidates given, at most."""
SURE, APART, KNOWN = 0.93, 0.05, 1e-9
"""The likeness and the lead a candidate needs to be accepted."""


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


def recognise(text: str) -> Recognition:
    """Return at most five territories, best first; none when the text names nothing. Milliseconds; some 0.5 s once."""
    query = read(text)
    if not (query.readings or query.codes or query.department):
        return Recognition(text, None, ())
    ranking = Ranking(index(), query)
    best = nlargest(MOST, ranking.found.items(), key=lambda item: (item[1].score, -item[0]))
    candidates = tuple(
        Candidate(known, round(score.score, 3)) for entry, score in best if (known := place(index().ids[entry]))
    )
    accepted = candidates[0].place if candidates and ranking.is_sure([score for _, score in best]) else None
    return Recognition(text, accepted, candidates)


def as_json(recognition: Recognition) -> dict[str, object]:
    """Return what `jalon territory --json` prints."""
    return {
        "query": recognition.query,
        "accepted": recognition.accepted.id if recognition.accepted else None,
        "candidates": [_candidate(each) for each in recognition.candidates],
    }


def _candidate(candidate: Candidate) -> dict[str, object]:
    found = candidate.place
    return {
        "id": found.id,
        "name": found.name,
        "kind": found.kind.value,
        "department": found.department,
        "population": found.population,
        "score": candidate.score,
    }
