"""The words before a date, which make it a deadline, a start or only a reference."""

import re
from enum import IntEnum


class Lead(IntEnum):
    """How much the words before a date make it a deadline."""

    REFERENCE = 0
    BARE = 1
    START = 2
    IN = 3
    DEADLINE = 4


_THE = r"(?:(?:[ld]'|(?:le|la|les|du|de|des|au|aux|en|a|cette|cet|ce|annee|courant|mois|date)\b)\s*)*"
_REFERENCES = (
    r"par rapport|compare\w*|relativement|en comparaison|depuis|base|annee de base|reference|annee de reference"
    r"|constate\w*|mesure\w*|enregistre\w*|observe\w*|releve\w*|vote\w*|adopte\w*|contre|vs|niveau|celui|ceux|celles?"
    r"|chiffres?|bilan|enquete|barometre|budget|plan|schema(?: directeur)?|programme|agenda|feuille de route"
    r"|territoires?|strategie|projet|contrat|cap|ambition|vision|mandat|mandature|millesime|loi|decret|convention"
    r"|publique|donnees|recensement|au lieu|edition|pacte|charte|label|objectifs? nationa\w+|nomme|intitule|dit"
    r"|numeriques?(?= \d)"
)
_OF_WHAT = r"(?: (?:numerique|territorial|departemental|local|annee|de l'annee))?"
_DEADLINES = (
    r"d'ici|avant|au plus tard|a l'horizon|horizon|jusqu'(?:en|au|a)|echeance|a echeance|date limite|deadline|pour"
    r"|dans (?:un|le) delai (?:maxim(?:um|al) )?de|dans|sous(?: un delai (?:maxim(?:um|al) )?de)?|au terme|a l'issue"
    r"|au bout|au cours|dans le courant|terme|delai|a l'echeance|a un horizon|limite|objectif"
)
_INS = (
    r"en|courant|au|au cours|durant|(?:sur|pour|durant|pendant) la periode|au titre|a la|a|au mois|vers|sur|sur les"
    r"|sur toute|l'|le|la|fin|on"
)
_LEADS: tuple[tuple[Lead, str], ...] = (
    (Lead.REFERENCE, rf"(?:{_REFERENCES}){_OF_WHAT}[\s:(«\"]*{_THE}"),
    (Lead.START, rf"(?:des|a partir|a compter|a dater)\s+{_THE}"),
    (Lead.DEADLINE, rf"(?:{_DEADLINES})[\s:]*(?:environ |a peu pres |maximum |fixee? |prevue? )?{_THE}~?"),
    (Lead.IN, rf"(?:{_INS})\b\s*(?:de l'annee |du |de |le |la |les |l'|annee |environ )*~?"),
)
_PATTERNS = tuple((lead, re.compile(rf"(?<![\w'])(?:{pattern})$")) for lead, pattern in _LEADS)
_FURTHEST = 50


def lead_before(text: str, start: int) -> tuple[Lead, str]:
    """Return what leads to the date at `start`, and its words."""
    before = text[max(0, start - _FURTHEST) : start]
    for lead, pattern in _PATTERNS:
        led = pattern.search(before)
        if led is not None:
            return lead, led[0]
    return Lead.BARE, ""
