"""Text separated by semicolons, commas or tabs, in the encodings that offices save."""

import csv
import re
from collections.abc import Iterable
from io import StringIO
from itertools import islice

from domain.importing.columns import strength
from domain.importing.table import HEADER_WITHIN, LONGEST_CELL, MOST_COLUMNS, MOST_LINES, Row, Table, Unopened

DELIMITERS = (";", ",", "\t", "|")
_READ = MOST_LINES + HEADER_WITHIN
_SEPARATOR = re.compile(r"sep=[^\w\s]\r?|sep=\t\r?")
"""What Excel writes first to tell itself the separator."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_separated(content: bytes) -> Table | Unopened:
    """Read the text with the separator that gives the best header; every cell is text, formulas too."""
    text = _decoded(content)
    if text is None or "\0" in text:
        return Unopened.BROKEN
    lines = text.removeprefix("\ufeff").strip("\r\n")
    declared, _, rest = lines.partition("\n")
    if _SEPARATOR.fullmatch(declared):
        return _table(rest, declared[4]) or Unopened.BROKEN
    tables = [table for mark in DELIMITERS if (table := _table(lines, mark))]
    if not tables:
        return Unopened.BROKEN
    best = max(tables, key=lambda table: (strength(table), _width(table)))
    return best if best.rows else Unopened.EMPTY


def _decoded(content: bytes) -> str | None:
    if content.startswith(_UTF_16):
        return _as("utf-16", content)
    return next((text for name in ("utf-8-sig", "cp1252", "latin-1") if (text := _as(name, content)) is not None), None)


def _as(encoding: str, content: bytes) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _table(text: str, delimiter: str) -> Table | None:
    try:
        rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), _READ + 1))
    except csv.Error:
        return None
    is_cut = len(rows) > _READ or any(_filled(row[MOST_COLUMNS:]) for row in rows)
    return Table(tuple(_kept(row) for row in rows[:_READ]), is_cut)


def _kept(row: list[str]) -> Row:
    return tuple(cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS])


def _filled(cells: Iterable[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _width(table: Table) -> int:
    return max((len(row) for row in table.rows), default=0)
