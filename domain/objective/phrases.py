"""French phrases put together: elision, contraction, agreement, numbers and dates as they are written."""

import re
from datetime import date

from domain.parsing.calendar_words import MONTH_NAMES
from domain.parsing.folding import folded
from domain.parsing.french_nouns import accented
from domain.parsing.lazy_regex import late
from domain.parsing.units import said

_ASPIRATED = late(
    r"(?:haut|handicap|hausse|hall|hackathon|hub|huit|hameau|heros|hangar|halte|harcel|hasard|hors|hotline|housse|onz"
    r"|oui|yaourt)"
)
_PARTITIVES: tuple[tuple[str, str], ...] = (
    ("de la ", "la "),
    ("de l'", "l’"),
    ("des ", "les "),
    ("du ", "le "),
    ("de ", ""),
    ("d'", ""),
)
_ARTICLE = late(r"(?:les?|la|un|une|des?|du|nos|notre|tous|toutes)\b|[LlDd]’", re.IGNORECASE)
_ACCENTED = (
    "créer équiper déployer numériser dématérialiser désigner rénover réaliser aménager élaborer expérimenter éditer "
    "prêter généraliser acquérir rédiger établir bâtir débloquer référencer intégrer diplômer sécuriser accroître "
    "améliorer répondre résorber développer élever réduire alléger écourter économiser préserver câbler déposer"
)
_VERBS_TYPED_WITH = {folded(verb): verb for verb in _ACCENTED.split()}

_SHORT = {
    "tps": "temps",
    "nb": "nombre",
    "nbr": "nombre",
    "nbre": "nombre",
    "rdv": "rendez-vous",
    "demat": "dématérialisation",
    "num": "numériques",
    "rep": "réponse",
}
_APART = late(r"\b([dlDL]) (?=[aeiouyhéèêà]\w)")
_GLUED = late(
    r"\b([dl])(?=(?:attente|accueil|usagers?|agents?|appels?|ecoles?|inscri\w+|habitants?|impressions?|energie|eau)\b)"
)
_AU_SEVERAL = late(r"\bau (?=(?:mails|courriels|courriers|demandes|usagers|agents|appels|habitants)\b)")
_PROPER_NAMES = {
    name.casefold(): name
    for name in (
        "France Services",
        "France Travail",
        "France Connect",
        "FranceConnect",
        "Pôle Emploi",
        "RGAA",
        "RGPD",
        "CNIL",
        "CCAS",
        "Internet",
        "France",
        "Europe",
    )
}
_PROPER = late(r"\b(?:" + "|".join(_PROPER_NAMES) + r")\b", re.IGNORECASE)
_WORD = late(r"[^\W\d_]+")


def mended(typed: str) -> str:
    """Return what was typed on one line, with typographic apostrophes, the accents of known words, and no shorthand."""
    line = " ".join(typed.split()).replace("'", "’")
    line = _GLUED.sub(r"\1’", _APART.sub(r"\1’", line))
    line = re.sub(r"(?<= )a (?=l’|la |un|\w+$)|^a$|(?<= )a$", lambda match: match[0].replace("a", "à", 1), line)
    line = _AU_SEVERAL.sub("aux ", line)
    line = _WORD.sub(lambda match: _SHORT.get(match[0]) or accented(match[0]), line)
    return _PROPER.sub(lambda match: _PROPER_NAMES[match[0].casefold()], line)


def with_article(typed: str) -> str:
    """Return a phrase with its article, its "des" being "les" again ("des délais")."""
    phrase = typed[:1].lower() + typed[1:] if _ARTICLE.match(typed) else typed
    start = folded(phrase[:6])
    if start.startswith(("d'un ", "d'une")):
        return phrase[2:]
    for partitive, article in _PARTITIVES:
        if start.startswith(partitive):
            return article + phrase[len(partitive) :]
    return phrase


def accented_verb(infinitive: str) -> str:
    """Return an infinitive with its accents."""
    return _VERBS_TYPED_WITH.get(infinitive, infinitive)


def is_elided(word: str) -> bool:
    """Whether "de" and "le" lose their e before it."""
    bare = folded(word)
    return bare[:1] in set("aeiouyh") and not _ASPIRATED.match(bare) and bool(bare) and word[:1].isalpha()


def of(phrase: str) -> str:
    """Return "de" and the phrase, contracted or elided: "des délais", "du taux", "d’agents"."""
    for article, contracted in (("les ", "des "), ("le ", "du "), ("la ", "de la "), ("l’", "de l’")):
        if phrase.startswith(article):
            return contracted + phrase[len(article) :]
    return f"d’{phrase}" if is_elided(phrase) else f"de {phrase}"


def bare(phrase: str) -> str:
    """Return the phrase without its article."""
    return re.sub(r"^(?:les? |la |l’|une? |nos |notre |leurs? |ses |son |sa |ce |cette |ces )", "", phrase)


def capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def number(value: float) -> str:
    """Return the number in French figures: "1 200", "62,5"."""
    shown = f"{value:,.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return shown.replace(",", " ").replace(".", ",")


def measured(value: float, unit: str | None) -> str:
    """Return a number with its unit, which agrees: "1 jour", "2 jours", "15 points"."""
    if unit is None or unit == "x":
        return number(value)
    return f"{number(value)} {said(unit, value)}"


def day(on: date) -> str:
    """Return the day in words: "1er mars 2027"."""
    return f"{'1er' if on.day == 1 else on.day} {MONTH_NAMES[on.month - 1]} {on.year}"
