"""Dates as people type them, in French or English: "fin 2027", "T2 2027", "d’ici 18 mois", "31/12/2027"."""

import re
from datetime import date, timedelta

from domain.parsing.folding import folded
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line
from domain.parsing.numbers import in_figures
from domain.parsing.period_patterns import READERS
from domain.parsing.periods import Period, guarded, one_day

LONGEST = 80
"""Characters beyond which a text is not a date."""

_LEAD = late(
    r"^(?:(?:d'ici|avant|pour|vers|jusqu'(?:en?|a|au)|au plus tard|en|a|au|le|la|l'|de|des|du|d'|depuis|cette|courant"
    r"|partir|compter|lundi|mardi|mercredi|jeudi|vendredi|by|before|until|since|on|in|at|the|this|during|from"
    r"|starting|annee|year)(?:\s+|(?<=')))+"
)

_BEFORE = late(r"\b(?:avant|before)\b")
_EARLY = late(
    r"^(?:(?:des|en|au|le|a partir d[ue]|from|in|at|the)\s+)*(?:debut|early|start|beginning)\b[\s-]*(?:of\b\s*)?"
)
_NOW = late(r"cette annee|(?:l')?annee en cours|this year|current year")
_LAST = late(
    r"(?:l'|the )?(?:an|annee|year) (?:dernier|derniere|passee?|precedente?|d'avant)|(?:the )?(?:last|previous) year"
)
_AGO = late(r"(?P<since>il y a |ca fait |depuis )?(?P<years>\d{1,2}) ?(?:ans?|annees?|years?)(?P<ago> ago)?")
_ABOUT = late(r"^(?:(?:environ|a peu pres|de|en|c'est|c'etait|celui|ceux|chiffres?|depuis(?= (?:l'|cette))) )+|^d'")
_AHEAD = late(
    r"^(?:dans|d'ici|in|within)\b.*\b(?:ans?|annees?|years?)\b|\ban(?:nee)? (?:prochaine?|qui vient|suivante?)\b"
    r"|\b(?:next|prochaine) (?:year|annee)\b"
)
"""Words of a year to come; a month or a duration alone names none."""


def read_date(text: str, today: date) -> date | None:
    """Return the day a person means, None when it is not a date (nor one that exists).

    A period means its last day: "2027" is 31 December, "mars 2027" its 31st, "T2 2027" 30 June, "été 2027" 22
    September; its start or middle mean the end of its first third ("début 2027", 30 April) and its middle ("mi-2027",
    30 June); "avant mars 2027" is the eve of its first day. What has no year is the next one from `today` on, from
    which durations ("d’ici 18 mois") count too.
    """
    said = _said(text)
    if said is None:
        return None
    whole = _whole(said, today)
    if whole is not None:
        return whole.last
    led = _led(said, today)
    return None if led is None else led.last


def read_first_day(text: str, today: date) -> date | None:
    """Return the day on which something begins: the first one of a period ("avril 2027", "début 2027").

    All the rest is as in `read_date`: a day stays itself, "avant mars 2027" is the eve of its first day.
    """
    said = _said(text)
    if said is None:
        return None
    for words in dict.fromkeys((_EARLY.sub("", said), said)):
        period = _whole(words, today) or _led(words, today)
        if period is not None:
            return period.first
    return None


def read_year(text: str, today: date, *, is_past: bool = False) -> int | None:
    """Return the year (1900 to 2099) of a text that names one, alone ("en 2027"), in a date or from `today` on.

    "cette année", "l’an dernier" and "l’an prochain" name one; so does "2 ans", of what `is_past`.
    """
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", folded(text)[: LONGEST + 1])}
    if len(years) > 1:
        return None
    if years:
        year = years.pop()
        day = read_date(text, date(year, 1, 1))
        return year if day is not None and day.year == year else None
    said = _ABOUT.sub("", _said(text) or "")
    if _NOW.fullmatch(said):
        return today.year
    if _LAST.fullmatch(said):
        return today.year - 1
    ago = _AGO.fullmatch(said)
    if ago is not None and (is_past or ago["ago"] or ago["since"]):
        return today.year - int(ago["years"])
    day = read_date(text, today) if _AHEAD.search(said) else None
    return None if day is None else day.year


def _said(text: str) -> str | None:
    """What was typed, folded and in figures; None when it is empty or too long to be a date."""
    typed = Line.of(text)
    return in_figures(typed).text.rstrip(" .!?") if 0 < len(typed.text) <= LONGEST else None


def _led(said: str, today: date) -> Period | None:
    """The period that other words lead to; "avant" one is the eve of its first day."""
    lead = _LEAD.match(said)
    period = _whole(said[lead.end() :], today) if lead else None
    if lead is None or period is None or period.is_day or not _BEFORE.search(lead[0]):
        return period
    return one_day(period.first - timedelta(days=1))


_NEAR = {"aujourd'hui": 0, "ce jour": 0, "today": 0, "hier": -1, "yesterday": -1, "demain": 1, "tomorrow": 1}


def _whole(said: str, today: date) -> Period | None:
    if said in _NEAR:
        return one_day(today + timedelta(days=_NEAR[said]))
    for pattern, reader in READERS:
        match = pattern.fullmatch(said)
        if match is not None:
            return guarded(reader, match, today)
    return None
