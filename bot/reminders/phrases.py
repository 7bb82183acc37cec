"""Dates, periods and trends as a sentence says them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.storage.readings import KeptReading
from bot.wording import typography
from bot.wording.wordbook import Wordbook
from domain.followup import trajectory
from domain.followup.trajectory import Standing
from domain.plan import Direction, Frequency, Kpi, Reading

_YEAR_END = (12, 31)


def moment(book: Wordbook, language: str, at: datetime, zone: str, now: datetime) -> str:
    """Say an instant as people do: today, tomorrow, else the day in full, with the local time."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (local.date() - today).days
    near = {0: "today", 1: "tomorrow"}.get(days)
    day = book.label(language, f"reminders:day_{near}") if near else _weekday(local.date(), today, language)
    return book.label(language, "reminders:moment", day=day, at=local)


def period(book: Wordbook, language: str, frequency: Frequency, first: date) -> str:
    """Name the period that begins on `first`."""
    match frequency:
        case Frequency.WEEKLY:
            return book.label(language, "reminders:period_week", day=first)
        case Frequency.MONTHLY:
            return format_date(first, format="MMMM y", locale=language)
        case Frequency.QUARTERLY:
            return book.label(language, "reminders:period_quarter", rank=first.month // 3 + 1, year=str(first.year))
        case Frequency.HALF_YEARLY:
            return book.label(language, "reminders:period_half", rank=first.month // 6 + 1, year=str(first.year))
        case Frequency.YEARLY:
            return str(first.year)


def goal(book: Wordbook, language: str, kpi: Kpi) -> str:
    """Say what the KPI aims at, and by when; empty when nothing is known."""
    by = _deadline(book, language, kpi.deadline) if kpi.deadline else ""
    if kpi.direction is Direction.KEEP and kpi.has_goal:
        bounds = {"low": kpi.target, "high": kpi.ceiling}
        return book.label(language, "reminders:goal_between", **bounds, unit=kpi.unit, by=by)
    if kpi.target is None:
        return ""
    return book.label(language, "reminders:goal", target=kpi.target, unit=kpi.unit, by=by)


def trend(
    book: Wordbook,
    language: str,
    kpi: Kpi,
    *,
    before: float | None,
    stands: Standing,
    today: date,
    period: str = "",
) -> str:
    """Say in one sentence where the KPI was, is, should be, goes, and how it stands; `period` that of a past value."""
    facts = {"before": before, "value": stands.value, "expected": stands.expected, "unit": kpi.unit}
    words = {"goal": goal(book, language, kpi), "status": status(book, language, stands, today), "period": period}
    return book.label(language, "reminders:trend", **facts, **words)


def status(book: Wordbook, language: str, stands: Standing, today: date) -> str:
    """Name how a KPI stands; when its last value is too old, since when there has been no other."""
    since = stands.on or today
    form = "MMMM" if since.year == today.year else "MMMM y"
    since_words = format_date(since, format=form, locale=language)
    return book.label(language, f"reminders:status_{stands.status}", since=since_words)


def standing(kpi: Kpi, readings: Iterable[KeptReading], started: date, today: date) -> Standing:
    """Return how a KPI stands by what was read of it."""
    return trajectory.standing(
        kpi, (Reading(each.kpi, each.on, each.value) for each in readings), started=started, today=today
    )


def _weekday(day: date, today: date, language: str) -> str:
    """The day of the week and the date, with its year when it is another one."""
    written = typography.day(day, language)
    short = written if day.year != today.year else written.rsplit(" ", 1)[0]
    return f"{format_date(day, format='EEEE', locale=language)} {short}"


def _deadline(book: Wordbook, language: str, day: date) -> str:
    if (day.month, day.day) == _YEAR_END:
        return book.label(language, "reminders:year_end", year=str(day.year))
    if (day + timedelta(days=1)).day == 1:
        month = format_date(day, format="MMMM y", locale=language)
        return book.label(language, "reminders:month_end", month=month)
    return book.label(language, "reminders:by_day", day=day)


def clock(at: time, language: str) -> str:
    """Say an hour of the day."""
    return typography.clock(datetime.combine(date.min, at), language)
