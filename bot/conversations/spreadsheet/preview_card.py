"""What was understood of a file, in words: columns, then line by line, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, islice

from markupsafe import Markup

from bot.chat.outgoing import plain
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.spreadsheet.payload import Sheet
from bot.wording.typography import short
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.importing.columns import Column
from domain.importing.fields import (
    ACTION_OBJECTIVE,
    KPI_BASELINE,
    KPI_OBJECTIVE,
    KPI_OWNER,
    KPI_OWNER_NAME,
    KPI_TARGET,
    KPI_UNIT,
    KPI_UNIT_NAME,
    Kind,
)
from domain.importing.lines import Line, Problem, Target, Trouble
from domain.script.units import printed

LONGEST_PAGE = 2_300
"""Characters of the lines of a page: with the columns above and the notes below, they fit in one message."""
MOST_TROUBLES = 5
"""Remarks shown of one line."""
LONGEST_VALUE, LONGEST_OBJECTIVE, LONGEST_LISTING = 60, 40, 400
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_FIGURES = frozenset({KPI_BASELINE, KPI_TARGET})


@dataclass(frozen=True)
class ImportCard:
    """Words a sheet, in a plan that has these objectives."""

    reader: DossierText
    sheet: Sheet
    objectives: Sequence[Target]

    def text(self, page: int, pages: Sequence[Sequence[Line]]) -> str:
        """Word one page; the first begins with the columns."""
        preview = self.sheet.preview
        is_kpis = preview.kind is Kind.KPIS
        kept = preview.kept
        body = Markup("\n\n").join(self._line(line) for line in pages[page])
        columns = self._columns(preview.columns.known) if page == 0 else Markup("")
        return self._text(
            "preview",
            is_kpis=is_kpis,
            count=len(kept),
            lost=len(preview.lines) - len(kept),
            unsure=sum(bool(line.troubles) for line in kept),
            columns=columns,
            ignored=short(", ".join(preview.columns.ignored), LONGEST_LISTING),
            body=body,
            is_cut=preview.is_cut,
            beyond=self._beyond() if page == len(pages) - 1 else "",
            needs_objective=is_kpis and bool(self.objectives) and any(line.parent is None for line in kept),
            lacks_objective=is_kpis and not self.objectives,
            paging=self._text("paging", number=page + 1, most=len(pages)) if len(pages) > 1 else "",
        )

    def pages(self) -> list[list[Line]]:
        """Return the lines of each page, as laid out once for all; a long line takes the room of several."""
        lines = [line for line in self.sheet.preview.lines if not _is_beyond(line)]
        if laid_out := self.sheet.pages.get(self.sheet.shown):
            rest = iter(lines)
            return [list(islice(rest, count)) for count in laid_out]
        ends = accumulate(len(plain(self._line(line))) + 2 for line in lines)
        found: dict[int, list[Line]] = {}
        for line, end in zip(lines, ends, strict=True):
            found.setdefault(end // LONGEST_PAGE, []).append(line)
        return list(found.values()) or [[]]

    def _beyond(self) -> str:
        count = sum(_is_beyond(line) for line in self.sheet.preview.lines)
        return self._text("beyond", count=count) if count else ""

    def _columns(self, known: Sequence[Column]) -> Markup:
        named = (self._text("column", header=column.header, name=self._field(column.field)) for column in known)
        return Markup("\n").join(named)

    def _line(self, line: Line) -> Markup:
        said = [self._trouble(trouble) for trouble in line.troubles[:MOST_TROUBLES]]
        if not line.is_kept:
            return self._text("line_left", number=line.number, title=line.title, said=said[0])
        parts = [self._text("line", number=line.number, title=line.title, fields=self._fields(line))]
        parts += [self._text("trouble", number=line.number, said=each) for each in said]
        if (hidden := len(line.troubles) - MOST_TROUBLES) > 0:
            parts.append(self._text("more_troubles", count=hidden))
        return Markup("\n").join(parts)

    def _fields(self, line: Line) -> str:
        """List what was understood of a line beside its title."""
        values: Mapping[str, Value] = {**line.values, **({KPI_OBJECTIVE: line.parent} if line.parent else {})}
        unit = printed(values.get(KPI_UNIT), values.get(KPI_UNIT_NAME)) or ""
        hidden = {self.sheet.shown.title_field, KPI_UNIT if KPI_UNIT_NAME in values else KPI_UNIT_NAME}
        hidden |= {KPI_OWNER} if KPI_OWNER_NAME in values else set()
        hidden |= {KPI_UNIT} if unit and _FIGURES & values.keys() else set()
        shown = ((field, value) for field, value in values.items() if field not in hidden)
        return " · ".join(self._named(field, value, unit) for field, value in shown)

    def _named(self, field: str, value: Value, unit: str) -> str:
        said = self._said(field, value, unit)
        return self.reader.label("imports:named", name=self._field(field), said=said)

    def _said(self, field: str, value: Value, unit: str) -> str:
        if field in {ACTION_OBJECTIVE, KPI_OBJECTIVE}:
            named = (f"{each.code}, {each.sentence}" for each in self.objectives if each.row == value)
            return short(next(named, ""), LONGEST_OBJECTIVE)
        answer = Answer(value, AnswerStatus.OK, 1, 0, _EPOCH)
        path = Path(field, ("",) * field.count("/"))
        return short(self.reader.said(path, answer, unit=unit if field in _FIGURES else None), LONGEST_VALUE)

    def _trouble(self, trouble: Trouble) -> str:
        name = self._field(trouble.field) if trouble.field else ""
        found = f"imports:problem_{trouble.problem}"
        said = self._refused(trouble) if trouble.problem is Problem.REFUSED else trouble.said
        return self.reader.label(found, name=name, said=said)

    def _refused(self, trouble: Trouble) -> str:
        is_number = trouble.said.removeprefix("-").replace(".", "", 1).isdigit()
        return self._said(trouble.field, float(trouble.said) if is_number else trouble.said, "")

    def _field(self, field: str) -> str:
        return self.reader.label(f"imports:field_{field.replace('/', '_')}")

    def _text(self, name: str, /, **context: object) -> Markup:
        return Markup(self.reader.text(f"imports:{name}", **context))  # noqa: S704 - the book escapes


def _is_beyond(line: Line) -> bool:
    """Whether the plan has no room for this line: such lines are told together."""
    return any(trouble.problem is Problem.NO_ROOM for trouble in line.troubles)
