"""The words before a date, which make it a deadline, a start or only a reference."""

from enum import IntEnum

from domain.parsing.lazy_regex import late


class Lead(IntEnum):
    """How much the words before a date make it a deadline."""

    REFERENCE = 0
    BARE = 1
    START = 2
    IN = 3
    DEADLINE = 4


_THE = r"(?:(?:[ld]'|(?:le|la|les|du|de|des|au|aux|en|a|cette|cet|ce|annee|courant|mois|date)\b)\s*)*"
_SINCE = (
    r"par rapport|compare\w*|relativement|en comparaison|depuis|constate\w*|mesure\w*|enregistre\w*|observe\w*"
    r"|releve\w*|vote\w*|adopte\w*|contre|vs|au lieu"
)
_NAMES = (
    r"base|annee de base|reference|annee de reference|niveau|celui|ceux|celles?|chiffres?|bilan|enquete|barometre"
    r"|budget|plan|schema(?: directeur)?|programme|agenda|feuille de route|territoires?|strategie|projet"
    r"|contrat|cap|ambition"
    r"|vision|mandat|mandature|millesime|loi|decret|convention|publique|donnees|recensement|edition|pacte|charte|label"
    r"|objectifs? nationa\w+|nomme|intitule|dit|numeriques?(?= \d)"
)
_OF = r"(?:(?:[ld]'|(?:le|la|les|du|de|des|annee)\b)\s*)*"
_OF_WHAT = r"(?: (?:numerique|territorial|departemental|local|annee|de l'annee))?"
_DEADLINES = (
    r"d'ici|avant|au plus tard|a l'horizon|horizon|jusqu'(?:en|au|a)|echeance(?: [a-z]+)?|a echeance|date limite"
    r"|deadline|pour|dans (?:un|le) delai (?:maxim(?:um|al) )?de|dans|sous(?: un delai (?:maxim(?:um|al) )?de)?"
    r"|au terme|a l'issue|au bout|au cours|dans le courant|terme|delai|a l'echeance|a un horizon|limite|objectif"
)
_INS = (
    r"en|courant|au|au cours|durant|(?:sur|pour|durant|pendant) la periode|au titre|a la|a|au mois|vers|sur|sur les"
    r"|sur toute|l'|le|la|fin|on"
)
_LEADS: tuple[tuple[Lead, str], ...] = (
    (Lead.REFERENCE, rf"(?:{_SINCE})[\s:(]*{_THE}"),
    (Lead.REFERENCE, rf"(?:{_NAMES}){_OF_WHAT}[\s:(«\"]*{_OF}"),
    (Lead.START, rf"(?:des|a partir|a compter|a dater)\s+{_THE}"),
    (Lead.DEADLINE, rf"(?:{_DEADLINES})[\s:]*(?:environ |a peu pres |maximum |fixee? |prevue? )?{_THE}~?"),
    (Lead.IN, rf"(?:{_INS})\b\s*(?:de l'annee |du |de |le |la |les |l'|annee |environ )*~?"),
)
_PATTERNS = tuple((lead, late(rf"(?<!\w)(?:{pattern})$")) for lead, pattern in _LEADS)
_FURTHEST = 50


def lead_before(text: str, start: int) -> tuple[Lead, str]:
    """Return what leads to the date at `start`, and its words."""
    before = text[max(0, start - _FURTHEST) : start]
    for lead, pattern in _PATTERNS:
        led = pattern.search(before)
        if led is not None:
            return lead, led[0]
    return Lead.BARE, ""
