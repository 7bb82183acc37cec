"""What somebody reports of a KPI when asked: a value, a change, that nothing changed, or that it is not known."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from domain.dialogue.values import Rejected
from domain.parsing.amounts import read_amount
from domain.parsing.dates import read_date, read_first_day
from domain.parsing.folding import folded, plain
from domain.parsing.lazy_regex import late
from domain.parsing.unit_conversion import suited
from domain.plan import Kpi

LARGEST = 1e12
LONGEST = 120
"""Characters beyond which a text reports nothing."""
_YEAR = timedelta(days=364)
"""What has no year is of the twelve months before today: a report tells of the past."""


class Told(StrEnum):
    """What is reported without a figure."""

    UNCHANGED = "same"
    UNAVAILABLE = "missing"


@dataclass(frozen=True, slots=True)
class Reported:
    """A value in the unit of the KPI, `on` the day it says, None when it says none.

    `is_doubtful` when it may well be something else: above 100 %, or a share that is a day too ("3/12").
    """

    value: float
    on: date | None = None
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much the last value changed, in the unit of the KPI."""

    by: float


Report = Reported | Shift | Told | Rejected

_UNCHANGED = late(
    r"(?:c'est )?(?:toujours )?(?:inchangee?s?|pareil|idem|(?:la )?meme (?:chose|valeur|chiffre)|stable|same|unchanged)"
    r"(?: (?:que |qu'|as ).{1,30})?"
    r"|comme (?:avant|la (?:derniere )?fois(?: derniere)?|le mois dernier|d'habitude)"
    r"|(?:aucun|pas de|sans|no) (?:changements?|evolutions?|mouvements?|modifications?|changes?)"
    r"|(?:rien|ca) n?'?(?:a )?(?:pas )?(?:change|bouge|evolue)|rien (?:de (?:change|nouveau|neuf))|ras|as before"
)
_UNAVAILABLE = late(
    r"(?:pas|non|in)[ -]?(?:encore )?disponible|indispo|n\.?[ /]?[acdr]\.?|nsp|inconnue?"
    r"|non (?:connue?|communiquee?|renseignee?)|(?:je |j')?(?:n'|ne )?(?:en )?(?:sais|sait) (?:pas|rien|plus).{0,20}"
    r"|pas (?:encore )?(?:connu|mesure|recu|compte)s?"
    r"|(?:aucune?|pas (?:encore )?(?:de |d'|eu de |eu d')|no|not any) ?"
    r"(?:donnees?|idees?|retours?|infos?|informations?|nouvelles?|chiffres?|reponses?|remontees?|data|idea|answer|news"
    r"|figures?)"
    r"(?: (?:pour l'instant|pour le moment|a ce jour|yet))?"
    r"|not (?:available|known)|unknown|(?:i )?(?:don't|do not) know"
)
_OF = late(
    r"(?P<part>\d[\d ,.]*?)(?: [^\W\d_][\w'-]*){0,2} ?(?:/|sur|out of|of) ?(?P<whole>\d[\d ,.]*)"
    r"(?: [^\W\d_][\w'-]*){0,3}"
)
_DAY_MONTH = range(1, 32), range(1, 13)
_NOISE = " :;,.()-–—"
_EDGE = re.compile(r"\s*[:;,()]\s*|\s+")


def read_report(text: str, kpi: Kpi, today: date, known: tuple[float, ...] = ()) -> Report:
    """Read what was typed about `kpi`; `known` are values it had, which tell whether it may be negative.

    Rejected "is_a_date" for a day alone, "not_a_number" for words, "wrong_unit" (`unit`, `typed`), "negative",
    "out_of_range" (`low`, `high`), "to_come" for the value of a day after today.
    """
    said = folded(text).rstrip(" .!…")
    if _UNAVAILABLE.fullmatch(said):
        return Told.UNAVAILABLE
    if _UNCHANGED.fullmatch(said):
        return Told.UNCHANGED
    typed = plain(text)
    if len(typed) > LONGEST:
        return Rejected("not_a_number")
    if report := _of_amount(typed, kpi, known) or _part(said, kpi) or _dated(typed, kpi, today, known):
        return report
    return Rejected("not_a_number" if read_date(typed, today) is None else "is_a_date")


def _of_amount(typed: str, kpi: Kpi, known: tuple[float, ...]) -> Report | None:
    if _OF.fullmatch(folded(typed)):
        return None  # a count in a count: a share for some KPIs only
    amount = read_amount(typed, of=f"{kpi.unit} {kpi.label}")
    if amount is None:
        return None
    value = suited(amount, kpi.unit)
    if value is None:
        return Rejected("wrong_unit", {"unit": kpi.unit, "typed": amount.unit or ""})
    if abs(value) > LARGEST:
        return Rejected("out_of_range", {"low": 0, "high": LARGEST})
    if amount.is_change:
        return Shift(value)
    if value < 0 and all(former >= 0 for former in known):
        return Shift(value) if known and amount.unit in {None, kpi.unit} else Rejected("negative")
    return Reported(value, is_doubtful=kpi.unit == "%" and value > 100)


def _part(said: str, kpi: Kpi) -> Report | None:
    """Read "12/40", "42 sur 60": a share of a KPI in %, else the first number."""
    match = _OF.fullmatch(said)
    part, whole = (read_amount(match["part"]), read_amount(match["whole"])) if match else (None, None)
    if part is None or whole is None or whole.value <= 0:
        return None
    if kpi.unit != "%":
        return Reported(part.value, is_doubtful=_is_a_day(part.value, whole.value))
    share = round(100 * part.value / whole.value, 1)
    return Reported(share, is_doubtful=share > 100 or _is_a_day(part.value, whole.value))


def _is_a_day(day: float, month: float) -> bool:
    return day in _DAY_MONTH[0] and month in _DAY_MONTH[1]


def _dated(typed: str, kpi: Kpi, today: date, known: tuple[float, ...]) -> Report | None:
    """Read a value with its day or period, on either side: "62 % au 31/03", "3e trim : 42"."""
    if read_date(typed, today) is not None:
        return None
    for edge in _EDGE.finditer(typed):
        before, after = typed[: edge.start()].strip(_NOISE), typed[edge.end() :].strip(_NOISE)
        for value, when in ((before, after), (after, before)):
            day = _day(when, today) if value and when and not when.isdigit() else None
            report = (_of_amount(value, kpi, known) or _part(folded(value), kpi)) if day else None
            if day and isinstance(report, Reported):
                return replace(report, on=day) if day <= today else Rejected("to_come", {"date": day.isoformat()})
    return None


def _day(when: str, today: date) -> date | None:
    """Return the day told of: today in a period that is not over, else the last one of that day or period."""
    first, last = read_first_day(when, today), read_date(when, today)
    if first and last and first <= today <= last:
        return today
    return read_date(when, today - _YEAR)
