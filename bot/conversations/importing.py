"""A file of actions or indicators: shown as it was understood, added to the plan once the lead says so."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from bot.conversations import albums
from bot.conversations.desk import Desk
from bot.conversations.import_message import OBJECTIVES, ImportMessage, end, made_rows, objectives, offer_undo, words_at
from bot.conversations.seat import Seat
from bot.conversations.turn import OpenPlan, open_plan, rewrite, turn
from bot.happening import Attachment, Happening
from bot.imports.opening import is_table, refused_by_name
from bot.imports.payload import Sheet, from_json
from bot.storage import memberships, people
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Resume
from domain.dialogue.importing import left_for_later, may_wait, with_rows
from domain.dialogue.path import Path
from domain.dialogue.questions import Text
from domain.dialogue.removing import UNDO_WINDOW
from domain.dialogue.script import Script
from domain.importing.columns import find_header, kind_of
from domain.importing.fields import Kind
from domain.importing.lines import Line, Problem, Setting, Trouble
from domain.importing.preview import Existing, Preview, preview, without_repeats
from domain.importing.table import Table, Unopened
from domain.importing.undoing import taken_back
from domain.plain import folded

# A file arrives -------------------------------------------------------------------------------------------------------


def is_wanted(db: Connection, happening: Happening) -> bool:
    """Whether a file is worth fetching: a table small enough, from a lead who agreed, in private."""
    what = happening.what
    if not isinstance(what, Attachment) or what.file is None or not happening.where.is_private:
        return False
    if not is_table(what.file.name) or refused_by_name(what.file.name, what.file.size):
        return False
    person = people.get(db, happening.who.id)
    has_agreed = person is not None and person.consent_at is not None
    return has_agreed and any(each.role is Role.LEAD for each in memberships.of_person(db, happening.who.id))


def receive(desk: Desk, here: Seat, attachment: Attachment) -> None:
    """Answer a document: what was understood of it, or why nothing was."""
    file = attachment.file
    if file is None or not is_table(file.name):
        return _refuse(desk, here, attachment, "imports:only_tables")
    table = refused_by_name(file.name, file.size) or attachment.table
    if not isinstance(table, Table):
        return _refuse(desk, here, attachment, f"imports:unopened_{table or Unopened.LOST}")
    assert here.plan is not None  # noqa: S101 - the caller has seen that the person leads a plan
    opened = open_plan(desk, here.plan)
    sheet = _understood(opened, table, here.person.id)
    if sheet is None:
        return _refuse(desk, here, attachment, "imports:no_header")
    if not sheet.preview.lines:
        return _refuse(desk, here, attachment, "imports:no_line")
    return ImportMessage(desk, here.spot, opened, sheet).show()


def _refuse(desk: Desk, here: Seat, attachment: Attachment, name: str) -> None:
    if attachment.album is not None:
        return albums.refuse(desk, here, attachment, name)
    return desk.say(here.spot, "\n\n".join([desk.text(here.spot, name), *albums.still_asked(desk, here)]))


def _understood(opened: OpenPlan, table: Table, author: int) -> Sheet | None:
    """Read the table both ways; None when it has no header."""
    header = find_header(table)
    if header is None:
        return None
    shown = kind_of(table.rows[header])
    script, dossier = opened.moment.script, opened.dossier
    longest = {item.id: item.longest for item in script.questions() if isinstance(item, Text)}
    setting = Setting(opened.moment.today, objectives(dossier), longest)
    found = (preview(table, header, setting, _existing(dossier, script, kind), kind) for kind in Kind)
    return Sheet({each.kind: _tried(opened, each, author) for each in found}, shown)


def _existing(dossier: Dossier, script: Script, kind: Kind) -> Existing:
    """What the plan holds of a kind, by the objective above ("" for actions)."""
    above = {"": ()} if kind is Kind.ACTIONS else {row: (row,) for row in dossier.rows_of(OBJECTIVES)}
    repeat = script.lists[kind]
    titles, room = {}, {}
    for parent, rows in above.items():
        held = dossier.rows_of(Path(kind, rows))
        titles[parent] = frozenset(folded(words_at(dossier, Path(repeat.title, (*rows, row)))) for row in held)
        room[parent] = repeat.most - len(held)
    return Existing(titles, room)


def _tried(opened: OpenPlan, read: Preview, author: int) -> Preview:
    """Tell the values that their questions would refuse, by adding the lines to a copy of the plan."""
    anywhere = next(iter(opened.dossier.rows_of(OBJECTIVES)), "")
    tried = {line.number: line for line in read.lines}
    for repeat, lines in _by_repeat(read.kind, read.kept, anywhere).items():
        after, added = with_rows(opened.dossier, opened.moment, repeat, [line.values for line in lines], author)
        rows = after.rows_of(repeat)[-added:] if added else ()
        tried |= {line.number: _held(line, (*repeat.rows, row), after) for line, row in zip(lines, rows, strict=False)}
    return replace(read, lines=tuple(tried.values()))


def _held(line: Line, rows: tuple[str, ...], after: Dossier) -> Line:
    """Leave out of a line what was refused in its row."""
    refused = [field for field in line.values if Path(field, rows) not in after.answers]
    troubles = tuple(Trouble(Problem.REFUSED, field, str(line.values[field])) for field in refused)
    values = {field: value for field, value in line.values.items() if field not in refused}
    return replace(line, values=values, troubles=(*line.troubles, *troubles))


def _by_repeat(kind: Kind, lines: Iterable[Line], anywhere: str) -> Mapping[Path, list[Line]]:
    """Return the lines by the list they go to; indicators without an objective go under `anywhere`."""
    found: dict[Path, list[Line]] = {}
    for line in lines:
        repeat = Path(Kind.ACTIONS) if kind is Kind.ACTIONS else Path(Kind.KPIS, (line.parent or anywhere,))
        found.setdefault(repeat, []).append(line)
    return found


# A button is pressed --------------------------------------------------------------------------------------------------


def press(what: str, desk: Desk, here: Seat, row: PromptRow, value: str) -> str | None:
    """Do what a button of the preview says; return the toast."""
    if what in {"undo", "later"}:
        return (_take_back if what == "undo" else _complete_later)(desk, here, row)
    sheet = from_json(row.payload)
    match what:
        case "page":
            _turn_to(desk, here, row, replace(sheet, page=int(value), is_choosing=False))
        case "as":
            _turn_to(desk, here, row, Sheet(sheet.previews, sheet.shown.other))
        case "go" if _lacks_objective(sheet):
            _turn_to(desk, here, row, replace(sheet, is_choosing=True))
        case "go" | "to":
            return _add(desk, here, row, sheet, value)
        case _:
            end(desk, here.spot, row, desk.text(here.spot, "imports:cancelled"))
    return None


def _turn_to(desk: Desk, here: Seat, row: PromptRow, sheet: Sheet) -> None:
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    ImportMessage(desk, here.spot, open_plan(desk, row.plan_id), sheet).show(row)


def _lacks_objective(sheet: Sheet) -> bool:
    return sheet.shown is Kind.KPIS and any(line.parent is None for line in sheet.preview.kept)


def _add(desk: Desk, here: Seat, row: PromptRow, sheet: Sheet, parent: str) -> str | None:
    """Add the lines that the plan still has room for, then ask what they lack."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    opened = open_plan(desk, row.plan_id)
    lines = [replace(line, parent=line.parent or parent or None) for line in sheet.preview.kept]
    still = without_repeats(lines, _existing(opened.dossier, opened.moment.script, sheet.shown))
    dossier, made = opened.dossier, list[Path]()
    for repeat, kept in _by_repeat(sheet.shown, (line for line in still if line.is_kept), "").items():
        dossier, added = with_rows(dossier, opened.moment, repeat, [line.values for line in kept], here.person.id)
        made += [repeat.row(name) for name in dossier.rows_of(repeat)[-added:] if added]
    if not made:
        end(desk, here.spot, row, desk.text(here.spot, "imports:nothing_left"))
        return None
    rewrite(opened, here.talk, dossier)
    name = "imports:imported_kpis" if sheet.shown is Kind.KPIS else "imports:imported_actions"
    waits = may_wait(dossier, opened.moment, made)
    text = desk.text(here.spot, name, count=len(made), lost=len(sheet.preview.lines) - len(made), may_wait=waits)
    offer_undo(desk, here.spot, row, text, made, may_wait=waits)
    return turn(desk, here.spot, here.talk, Resume())


