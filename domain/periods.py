"""Periods and days as people name them, in French or English; each reader knows one way of saying them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.calendar_days import AFTER_EASTER, FIXED, MANDATE_END, MANDATE_MIDDLE, SCHOOL_HOLIDAYS, easter

FURTHEST_YEARS = 100
NEAR = timedelta(days=45)
"""A month or a day said without its year, closer than this, may be that of the year after."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, the same when a day is named; `is_delay` when counted from today.

    `is_near_without_year`: no year was said, and it is so near that the one after may be meant.
    """

    first: date
    last: date
    is_delay: bool = False
    is_near_without_year: bool = False

    @property
    def is_day(self) -> bool:
        return self.first == self.last


Reader = Callable[[re.Match[str], date], Period | None]

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
            "2e 2eme 2nd 2nde deuxieme second seconde",
            "3e 3eme 3rd troisieme third",
            "4e 4eme 4th quatrieme fourth dernier last",
        ),
        start=1,
    )
    for word in words.split()
}
_UNIT_MONTHS = {"mois": 1, "month": 1, "trimestre": 3, "quarter": 3, "semestre": 6, "an": 12, "annee": 12, "year": 12}
_UNIT_DAYS = {"jour": 1, "j": 1, "jrs": 1, "day": 1, "semaine": 7, "sem": 7, "week": 7}
_SEASONS = {
    "printemps": (3, 20),
    "spring": (3, 20),
    "ete": (6, 21),
    "summer": (6, 21),
    "automne": (9, 23),
    "autumn": (9, 23),
    "hiver": (12, 21),
    "winter": (12, 21),
}
_NEXT_SEASON = {3: (6, 20), 6: (9, 22), 9: (12, 20), 12: (3, 19)}


def one_day(day: date) -> Period:
    return Period(day, day)


def month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def _full_year(typed: str) -> int:
    return int(typed) + 2000 if len(typed) == 2 else int(typed)


def _coming(year: str | None, today: date, on: Callable[[int], Period]) -> Period:
    """The period of the year said, else the first one that ends today or later."""
    if year is not None:
        return on(_full_year(year))
    coming = next(period for period in map(on, range(today.year - 1, today.year + 3)) if period.last >= today)
    return replace(coming, is_near_without_year=coming.last - today < NEAR)


def _part_of(period: Period, part: str | None, early: date, middle: date) -> Period:
    match part:
        case None:
            return period
        case "fin" | "end" | "late" | "final" | "terme":
            return one_day(period.last)
        case "mi" | "mid" | "milieu" | "middle":
            return one_day(middle)
        case _:
            return one_day(early)


def _numeric(match: re.Match[str], _today: date) -> Period:
    return one_day(date(_full_year(match["year"]), int(match["month"]), int(match["day"])))


def _numeric_month(match: re.Match[str], _today: date) -> Period:
    return _whole_month(_full_year(match["year"]), int(match["month"]))


def _day_and_month(match: re.Match[str], today: date) -> Period:
    day, month = int(match["day"]), int(match["month"])
    return _coming(None, today, lambda year: one_day(date(year, month, day)))


def _whole_month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), month_end(year, month))


def _day_of_month(match: re.Match[str], today: date) -> Period:
    typed, month = match["day"], _MONTHS[match["month"]]
    day = 1 if typed == "premier" else int(typed)
    return _coming(match["year"], today, lambda year: one_day(date(year, month, day)))


def _month(match: re.Match[str], today: date) -> Period:
    month = _MONTHS[match["month"]]

    def of(year: int) -> Period:
        return _part_of(_whole_month(year, month), match["part"], date(year, month, 10), date(year, month, 15))

    if match["year"] is None and match["next_year"]:
        return of(today.year + 1)
    return _coming(match["year"], today, of)


def _part_of_year(year: int, part: str | None) -> Period:
    return _part_of(Period(date(year, 1, 1), date(year, 12, 31)), part, date(year, 4, 30), date(year, 6, 30))


def _year(match: re.Match[str], _today: date) -> Period:
    return _part_of_year(_full_year(match["year"]), match["part"])


def _relative_year(match: re.Match[str], today: date) -> Period | None:
    following = match["next"] is not None or match["next_before"] is not None
    if not following and match["this"] is None and match["part"] is None:
        return None
    return _part_of_year(today.year + following, match["part"])


def _school_year(match: re.Match[str], today: date) -> Period:
    on = today if match["next"] is None else months_later(today, 12)
    end = _coming(match["year"], on, lambda year: one_day(SCHOOL_HOLIDAYS["ete"](year)[0] - timedelta(days=1))).last
    return Period(date(end.year - 1, 9, 1), end) if match["part"] is None else one_day(end)


def _span_of(months: int, year: int, rank: int) -> Period:
    return Period(date(year, (rank - 1) * months + 1, 1), month_end(year, rank * months))


def _fraction(months: int) -> Reader:
    def read(match: re.Match[str], today: date) -> Period:
        rank = _RANKS.get(match["rank"]) or int(match["rank"])
        rank = min(rank, 12 // months) if match["rank"] in {"dernier", "last"} else rank
        return _coming(match["year"], today, lambda year: _parted(_span_of(months, year, rank), match["part"]))

    return read


def _parted(period: Period, part: str | None) -> Period:
    third = period.first + (period.last - period.first) / 3
    return _part_of(period, part, third, period.first + (period.last - period.first) / 2)


def _current(match: re.Match[str], today: date) -> Period | None:
    """ "fin du trimestre", "le mois prochain", "cette semaine"."""
    following = match["next"] is not None or match["next_before"] is not None
    if not following and match["this"] is None and match["part"] is None:
        return None
    if match["unit"] in {"semaine", "week"}:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * following)
        return _parted(Period(monday, monday + timedelta(days=6)), match["part"])
    months = _UNIT_MONTHS[match["unit"]]
    on = months_later(today.replace(day=1), months * following)
    return _parted(_span_of(months, on.year, (on.month - 1) // months + 1), match["part"])


def _season(match: re.Match[str], today: date) -> Period:
    month, day = _SEASONS[match["season"]]
    end = _NEXT_SEASON[month]
    shift = month == 12

    def of(year: int) -> Period:
        whole = Period(date(year, month, day), date(year + shift, *end))
        if match["part"]:
            return _parted(whole, match["part"])
        return one_day(whole.first - timedelta(days=1)) if match["before"] else whole

    return _coming(match["year"], today, of)


def _back_to_school(match: re.Match[str], today: date) -> Period:
    return _coming(match["year"], today, lambda year: one_day(date(year, 9, 1)))


def _holiday(match: re.Match[str], today: date) -> Period:
    name = match["name"]

    def of(year: int) -> Period:
        if name in FIXED:
            return one_day(date(year, *FIXED[name]))
        return one_day(easter(year) + timedelta(days=AFTER_EASTER[name] + (match["monday"] is not None)))

    return _coming(match["year"], today, of)


def _school_holidays(match: re.Match[str], today: date) -> Period:
    name = match["name"] or "ete"

    def of(year: int) -> Period:
        period = Period(*SCHOOL_HOLIDAYS[name](year))
        if match["part"]:
            return _parted(period, match["part"])
        return one_day(period.first - timedelta(days=1)) if match["before"] else period

    return _coming(match["year"], today, of)


def _mandate(match: re.Match[str], _today: date) -> Period | None:
    if match["middle"] is not None:
        return one_day(MANDATE_MIDDLE)
    return one_day(MANDATE_END)


def _accounting_year(match: re.Match[str], today: date) -> Period:
    following = match["next"] is not None
    year = _full_year(match["year"]) if match["year"] else today.year + following
    return _part_of_year(year, match["part"])


def _delay(match: re.Match[str], today: date) -> Period | None:
    count, unit = float(match["count"].replace(",", ".")), match["unit"]
    unit = unit if unit in _UNIT_MONTHS | _UNIT_DAYS else unit.rstrip("s")
    count += 0.5 if match["half"] else 0
    if count > FURTHEST_YEARS * 366:
        return None
    if unit in _UNIT_DAYS:
        day = today + timedelta(days=round(count * _UNIT_DAYS[unit]))
    else:
        months = count * _UNIT_MONTHS[unit] + (int(match["months"]) if match["months"] else 0)
        if months > FURTHEST_YEARS * 12:
            return None
        day = months_later(today, int(months)) + timedelta(days=round(months % 1 * 30))
    return Period(day, day, is_delay=True)


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHORT_YEAR = r"(?P<year>(?:19|20)\d\d|(?<![/\d])(?:2[4-9]|3[0-9]|40))"
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_RANK = r"(?P<rank>" + "|".join(_RANKS) + r"|[1-4])"
_OF = r"\s+(?:(?:de|of|in|du|d'|l'|annee|the)\s*)*"
_PARTS = "fin|end|late|mi|mid|milieu|middle|debut|early|start|beginning|terme"
_PART = rf"(?:(?P<part>{_PARTS})(?:\s*-\s*|\s+)(?:(?:de|du|des|of|d'|l'|le|la|les|the|mois|annee|year)\s*)*)?"
_NEXT = r"(?P<next>\s+(?:prochaine?|suivante?|qui vient|a venir)s?)?"
_RELATIVE = (
    rf"(?:(?P<part>{_PARTS})(?:\s*-\s*|\s+))?(?:(?:de|du|of|d'|l'|la|le|the)\s*)*"
    r"(?P<this>(?:cette|cet|ce|this)\s+|(?:courant|fin) (?=(?:annee|mois)))?(?P<next_before>(?:next|prochaine?)\s+)?"
)
_THE = r"(?:l'|le\s+|la\s+|les\s+|the\s+)?"
_NEXT_YEAR = r"(?:(?:\s+(?:de\s+)?l'an(?:nee)?)?\s+(?:prochaine?|suivante?|qui vient))?"
_UNITS = "|".join(sorted(_UNIT_MONTHS | _UNIT_DAYS, key=len, reverse=True))
_DELAY = (
    rf"(?:(?:dans|sous|en|within|in|d'ici)\b\s*)?(?:les\s+)?~?(?P<count>\d{{1,4}}(?:,\d)?)\s*(?:prochaine?s\s+)?"
    rf"(?P<unit>(?:{_UNITS})s?)\b(?P<half>\s*(?:et demie?|and a half|1/2))?(?:\s+et\s+(?P<months>\d\d?)\s+mois)?"
    r"(?:\s+(?:prochaine?s|a venir|a compter d'aujourd'hui))?"
)
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)", _numeric),
        (r"(?P<day>\d\d?)\s?[-/. ]\s?(?P<month>\d\d?)\s?[-/. ]\s?(?P<year>\d{4}|\d\d)", _numeric),
        (r"(?P<month>\d\d?)\s?[-/.]\s?(?P<year>\d{4})", _numeric_month),
        (r"(?P<year>\d{4})-(?P<month>\d\d)", _numeric_month),
        (
            rf"(?P<day>\d\d?|premier)(?:er|st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?:(?:,?\s+|\s+de\s+l'annee\s+){_YEAR})?",
            _day_of_month,
        ),
        (rf"{_PART}{_MONTH}(?:(?:{_OF}|\s*){_SHORT_YEAR})?(?P<next_year>{_NEXT_YEAR})", _month),
        (rf"{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?", _day_of_month),
        (rf"{_PART}{_YEAR}", _year),
        (rf"(?P<part>{_PARTS})(?:\s*-\s*|\s+)(?P<year>2[4-9]|3[0-9]|40)", _year),
        (rf"{_RELATIVE}(?:annee|an|year)(?:\s+civile|\s+en cours|\s+budgetaire)?{_NEXT}", _relative_year),
        (rf"{_RELATIVE}(?P<unit>mois|trimestre|semestre|semaine|month|quarter|week)(?:\s+en cours)?{_NEXT}", _current),
        (
            rf"(?:(?P<part>{_PARTS})(?:\s+|\s*-\s*)(?:(?:de|d')\s*)?)?{_THE}(?:annee|an) scolaire{_NEXT}"
            r"(?:\s+(?:\d{4}\s?[-/]\s?)?(?P<year>\d{4}))?",
            _school_year,
        ),
        (rf"{_PART}(?:t|q)\s?(?P<rank>[1-4])(?:(?:{_OF}|\s*[-/]?\s*){_SHORT_YEAR})?", _fraction(3)),
        (rf"{_PART}(?:s|h)\s?(?P<rank>[12])(?:(?:{_OF}|\s*[-/]?\s*){_SHORT_YEAR})?", _fraction(6)),
        (rf"{_PART}{_RANK}\s?(?:trimestre|trim\b\.?|quarter)(?:{_OF}{_SHORT_YEAR})?", _fraction(3)),
        (rf"{_PART}{_RANK}\s?(?:semestre|sem\b\.?|half(?: year)?)(?:{_OF}{_SHORT_YEAR})?", _fraction(6)),
        (rf"{_PART}{_RANK}\s?quadrimestre(?:{_OF}{_YEAR})?", _fraction(4)),
        (
            rf"(?P<before>(?:avant|before)\s+)?(?:(?P<part>{_PARTS})(?:\s*-\s*|\s+)(?:de\s+)?)?{_THE}(?:cet(?:te)?\s+|ce\s+"
            rf"|saison d')?(?P<season>{'|'.join(_SEASONS)})(?:{_OF}{_SHORT_YEAR}|\s+prochaine?|\s+qui vient)?",
            _season,
        ),
        (
            rf"{_THE}(?:prochaine\s+)?rentree(?:\s+(?:scolaire|de septembre|universitaire|des classes))?"
            rf"(?:{_OF}{_SHORT_YEAR}|\s+prochaine)?(?:\s?[-/]\s?\d{{4}})?",
            _back_to_school,
        ),
        (
            rf"(?P<before>(?:avant|before)\s+)?(?:(?P<part>{_PARTS})\s+(?:des\s+|de\s+)?)?{_THE}(?:grandes\s+|prochaines\s+"
            rf")?(?:conges|vacances)(?:\s+scolaires)?(?:\s+(?:de\s+la\s+|de\s+|d')"
            rf"(?P<name>{'|'.join(SCHOOL_HOLIDAYS)}))?(?:{_OF}{_SHORT_YEAR})?",
            _school_holidays,
        ),
        (
            rf"(?:(?:fetes?\s+de(?:\s+la)?|dimanche\s+de|(?P<monday>lundi\s+de)|jeudi\s+de)\s+)?{_THE}(?P<name>"
            rf"{'|'.join([*FIXED, *AFTER_EASTER])})(?:{_OF}{_SHORT_YEAR})?(?:\s+prochaine?)?",
            _holiday,
        ),
        (
            r"(?:la\s+|le\s+)?(?:(?:fin|terme|echeance|issue|duree|cours)\s+(?:de\s+|du\s+)?(?:ce\s+|cette\s+|la\s+|notre\s+|l'actuel(?:le)?"
            r"\s+|present\s+)*|(?P<middle>mi-))"
            r"(?:mandat(?:ure)?)(?:\s+(?:municipale?|actuelle?|en cours|electif))?(?:\s+(?:\d{4}\s?-\s?)?2032)?",
            _mandate,
        ),
        (
            r"(?:(?:les|aux|des)\s+)?(?:prochaines\s+elections|prochaines|elections)\s+municipales(?:\s+(?:de\s+)?2032)?",
            lambda _match, _today: one_day(MANDATE_END),
        ),
        (
            rf"(?:(?P<part>{_PARTS}|cloture)\s+(?:de\s+)?)?{_THE}exercice(?:\s+(?:budgetaire|comptable|civil|en cours))*"
            rf"(?:\s+{_YEAR})?{_NEXT}",
            _accounting_year,
        ),
        (_DELAY, _delay),
    )
)
"""Ways of naming a day or a period, the first that fits a whole reply winning."""


def guarded(reader: Reader, match: re.Match[str], today: date) -> Period | None:
    """Read what a pattern caught; None for a day that does not exist, or one past the calendar."""
    try:
        read = reader(match, today)
    except (ValueError, OverflowError, StopIteration):
        return None
    return read if read is not None and read.last.year - today.year <= FURTHEST_YEARS else None
