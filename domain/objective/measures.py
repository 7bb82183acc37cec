"""What an objective measures, as a figure that may rise or fall: "la part de …", "le nombre de …"."""

import re
from functools import cache

from domain.objective.phrases import bare, is_elided, of, with_article
from domain.parsing.folding import folded
from domain.parsing.french_nouns import is_plural, plural
from domain.parsing.lazy_regex import late

_RATE = late(
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
_WHOLE = late(r"(?:toutes|tous|l’ensemble|la totalité|l’intégralité) (?=\w)")


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
        return f"le {'délai' if process().match(folded(said)) else 'temps'} {of(said)}"
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


@cache
def process() -> re.Pattern[str]:
    """What takes a delay: "réponse", "traitement"."""
    return re.compile(
        r"(?:reponse|traitement|instruction|versement|paiement|delivrance|inscription|remboursement|livraison|prise"
        r"|resolution|intervention|mandatement|validation|deploiement|recrutement|preparation|redaction|saisie"
        r"|depannage|reparation|transmission|notification|publication|obtention|enregistrement|liquidation"
        r"|facturation|signature|verification)\b"
    )
