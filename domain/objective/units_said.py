"""The noun a number counts: after it ("150 agents"), or named apart ("le nombre de PC")."""

import re

from domain.objective.sentence import Sentence
from domain.parsing.french_nouns import accented, singular
from domain.parsing.lazy_regex import late

_SKIPPED = (
    r"(?:(?:nouveaux?|nouvelles?|nouvel|grande?s?|petite?s?|autres?|premiere?s?|premiers?|principa\w+|futur\w*"
    r"|jeunes(?= [a-z]+s\b)|anciens?|anciennes?|vrais?|bons?|bonnes?|gros|seule?s?|derniers?|dernieres?|differents?"
    r"|differentes?|plus de|membres du|de|des|nos|vos|ces|les)\s|d')"
)
_AFTER = late(
    rf"\s?{_SKIPPED}*(?P<noun>[a-z][a-z0-9'-]*)(?P<rest> (?:de|d') ?(?:donnees|acces|travail|services|soins)\b"
    r"|-[a-z-]+)?"
)
_STOP_WORDS = (
    "le la les l' un une du au aux en a et ou sur pour dans par avec sans sous entre d'ici avant apres depuis contre "
    "vers chez est sont qui que dont ou ce cette ces afin grace via lors plus moins fois maximum minimum environ "
    "actuellement aujourd'hui soit car mais donc ni puis si se ne pas on nous il elle ils objectif echeance tout tous "
    "toute toutes au-dessus chaque jusqu'a d'augmentation reduction hausse baisse augmentation diminution "
    "supplementaires supplementaire supprimer atteindre demain fin debut mieux auj h j des de d' max mini pres voire "
    "ouvert ouverts"
)
_STOP = frozenset(_STOP_WORDS.split())
_COMPOUNDS = ("jeux de donnees", "jeu de donnees")
_COUNTED = late(
    r"\b(?:nombre|total|volume|quantite|parc|nb|stock)(?: (?:total|moyen|annuel|mensuel|global|actuel))? (?:de "
    rf"|d'|des |du )(?:nos |ces )?{_SKIPPED}*(?P<noun>[a-z][a-z0-9'-]*)"
)
_OBJECT = late(r" (?:les|nos|ses|leurs|ces) (?P<noun>[a-z][a-z'-]*[sx])\b")
_UNCOUNTED_WORDS = (
    "delais couts depenses emissions consommations recettes frais temps taux budgets prix durees factures charges gaz "
    "effectifs dechets tarifs moyens"
)
_UNCOUNTED = frozenset(_UNCOUNTED_WORDS.split())
_SCORED = late(r"\b(?:scores?|notes?|indices?|moyenne)\b")


def noun_after(sentence: Sentence, rank: int | None, start: int | None = None) -> str | None:
    """Return the noun right after a quantity, or at a place, in the singular; None when another word stands there."""
    place = sentence.place(rank) + 1 if rank is not None else start or 0
    match = _AFTER.match(sentence.text, place)
    if match is None:
        return None
    return _noun(sentence, match)


def noun_counted(sentence: Sentence) -> str | None:
    """Return what "le nombre de …" counts, in the singular; "point" for a score."""
    match = _COUNTED.search(sentence.text)
    if match is not None:
        return _noun(sentence, match)
    return "point" if _SCORED.search(sentence.text) else None


def noun_of_object(sentence: Sentence, end: int) -> str | None:
    """Return what a verb acts on when it is counted things: "limiter les pannes à 2"."""
    match = _OBJECT.match(sentence.text, end)
    return None if match is None or match["noun"] in _UNCOUNTED else _noun(sentence, match)


def _noun(sentence: Sentence, match: re.Match[str]) -> str | None:
    noun = match["noun"]
    if noun in _STOP or len(noun) < 2:
        return None
    start, end = match.span("noun")
    following = sentence.text[start:]
    for compound in _COMPOUNDS:
        if following.startswith(compound):
            return "jeu de données"
    if noun.startswith(("d'", "l'", "qu'", "n'", "s'")):
        start += noun.index("'") + 1
    return accented(singular(sentence.shape.words(start, end)))