def _complete_later(desk: Desk, here: Seat, row: PromptRow) -> str | None:
    """Leave the details of what was just imported for later, and ask the rest."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    opened, rows = open_plan(desk, row.plan_id), made_rows(row)
    dossier = left_for_later(opened.dossier, opened.moment, rows, here.person.id)
    rewrite(opened, here.talk, dossier)
    offer_undo(desk, here.spot, row, desk.text(here.spot, "imports:left_for_later"), rows)
    return turn(desk, here.spot, here.talk, Resume())


def _take_back(desk: Desk, here: Seat, row: PromptRow) -> str | None:
    """Remove what was just imported, while nothing else in the plan rests on it."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    if desk.now - row.asked_at > UNDO_WINDOW:
        end(desk, here.spot, row, desk.text(here.spot, "imports:undo_too_late"))
        return None
    opened, rows = open_plan(desk, row.plan_id), made_rows(row)
    dossier = taken_back(opened.dossier, opened.moment, rows)
    if dossier is None:
        end(desk, here.spot, row, desk.text(here.spot, "imports:undo_in_use"))
        return None
    rewrite(opened, here.talk, dossier)
    end(desk, here.spot, row, desk.text(here.spot, "imports:undone", count=len(rows)))
    return turn(desk, here.spot, here.talk, Resume())
