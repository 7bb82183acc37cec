"""When something periodic falls due: own calendar rules, on local time, working days and quiet hours.

An occurrence is identified by its period (the week, the month…), never by its instant: changing the hour or the zone
makes neither a hole nor a duplicate.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from domain.followup.holiday import METROPOLE, HolidayCalendar
from domain.plan import Frequency

Quiet: TypeAlias = tuple[time, time]
"""From the first time, included, to the second, excluded; it may pass midnight; none when both are the same."""

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
_DAY = timedelta(days=1)


_Choice: TypeAlias = tuple[int, int, int]
"""The weekday, the day and the month of a cadence."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """A rhythm, in local time.

    `weekday` (0 is Monday) is for the weekly rhythm. For the longer ones, `day` is a day of the month (1 to 31, at most
    the end of short months), in the `month` of the period counted from 1 (clamped too). `region` says which
    HolidayCalendar to use. An `hour` within the `quiet` hours becomes their end, on the same day. `shift` says what
    happens on a day that is not worked.
    """

    frequency: Frequency
    hour: time
    zone: str
    weekday: int = 0
    day: int = 1
    month: int = 1
    region: str = METROPOLE
    shift: Literal["next_working", "none"] = "next_working"
    quiet: Quiet | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError("a weekday is 0 (Monday) to 6")
        if not 1 <= self.day <= 31:
            raise ValueError("a day of the month is 1 to 31")
        if not 1 <= self.month <= 12:
            raise ValueError("the month of the period is counted from 1")
        if self.hour.tzinfo is not None or self.hour.fold:
            raise ValueError("the hour is a plain local time: the zone stands beside it")


@dataclass(frozen=True, slots=True)
class Due:
    """`at` is aware, in UTC; `period` is the key of the occurrence."""

    at: datetime
    period: str


class _Period(NamedTuple):
    key: str
    first: date
    last: date


def period_key(cadence: Cadence, when: datetime | date) -> str:
    """Return the period of an aware instant (at the cadence's zone) or of a local date.

    '2026-W05', '2026-02', '2026-Q1', '2026-S1' or '2026': keys of one frequency sort as their periods do.
    """
    return _period(cadence.frequency, _local_date(cadence, when)).key


def next_due(cadence: Cadence, after: datetime, *, holidays: HolidayCalendar) -> Due:
    """Return the first due instant strictly after `after` (aware); each period has exactly one.

    A local hour skipped by the clocks fires once, after the gap; one that happens twice fires the first time.
    """
    day = _local_date(cadence, after)
    while True:
        period = _period(cadence.frequency, day)
        at = _due(cadence, period, holidays)
        if at > after:
            return Due(at, period.key)
        day = period.last + _DAY


def due_in(cadence: Cadence, period: str, *, holidays: HolidayCalendar) -> datetime:
    """Return the due instant (aware, UTC) of a period given by its key; ValueError if the frequency has no such key."""
    year, rank = int(period[:4]), int(period[5:].lstrip("WQS") or 1)
    if cadence.frequency is Frequency.WEEKLY:
        first = date.fromisocalendar(year, rank, 1)
    else:
        first = date(year, (rank - 1) * _MONTHS[cadence.frequency] + 1, 1)
    if _key(cadence.frequency, first) != period:
        raise ValueError(f"{period!r} is not a {cadence.frequency} period")
    return _due(cadence, _period(cadence.frequency, first), holidays)


def after_quiet(instant: datetime, quiet: Quiet | None, zone: str) -> datetime:
    """Return the first instant from `instant` (aware) on that is outside the quiet hours, in UTC.

    Quiet hours whose end is skipped by the clocks end that much later.
    """
    tz, instant = ZoneInfo(zone), instant.astimezone(UTC)
    local = instant.astimezone(tz)
    while quiet is not None and _is_quiet(local.time(), quiet):
        ends_today = local.time() < quiet[1]
        day = local.date() if ends_today else local.date() + _DAY
        fold = local.fold if ends_today else 0
        instant = datetime.combine(day, quiet[1].replace(fold=fold), tz).astimezone(UTC)
        local = instant.astimezone(tz)
    return instant


def next_working(instant: datetime, *, zone: str, holidays: HolidayCalendar) -> datetime:
    """Return `instant` (aware) in UTC when its local day is worked, else the same local hour of the next worked day."""
    local = instant.astimezone(ZoneInfo(zone))
    if holidays.is_working(local.date()):
        return instant.astimezone(UTC)
    day = local.date() + _DAY
    while not holidays.is_working(day):
        day += _DAY
    return datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)


def _due(cadence: Cadence, period: _Period, holidays: HolidayCalendar) -> datetime:
    choice = (cadence.weekday, cadence.day, cadence.month)
    day = _planned(cadence.frequency, choice, cadence.shift == "next_working", period, holidays)
    quiet = cadence.quiet
    hour = quiet[1] if quiet is not None and _is_quiet(cadence.hour, quiet) else cadence.hour
    return datetime.combine(day, hour, ZoneInfo(cadence.zone)).astimezone(UTC)


def _is_quiet(hour: time, quiet: Quiet) -> bool:
    start, end = quiet
    return start <= hour < end if start <= end else hour >= start or hour < end


@lru_cache(maxsize=4096)  # many rules share the same few days
def _planned(
    frequency: Frequency,
    choice: _Choice,
    shifts: bool,  # noqa: FBT001 - a cache key
    period: _Period,
    holidays: HolidayCalendar,
) -> date:
    weekday, day_of_month, nth_month = choice
    if frequency is Frequency.WEEKLY:
        day = period.first + timedelta(days=weekday)
    else:
        end = _month_end(period.first.year, period.first.month + min(nth_month, _MONTHS[frequency]) - 1)
        day = end.replace(day=min(day_of_month, end.day))
    if not shifts:
        return day
    # the day if worked, else the next one inside the period, else the nearest before, else (none worked) itself
    later = day
    while later <= period.last:
        if holidays.is_working(later):
            return later
        later += _DAY
    earlier = day
    while earlier > period.first:
        earlier -= _DAY
        if holidays.is_working(earlier):
            return earlier
    return day


def _local_date(cadence: Cadence, when: datetime | date) -> date:
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        raise ValueError("an instant is aware: give it its time zone")
    return when.astimezone(ZoneInfo(cadence.zone)).date()


@lru_cache(maxsize=4096)  # a day is asked for as often as there are rules
def _period(frequency: Frequency, day: date) -> _Period:
    key = _key(frequency, day)
    if frequency is Frequency.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return _Period(key, monday, monday + timedelta(days=6))
    months = _MONTHS[frequency]
    first = (day.month - 1) // months * months + 1
    return _Period(key, date(day.year, first, 1), _month_end(day.year, first + months - 1))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def _key(frequency: Frequency, day: date) -> str:
    match frequency:
        case Frequency.WEEKLY:
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
        case Frequency.MONTHLY:
            return f"{day.year:04}-{day.month:02}"
        case Frequency.QUARTERLY:
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case Frequency.HALF_YEARLY:
            return f"{day.year:04}-S{(day.month + 5) // 6}"
        case Frequency.YEARLY:
            return f"{day.year:04}"
