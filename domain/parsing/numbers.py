"""Numbers as people write them: "1 200", "62,5", "1,5 M", "quatre-vingt-dix", "une centaine"."""

import re
from collections.abc import Mapping

from text_to_num import text2num

from domain.parsing.lazy_regex import late
from domain.parsing.line import Line

MOST_DIGITS = 15
FIGURES = r"\d(?:[\d.,']{0,16}\d)?(?: \d{3}(?!\d)(?:,\d{1,9})?){0,4}"
"""Figures inside a sentence; alone, they may also be grouped in English."""

_SPACE_GROUPED = late(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?")
_DOT_GROUPED = late(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_COMMA_GROUPED = late(r"[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,}|,000)")
_DECIMAL = late(r"\d*[.,]?\d+")

_FRENCH = (
    "zero|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente"
    "|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|millions?|milliards?"
)
_ENGLISH = (
    "one|two|three|four|five|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
)
_LINK = r"[ -](?:et[ -])?"
_RUN = late(
    rf"(?<![\w'-])(?<!\d )(?:une?{_LINK}(?=milli))?(?:{_FRENCH})(?:{_LINK}(?:{_FRENCH}|une?))*(?![\w'-])"
    rf"|(?<![\w'-])(?<!\d )(?:{_ENGLISH})(?:[ -](?:and[ -])?(?:{_ENGLISH}))*(?![\w'-])"
)
_SEPTEMBER = late(r"\n\.? ?(?:20)?2\d\b|(?:fin|debut|mi|mi-|en|avant|pour|d'ici) ?-?\n\.?(?: *$|[,;:)])")
_COMMA = late(r"(?<=\d) virgule (?=\d)")
_GREAT = late(r"(.*) (millions?|milliards?)")

CROWDS: Mapping[str, int] = {
    "dizaine": 10,
    "douzaine": 12,
    "dozen": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "hundred": 100,
    "millier": 1000,
    "thousand": 1000,
}
_CROWD = late(
    r"\b(?:(?P<count>une?|a|\d+|quelque) (?:petite |bonne "
    rf"|grosse )?)?(?P<half>demi-)?(?P<crowd>{'|'.join(CROWDS)})s?\b"
    r"(?: (?:de |of |d')(?!euros)(?=\D))?"
)
_ONE_BEFORE = (
    "an|annee|mois|jour|journee|semaine|trimestre|semestre|heure|minute|point|euro|million|milliard|fois"
    "|(?:seul|seule|unique) "
)
_ONE = late(
    rf"(?<![\w'])(?<!plus )(?:une?|1er)(?= (?:{_ONE_BEFORE})\b)"
    r"|(?:(?<![\w'])|(?<=qu'))une?(?= (?:[\w'-]+ ){1,4}sur (?:\d|deux|trois|quatre|cinq|dix))"
    r"|(?<=\bd')une?(?= (?:an|mois|jour|semaine|trimestre|semestre|heure|minute|point)\b)"
    r"|(?<![\w'])(?:an?|one)(?= (?:year|month|week|day|quarter|hour)\b)"
)


def figures(typed: str) -> float | None:
    """Return the number that figures are, None when they are several or too long.

    A comma is decimal, as in French; a dot too, save before exactly three figures ("1.200" is 1200, "0.125" is not).
    Nobody writes three zeros after a decimal comma: "45,000" is 45000, as in English, and "45,500" stays 45.5.
    """
    if sum(sign.isdigit() for sign in typed) > MOST_DIGITS:
        return None
    if _SPACE_GROUPED.fullmatch(typed):
        return float(typed.replace(" ", "").replace("'", "").replace(",", "."))
    if _DOT_GROUPED.fullmatch(typed):
        return float(typed.replace(".", "").replace(",", "."))
    if _COMMA_GROUPED.fullmatch(typed):
        return float(typed.replace(",", ""))
    return float(typed.replace(",", ".")) if _DECIMAL.fullmatch(typed) else None


def in_figures(line: Line) -> Line:
    """Write in figures the numbers in letters, "~" marking a crowd ("une centaine d’agents" is "~100 agents")."""
    line = line.replaced(_ONE, lambda _: "1")
    line = line.replaced(_RUN, lambda match: _spelt(match, line.text))
    return line.replaced(_COMMA, lambda _: ",").replaced(_CROWD, _crowd)


def _spelt(match: re.Match[str], text: str) -> str | None:
    run, before, after = match[0], text[: match.start()], text[match.end() :]
    if run == "neuf" and (before.endswith("a ") or not re.match(r" \w", after)):
        return None  # "remettre à neuf"
    if run == "sept" and _SEPTEMBER.search(before + "\n" + after):
        return None
    if run.startswith("cent") and before.endswith(("pour ", "p. ")):
        return None
    great = _GREAT.fullmatch(run)
    if great is not None:
        count = _spoken(great[1])
        return None if count is None else f"{count} {great[2]}"
    count = _spoken(run)
    return None if count is None else str(count)


def _spoken(run: str) -> int | None:
    for language in ("fr", "en"):
        try:
            return int(text2num(run, language))
        except ValueError:
            continue
    return None


def _crowd(match: re.Match[str]) -> str | None:
    if match["count"] is None and match["half"] is None and match["crowd"] not in {"hundred", "thousand", "dozen"}:
        return f"~{CROWDS[match['crowd']]} " if match.start() == 0 else None
    count = int(match["count"]) if (match["count"] or "").isdigit() else 1
    return f"~{count * CROWDS[match['crowd']] // (2 if match['half'] else 1)} "
