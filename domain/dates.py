"""Dates as people type them, in French or English: "fin 2027", "T2 2027", "d’ici 18 mois", "31/12/2027"."""

import re
from datetime import date, timedelta

from domain.late import late
from domain.line import Line
from domain.numbers import in_figures
from domain.period_patterns import READERS
from domain.periods import Period, guarded
from domain.plain import folded

LONGEST = 80
"""Characters beyond which a text is not a date."""

_LEAD = late(
    r"^(?:(?:d'ici|avant|pour|vers|jusqu'(?:en?|a|au)|au plus tard|en|a|au|le|la|l'|de|des|du|d'|depuis|cette|courant"
    r"|lundi|mardi|mercredi|jeudi|vendredi|by|before|until|since|on|in|at|the|this|during|annee|year)(?:\s+|(?<=')))+"
)

_BEFORE = late(r"\b(?:avant|before)\b")


def read_date(text: str, today: date) -> date | None:
    """Return the day a person means, None when it is not a date (nor one that exists).

    A period means its last day: "2027" is 31 December, "mars 2027" its 31st, "T2 2027" 30 June, "été 2027" 22
    September; its start or middle mean the end of its first third ("début 2027", 30 April) and its middle ("mi-2027",
    30 June); "avant mars 2027" is the eve of its first day. What has no year is the next one from `today` on, from
    which durations ("d’ici 18 mois") count too.
    """
    typed = Line.of(text)
    if not 0 < len(typed.text) <= LONGEST:
        return None
    said = in_figures(typed).text.rstrip(" .!?")
    period = _whole(said, today)
    if period is not None:
        return period.last
    lead = _LEAD.match(said)
    period = _whole(said[lead.end() :], today) if lead else None
    if lead is None or period is None:
        return None
    return period.first - timedelta(days=1) if _BEFORE.search(lead[0]) and not period.is_day else period.last


def read_year(text: str) -> int | None:
    """Return the year (1900 to 2099) of a text that names one, alone ("en 2027") or in a date; None otherwise."""
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", folded(text)[: LONGEST + 1])}
    if len(years) != 1:
        return None
    year = years.pop()
    read = read_date(text, date(year, 1, 1))
    return year if read is not None and read.year == year else None


def _whole(said: str, today: date) -> Period | None:
    for pattern, reader in READERS:
        match = pattern.fullmatch(said)
        if match is not None:
            return guarded(reader, match, today)
    return None
