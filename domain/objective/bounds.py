"""Whether the level of an objective is a ceiling or a floor: what is said of it, else what one keeps."""

from domain.objective import cues
from domain.objective.reading import Aim, Bound
from domain.objective.sentence import Sentence
from domain.objective.spots import Related, Spot
from domain.parsing.lazy_regex import late

_CAPPING = frozenset({"limiter", "plafonner", "contenir", "respecter"})
_KEEPING = frozenset({"maintenir", "garder", "conserver", "preserver", "rester", "perenniser"})


def bound_of(sentence: Sentence, told: Related) -> Bound | None:
    """Return which side of its target an objective must not leave, None when it says nothing of it."""
    if told.target is None or told.target_from is None:
        return None
    spot = Spot.of(sentence, told.target_from)
    if cues.is_ceiling(spot.before, spot.after) or cues.is_never_over(spot.before):
        return Bound.CEILING
    if cues.is_floor(spot.before, spot.after):
        return Bound.FLOOR
    if told.aim is not Aim.KEEP or told.verb is None:
        return None
    # a level that is kept must not fall, save a delay or a cost, which must not rise
    verb = told.verb.verb
    if verb in _CAPPING or (verb in _KEEPING and _LESS_IS_BETTER.search(sentence.text)):
        return Bound.CEILING
    return Bound.FLOOR if verb in _KEEPING else None


_LESS_IS_BETTER = late(
    r"\b(?:delais?|temps|attente|durees?|couts?|depenses?|budget|factures?|consommations?|emissions?|pannes?"
    r"|incidents?|erreurs?|retards?|abandons?|absenteisme|echecs?|relances?|plaintes?|dette)\b"
)
