"""Dates, periods and trends as a sentence says them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot import typography
from bot.storage.readings import KeptReading
from bot.wording import Wordbook
from domain.plan import Direction, Frequency, Kpi, Reading
from domain.trajectory import KpiStatus, status

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
    if kpi.direction is Direction.KEEP and kpi.target is not None and kpi.ceiling is not None:
        bounds = {"low": kpi.target, "high": kpi.ceiling}
        return book.label(language, "reminders:goal_between", **bounds, unit=kpi.unit, by=by)
    if kpi.target is None:
        return ""
    return book.label(language, "reminders:goal", target=kpi.target, unit=kpi.unit, by=by)


def trend(
    book: Wordbook, language: str, kpi: Kpi, *, before: float | None, value: float | None, standing: KpiStatus
) -> str:
    """Say in one sentence where the KPI was, is, goes, and how it stands."""
    if value is None:
        return book.label(language, "reminders:trend_missing")
    facts = {"before": before, "value": value, "unit": kpi.unit, "goal": goal(book, language, kpi)}
    return book.label(language, "reminders:trend", **facts, status=book.label(language, f"reminders:status_{standing}"))


def standing(kpi: Kpi, readings: tuple[KeptReading, ...], started: date, today: date) -> KpiStatus:
    """Return how a KPI stands by what was read of it."""
    return status(kpi, (Reading(each.kpi, each.on, each.value) for each in readings), started=started, today=today)


def _weekday(day: date, today: date, language: str) -> str:
    """The day of the week and the date, with its year when it is another one."""
    written = typography.day(day, language)
    short = written if day.year != today.year else written.rsplit(" ", 1)[0]
    return f"{format_date(day, format='EEEE', locale=language)} {short}"


def _deadline(book: Wordbook, language: str, day: date) -> str:
    if (day.month, day.day) == _YEAR_END:
        return book.label(language, "reminders:year_end", year=str(day.year))
    if (day + timedelta(days=1)).day == 1:
        return format_date(day, format="MMMM y", locale=language)
    return book.label(language, "reminders:by_day", day=day)


def clock(at: time, language: str) -> str:
    """Say an hour of the day."""
    return typography.clock(datetime.combine(date.min, at), language)
