"""A whole table as it would be imported: columns understood, then line by line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.importing.cells import mark
from domain.importing.columns import Column, Columns, recognise
from domain.importing.fields import KPI_OBJECTIVE, KPI_TARGET, MARKED_INSTEAD, SCORES, Kind
from domain.importing.lines import Line, Problem, Setting, Trouble, find_objective, read_line
from domain.importing.table import MOST_LINES, Table, text_of
from domain.importing.words import is_blank
from domain.parsing.amounts import read_amount
from domain.parsing.folding import folded

_TOTAL = re.compile(r"(?:sous[- ])?(?:grand )?totaux?\b.*|(?:sous[- ])?total(?: general)?\b.{0,20}|somme")
SHORTEST_TITLE = 2


@dataclass(frozen=True, slots=True)
class Preview:
    """`is_cut` when the file had more lines than are read."""

    kind: Kind
    columns: Columns
    lines: tuple[Line, ...]
    is_cut: bool = False

    @property
    def kept(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_kept)


@dataclass(frozen=True, slots=True)
class Existing:
    """What the plan holds: folded titles by the row above them ("" for actions), and how many more there may be."""

    titles: Mapping[str, frozenset[str]]
    room: Mapping[str, int]


def preview(table: Table, header: int, setting: Setting, existing: Existing, kind: Kind) -> Preview:
    """Read a table as `kind`; `header` is the line of its header (0 is line 1)."""
    columns = _with_marks(table, _with_target(table, recognise(table, header, kind), setting))
    below = table.rows[header + 1 : header + 1 + MOST_LINES]
    is_cut = table.is_cut or len(table.rows) > header + 1 + MOST_LINES
    lines = []
    for number, row in enumerate(below, header + 2):
        if all(not text_of(cell) for cell in row):
            continue
        draft = read_line(row, columns, setting)
        title = str(draft.values.get(kind.title_field, ""))
        line = Line(number, title, draft.values, tuple(draft.troubles), parent=draft.parent, code=draft.code)
        if len(title) < SHORTEST_TITLE or not folded(title):
            line = Line(number, "", {}, (Trouble(Problem.NO_TITLE),), is_kept=False)
        elif _TOTAL.fullmatch(folded(title)):
            line = Line(number, title, {}, (Trouble(Problem.TOTAL),), is_kept=False)
        lines.append(line)
    return Preview(kind, columns, tuple(without_repeats(lines, existing)), is_cut)


def without_repeats(lines: Sequence[Line], existing: Existing) -> list[Line]:
    """Leave out the lines that the plan or an earlier line already has, then those the plan has no room for.

    Indicators without an objective yet are compared with one another only.
    """
    seen = {parent: set(titles) for parent, titles in existing.titles.items()}
    room = dict(existing.room)
    found: list[Line] = []
    for line in lines:
        place, title = line.parent or "", folded(line.title)
        if not line.is_kept:
            found.append(line)
        elif title in seen.setdefault(place, set()):
            found.append(left_out(line, Problem.DUPLICATE))
        elif room.get(place, MOST_LINES) <= 0:
            found.append(left_out(line, Problem.NO_ROOM))
        else:
            seen[place].add(title)
            room[place] = room.get(place, MOST_LINES) - 1
            found.append(line)
    return found


def left_out(line: Line, problem: Problem) -> Line:
    return replace(line, values={}, troubles=(Trouble(problem),), is_kept=False)


def _with_target(table: Table, columns: Columns, setting: Setting) -> Columns:
    """In a table of indicators, a column "objectif" that holds figures is the target."""
    column = columns.at(KPI_OBJECTIVE)
    if column is None or columns.at(KPI_TARGET) is not None:
        return columns
    said = _said(table, columns, column)
    figures = [each for each in said if read_amount(each) and not find_objective(each, setting.objectives)]
    if not said or len(figures) * 2 <= len(said):
        return columns
    known = (replace(each, field=KPI_TARGET) if each is column else each for each in columns.known)
    return replace(columns, known=tuple(known))


def _with_marks(table: Table, columns: Columns) -> Columns:
    """Beside at least two columns of marks, "Délai" and "Budget" are marks too when their cells are."""
    if len({each.field for each in columns.known} & set(SCORES)) < 2:
        return columns
    known = []
    for column in columns.known:
        instead = MARKED_INSTEAD.get(column.field)
        said = _said(table, columns, column) if instead is not None and columns.at(instead) is None else []
        is_of_marks = bool(said) and all(mark(each) for each in said)
        known.append(replace(column, field=instead) if instead is not None and is_of_marks else column)
    return replace(columns, known=tuple(known))


def _said(table: Table, columns: Columns, column: Column) -> list[str]:
    """What the cells of a column say, those that say nothing left out."""
    below = (text_of(row[column.place]) for row in table.rows[columns.line + 1 :] if column.place < len(row))
    return [each for each in below if not is_blank(each)]
