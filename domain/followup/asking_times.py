"""When people may be asked: working days of the territory, outside quiet hours, after a grace."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.followup.cadence import Cadence, Due, Quiet, after_quiet, due_in, next_due, next_working
from domain.followup.holiday import METROPOLE, REGIONS, HolidayCalendar
from domain.plan import Frequency

QUIET: Quiet = (time(19), time(8))
HOUR = time(9, 30)
"""When someone who chose no hour is asked."""
GRACE_DAYS = 3
"""Working days left to answer before someone is asked again, and again before the lead is told."""
WEEKLY_GRACE_DAYS = 2
"""The same for a value asked every week; fewer in a week of few working days."""
AFTERNOON, LEAST_WAIT = time(16), timedelta(hours=4)
"""When a lead is told on the day itself, and how long after the asking at least."""
FARTHEST = 30
"""Days ahead in which working days are looked for: the longest run of days off is far shorter."""
LATE_AFTER = timedelta(minutes=30)
"""A message that leaves later than this says when it was planned."""

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
_DAY = timedelta(days=1)


@lru_cache
def calendar(region: str) -> HolidayCalendar:
    """Return the holidays of a plan's region; those of the mainland when it has no own."""
    return HolidayCalendar(region if region in REGIONS else METROPOLE)


def cadence_for(frequency: Frequency, hour: int | None, *, zone: str, region: str) -> Cadence:
    """Return the rhythm of a KPI for someone who prefers `hour` (0-23, local)."""
    at = HOUR if hour is None else time(hour)
    return Cadence(frequency, at, zone, region=calendar(region).region, quiet=QUIET)


@lru_cache(maxsize=1024)  # a batch shares a few rhythms and one instant
def allowed(instant: datetime, cadence: Cadence) -> datetime:
    """Return the first instant from `instant` on at which someone may be asked."""
    worked = next_working(instant, zone=cadence.zone, holidays=calendar(cadence.region))
    if worked > instant:
        local = worked.astimezone(ZoneInfo(cadence.zone))
        worked = datetime.combine(local.date(), cadence.hour, local.tzinfo).astimezone(UTC)
    at = after_quiet(worked, cadence.quiet, cadence.zone)
    return at if at == worked else allowed(at, cadence)


@dataclass(frozen=True, slots=True)
class Next:
    """What comes after an asking: asked again (step 0), the lead told (1) or nothing more (2), and when."""

    step: int
    at: datetime


@lru_cache(maxsize=1024)
def after_asking(instant: datetime, due_at: datetime, cadence: Cadence) -> Next:
    """Return what follows an asking at `instant`: all of it happens within the period of `due_at`.

    Where too few working days are left for both, a weekly value goes to the lead at once: on the last of them, else the
    same afternoon; a longer period just ends.
    """
    left = _days_left(instant, due_at, cadence)
    if len(left) > 1:
        return Next(0, _on(left[min(grace(cadence), len(left) - 1) - 1], cadence))
    return _to_lead(instant, due_at, cadence) if cadence.frequency is Frequency.WEEKLY else _over(due_at, cadence)


def after_asking_again(instant: datetime, due_at: datetime, cadence: Cadence) -> Next:
    """Return what follows a second asking: the lead is told, within the period."""
    return _to_lead(instant, due_at, cadence)


def _to_lead(instant: datetime, due_at: datetime, cadence: Cadence) -> Next:
    if left := _days_left(instant, due_at, cadence):
        return Next(1, _on(left[min(grace(cadence), len(left)) - 1], cadence))
    local = instant.astimezone(ZoneInfo(cadence.zone))
    afternoon = max(datetime.combine(local.date(), AFTERNOON, local.tzinfo), local + LEAST_WAIT)
    is_free = allowed(afternoon.astimezone(UTC), cadence) == afternoon and afternoon < end_of(cadence, due_at)
    return Next(1, afternoon.astimezone(UTC)) if is_free else _over(due_at, cadence)


def _over(due_at: datetime, cadence: Cadence) -> Next:
    return Next(2, end_of(cadence, due_at))


def _days_left(instant: datetime, due_at: datetime, cadence: Cadence) -> tuple[date, ...]:
    """The working days after that of `instant`, to the end of the period."""
    zone = ZoneInfo(cadence.zone)
    day, last = instant.astimezone(zone).date(), last_day(cadence.frequency, due_at.astimezone(zone).date())
    days = (day + _DAY * count for count in range(1, min((last - day).days, FARTHEST) + 1))
    return tuple(each for each in days if calendar(cadence.region).is_working(each))


def _on(day: date, cadence: Cadence) -> datetime:
    return allowed(datetime.combine(day, cadence.hour, ZoneInfo(cadence.zone)).astimezone(UTC), cadence)


def grace(cadence: Cadence) -> int:
    """Return the working days left to answer."""
    return WEEKLY_GRACE_DAYS if cadence.frequency is Frequency.WEEKLY else GRACE_DAYS


@lru_cache(maxsize=1024)
def on_working_day(instant: datetime, days: int, cadence: Cadence) -> datetime:
    """Return the cadence's hour, `days` working days after the local day of `instant`."""
    zone = ZoneInfo(cadence.zone)
    day = _worked_after(cadence.region, instant.astimezone(zone).date(), days)
    return allowed(datetime.combine(day, cadence.hour, zone).astimezone(UTC), cadence)


def next_monday(instant: datetime, cadence: Cadence) -> datetime:
    """Return the cadence's hour on the next Monday, or on the working day that follows it."""
    zone = ZoneInfo(cadence.zone)
    today = instant.astimezone(zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    return allowed(datetime.combine(monday, cadence.hour, zone).astimezone(UTC), cadence)


@lru_cache(maxsize=1024)
def end_of(cadence: Cadence, due_at: datetime) -> datetime:
    """Return when a value asked at `due_at` is not asked for any more: at the end of its period."""
    zone = ZoneInfo(cadence.zone)
    last = last_day(cadence.frequency, due_at.astimezone(zone).date())
    return datetime.combine(last + _DAY, time(), zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def latest(cadence: Cadence, awaited: Due, now: datetime) -> tuple[Due, Due]:
    """Return the latest occurrence due at `now` from the one `awaited`, and the first one strictly after.

    Those missed in between are as good as the next: only the last is asked.
    """
    holidays = calendar(cadence.region)
    current = Due(due_in(cadence, awaited.period, holidays=holidays), awaited.period)
    following = next_due(cadence, current.at, holidays=holidays)
    while following.at <= now or following.period <= current.period:
        current = max(current, following, key=lambda due: due.period)
        following = next_due(cadence, following.at, holidays=holidays)
    return current, following


def first_day(frequency: Frequency, day: date) -> date:
    """Return the first day of the period a day is in."""
    if frequency is Frequency.WEEKLY:
        return day - timedelta(days=day.weekday())
    months = _MONTHS[frequency]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_day(frequency: Frequency, day: date) -> date:
    """Return the last day of the period a day is in."""
    if frequency is Frequency.WEEKLY:
        return day + timedelta(days=6 - day.weekday())
    months = _MONTHS[frequency]
    month = (day.month - 1) // months * months + months
    return date(day.year, month, monthrange(day.year, month)[1])


@lru_cache(maxsize=4096)
def _worked_after(region: str, day: date, days: int) -> date:
    while days:
        day += _DAY
        days -= calendar(region).is_working(day)
    return day
