"""What was understood of a file, as the message that shows it keeps it: understood values only, never the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.importing.columns import Column, Columns
from domain.importing.fields import Kind
from domain.importing.lines import Line, Problem, Trouble
from domain.importing.preview import Preview


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file read both ways, the way that is `shown`, and its page (0 is the first).

    `is_choosing` when the objective of the indicators is asked instead. `pages` are the lines on each page, either way;
    a sheet not laid out yet has none.
    """

    previews: Mapping[Kind, Preview]
    shown: Kind
    page: int = 0
    is_choosing: bool = False
    pages: Mapping[Kind, tuple[int, ...]] = field(default_factory=dict)

    @property
    def preview(self) -> Preview:
        return self.previews[self.shown]


def to_json(sheet: Sheet) -> dict[str, object]:
    return {
        "previews": {kind.value: _preview(preview) for kind, preview in sheet.previews.items()},
        "shown": sheet.shown.value,
        "page": sheet.page,
        "is_choosing": sheet.is_choosing,
        "pages": {kind.value: list(counts) for kind, counts in sheet.pages.items()},
    }


def from_json(stored: Mapping[str, Any]) -> Sheet:
    """Return what `to_json` stored."""
    previews = {Kind(kind): _to_preview(Kind(kind), kept) for kind, kept in stored["previews"].items()}
    pages = {Kind(kind): tuple(counts) for kind, counts in stored.get("pages", {}).items()}  # older ones have none
    return Sheet(previews, Kind(stored["shown"]), stored["page"], stored["is_choosing"], pages)


def _preview(preview: Preview) -> dict[str, object]:
    columns = preview.columns
    return {
        "header": columns.line,
        "known": [[each.place, each.header, each.field, each.times] for each in columns.known],
        "ignored": list(columns.ignored),
        "lines": [_line(line) for line in preview.lines],
        "is_cut": preview.is_cut,
    }


def _line(line: Line) -> dict[str, object]:
    troubles = [[each.problem.value, each.field, each.said] for each in line.troubles]
    return {
        "number": line.number,
        "title": line.title,
        "values": [[field, value] for field, value in line.values.items()],  # pairs, for databases sort keys
        "troubles": troubles,
        "is_kept": line.is_kept,
        "parent": line.parent,
        "code": line.code,
    }


def _to_preview(kind: Kind, stored: Mapping[str, Any]) -> Preview:
    known = tuple(Column(*each) for each in stored["known"])
    lines = tuple(_to_line(each) for each in stored["lines"])
    return Preview(kind, Columns(stored["header"], known, tuple(stored["ignored"])), lines, stored["is_cut"])


def _to_line(stored: Mapping[str, Any]) -> Line:
    troubles = tuple(Trouble(Problem(code), field, said) for code, field, said in stored["troubles"])
    return Line(**{**stored, "values": dict(stored["values"]), "troubles": troubles})
