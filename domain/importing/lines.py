"""One line of a table as the fields of an action or of an indicator, with what could not be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.dialogue.coding import CODE
from domain.dialogue.values import Value
from domain.importing import cells, words
from domain.importing.columns import Column, Columns
from domain.importing.fields import (
    ACTION_DAYS,
    ACTION_END,
    ACTION_KIND,
    ACTION_OBJECTIVE,
    ACTION_START,
    KPI_BASELINE,
    KPI_DIRECTION,
    KPI_FREQUENCY,
    KPI_OBJECTIVE,
    KPI_OWNER,
    KPI_OWNER_NAME,
    KPI_TARGET,
    KPI_UNIT,
    KPI_UNIT_NAME,
    MONEY,
    SCORES,
)
from domain.importing.nearness import nearest
from domain.importing.table import Cell, Row, text_of
from domain.parsing.amounts import Amount, converted
from domain.parsing.folding import folded
from domain.parsing.units import known_unit
from domain.plan import Direction
from domain.script.units import UNITS

LONGEST_TEXT = 200
"""Characters of a text whose question sets no other limit."""
NEAR_ENOUGH = 90
"""Likeness, out of 100, from which a cell names an objective of the plan."""


class Problem(StrEnum):
    """What is told of a line beside what was understood."""

    DATE = "date"
    AMOUNT = "amount"
    UNIT = "unit"
    MARK = "mark"
    OPTION = "option"
    OBJECTIVE = "objective"
    CUT = "cut"
    REFUSED = "refused"
    NO_TITLE = "no_title"
    TOTAL = "total"
    DUPLICATE = "duplicate"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem, with the field it is in and what the cell said; neither for one of the whole line."""

    problem: Problem
    field: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Line `number` of the file, as people count. `values` go by question; `is_kept` when it is to be imported.

    `parent` is the row of the objective an indicator goes under, `code` the one its line has in the file.
    """

    number: int
    title: str
    values: Mapping[str, Value] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    is_kept: bool = True
    parent: str | None = None
    code: str = ""

    @property
    def answers(self) -> Mapping[str, Value]:
        """What a row to come is made of."""
        return {**self.values, CODE: self.code} if self.code else self.values


@dataclass(frozen=True, slots=True)
class Target:
    """An objective of the plan: its row, its code on paper (O1), its sentence."""

    row: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a line needs of the plan; `longest` are the characters a text may have, by question."""

    today: date
    objectives: Sequence[Target] = ()
    longest: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """What was read of a line so far."""

    setting: Setting
    values: dict[str, Value] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    parent: str | None = None
    code: str = ""
    amounts: dict[str, Amount] = field(default_factory=dict)

    def doubt(self, problem: Problem, column: Column, said: str) -> None:
        self.troubles.append(Trouble(problem, column.field, cells.shortened(said, 40)))


def read_line(row: Row, columns: Columns, setting: Setting) -> Draft:
    """Read the cells of a line; those that say nothing are left out."""
    draft = Draft(setting)
    for column in columns.known:
        cell = row[column.place] if column.place < len(row) else None
        said = text_of(cell)
        if said and not words.is_blank(said):
            _READERS.get(column.field, _text)(draft, column, cell)
    _settle_figures(draft, columns)
    return draft


Read = Callable[[Draft, Column, Cell], None]


def _text(draft: Draft, column: Column, cell: Cell) -> None:
    said, longest = text_of(cell), draft.setting.longest.get(column.field, LONGEST_TEXT)
    draft.values[column.field] = cells.shortened(said, longest)
    if len(said) > longest:
        draft.doubt(Problem.CUT, column, said)


def _day(draft: Draft, column: Column, cell: Cell) -> None:
    read = cells.day(cell, draft.setting.today, is_start=column.field == ACTION_START)
    if read is None:
        draft.doubt(Problem.DATE, column, text_of(cell))
    else:
        draft.values[column.field] = read.isoformat()


def _in(unit: str, *, whole: bool = False) -> Read:
    """Read an amount in `unit`, to the nearest `whole` one."""

    def read(draft: Draft, column: Column, cell: Cell) -> None:
        found = cells.amount(cell, column.times)
        value = converted(found, unit) if found else None
        if value is None or value < 0:
            draft.doubt(Problem.AMOUNT, column, text_of(cell))
        else:
            draft.values[column.field] = round(value) if whole else plain_number(value)

    return read


