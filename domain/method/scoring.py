"""The two marks of an action: what it changes, and how easily it can be done."""

from domain.plan import Score


def impact(score: Score) -> float | None:
    """Return the mean (1 to 5) of the known notes among people, residents and agents; None when none is known."""
    return _mean(score.people, score.residents, score.agents)


def feasibility(score: Score) -> float | None:
    """Return the mean (1 to 5) of the known notes among time, budget and skills; None when none is known."""
    return _mean(score.time, score.budget, score.skills)


def _mean(*notes: int | None) -> float | None:
    known = [note for note in notes if note is not None]
    return sum(known) / len(known) if known else None
