"""The verb of an objective as it is to be written again: "mettre en ligne", "répondre à"."""

from domain.objective.aims import Move
from domain.objective.infinitives import INFINITIVE
from domain.objective.phrases import accented_verb, mended
from domain.objective.reading import Found
from domain.objective.sentence import Cue, Sentence
from domain.objective.spots import Related
from domain.parsing.folding import folded
from domain.parsing.lazy_regex import late

_WRITTEN_AGAIN = frozenset({Move.CREATE, Move.GAIN, Move.RISE, Move.FALL, Move.KEEP, Move.REACH, Move.OTHER})
_TAKES_WORDS = frozenset({Move.CREATE, Move.OTHER})
_INFINITIVE = late(rf"(?:^|[,:;] ?|[\ue100-\ue1ff],? ?|\bde |\bd')(?P<verb>{INFINITIVE})\b(?= )")
_FEW_WORDS = late(r"(?: [a-z'-]+){1,7} ")
_LOOSE = late(
    r"(?: (?:au moins|environ|pres de|plus de|quelque|jusqu'a|d'environ|au minimum|au total|encore|un total de"
    r"|pas moins de|d'au moins))?\s*$"
)
_FIXED = late(r" (?:en ligne|en place|en service|a disposition|en oeuvre)\b")
_PREPOSITION = late(r" (?:de|d'|a) ?")


def verb_said(sentence: Sentence, told: Related) -> Found[str] | None:
    """Return the infinitive, with what it takes before a count; None when no verb is worth keeping."""
    aim = told.verb
    if aim is None:
        found = _INFINITIVE.search(sentence.text)
        aim = None if found is None else Cue(*found.span("verb"), found["verb"], Move.OTHER)
    if aim is None or aim.move not in _WRITTEN_AGAIN or aim.end - aim.start < 2:
        return None
    stop = _taken_until(sentence, told, aim)
    taken = mended(sentence.shape.words(aim.end, stop).rstrip())
    typed, infinitive = sentence.shape.words(aim.start, aim.end), accented_verb(aim.verb)
    if infinitive == aim.verb == folded(typed):  # no accents are known: those typed, if any
        infinitive = typed.casefold()
    return Found(infinitive + (f" {taken}" if taken else ""), *sentence.shape.span(aim.start, stop))


def _taken_until(sentence: Sentence, told: Related, aim: Cue) -> int:
    """Where the words between a verb and its count end, when they are few and no more than that."""
    text, end = sentence.text, aim.end
    if folded(sentence.shape.words(aim.start, end)) != aim.verb:
        return end  # a noun of action: "le déploiement de 60 bornes"
    rank = told.target_from if told.target_from is not None else told.amount_from
    between = "" if rank is None else text[end : sentence.place(rank)]
    takes = _FEW_WORDS if aim.move in _TAKES_WORDS else _PREPOSITION if aim.verb == "disposer" else None
    if takes is not None and takes.fullmatch(between):
        return end + len(_LOOSE.sub("", between))
    fixed = _FIXED.match(text, end) if aim.move in _TAKES_WORDS else None
    return end if fixed is None else fixed.end()
