"""Shorthand and typos put in full words, so that one grammar reads them all."""

import re
from collections.abc import Mapping
from functools import lru_cache

from domain.objective.aims import CREATED, INFINITIVES, aim_of
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line
from domain.parsing.units import NAMES

_SHORT: Mapping[str, str] = {
    "ds": "dans",
    "dan": "dans",
    "pr": "pour",
    "dici": "d'ici",
    "d ici": "d'ici",
    "d'icii": "d'ici",
    "di6": "d'ici",
    "d'ici la a": "d'ici",
    "d'ici a la": "d'ici la",
    "nb": "nombre",
    "nbr": "nombre",
    "nbre": "nombre",
    "tps": "temps",
    "o moins": "au moins",
    "au - de": "au moins de",
    "- de": "moins de",
    "+ de": "plus de",
    "tt": "tout",
    "tts": "tous",
    "ts": "tous",
    "ttes": "toutes",
    "jusk'a": "jusqu'a",
    "juska": "jusqu'a",
    "jusqua": "jusqu'a",
    "ojd": "aujourd'hui",
    "ajd": "aujourd'hui",
    "auj": "aujourd'hui",
    "aujourdhui": "aujourd'hui",
    "aujourd hui": "aujourd'hui",
    "av": "avant",
    "avt": "avant",
    "obj": "objectif",
    "max": "maximum",
    "mini": "minimum",
    "maxi": "maximum",
    "minimu": "minimum",
    "pour cent": "%",
    "pour cents": "%",
    "pourcent": "%",
    "pourcents": "%",
    "p. cent": "%",
    "p cent": "%",
    "pr cent": "%",
    "pts": "points",
    "ss": "sous",
    "pct": "%",
    "prct": "%",
    "aug": "augmenter",
    "augm": "augmenter",
    "dimin": "diminuer",
    "red": "reduire",
    "reduc": "reduction",
    "reduct": "reduction",
    "rep": "reponse",
    "en +": "en plus",
    "en -": "en moins",
    "tt les": "tous les",
    "tte la": "toute la",
    "bcp": "beaucoup",
    "saison estivale": "ete",
    "periode estivale": "ete",
    "saison hivernale": "hiver",
    "mettre fin aux": "supprimer les",
    "mettre fin au": "supprimer le",
    "mettre fin a": "supprimer",
    "en finir avec": "supprimer",
    "agts": "agents",
    "agt": "agent",
    "chq": "chaque",
    "k euros": "k€",
    "keuros": "k€",
    "keur": "k€",
    "k eur": "k€",
    "meuros": "m€",
    "m euros": "m€",
    "meur": "m€",
    "tiers lieu": "tiers-lieu",
    "tiers lieux": "tiers-lieux",
    "1 er": "1er",
    "actuelemment": "actuellement",
    "actuelement": "actuellement",
    "moin": "moins",
    "moin de": "moins de",
}
_SHORTHAND = late(r"(?<![\w'])(?:" + "|".join(map(re.escape, sorted(_SHORT, key=len, reverse=True))) + r")(?![\w'])")
_WORD = late(r"(?<![\w'-])(?:[dlsn]')?(?P<word>[a-z]{5,})(?![\w'-])")
_NO_APOSTROPHE = late(
    r"(?<![\w'])(?P<letter>[ldnjcs])(?P<word>une?|an|annee|ete|hiver|automne|ici|environ|attente|appels?|exercice"
    r"|echeance|usagers?|agents?|accueil|ecoles?|inclusion|acces|habitants?|impressions?|eau|energie|ordinateurs?"
    r"|electricite|horizon|au moins|objectif|application)(?!\w)"
)
_TIMES = late(r"(?<![\w,])(?P<count>\d+(?:,\d+)?) ?x (?P<way>plus|moins|\+|-)(?= (?:de |d'|vite))")
_WRITTEN_HALF = late(r"(?<=\d) ?½")

