"""Files that people send, and files that are not what they claim: a table, or a reason."""

import warnings
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.conversations.spreadsheet.opening import LARGEST, is_table, open_table, refused_by_name
from domain.importing.table import MOST_COLUMNS, Cell, Table, Unopened

HEADER = ("Titre", "Pilote")


def workbook(fill: Callable[[Workbook], object]) -> bytes:
    book, kept = Workbook(), BytesIO()
    fill(book)
    book.save(kept)
    return kept.getvalue()


def rows_of(content: bytes, name: str = "plan.xlsx") -> tuple[tuple[Cell, ...], ...]:
    found = open_table(content, name)
    assert isinstance(found, Table)
    return found.rows


def packed(parts: dict[str, bytes]) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {each.filename: archive.read(each.filename) for each in archive.infolist()}


def _simple(book: Workbook) -> None:
    book.worksheets[0].append(HEADER)
    book.worksheets[0].append(("Portail", "DSI"))


def test_cells_are_read_as_they_are_shown() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.append(("Titre", "Fin", "Cible", "Coût", "Actif"))
        sheet.append(("Portail", datetime(2027, 3, 1, 8, 30), 0.3, 12.0, True))  # noqa: DTZ001 - as workbooks keep it
        sheet["C2"].number_format = "0%"

    assert rows_of(workbook(fill))[1] == ("Portail", date(2027, 3, 1), "30 %", 12, True)


def test_the_first_sheet_that_has_a_header_is_read_and_hidden_ones_are_not() -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0].append(("Notes de la réunion",))
        hidden = book.create_sheet("Listes")
        hidden.append(HEADER)
        hidden.sheet_state = "hidden"
        book.create_sheet("Plan").append(("Action", "Budget"))

    assert rows_of(workbook(fill)) == (("Action", "Budget"),)


def test_a_cell_merged_over_several_lines_says_the_same_on_each() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for row in (("Objectif", "Indicateur"), ("O1", "Délai"), (None, "Part"), (None, "Nombre")):
            sheet.append(row)
        sheet.merge_cells("A2:A3")

    assert rows_of(workbook(fill))[1:] == (("O1", "Délai"), ("O1", "Part"), (None, "Nombre"))


def test_a_formula_never_computed_and_an_error_say_nothing() -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0].append(HEADER)
        book.worksheets[0].append(("Portail", "=1/0"))
        book.worksheets[0]["A3"] = "#REF!"
        book.worksheets[0]["A3"].data_type = "e"

    assert rows_of(workbook(fill)) == (HEADER, ("Portail",), ())


def test_a_long_or_wide_sheet_is_cut_and_said_to_be() -> None:
    def long(book: Workbook) -> None:
        for number in range(10_000):
            book.worksheets[0].append((f"Action {number}",))

    def wide(book: Workbook) -> None:
        book.worksheets[0].append(tuple(f"c{number}" for number in range(MOST_COLUMNS + 1)))

    for fill in (long, wide):
        found = open_table(workbook(fill), "plan.xlsx")
        assert isinstance(found, Table)
        assert found.is_cut
        assert max(len(row) for row in found.rows) <= MOST_COLUMNS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_text_is_read_in_the_encodings_and_with_the_separators_of_offices(encoding: str, mark: str) -> None:
    text = f'Intitulé{mark}Pilote\r\n"Été{mark} à l’école"{mark}Zoé\r\n'
    assert rows_of(text.encode(encoding), "plan.csv") == (("Intitulé", "Pilote"), (f"Été{mark} à l’école", "Zoé"))


def test_a_declared_separator_is_believed_and_formulas_are_text() -> None:
    assert rows_of(b"sep=|\nTitre|Pilote\n=cmd()|;x", "plan.csv") == (HEADER, ("=cmd()", ";x"))


def test_a_workbook_named_as_a_text_is_read_as_what_it_is() -> None:
    assert rows_of(workbook(_simple), "plan.csv") == (HEADER, ("Portail", "DSI"))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("plan.xlsx", b"", Unopened.EMPTY),
        ("plan.csv", b" \r\n", Unopened.EMPTY),
        ("plan.xlsx", b"bonjour", Unopened.BROKEN),
        ("plan.xlsx", b"PK\x03\x04 not a zip", Unopened.BROKEN),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unopened.OLD_WORKBOOK),
        ("plan.xls", b"x", Unopened.OLD_WORKBOOK),
        ("plan.ods", b"PK\x03\x04", Unopened.OLD_WORKBOOK),
        ("plan.xlsm", b"PK\x03\x04", Unopened.MACROS),
        ("plan.csv", b"a\0b;c", Unopened.BROKEN),
        ("plan.csv", b'"' + b"x" * 200_000, Unopened.BROKEN),
        ("plan.csv", b"a" * (LARGEST + 1), Unopened.TOO_BIG),
        ("plan.xlsx", packed({"word/document.xml": b"<w/>"}), Unopened.FORMAT),
        ("plan.xlsx", packed({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}), Unopened.MACROS),
        ("plan.xlsx", packed({"xl/workbook.xml": b"x", "xl/worksheets/a.xml": b"0" * 30_000_000}), Unopened.BOMB),
        ("plan.xlsx", packed({"xl/workbook.xml": b"x", "xl/styles.xml": b"0" * 3_000_000}), Unopened.BOMB),
        ("plan.xlsx", packed({"xl/workbook.xml": b"x"} | {f"{n}": b"" for n in range(1_001)}), Unopened.BOMB),
        ("plan.xlsx", packed({"xl/workbook.xml": b"<x/>"}), Unopened.BROKEN),
        ("plan.xlsx", workbook(lambda book: book.active), Unopened.EMPTY),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, reason: Unopened) -> None:
    assert open_table(content, name) is reason


def test_entities_that_grow_without_end_are_refused() -> None:
    grown = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "{"a" * 30}">{grown}]><worksheet>&m;</worksheet>'
    parts = parts_of(workbook(_simple)) | {"xl/worksheets/sheet1.xml": bomb.encode()}
    assert open_table(packed(parts), "plan.xlsx") in {Unopened.BROKEN, Unopened.EMPTY}


@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.csv", "a.tsv"]), st.sampled_from([b"", b"PK\x03\x04"]))
def test_any_bytes_give_a_table_or_a_reason(content: bytes, name: str, head: bytes) -> None:
    assert isinstance(open_table(head + content, name), Table | Unopened)


@given(st.integers(0, 6_000), st.integers(0, 255))
def test_a_workbook_damaged_anywhere_gives_a_table_or_a_reason(place: int, byte: int) -> None:
    damaged = bytearray(SOUND)
    damaged[place % len(damaged)] = byte
    assert isinstance(open_table(bytes(damaged), "a.xlsx"), Table | Unopened)


SOUND = workbook(_simple)


def test_a_workbook_with_what_the_reader_leaves_out_warns_of_nothing() -> None:
    parts = parts_of(workbook(_simple))
    sheet = parts["xl/worksheets/sheet1.xml"].replace(
        b"</worksheet>", b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rows_of(packed(parts | {"xl/worksheets/sheet1.xml": sheet})) == (HEADER, ("Portail", "DSI"))


def test_a_table_is_known_by_its_name_and_refused_before_it_is_fetched() -> None:
    assert is_table("Plan.XLSX")
    assert is_table("plan.ods")
    assert not is_table("plan.pdf")
    assert refused_by_name("plan.xlsm", 10) is Unopened.MACROS
    assert refused_by_name("plan.csv", LARGEST + 1) is Unopened.TOO_BIG
    assert refused_by_name("plan.csv", None) is None
