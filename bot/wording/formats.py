"""Writes numbers, sums, dates and lists the way each language does."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

_NARROW = "\u202f"
_GLUED = frozenset({"%", "€", "k€", "M€", "pts", "pt", "j", "h"})


def number(value: float, language: str) -> str:
    """Return `value` with at most two decimals."""
    return format_decimal(round(value, 2), format="#,##0.##", locale=language)


def quantity(value: float | None, unit: str, language: str) -> str | None:
    """Return `value` with its unit; a unit too long to stand beside a value is left to the label."""
    if value is None:
        return None
    written = number(value, language)
    short = unit.strip()
    if not short or len(short) > 12:
        return written
    if language == "en" and short == "%":
        return f"{written}%"
    return f"{written}{_NARROW if short in _GLUED else chr(0xA0)}{short}"


def euros(amount: float, language: str) -> str:
    written = number(amount, language)
    return f"€{written}" if language == "en" else f"{written}{_NARROW}€"


def rounded_euros(amount: int, language: str) -> str:
    """Return `amount` in the unit that reads best: 3,23 M€, 480 k€, 900 €."""
    for size, mark in ((1_000_000, "M"), (10_000, "k")):
        if amount >= size:
            short = number(amount / (1_000_000 if mark == "M" else 1_000), language)
            return f"€{short}{mark}" if language == "en" else f"{short}{_NARROW}{mark}€"
    return euros(amount, language)


def percent(value: float, language: str) -> str:
    return quantity(value, "%", language) or ""


def long_date(day: date, language: str) -> str:
    """Return "12 janvier 2026", with "1er" for the first of the month in French."""
    written = format_date(day, format="d MMMM y", locale=language)
    return written.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else written


def month(day: date, language: str) -> str:
    return format_date(day, format="MMMM y", locale=language)


def listing(items: Sequence[str], language: str) -> str:
    """Return "A1, A2 et A3"."""
    return format_list(list(items), locale="en_GB" if language == "en" else language)
