"""One cell read as a day, an amount, a mark or a text; None when it cannot be."""

import re
from datetime import date, timedelta

from domain.importing.table import Cell, text_of
from domain.parsing.amounts import Amount, read_amount
from domain.parsing.dates import read_date, read_first_day

_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""Workbooks count days: those of 2000 to 2099, when a cell lost its date format."""
_YEARS = range(1900, 2100)
_CODE = re.compile(r"(?=.{1,6}$)[A-Za-z]*[0-9]+")
"""A letter and number, or a number."""
_MARK = re.compile(r"([1-5])(?:[.,]0+)?(?: ?/ ?5| sur 5)?(?: ?[-:.)](?!\d).*)?")


def day(cell: Cell, today: date, *, is_start: bool) -> date | None:
    """Return the day; a period ("2027", "T1 2027") is its first day for a start, its last for an end."""
    if isinstance(cell, date):
        return cell if cell.year in _YEARS else None
    said = text_of(cell)
    if said.isdigit() and len(said) == 5 and int(said) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(said))
    return read_first_day(said, today) if is_start else read_date(said, today)


def amount(cell: Cell, times: float = 1.0) -> Amount | None:
    """Return the amount, in the unit it names or else multiplied by `times`."""
    if isinstance(cell, bool | date):
        return None
    if isinstance(cell, int | float):
        return Amount(cell * times) if abs(cell * times) < 1e12 else None
    read = read_amount(text_of(cell))
    if read is None or read.is_change:
        return None
    if read.unit is not None or times == 1:
        return read
    return Amount(read.value * times, about=read.about)


def mark(cell: Cell) -> int | None:
    """Return a mark from 1 to 5."""
    match = _MARK.fullmatch(text_of(cell))
    return int(match[1]) if match else None


def code(cell: Cell) -> str:
    """Return the code of a line; empty when it is too long, or has other signs than letters then a number."""
    said = text_of(cell)
    return said.upper() if _CODE.fullmatch(said) else ""


def shortened(said: str, longest: int) -> str:
    """Return the text, cut between two words when it is longer than `longest`."""
    if len(said) <= longest:
        return said
    kept = said[:longest]
    return f"{kept[: kept.rfind(' ') if ' ' in kept[longest // 2 :] else longest - 1]}…"
