"""Dates as people type them, in French or English: "fin 2027", "T2 2027", "d’ici 18 mois", "31/12/2027"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from domain.plain import folded

LONGEST = 80
"""Characters beyond which a text is not a date."""
_FURTHEST_YEARS = 100

_MONTHS = {
    name: rank
    for rank, names in enumerate(
        (
            "janvier january janv jan",
            "fevrier february fevr fev feb",
            "mars march mar",
            "avril april avr apr",
            "mai may",
            "juin june jun",
            "juillet july juil jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_RANKS = {
    word: rank
    for rank, words in enumerate(
        (
            "premier premiere 1er 1ere 1st first",
            "2e 2eme 2nd deuxieme second seconde",
            "3e 3eme 3rd troisieme third",
            "4e 4eme 4th quatrieme fourth",
        ),
        start=1,
    )
    for word in words.split()
}
_NUMBERS = {
    word: count
    for count, words in enumerate(
        (
            "un une a an one",
            "deux two",
            "trois three",
            "quatre four",
            "cinq five",
            "six",
            "sept seven",
            "huit eight",
            "neuf nine",
            "dix ten",
            "onze eleven",
            "douze twelve",
        ),
        start=1,
    )
    for word in words.split()
} | {"quinze": 15, "dix-huit": 18, "eighteen": 18, "vingt": 20, "vingt-quatre": 24, "twenty-four": 24, "trente-six": 36}
_UNIT_MONTHS = {"mois": 1, "month": 1, "trimestre": 3, "quarter": 3, "semestre": 6, "an": 12, "annee": 12, "year": 12}
_UNIT_DAYS = {"jour": 1, "j": 1, "day": 1, "semaine": 7, "week": 7}
_SPRING, _SUMMER, _AUTUMN = ((3, 19), (6, 20)), ((6, 20), (9, 22)), ((9, 22), (12, 20))
_SEASONS = {
    "printemps": _SPRING,
    "spring": _SPRING,
    "ete": _SUMMER,
    "summer": _SUMMER,
    "automne": _AUTUMN,
    "autumn": _AUTUMN,
}
"""The last day before each season, and its own last day."""

_LEAD = re.compile(
    r"^(?:(?:d'ici|avant|pour|vers|jusqu'(?:en?|a|au)|au plus tard|en|a|au|le|la|l'|de|des|du|d'|depuis|cette|courant"
    r"|lundi|mardi|mercredi|jeudi|vendredi|by|before|until|since|on|in|at|the|this|during|annee|year)(?:\s+|(?<=')))+"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_RANK = r"(?P<rank>" + "|".join(_RANKS) + r"|[1-4])"
_OF = r"\s+(?:(?:de|of|in|du|d'|l'|annee|the)\s*)*"

_Reader = Callable[[re.Match[str], date], date | None]


def read_date(text: str, today: date) -> date | None:
    """Return the day a person means, None when it is not a date (nor one that exists).

    A period means its last day: "2027" is 31 December, "mars 2027" its 31st, "T2 2027" 30 June, "été 2027" 22
    September; its start or middle mean the end of its first third ("début 2027", 30 April) and its middle ("mi-2027",
    30 June). What has no year is the next one from `today` on, from which durations ("d’ici 18 mois") count too.
    """
    typed = folded(text).rstrip(" .!?")
    if not 0 < len(typed) <= LONGEST:
        return None
    for said in (typed, _LEAD.sub("", typed)):
        for pattern, reader in _READERS:
            match = pattern.fullmatch(said)
            if match is not None:
                return _guarded(reader, match, today)
    return None


def read_year(text: str) -> int | None:
    """Return the year (1900 to 2099) of a text that names one, alone ("en 2027") or in a date; None otherwise."""
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", folded(text)[: LONGEST + 1])}
    if len(years) != 1:
        return None
    year = years.pop()
    read = read_date(text, date(year, 1, 1))
    return year if read is not None and read.year == year else None


def _guarded(reader: _Reader, match: re.Match[str], today: date) -> date | None:
    try:
        return reader(match, today)
    except (ValueError, OverflowError):  # 31 February, or a date past the calendar
        return None


def _numeric(match: re.Match[str], _today: date) -> date:
    year = int(match["year"])
    return date(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))


def _numeric_month(match: re.Match[str], _today: date) -> date:
    return _month_end(int(match["year"]), int(match["month"]))


def _day_of_month(match: re.Match[str], today: date) -> date:
    day, month = int(match["day"]), _MONTHS[match["month"]]
    return _coming(match["year"], today, lambda year: date(year, month, day))


def _month(match: re.Match[str], today: date) -> date:
    month = _MONTHS[match["month"]]
    match match["part"]:
        case None | "fin" | "end" | "late":
            return _coming(match["year"], today, lambda year: _month_end(year, month))
        case "mi" | "mid" | "milieu" | "middle":
            return _coming(match["year"], today, lambda year: date(year, month, 15))
        case _:
            return _coming(match["year"], today, lambda year: date(year, month, 10))


def _year(match: re.Match[str], _today: date) -> date:
    return _part_of_year(int(match["year"]), match["part"])


def _relative_year(match: re.Match[str], today: date) -> date:
    following = match["next"] is not None or match["next_before"] is not None
    if not following and match["this"] is None and match["part"] is None:
        raise ValueError("a year, but which?")
    return _part_of_year(today.year + following, match["part"])


def _part_of_year(year: int, part: str | None) -> date:
    match part:
        case None | "fin" | "end" | "late":
            return date(year, 12, 31)
        case "mi" | "mid" | "milieu" | "middle":
            return date(year, 6, 30)
        case _:
            return date(year, 4, 30)


def _fraction(months: int) -> _Reader:
    def read(match: re.Match[str], today: date) -> date:
        rank = _RANKS.get(match["rank"]) or int(match["rank"])
        return _coming(match["year"], today, lambda year: _month_end(year, rank * months))

    return read


def _season(match: re.Match[str], today: date) -> date:
    start, end = _SEASONS[match["season"]]
    month, day = end if match["before"] is None else start
    return _coming(match["year"], today, lambda year: date(year, month, day))


def _back_to_school(match: re.Match[str], today: date) -> date:
    return _coming(match["year"], today, lambda year: date(year, 9, 1))


def _duration(match: re.Match[str], today: date) -> date | None:
    count = _NUMBERS.get(match["count"]) or int(match["count"])
    unit = match["unit"] if match["unit"] in _UNIT_MONTHS | _UNIT_DAYS else match["unit"].rstrip("s")
    if unit in _UNIT_DAYS:
        return _within(today, today + timedelta(days=count * _UNIT_DAYS[unit]))
    months = count * _UNIT_MONTHS[unit] + (_UNIT_MONTHS[unit] // 2 if match["half"] else 0)
    return _within(today, _months_later(today, months))


def _within(today: date, read: date) -> date | None:
    return read if read.year - today.year <= _FURTHEST_YEARS else None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _month_end(year, month + 1).day))


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _coming(year: str | None, today: date, on: Callable[[int], date]) -> date:
    """The day of the year said, else the first one from today on."""
    if year is not None:
        return on(int(year))
    return next(day for day in (on(today.year), on(today.year + 1)) if day >= today)


_PART = (
    r"(?:(?P<part>fin|end|late|mi|mid|milieu|middle|debut|early|start|beginning)"
    r"(?:\s*-\s*|\s+)(?:(?:de|du|des|of|d'|l'|le|la|les|the|mois|annee|year)\s*)*)?"
)
_UNITS = "|".join(sorted(_UNIT_MONTHS | _UNIT_DAYS, key=len, reverse=True))
_YEAR_SAID = (
    r"(?:(?P<part>fin|end|late|mi|mid|milieu|middle|debut|early|start|beginning)(?:\s*-\s*|\s+))?"
    r"(?:(?:de|of|d'|l'|the)\s*)*(?P<this>(?:cette|this)\s+)?(?P<next_before>next\s+)?"
    r"(?:annee|an|year)(?P<next>\s+prochaine?)?"
)
_DURATION = (
    rf"(?:dans|sous|en|within|in|d'ici)?\s*(?P<count>\d{{1,4}}|{'|'.join(_NUMBERS)})\s*(?P<unit>(?:{_UNITS})s?)"
    r"(?P<half>\s+(?:et demie?|and a half))?"
)
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)", _numeric),
        (r"(?P<day>\d\d?)\s?[-/. ]\s?(?P<month>\d\d?)\s?[-/. ]\s?(?P<year>\d{4}|\d\d)", _numeric),
        (r"(?P<month>\d\d?)\s?[-/.]\s?(?P<year>\d{4})", _numeric_month),
        (r"(?P<year>\d{4})-(?P<month>\d\d)", _numeric_month),
        (rf"(?P<day>\d\d?)(?:er|st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?", _day_of_month),
        (rf"{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?", _day_of_month),
        (rf"{_PART}{_MONTH}(?:{_OF}{_YEAR})?", _month),
        (rf"{_PART}{_YEAR}", _year),
        (_YEAR_SAID, _relative_year),
        (rf"{_PART}(?:t|q)\s?(?P<rank>[1-4])(?:{_OF}{_YEAR})?", _fraction(3)),
        (rf"{_PART}(?:s|h)\s?(?P<rank>[12])(?:{_OF}{_YEAR})?", _fraction(6)),
        (rf"{_PART}{_RANK}\s?(?:trimestre|quarter)(?:{_OF}{_YEAR})?", _fraction(3)),
        (rf"{_PART}{_RANK}\s?(?:semestre|half(?: year)?)(?:{_OF}{_YEAR})?", _fraction(6)),
        (
            rf"(?P<before>(?:avant|before)\s+)?(?:l'|le\s+|the\s+)?(?P<season>{'|'.join(_SEASONS)})(?:{_OF}{_YEAR})?",
            _season,
        ),
        (rf"rentree(?:\s+scolaire)?(?:{_OF}{_YEAR})?", _back_to_school),
        (_DURATION, _duration),
    )
)
