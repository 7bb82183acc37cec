"""Periods and days, and what each way of naming them means; the ways themselves are in `period_patterns`."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.parsing.calendar_days import AFTER_EASTER, FIXED, MANDATE_END, MANDATE_MIDDLE, SCHOOL_HOLIDAYS, easter
from domain.parsing.calendar_words import MONTHS, NEXT_SEASON, RANKS, SEASONS, UNIT_DAYS, UNIT_MONTHS, WEEKDAYS

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
    coming = next(period for period in _each(on, today.year - 1) if period.last >= today)
    return replace(coming, is_near_without_year=coming.last - today < NEAR)


def _each(on: Callable[[int], Period], first: int) -> Iterator[Period]:
    """The periods of ten years, save where a day does not exist (29 February)."""
    for year in range(first, first + 10):
        with suppress(ValueError):
            yield on(year)


def _part_of(period: Period, part: str | None, early: date, middle: date) -> Period:
    match part:
        case None:
            return period
        case "fin" | "end" | "late" | "terme" | "cloture":
            return one_day(period.last)
        case "mi" | "mid" | "milieu" | "middle":
            return one_day(middle)
        case _:
            return one_day(early)


def read_numeric(match: re.Match[str], _today: date) -> Period:
    return one_day(date(_full_year(match["year"]), int(match["month"]), int(match["day"])))


def read_numeric_month(match: re.Match[str], _today: date) -> Period:
    return _whole_month(_full_year(match["year"]), int(match["month"]))


def read_day_and_month(match: re.Match[str], today: date) -> Period:
    day, month = int(match["day"]), int(match["month"])
    return _coming(None, today, lambda year: one_day(date(year, month, day)))


def _whole_month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), month_end(year, month))


def read_day_of_month(match: re.Match[str], today: date) -> Period:
    typed, month = match["day"], MONTHS[match["month"]]
    day = 1 if typed == "premier" else int(typed)
    return _coming(match["year"], today, lambda year: one_day(date(year, month, day)))


def read_month(match: re.Match[str], today: date) -> Period:
    month = MONTHS[match["month"]]

    def of(year: int) -> Period:
        return _part_of(_whole_month(year, month), match["part"], date(year, month, 10), date(year, month, 15))

    if match["year"] is None and match["next_year"]:
        return of(today.year + 1)
    return _coming(match["year"], today, of)


def _part_of_year(year: int, part: str | None) -> Period:
    return _part_of(Period(date(year, 1, 1), date(year, 12, 31)), part, date(year, 4, 30), date(year, 6, 30))


def read_year(match: re.Match[str], _today: date) -> Period:
    return _part_of_year(_full_year(match["year"]), match["part"])


def read_tomorrow(match: re.Match[str], today: date) -> Period:
    return one_day(today + timedelta(days=2 if match["after"] else 1))


def read_weekday(match: re.Match[str], today: date) -> Period:
    """The first such day after today."""
    ahead = (WEEKDAYS[match["weekday"]] - today.weekday() - 1) % 7 + 1
    return one_day(today + timedelta(days=ahead))


def read_relative_year(match: re.Match[str], today: date) -> Period | None:
    following = match["next"] is not None or match["next_before"] is not None
    if not following and match["this"] is None and match["part"] is None:
        return None
    return _part_of_year(today.year + following, match["part"])


def read_school_year(match: re.Match[str], today: date) -> Period:
    on = today if match["next"] is None else months_later(today, 12)
    end = _coming(match["year"], on, lambda year: one_day(SCHOOL_HOLIDAYS["ete"](year)[0] - timedelta(days=1))).last
    return Period(date(end.year - 1, 9, 1), end) if match["part"] is None else one_day(end)


def _span_of(months: int, year: int, rank: int) -> Period:
    return Period(date(year, (rank - 1) * months + 1, 1), month_end(year, rank * months))


def read_fraction(months: int) -> Reader:
    def read(match: re.Match[str], today: date) -> Period:
        rank = RANKS.get(match["rank"]) or int(match["rank"])
        rank = min(rank, 12 // months) if match["rank"] in {"dernier", "last"} else rank
        return _coming(match["year"], today, lambda year: _parted(_span_of(months, year, rank), match["part"]))

    return read


def _parted(period: Period, part: str | None) -> Period:
    third = period.first + (period.last - period.first) / 3
    return _part_of(period, part, third, period.first + (period.last - period.first) / 2)


def read_current(match: re.Match[str], today: date) -> Period | None:
    """ "fin du trimestre", "le mois prochain", "cette semaine"."""
    following = match["next"] is not None or match["next_before"] is not None
    if not following and match["this"] is None and match["part"] is None:
        return None
    if match["unit"] in {"semaine", "week"}:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * following)
        return _parted(Period(monday, monday + timedelta(days=6)), match["part"])
    months = UNIT_MONTHS[match["unit"]]
    on = months_later(today.replace(day=1), months * following)
    return _parted(_span_of(months, on.year, (on.month - 1) // months + 1), match["part"])


def read_season(match: re.Match[str], today: date) -> Period:
    month, day = SEASONS[match["season"]]
    end = NEXT_SEASON[month]
    shift = month == 12

    def of(year: int) -> Period:
        whole = Period(date(year, month, day), date(year + shift, *end))
        if match["part"]:
            return _parted(whole, match["part"])
        return one_day(whole.first - timedelta(days=1)) if match["before"] else whole

    if match["year"] is None and match["coming"] and not match["before"] and of(today.year).first <= today:
        return of(today.year + 1)  # "l'automne prochain", said in autumn
    return _coming(match["year"], today, of)


def read_back_to_school(match: re.Match[str], today: date) -> Period:
    return _coming(match["year"], today, lambda year: one_day(date(year, 9, 1)))


def read_holiday(match: re.Match[str], today: date) -> Period:
    name = match["name"]

    def of(year: int) -> Period:
        if name in FIXED:
            return one_day(date(year, *FIXED[name]))
        return one_day(easter(year) + timedelta(days=AFTER_EASTER[name] + (match["monday"] is not None)))

    return _coming(match["year"], today, of)


def read_school_holidays(match: re.Match[str], today: date) -> Period:
    name = match["name"] or "ete"

    def of(year: int) -> Period:
        period = Period(*SCHOOL_HOLIDAYS[name](year))
        if match["part"]:
            return _parted(period, match["part"])
        return one_day(period.first - timedelta(days=1)) if match["before"] else period

    return _coming(match["year"], today, of)


def read_mandate(match: re.Match[str], _today: date) -> Period | None:
    if match["middle"] is not None:
        return one_day(MANDATE_MIDDLE)
    return one_day(MANDATE_END)


def read_accounting_year(match: re.Match[str], today: date) -> Period:
    following = match["next"] is not None
    year = _full_year(match["year"]) if match["year"] else today.year + following
    return _part_of_year(year, match["part"])


def read_delay(match: re.Match[str], today: date) -> Period | None:
    count, unit = float(match["count"].replace(",", ".")), match["unit"]
    unit = unit if unit in UNIT_MONTHS | UNIT_DAYS else unit.rstrip("s")
    count += 0.5 if match["half"] else 0
    if count > FURTHEST_YEARS * 366:
        return None
    if unit in UNIT_DAYS:
        day = today + timedelta(days=round(count * UNIT_DAYS[unit]))
    else:
        months = count * UNIT_MONTHS[unit] + (int(match["months"]) if match["months"] else 0)
        if months > FURTHEST_YEARS * 12:
            return None
        day = months_later(today, int(months)) + timedelta(days=round(months % 1 * 30))
    return Period(day, day, is_delay=True)


def guarded(reader: Reader, match: re.Match[str], today: date) -> Period | None:
    """Read what a pattern caught; None for a day that does not exist, or one past the calendar."""
    try:
        read = reader(match, today)
    except (ValueError, OverflowError, StopIteration):
        return None
    return read if read is not None and read.last.year - today.year <= FURTHEST_YEARS else None
