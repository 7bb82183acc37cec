"""Files made to hurt: each is answered or refused by the real child process, within its limits."""

import struct
from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot.conversations.spreadsheet.opening import LARGEST
from bot.conversations.spreadsheet.payload import Sheet
from bot.conversations.spreadsheet.readers import Limits, Readers
from bot.conversations.spreadsheet.reading import Backdrop
from domain.importing.fields import Kind
from domain.importing.lines import Setting
from domain.importing.preview import Existing
from domain.importing.table import MOST_LINES, Unopened

BACKDROP = Backdrop(Setting(date(2026, 11, 23)), {kind: Existing({}, {}) for kind in Kind})
PATIENT = Limits(clock=60, patience=60)
"""The processor and the memory judge a file here: the machine may be busy."""
SIGN = "a"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>'
)
LINKS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
BOOK = (
    f'<workbook xmlns="{SPACE}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
)
HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c><c r="B1" t="inlineStr"><is><t>Fin</t></is></c></row>'
)
LINE = '<row r="2"><c r="A2" t="inlineStr"><is><t>Portail</t></is></c>{}</row>'
CALLS = [f"&{chr(97 + n)};" * 10 for n in range(12)]
ENTITIES = "".join(f"<!ENTITY {chr(98 + n)} '{calls}'>" for n, calls in enumerate(CALLS))
LAUGHS = f"<!DOCTYPE l [<!ENTITY a '{SIGN * 30}'>{ENTITIES}]>"


def packed(parts: dict[str, str | bytes]) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def sheet(rows: str, before: str = "", after: str = "", head: str = "") -> str:
    return f'{head}<worksheet xmlns="{SPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(said: str) -> str:
    return f'<sst xmlns="{SPACE}">{said}</sst>'


def styles(said: str) -> str:
    return f'<styleSheet xmlns="{SPACE}">{said}</styleSheet>'


def book(
    rows: str = HEADER + LINE.format(""), /, *, more: dict[str, str | bytes] | None = None, **around: str
) -> bytes:
    """A workbook of one sheet; `more` are parts beside or instead of its own."""
    parts = {"[Content_Types].xml": TYPES, "xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": LINKS}
    parts |= {"xl/worksheets/sheet1.xml": sheet(rows, **around), "xl/sharedStrings.xml": strings("")}
    return packed({**parts, **(more or {})})


def one_string(size: int) -> bytes:
    """One string, used in a few cells."""
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in (2, 3, 4)
    )
    return book(HEADER + cells, more={"xl/sharedStrings.xml": strings(f"<si><t>{'é' * size}</t></si>")})


def lying(content: bytes) -> bytes:
    """Claim in its directory that the sheet has one byte."""
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    return content[: place + 24] + struct.pack("<I", 1) + content[place + 28 :]


def nested() -> bytes:
    inner = packed({f"{n}": b"0" * 1_000_000 for n in range(15)})
    return packed({"xl/workbook.xml": BOOK, "xl/embeddings/a.zip": inner, "xl/embeddings/b.zip": inner})


def cell(inner: str, attributes: str = "") -> bytes:
    return book(HEADER + LINE.format(f'<c r="B2"{attributes}>{inner}</c>'))