def _one_of(understand: Callable[[str], str | int | None], problem: Problem = Problem.OPTION) -> Read:
    """Read one of the values that `understand` knows."""

    def read(draft: Draft, column: Column, cell: Cell) -> None:
        value = understand(text_of(cell))
        if value is None:
            draft.doubt(problem, column, text_of(cell))
        else:
            draft.values[column.field] = value

    return read


def _objective(draft: Draft, column: Column, cell: Cell) -> None:
    row = find_objective(text_of(cell), draft.setting.objectives)
    if row is None:
        draft.doubt(Problem.OBJECTIVE, column, text_of(cell))
    elif column.field == KPI_OBJECTIVE:
        draft.parent = row
    else:
        draft.values[column.field] = row


def find_objective(said: str, objectives: Sequence[Target]) -> str | None:
    """Return the row of the objective that a cell names: by its code, its number, or nearly its sentence."""
    typed = folded(said)
    number = typed.removeprefix("objectif").removeprefix("o").strip(" n°-.:")
    for each in objectives:
        if number == each.code.casefold().removeprefix("o") or typed.startswith(f"{each.code.casefold()} "):
            return each.row
    near = nearest(typed, [folded(each.sentence) for each in objectives], least=NEAR_ENOUGH)
    return None if near is None else objectives[near].row


def _unit(draft: Draft, _column: Column, cell: Cell) -> None:
    code, name = words.unit(text_of(cell))
    draft.values[KPI_UNIT] = code
    if name:
        draft.values[KPI_UNIT_NAME] = cells.shortened(name, draft.setting.longest.get(KPI_UNIT_NAME, 30))


def _owner(draft: Draft, column: Column, cell: Cell) -> None:
    if folded(text_of(cell)) in {"moi", "moi-meme", "me", "myself"}:
        draft.values[KPI_OWNER] = "me"
        return
    draft.values[KPI_OWNER] = "someone"
    _text(draft, column, cell)


def _code(draft: Draft, _column: Column, cell: Cell) -> None:
    draft.code = cells.code(cell)


def _figure(draft: Draft, column: Column, cell: Cell) -> None:
    read = cells.amount(cell, column.times)
    if read is None:
        draft.doubt(Problem.AMOUNT, column, text_of(cell))
    else:
        draft.amounts[column.field] = read


def _settle_figures(draft: Draft, columns: Columns) -> None:
    """Bring the figures of an indicator to its unit; draw what is not said, the unit and the direction, from them."""
    if KPI_UNIT not in draft.values:
        named = next((each.unit for each in draft.amounts.values() if each.unit), None)
        if named is not None:
            code, other = words.unit(named)
            draft.values |= {KPI_UNIT: code} | ({KPI_UNIT_NAME: other} if other else {})
    printed, name = UNITS.get(str(draft.values.get(KPI_UNIT))), draft.values.get(KPI_UNIT_NAME)
    for place, read in draft.amounts.items():
        is_in_another = read.unit is not None and known_unit(read.unit) is not None and read.unit != name
        value = converted(read, printed) if printed else None if is_in_another else read.value
        column = columns.at(place)
        if value is not None:
            draft.values[place] = plain_number(value)
        elif column is not None:
            draft.doubt(Problem.UNIT, column, f"{read.value:g} {read.unit or ''}".strip())
    start, target = draft.values.get(KPI_BASELINE), draft.values.get(KPI_TARGET)
    if KPI_DIRECTION in draft.values or not isinstance(start, int | float) or not isinstance(target, int | float):
        return
    if start != target:
        draft.values[KPI_DIRECTION] = str(Direction.UP if target > start else Direction.DOWN)


def plain_number(value: float) -> int | float:
    """Return a whole number as such: 12.0 is 12."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


_READERS: Mapping[str, Read] = {
    CODE: _code,
    ACTION_START: _day,
    ACTION_END: _day,
    ACTION_DAYS: _in("jour"),
    ACTION_KIND: _one_of(words.action_kind),
    ACTION_OBJECTIVE: _objective,
    KPI_OBJECTIVE: _objective,
    KPI_UNIT: _unit,
    KPI_DIRECTION: _one_of(words.direction),
    KPI_FREQUENCY: _one_of(words.frequency),
    KPI_BASELINE: _figure,
    KPI_TARGET: _figure,
    KPI_OWNER_NAME: _owner,
    **dict.fromkeys(MONEY, _in("€", whole=True)),
    **dict.fromkeys(SCORES, _one_of(cells.mark, Problem.MARK)),
}
"""How a cell is read, by field; any other is a text."""
