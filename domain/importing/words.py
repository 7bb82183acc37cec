"""Options as people write them in a table: kinds of action, directions, rhythms, units."""

import re

from domain.parsing.folding import folded
from domain.parsing.units import known_unit
from domain.plan import Direction, Frequency
from domain.script.units import UNITS, option_of

_KINDS = (
    ("training", r"format|train"),
    ("communication", r"communic|sensibilis"),
    ("support", r"accompagn|mediat|inclusion|support|aide"),
    ("data", r"donnee|data"),
    ("infrastructure", r"infrastruct|equipement|materiel|reseau|fibre|hardware|network"),
    ("organisation", r"organis|gouvernance|process|methode|pilotage|rh\b"),
    ("tool", r"outil|logiciel|applica|portail|plateforme|solution|site|demarche|dematerial|tool|software"),
)
_DIRECTIONS = (
    (Direction.KEEP, r"maint|stab|constan|keep|steady|entre"),
    (Direction.DOWN, r"bais|bas|dimin|redui|moins|decroi|descen|down|lower|decreas|reduc"),
    (Direction.UP, r"hauss|haut|augment|plus|croi|monte|progress|up|higher|increas|rais"),
)
_SIGNS = {
    **dict.fromkeys("=→≈", Direction.KEEP),
    **dict.fromkeys("-↓↘▼", Direction.DOWN),
    **dict.fromkeys("+↑↗▲", Direction.UP),
}
_FREQUENCIES = (
    (Frequency.HALF_YEARLY, r"semestr|tous les (?:6|six) mois|(?:2|deux) fois par an|half|twice a year"),
    (Frequency.QUARTERLY, r"trimestr|tous les (?:3|trois) mois|quarter"),
    (Frequency.WEEKLY, r"hebdo|(?:par|chaque|toutes les) semaines?|semaine$|weekly|(?:every|per|a) week"),
    (Frequency.MONTHLY, r"mensu|(?:par|chaque|tous les) mois|mois$|monthly|(?:every|per|a) month"),
    (Frequency.YEARLY, r"annuel|(?:par|chaque|tous les) an|an$|annee$|year|annual"),
)
_COUNTS = re.compile(r"nb|nbre|nombre|unites?|#|n|count|number|quantite")
_EMPTY = re.compile(
    r"[-./?x ]*|n/?[acr]|n\.[acr]\.?|s/?o|sans objet|neant|rien|inconnue?|tbd|tbc|unknown|none"
    r"|a (?:definir|preciser|completer|determiner|venir|confirmer)|non (?:defini|connu|renseigne|communique)e?"
)


def is_blank(said: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return _EMPTY.fullmatch(folded(said)) is not None


def action_kind(said: str) -> str | None:
    return _first(_KINDS, said)


def direction(said: str) -> str | None:
    sign = _SIGNS.get(folded(said))
    return str(sign) if sign else _first(_DIRECTIONS, said)


def frequency(said: str) -> str | None:
    return _first(_FREQUENCIES, said)


def unit(said: str) -> tuple[str, str | None]:
    """Return the option of a unit and, when it is another one, its name."""
    words = folded(said)
    if _COUNTS.fullmatch(words):
        return "count", None
    if words in UNITS:
        return words, None
    if known_unit(said) is None:
        return "other", said
    return option_of(said)


def _first(options: tuple[tuple[str, str], ...], said: str) -> str | None:
    words = folded(said)
    return next((str(code) for code, pattern in options if re.match(rf"(?:.*\b)?(?:{pattern})", words)), None)
