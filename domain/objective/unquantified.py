"""Objectives without a number: everything, nothing, one thing, or only a direction."""

from domain.objective import cues
from domain.objective.aims import SINGLE, Move
from domain.objective.reading import Aim, Doubt, Why
from domain.objective.sentence import Cue, Sentence
from domain.objective.spots import IN_ORDER_TO, Related
from domain.objective.units_said import noun_after
from domain.parsing.lazy_regex import late

_TIME = late(r" (?:du |en |de )?temps")
_DELAYS = late(r" (?:les? |la )?(?:delais?|temps|durees?)")
_ONE = late(
    r"(?: en ligne| en place| en service| en oeuvre| a disposition)? (?:de |d')?(?P<article>une? |le |la |l'|notre "
    r"|son |sa )(?P<noun>[a-z][a-z'-]*)"
)
_UNCOUNTED = frozenset(
    (
        "rendre",
        "simplifier",
        "securiser",
        "aider",
        "generaliser",
        "automatiser",
        "toucher",
        "impliquer",
        "associer",
        "integrer",
        "inclure",
        "mutualiser",
    )
)


def unquantified(sentence: Sentence) -> Related:
    """Return what the verb alone tells."""
    firm = (aim for aim in sentence.aims if not IN_ORDER_TO.search(sentence.text[: aim.start]))
    aim = next(firm, None) or next(iter(sentence.aims), None)
    if aim is not None and aim.move is Move.END:
        return Related(Aim.FALL, aim, 100.0, "%", target=0.0)
    if aim is None or aim.move in (Move.CREATE, Move.REACH, Move.OTHER):
        if cues.EVERYTHING.search(sentence.text):
            return Related(Aim.REACH, aim, None, "%", target=100.0, certainty=0.8)
        if cues.NOTHING.search(sentence.text):
            return Related(Aim.REACH, aim, target=0.0, certainty=0.8)
    if aim is not None:
        return _directed(sentence, aim)
    # "moins de paperasse", "plus de visiteurs"; "plus de papier" may mean no more of it
    if cues.LESS.search(sentence.text):
        return Related(Aim.FALL, certainty=0.6)
    if cues.MORE_OF.search(sentence.text) is None:
        return Related()
    if cues.NO_MORE.search(sentence.text) is None:
        return Related(Aim.RISE, certainty=0.6)
    doubt = Doubt("direction", (Aim.RISE, Aim.FALL), Why.MORE_OR_NO_MORE)
    return Related(Aim.RISE, certainty=0.3, doubts=(doubt,))


def _directed(sentence: Sentence, aim: Cue) -> Related:
    following = sentence.text[aim.end :]
    match aim.move:
        case Move.RISE:
            return Related(Aim.RISE, aim)
        case Move.FALL | Move.BRING_DOWN:
            return Related(Aim.FALL, aim)
        case Move.SPEED:
            return Related(Aim.FALL if _DELAYS.match(following) else None, aim)
        case Move.GAIN:
            return Related(Aim.FALL if _TIME.match(following) else Aim.RISE, aim)
        case Move.KEEP:
            return Related(Aim.KEEP, aim)
        case Move.CREATE if aim.verb not in _UNCOUNTED:
            # "créer un portail" is one portal; "accompagner les habitants" has no number
            one = _ONE.match(following)
            if one is None or (aim.verb not in SINGLE and not one["article"].startswith("un")):
                return Related(Aim.CREATE, aim, certainty=0.7)
            unit = noun_after(sentence, None, aim.end + one.start("noun"))
            return Related(Aim.CREATE, aim, 1.0, unit, target=1.0, certainty=0.8)
        case Move.CREATE | Move.OTHER:
            return Related()
        case _:
            return Related(Aim.REACH, aim, certainty=0.6)
