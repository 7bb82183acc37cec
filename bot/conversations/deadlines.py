"""A deadline beside the years of the plan."""

from datetime import date

from bot.conversations.rendering.dossier_text import Reader
from domain.dialogue.dossier import value_at
from domain.dialogue.path import Path

_START, _END = Path("frame.start_year"), Path("frame.end_year")


def outside_plan(reader: Reader, day: date) -> str:
    """Say that a day is before the plan or after it; empty when it is within, or when the years are not known."""
    start, end = _year(reader, _START), _year(reader, _END)
    if start is not None and day.year < start:
        return reader.book.text(reader.language, "objectives:deadline_before_plan", year=start)
    if end is not None and day.year > end:
        return reader.book.text(reader.language, "objectives:deadline_after_plan", year=end)
    return ""


def _year(reader: Reader, path: Path) -> int | None:
    year = value_at(reader.seen.visible, path)
    return year if isinstance(year, int) else None
