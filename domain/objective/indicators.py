"""The name of the KPI an objective moves: a figure that its sentence names, or one that its thing can be counted by."""

import re

from domain.objective.english import english_measure
from domain.objective.infinitives import INFINITIVE
from domain.objective.measures import definite, everything, is_rate, process
from domain.objective.phrases import bare, capital, of
from domain.objective.reading import Aim, Reading
from domain.parsing.folding import folded
from domain.parsing.french_nouns import all_plural, is_feminine, is_plural, singular
from domain.parsing.lazy_regex import late
from domain.parsing.units import TIMES

_PARTICIPLES = {
    "ouvrir": "ouvert",
    "mettre": "mis",
    "construire": "construit",
    "produire": "produit",
    "inscrire": "inscrit",
    "couvrir": "couvert",
    "acquerir": "acquis",
    "fournir": "fourni",
    "etablir": "établi",
    "batir": "bâti",
    "convertir": "converti",
    "accueillir": "accueilli",
}
_WITHIN = late(r" (?:sous|en|dans|en moins de|dans les)$")
_SAVING = frozenset({"gagner", "économiser"})
_ONE_OF = ("un ", "une ", "l’", "le ", "la ")
_INSERTED = late(r" (?:à|au|aux|dans|pour|sur|par|en)\b|$")
_COUNTING_WORDS = "reduire diminuer baisser augmenter accroitre multiplier doubler tripler limiter"
_COUNTING = frozenset(_COUNTING_WORDS.split())
"""Verbs whose object, in the plural, is counted: "réduire les appels"."""


def measure(reading: Reading) -> str | None:
    """Return the name of the KPI the objective moves ("Délai de traitement des demandes"), None when not clear."""
    if reading.is_english:
        return english_measure(reading)
    if reading.what is None or _VAGUE.match(folded(reading.what.value)):
        return None
    what, unit = reading.what.value, reading.unit.value if reading.unit else None
    if reading.amount is not None or reading.target is not None or reading.baseline is not None:
        verb = reading.verb.value if reading.verb else ""
        is_saved = verb in _SAVING and unit in {"€", "ETP", *TIMES}
        is_invested = verb == "investir" and unit == "€"
        takes_time = " " in verb and unit in TIMES and not is_rate(what)
        is_spent = is_saved or is_invested or takes_time
        return _spent(what, unit, verb) if is_spent else _figured(what, unit, reading)
    if is_rate(what):
        return capital(bare(what))
    if reading.direction is None or (reading.verb is not None and folded(reading.verb.value) not in _COUNTING):
        return None
    is_several = is_plural(bare(what).split()[0]) and _UNCOUNTED.match(folded(bare(what))) is None
    return _counted(what) if is_several else None


def _figured(what: str, unit: str | None, reading: Reading) -> str | None:
    whole = everything(what)
    is_level = reading.target is not None or reading.baseline is not None
    if is_level and (unit == "pt" or (unit == "%" and reading.amount is None)):
        shared = whole or what
        first, _, rest = bare(shared).partition(" ")
        if _RATED.fullmatch(folded(first)):
            return f"Taux {of(f'{singular(first)} {rest}'.rstrip())}"
        return capital(bare(shared if is_rate(shared) else definite(shared, is_share=True)))
    if unit in TIMES and not is_rate(what):
        said = bare(what)
        if folded(said).startswith("attente"):
            return f"Temps {of(said)}"
        return f"Délai {of(said)}" if process().match(folded(said)) else capital(said)
    if reading.target is not None and reading.target.value == 0 and unit is None and not is_rate(what):
        return None if _MASS.match(folded(bare(what))) else f"Nombre {of(all_plural(bare(what)))}"
    is_told = unit not in {None, "%", "pt", "€"} and not is_rate(what)
    if is_told and is_plural(bare(what).split()[0]) and not what.startswith(_ONE_OF):
        return f"Nombre {of(_done(bare(what), reading))}"
    said = bare(whole or what)
    is_several = is_plural(said.split()[0]) and not is_rate(what) and _UNCOUNTED.match(folded(said)) is None
    return _counted(said) if is_several and unit != "€" else capital(said)


def _counted(what: str) -> str:
    return f"Nombre {of(bare(what))}"


def _spent(what: str, unit: str | None, verb: str) -> str | None:
    """Money spent, and what money or time is saved on, are measured rather than what they go to."""
    if verb == "investir":
        return f"Montant investi dans {what}"
    if verb not in _SAVING:
        return f"Délai pour {_WITHIN.sub('', verb)}"
    said = bare(what)
    if unit == "€":
        return capital(said) if is_rate(what) else f"Dépenses {of(said)}"
    if said.startswith("chaque "):
        return f"Temps passé par {said.removeprefix('chaque ')}" if unit in TIMES else None
    if is_rate(what) or process().match(folded(said)):
        return capital(said) if is_rate(what) else f"Délai {of(said)}"
    return None


def _done(counted: str, reading: Reading) -> str:
    """ "agents à la cybersécurité" that one trains are "agents formés à la cybersécurité"."""
    if reading.direction is None or reading.direction.value is not Aim.CREATE or reading.verb is None:
        return counted
    verb = reading.verb.value
    plain_verb = folded(verb)
    participle = _PARTICIPLES.get(plain_verb) or (f"{verb[:-2]}é" if verb.endswith("er") and " " not in verb else None)
    if participle is None or re.search(r"[ée]e?s\b", counted.partition(" ")[2]):
        return counted
    said = (
        participle
        + ("e" if is_feminine(counted) else "")
        + ("" if participle.endswith("s") and not is_feminine(counted) else "s")
    )
    place = _INSERTED.search(counted)
    return counted if place is None else f"{counted[: place.start()]} {said}{counted[place.start() :]}"


_VAGUE = late(
    rf"(?:{INFINITIVE}|etre|faire|avoir|agir)\b|(?:tout le monde|tous|chacun|on|cela|ca|mieux|rien|choses?)\b|truc"
)
"""What starts with a verb, or names everyone or nothing in particular."""


_UNCOUNTED = late(
    r"(?:relations?|conditions|competences|usages|performances|moyens|inegalites|difficultes|fractures|services"
    r"|echanges|liens|efforts|risques|pratiques|methodes|anciens|gens|choses|interactions|capacites|qualites|dechets|recettes|charges|loyers|impots|subventions|economies|effectifs"
    r"|ressources|gaz|factures|achats)\b"
)


_MASS = late(
    r"(?:papier|plastique|carbone|gaspillage|attente|paperasse|fax|dechet|phyto|pesticide|retard"
    r"|contrainte|pollution|artificialisation)\b"
)


_RATED = late(
    r"disponibilite|satisfaction|reussite|couverture|occupation|remplissage|participation|conformite|accessibilite"
    r"|equipement|abandons?|echecs?|absenteisme|dematerialisation|numerisation|recyclage|raccordement|resolution"
    r"|absences?|utilisation|adoption|chomage|vacance|desserte|recouvrement|reponses?|decrocher?|rotation|non-recours"
)
