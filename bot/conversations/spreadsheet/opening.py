"""Bytes and a name become a table, or the reason why not."""

from bot.conversations.spreadsheet.csv_file import read_separated
from domain.importing.table import Table, Unopened

LARGEST = 1_000_000
"""Bytes of a file that is read."""
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOKS, _TEXTS = (".xlsx",), (".csv", ".tsv", ".txt")
_WITH_MACROS = (".xlsm", ".xltm", ".xlam")
_OTHER_TABLES = (".xls", ".xlsb", ".ods", ".numbers")


def is_table(name: str) -> bool:
    """Whether a file by this name is meant as a table, be it one that is not read."""
    return name.casefold().endswith((*_WORKBOOKS, ".csv", ".tsv", *_WITH_MACROS, *_OTHER_TABLES))


def refused_by_name(name: str, size: int | None) -> Unopened | None:
    """Say why a file would not be read, before it is fetched."""
    if name.casefold().endswith(_WITH_MACROS):
        return Unopened.MACROS
    if name.casefold().endswith(_OTHER_TABLES):
        return Unopened.OLD_WORKBOOK
    return Unopened.TOO_BIG if size is not None and size > LARGEST else None


def open_table(content: bytes, name: str) -> Table | Unopened:
    """Read the first sheet that has a header, else the first that is not empty; what a file is, its bytes tell."""
    if refused := refused_by_name(name, len(content)):
        return refused
    if not content.strip():
        return Unopened.EMPTY
    if content.startswith(_OLD):
        return Unopened.OLD_WORKBOOK
    if content.startswith(_ZIP):
        from bot.conversations.spreadsheet.workbook import read_workbook  # noqa: PLC0415 - only a child that reads a file needs openpyxl

        return read_workbook(content)
    return read_separated(content) if name.casefold().endswith(_TEXTS) else Unopened.BROKEN
