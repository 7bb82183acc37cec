"""The name of what an objective measures, for the KPI that follows it."""

import re

from domain.objective.nouns import is_feminine, is_plural, plural
from domain.objective.phrases import bare, capital, is_elided, of, with_article
from domain.objective.reading import Aim, Reading
from domain.plain import folded

_RATE = re.compile(
    r"(?:taux|part|pourcentage|proportion|scores?|indices?|notes?|nombre|niveau|moyenne|delais?|temps|durees?|couts?"
    r"|budget|consommation|depenses?|volume|total|montant|satisfaction|frequentation|quantite|debit|effectif|empreinte|emissions?"
    r"|factures?|nb|ratio|couverture|disponibilite|hausse|augmentation|croissance|progression)\b"
)
_MASCULINE_WORDS = (
    "taux pourcentage score indice nombre niveau delai temps cout budget volume total montant ratio retard"
)
_MASCULINE = frozenset(_MASCULINE_WORDS.split())
_FEMININE_WORDS = (
    "part proportion note moyenne duree consommation satisfaction frequentation quantite empreinte facture couverture "
    "disponibilite hausse augmentation croissance progression"
)
_FEMININE = frozenset(_FEMININE_WORDS.split())
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
_WHOLE = re.compile(r"(?:toutes|tous|l’ensemble|la totalité|l’intégralité) (?=\w)")
_WITHIN = re.compile(r" (?:sous|en|dans|en moins de|dans les)$")
_ONE_OF = ("un ", "une ", "l’", "le ", "la ")
_INSERTED = re.compile(r" (?:à|au|aux|dans|pour|sur|par|en)\b|$")


def is_rate(phrase: str) -> bool:
    """Whether a phrase already names a figure ("taux de …", "délai de …")."""
    return _RATE.match(folded(bare(phrase))) is not None


def definite(phrase: str, *, is_share: bool, is_time: bool = False) -> str:
    """Return the phrase as a figure with its article: "la part de …", "le nombre de …", "le délai de …"."""
    said = bare(phrase)
    first = folded(said).split()[0] if said.split() else ""
    if phrase.startswith(("le ", "la ", "les ", "l’", "nos ", "notre ")) and not (is_share and not is_rate(phrase)):
        return phrase
    if is_share and not is_rate(phrase):
        return f"la part {of(phrase if phrase.startswith(('les ', 'le ', 'la ', 'l’')) else said)}"
    if is_plural(first):
        return f"les {said}" if is_rate(phrase) else f"le nombre {of(said)}"
    if first in _MASCULINE or first in _FEMININE or phrase.startswith(("un ", "une ")):
        article = "la" if first in _FEMININE or phrase.startswith("une ") else "le"
        return f"l’{said}" if is_elided(said) else f"{article} {said}"
    if is_time:
        return f"le temps {of(said)}"
    return f"l’{said}" if is_elided(said) else f"le volume {of(said)}"


def everything(what: str) -> str | None:
    """Return what is to be reached whole ("toutes les écoles" is "les écoles"), None for any other phrase."""
    if what.startswith("chaque "):
        first, _, rest = what.removeprefix("chaque ").partition(" ")
        return f"les {plural(first)} {rest}".rstrip()
    whole = _WHOLE.match(what)
    if whole is not None:
        return with_article(what[whole.end() :])
    return what.removesuffix(" partout") if what.endswith(" partout") else None


def measure(reading: Reading) -> str | None:
    """Return the name of the KPI the objective moves ("Délai de traitement des demandes"), None when not clear."""
    if reading.what is None:
        return None
    what, unit = reading.what.value, reading.unit.value if reading.unit else None
    spent, whole = _spent(what, unit, reading), everything(what)
    if spent is not None:
        return spent
    if _is_share(reading, unit) and not is_rate(what):
        return capital(bare(definite(whole or what, is_share=True)))
    is_counted = unit not in {None, "%", "pt", "€"} and not is_rate(what)
    if is_counted and is_plural(bare(what).split()[0]) and not what.startswith(_ONE_OF):
        return f"Nombre {of(_done(bare(what), reading))}"
    return capital(bare(whole or what))


def _is_share(reading: Reading, unit: str | None) -> bool:
    is_level = reading.target is not None or reading.baseline is not None
    return is_level and (unit == "pt" or (unit == "%" and reading.amount is None))


def _spent(what: str, unit: str | None, reading: Reading) -> str | None:
    """Money spent or saved, and time saved, are measured rather than what they go to."""
    verb = reading.verb.value if reading.verb else None
    match verb, unit:
        case "investir", "€":
            return f"Montant investi dans {what}"
        case (("gagner" | "économiser"), "€"):
            return f"Économies sur {what}"
        case (("gagner" | "économiser"), ("jour" | "heure" | "minute" | "semaine" | "mois" | "ETP")):
            return f"{'ETP' if unit == 'ETP' else 'Temps'} gagné sur {what}"
        case str(), ("jour" | "heure" | "minute" | "semaine" | "mois") if " " in verb and not is_rate(what):
            return f"Délai pour {_WITHIN.sub('', verb)}"
        case _:
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