Expected = frozenset[Unopened] | None
READ: Expected = frozenset()
"""A preview, and nothing else."""
HEAVY = frozenset({Unopened.BOMB})
BROKEN = frozenset({Unopened.BROKEN, Unopened.EMPTY, Unopened.NO_HEADER})
FILES: dict[str, tuple[str, Callable[[], bytes], Expected]] = {
    "one 19 MB string in a few cells": ("a.xlsx", lambda: one_string(9_400_000), READ),
    "3.9 million empty strings": (
        "a.xlsx",
        lambda: book(more={"xl/sharedStrings.xml": strings("<si/>" * 3_900_000)}),
        HEAVY,
    ),
    "a 19 MB string in runs": (
        "a.xlsx",
        lambda: book(more={"xl/sharedStrings.xml": strings(f"<si>{'<r><t>a</t></r>' * 1_200_000}</si>")}),
        HEAVY,
    ),
    "a 19 MB cell in its place": (
        "a.xlsx",
        lambda: cell(f"<is><t>{'a' * 19_000_000}</t></is>", ' t="inlineStr"'),
        READ,
    ),
    "a 19 MB number": ("a.xlsx", lambda: cell(f"<v>{'9' * 19_000_000}</v>"), BROKEN),
    "a 19 MB attribute": ("a.xlsx", lambda: cell("", f' x="{19_000_000 * SIGN}"'), None),
    "200 000 attributes": ("a.xlsx", lambda: cell("", "".join(f' a{n}=""' for n in range(200_000))), None),
    "a million elements in each other": (
        "a.xlsx",
        lambda: book("<a>" * 1_000_000 + "</a>" * 1_000_000),
        HEAVY | BROKEN,
    ),
    "a million sparse rows": (
        "a.xlsx",
        lambda: book(HEADER + "".join(f'<row r="{n}"/>' for n in range(2, 400_000))),
        None,
    ),
    "5 million empty rows": ("a.xlsx", lambda: book("<row/>" * 3_300_000), None),
    "one row of 4 million cells": ("a.xlsx", lambda: book(f"<row>{'<c/>' * 4_900_000}</row>"), HEAVY),
    "two million unknown elements": ("a.xlsx", lambda: book("<x/>" * 4_900_000), HEAVY | {Unopened.EMPTY}),
    "a dimension of the whole sheet": ("a.xlsx", lambda: book(before='<dimension ref="A1:XFD1048576"/>'), READ),
    "a dimension that is none": ("a.xlsx", lambda: book(before='<dimension ref="?"/>'), BROKEN),
    "a row far away": ("a.xlsx", lambda: book(HEADER + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), None),
    "a row that is no number": ("a.xlsx", lambda: book('<row r="-1"><c r="A-1"><v>1</v></c></row>'), BROKEN),
    "the whole sheet merged": (
        "a.xlsx",
        lambda: book(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        None,
    ),
    "half a million merges": (
        "a.xlsx",
        lambda: book(after="<mergeCells>" + '<mergeCell ref="A1:A9"/>' * 500_000 + "</mergeCells>"),
        None,
    ),
    "100 000 styles": (
        "a.xlsx",
        lambda: book(more={"xl/styles.xml": styles(f"<cellXfs>{'<xf/>' * 390_000}</cellXfs>")}),
        HEAVY,
    ),
    "a number format of 1 MB": (
        "a.xlsx",
        lambda: book(
            more={
                "xl/styles.xml": styles(
                    '<numFmts><numFmt numFmtId="165" formatCode="' + "[" * 1_000_000 + '"/></numFmts>'
                )
            }
        ),
        None,
    ),
    "styles that are none": ("a.xlsx", lambda: book(more={"xl/styles.xml": "<"}), BROKEN),
    "laughs in the sheet": ("a.xlsx", lambda: book("&m;", head=LAUGHS), BROKEN),
    "laughs in the strings": (
        "a.xlsx",
        lambda: book(more={"xl/sharedStrings.xml": LAUGHS + strings("<si><t>&m;</t></si>")}),
        None,
    ),
    "laughs in the workbook": (
        "a.xlsx",
        lambda: book(more={"xl/workbook.xml": LAUGHS + "<workbook>&m;</workbook>"}),
        BROKEN,
    ),
    "an entity of this machine": (
        "a.xlsx",
        lambda: book("&x;", head='<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        BROKEN,
    ),
    "30 MB of nothing": ("a.xlsx", lambda: book(more={"xl/worksheets/b.xml": b"0" * 30_000_000}), HEAVY),
    "a thousand parts": ("a.xlsx", lambda: book(more={f"{n}": b"" for n in range(1_001)}), HEAVY),
    "archives in archives": ("a.xlsx", nested, None),
    "a sheet said to have one byte": ("a.xlsx", lambda: lying(book()), BROKEN),
    "a sheet that is cut": ("a.xlsx", lambda: book()[:-200], BROKEN),
    "a sheet that is missing": ("a.xlsx", lambda: book(more={"xl/_rels/workbook.xml.rels": "<x/>"}), BROKEN),
    "a link to another file": (
        "a.xlsx",
        lambda: book(more={"xl/externalLinks/externalLink1.xml": "<x/>", "xl/_rels/more.rels": "<x/>"}),
        READ,
    ),
    "300 sheets": (
        "a.xlsx",
        lambda: book(
            more={
                "xl/workbook.xml": BOOK.replace(
                    "</sheets>", '<sheet name="B" sheetId="2" r:id="r1"/>' * 300 + "</sheets>"
                )
            }
        ),
        READ,
    ),
    "a hidden sheet alone": (
        "a.xlsx",
        lambda: book(more={"xl/workbook.xml": BOOK.replace("<sheet ", '<sheet state="hidden" ')}),
        frozenset({Unopened.EMPTY}),
    ),
    "a string that is not there": ("a.xlsx", lambda: cell("<v>7</v>", ' t="s"'), BROKEN),
    "a formula never computed": ("a.xlsx", lambda: cell("<f>1+1</f>"), READ),
    "an error": ("a.xlsx", lambda: cell("<v>#REF!</v>", ' t="e"'), READ),
    "a day out of range": ("a.xlsx", lambda: cell("<v>9999-99-99T00:00:00</v>", ' t="d"'), None),
    "a number without end": ("a.xlsx", lambda: cell("<v>1e999999</v>"), None),
    "half a sign": ("a.xlsx", lambda: cell("<is><t>&#xD800;</t></is>", ' t="inlineStr"'), BROKEN),
    "a protected workbook": (
        "a.xlsx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9_000,
        frozenset({Unopened.OLD_WORKBOOK}),
    ),
    "a letter": ("a.xlsx", lambda: packed({"word/document.xml": "<w/>"}), frozenset({Unopened.FORMAT})),
    "macros under another name": (
        "a.xlsx",
        lambda: book(more={"xl/vbaProject.bin": b"x"}),
        frozenset({Unopened.MACROS}),
    ),
    "a text too heavy": ("a.csv", lambda: b"a" * (LARGEST + 1), frozenset({Unopened.TOO_BIG})),
    "one line of a megabyte": ("a.csv", lambda: b"a" * LARGEST, BROKEN),
    "a quoted cell that never ends": ("a.csv", lambda: b'Titre\n"' + b"x" * 900_000, BROKEN),
    "a million separators": ("a.csv", lambda: b"Titre\nx" + b";" * 990_000, READ),
    "half a million empty lines": ("a.csv", lambda: b"Titre\nPortail\n" + b"\n;" * 490_000, READ),
    "a million quotes": ("a.csv", lambda: b"Titre\n" + b'"' * 990_000, None),
    "nothing but separators": ("a.csv", lambda: b";,\t|" * 240_000, BROKEN),
    "zeros": ("a.csv", lambda: b"\0" * 900_000, BROKEN),
    "UTF-16": ("a.csv", lambda: "Titre;Fin\nÉté;2027\n".encode("utf-16"), READ),
    "UTF-16 cut in a sign": ("a.csv", lambda: b"\xff\xfeT\0i\0t", BROKEN),
    "half a sign in UTF-16": ("a.csv", lambda: b"\xff\xfe\0\xd8T\0", BROKEN),
    "40 columns of 20 000 signs": (
        "a.csv",
        lambda: b";".join([b"Titre", *[b"Fin" + b"n" * 20_000] * 39]) + b"\nx;y\n",
        READ,
    ),
    "500 full lines": (
        "a.csv",
        lambda: ("Titre;Fin;Budget;Type\n" + f"{'é' * 400};{'à' * 400};{'9' * 79};x\n" * 500).encode()[:LARGEST],
        READ,
    ),
    "numbers nearly read": (
        "a.csv",
        lambda: bytes("Titre;Budget\n" + f"Portail;{'1 ' * 39}\n" * MOST_LINES, "utf-8"),
        READ,
    ),
    "words nearly read": (
        "a.csv",
        lambda: bytes("Titre;Fin\n" + f"Portail;{'avant le ' * 8}\n" * MOST_LINES, "utf-8"),
        READ,
    ),
}


@pytest.mark.parametrize("name", FILES)
async def test_any_file_is_answered_or_refused(name: str) -> None:
    called, made, expected = FILES[name]
    found = await Readers(PATIENT).read(made(), called, BACKDROP)
    assert found is not Unopened.BUSY
    if expected is not None:
        assert isinstance(found, Sheet) if not expected else found in expected
