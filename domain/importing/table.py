"""A table as it was sent: rows of cells, or why there is none."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import category

Cell = str | int | float | date | bool | None
Row = tuple[Cell, ...]

MOST_LINES = 500
"""Lines read below the header."""
MOST_COLUMNS = 40
HEADER_WITHIN = 30
"""The header is one of that many first lines."""
LONGEST_CELL = 1_000
"""Characters kept of a cell: twice what the longest answer may have."""
_NOT_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Table:
    """`rows[0]` is line 1 of the file; `is_cut` when it had more lines or columns than are read."""

    rows: tuple[Row, ...]
    is_cut: bool = False


class Unopened(StrEnum):
    """Why a file gives nothing to import."""

    LOST = "lost"
    TOO_BIG = "too_big"
    FORMAT = "format"
    OLD_WORKBOOK = "old_workbook"
    MACROS = "macros"
    BROKEN = "broken"
    BOMB = "bomb"
    EMPTY = "empty"
    NO_HEADER = "no_header"
    NO_LINE = "no_line"
    BUSY = "busy"


def text_of(cell: Cell) -> str:
    """Return what a cell says, on one line; a whole number has no decimals, a day is written as in French."""
    match cell:
        case None:
            return ""
        case bool():
            return "oui" if cell else "non"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case date():
            return f"{cell:%d/%m}/{cell.year}"
        case str() if cell.isprintable():
            return " ".join(cell.split())
        case _:
            shown = (" " if category(sign) in _NOT_TEXT else sign for sign in str(cell))
            return " ".join("".join(shown).split())