_CALENDAR = (
    "janvier fevrier avril juillet septembre octobre novembre decembre trimestre semestre semaine semaines annee "
    "rentree printemps automne"
)
_PLAIN_WORDS = "aujourd'hui actuellement maximum minimum pourcentage objectif nombre moins moitie points"
_KEYWORDS = tuple(sorted({*INFINITIVES, *_CALENDAR.split(), *_PLAIN_WORDS.split()}))
_BY_FIRST = {first: tuple(word for word in _KEYWORDS if word[0] == first) for first in {word[0] for word in _KEYWORDS}}
_REAL_WORDS_WORDS = (
    "annexe annexes centre centres metre metres adapter soigner mobilier ecouter montrer montre montres montrent "
    "repenser trimestriel trimestrielle garantie garanties reste restes arrivee arrivees assure assures prints "
    "porte portes poste postes posters contrer rentrer entrer lance lancee forme formes former ferme fermer fermes "
    "fermeture monter montee compte comptes conte ouvert ouverte ouverts ouvrage ouvrages portail portails point "
    "pointe portee atteinte attente attentes attendre entendre tendre rendre vendre etendre limite limites baisse "
    "baisses elever eleve eleves doublons double garde garde gardes passe passes passage passages passer poser penser "
    "tester teste texte textes taxer tenir venir avenir mener mesure mesurer amener animer aimer armer arreter "
    "acheter acteur acteurs action actions creche creches crise crises cree creee crees creees creation relever "
    "relevent reveler relier regler remise remises reponse reponses repondre reprendre recevoir recours service "
    "services servir serveur serveurs serrer seniors senior sentier securite semaine mois moins nombre nombres "
    "nombreux nommer sommes contact contacts contrat contrats contrats courrier courriers course coursier cours "
    "places placer planter planning plante produit produits projet projets publie publics public publique publiques "
    "signe signer saisir saisie partage partir parti partie parties parler portable portables couvert couverts "
    "couvrir couvre consommation installe"
)
_REAL_WORDS = frozenset(_REAL_WORDS_WORDS.split())


def spelt_out(line: Line) -> Line:
    """Write in full what people shorten, and mend the words that Jalon looks for when one or two letters are wrong."""
    line = line.replaced(_SHORTHAND, lambda match: _SHORT[match[0]])
    line = line.replaced(
        _NO_APOSTROPHE, lambda match: None if match[0] in {"lune", "sete"} else f"{match['letter']}'{match['word']}"
    )
    line = line.replaced(_WRITTEN_HALF, lambda _: ",5")
    line = line.replaced(
        _TIMES, lambda match: f"{match['count']} fois {'plus' if match['way'] in {'plus', '+'} else 'moins'}"
    )
    edits = [
        (*match.span("word"), mended)
        for match in _WORD.finditer(line.text)
        if (mended := _mended(match["word"])) != match["word"]
    ]
    return line.edited(edits) if edits else line


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    if word in _REAL_WORDS or word in NAMES or word in _KEYWORDS or aim_of(word) is not None or word in CREATED:
        return word
    allowed = 1 if len(word) < 11 else 2
    best = min(((_distance(word, known), known) for known in _BY_FIRST.get(word[0], ())), default=(allowed + 1, word))
    return best[1] if best[0] <= allowed else word


_NOUN_ENDS = ("eur", "rice", "el", "elle", "ed")


def _distance(word: str, known: str) -> int:
    """Edits between two words; a plural or a feminine is another word, not a typo."""
    if word.endswith(_NOUN_ENDS) or (word.endswith("s") and not known.endswith("s")):
        return 9
    if abs(len(word) - len(known)) > 2 or len(known) < 5 or word in {f"{known}s", f"{known}e", f"{known}es"}:
        return 9
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 - takes a moment, and few words need it

    return DamerauLevenshtein.distance(word, known, score_cutoff=2)
