"""The sheets of an .xlsx workbook, read without its formulas, its macros or its links."""

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from lzma import LZMAError
from typing import IO
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from domain.importing.columns import strength
from domain.importing.table import HEADER_WITHIN, LONGEST_CELL, MOST_COLUMNS, MOST_LINES, Cell, Row, Table, Unopened

LARGEST_UNPACKED = 20_000_000
"""Bytes of all the parts of a workbook once unpacked."""
LARGEST_SETTINGS = 2_000_000
"""Bytes of a part that holds neither cells nor their words: styles, names, links between parts."""
MOST_PARTS, MOST_SHEETS, MOST_MERGES, MOST_STRINGS = 1_000, 10, 1_000, 200_000
_READ = MOST_LINES + HEADER_WITHIN
_HOLDS_CELLS = re.compile(r"worksheets/|sharedStrings|media/|drawings/|charts/|embeddings/|pivot")
_STRING, _SAID = f"{{{SHEET_MAIN_NS}}}si", (f"{{{SHEET_MAIN_NS}}}t", f"{{{SHEET_MAIN_NS}}}r/{{{SHEET_MAIN_NS}}}t")
_NO_MEMORY = 1
"""What expat calls it."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    LZMAError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What openpyxl and zipfile raise at files that are not what they claim."""


def read_workbook(content: bytes) -> Table | Unopened:
    """Read the first sheet that has a header, else the first that is not empty."""
    try:
        return _refused(content) or _read(content)
    except _TooManyStrings:
        return Unopened.BOMB
    except ParseError as error:
        return Unopened.BOMB if error.code == _NO_MEMORY else Unopened.BROKEN
    except _BROKEN:
        return Unopened.BROKEN


class _TooManyStrings(Exception):
    """No workbook of the size that is read has as many: copy the useful sheet into a new one."""


class _Reader(ExcelReader):
    """openpyxl's own, save that the strings are cut, counted and let go of one by one."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_strings(source))


def _strings(source: IO[bytes]) -> Iterator[str]:
    """Yield each string, its runs joined; how it sounds (Japanese has that) is left out."""
    left = MOST_STRINGS
    for _, node in iterparse(source):  # noqa: S314 - in a child that entities and depths may kill
        if node.tag == _STRING:
            if (left := left - 1) < 0:
                raise _TooManyStrings
            yield "".join(said.text or "" for path in _SAID for said in node.iterfind(path)).replace("x005F_", "")[
                :LONGEST_CELL
            ]
            node.clear()


def _refused(content: bytes) -> Unopened | None:
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    largest = max((part.file_size for part in parts if not _HOLDS_CELLS.search(part.filename)), default=0)
    total = sum(part.file_size for part in parts)
    if total > LARGEST_UNPACKED or largest > LARGEST_SETTINGS or len(parts) > MOST_PARTS:
        return Unopened.BOMB
    names = {part.filename.casefold() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        return Unopened.MACROS
    return None if "xl/workbook.xml" in names else Unopened.FORMAT


def _read(content: bytes) -> Table | Unopened:
    tables = _tables(content)
    filled = [table for table in tables if any(cell is not None for row in table.rows for cell in row)]
    return next((table for table in filled if strength(table)), filled[0] if filled else Unopened.EMPTY)


def _tables(content: bytes) -> list[Table]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of styles and validations that it leaves out
        reader = _Reader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        reader.read()
        book = reader.wb
        try:
            return [
                _table(content, sheet)
                for sheet in book.worksheets[:MOST_SHEETS]
                if isinstance(sheet, ReadOnlyWorksheet)
            ]
        finally:
            book.close()


def _table(content: bytes, sheet: ReadOnlyWorksheet) -> Table:
    # the stubs lend it the methods of another class: hence what mypy is told to let pass
    if sheet.sheet_state != "visible":
        return Table(())
    read = islice(sheet.iter_rows(max_row=_READ + 1, max_col=MOST_COLUMNS + 1), _READ + 1)  # type: ignore[misc]
    rows = [tuple(_cell(cell) for cell in row) for row in read]
    is_cut = any(cell is not None for row in rows[_READ:] for cell in row)
    is_cut = is_cut or any(cell is not None for row in rows for cell in row[MOST_COLUMNS:])
    kept = [row[:MOST_COLUMNS] for row in rows[:_READ]]
    part = str(getattr(sheet, "_worksheet_path", ""))
    # Return (column, first row, last row), from 0, of the cells merged downwards
    with ZipFile(BytesIO(content)) as archive:
        found = _MERGED.findall(archive.read(part.removeprefix("/")))
    bounds = (range_boundaries(each.decode()) for each in found[:MOST_MERGES])
    merges = [(left - 1, top - 1, bottom - 1) for left, top, _, bottom in bounds if left and top and bottom]
    return Table(tuple(_trimmed(row) for row in _unmerged(kept, merges)), is_cut)


def _trimmed(row: Row) -> Row:
    """Leave out the empty cells after the last one."""
    filled = [place for place, cell in enumerate(row) if cell is not None]
    return row[: filled[-1] + 1] if filled else ()


def _cell(cell: ReadOnlyCell | EmptyCell | object) -> Cell:
    """Return the value as people see it: 0.3 shown as a percentage is "30 %"; an error of a formula is nothing."""
    if not isinstance(cell, ReadOnlyCell) or cell.data_type == "e":
        return None
    match cell.value:
        case datetime() as moment:
            return moment.date()
        case None | bool() | str() | date() as value:
            return value[:LONGEST_CELL] or None if isinstance(value, str) else value
        case int() | float() as value if "%" in (cell.number_format or ""):
            return f"{round(value * 100, 6):.12g} %"
        case int() | float() as value:
            return value if abs(value) < 1e300 else None
        case other:
            return str(other)[:LONGEST_CELL]


def _unmerged(rows: list[Row], merges: list[tuple[int, int, int]]) -> list[Row]:
    """Repeat the value of merged cells on each of their lines."""
    filled = [list(row) for row in rows]
    for column, top, bottom in merges:
        for line in filled[top + 1 : bottom + 1]:
            if column < len(line) and top < len(filled) and column < len(filled[top]):
                line[column] = filled[top][column]
    return [tuple(row) for row in filled]
