"""A file of actions or indicators: shown as it was understood, added to the plan once the lead says so."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.chat.incoming import Attachment
from bot.conversations import albums
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.session import LeadTurn, Session, Turn
from bot.conversations.spreadsheet.backdrop import Found, existing
from bot.conversations.spreadsheet.message import OBJECTIVES, ImportMessage, end, made_rows, objectives, offer_undo
from bot.conversations.spreadsheet.opening import is_table, refused_by_name
from bot.conversations.spreadsheet.payload import Sheet, from_json
from bot.conversations.spreadsheet.preview_card import ImportCard
from bot.conversations.turn import OpenPlan, advance, open_plan, rewrite
from bot.storage.prompts import PromptRow
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Resume
from domain.dialogue.importing import left_for_later, may_wait, with_rows
from domain.dialogue.path import Path
from domain.dialogue.removing import UNDO_WINDOW
from domain.importing.fields import Kind
from domain.importing.lines import Line, Problem, Trouble
from domain.importing.preview import Preview, without_repeats
from domain.importing.table import Unopened
from domain.importing.undoing import taken_back

# A file arrives -------------------------------------------------------------------------------------------------------


def receive(turn: Turn, attachment: Attachment) -> None:
    """Answer a document: what was understood of it, or why nothing was."""
    file = attachment.file
    if file is None or not is_table(file.name):
        return _refuse(turn, attachment, "imports:only_tables")
    found = refused_by_name(file.name, file.size) or attachment.found
    match found:
        case Found(plan, Sheet() as sheet) if plan == turn.plan:
            return ImportMessage(turn, turn.recipient, open_plan(turn, plan), sheet).show()
        case (Unopened() as reason) | Found(_, Unopened() as reason):
            return _refuse(turn, attachment, f"imports:unopened_{reason}")
        case _:
            return _refuse(turn, attachment, f"imports:unopened_{Unopened.LOST}")


def _refuse(turn: Turn, attachment: Attachment, name: str) -> None:
    if attachment.album is not None:
        return albums.refuse(turn, attachment, name)
    return turn.say_to(turn.recipient, "\n\n".join([turn.text(name), *albums.still_asked(turn)]))


def prepared(session: Session, plan_id: int, sheet: Sheet, author: int) -> Sheet:
    """Tell what the questions would refuse, and lay the pages out: the transaction that shows one has little to do.

    Only reads. Raises what `open_plan` raises.
    """
    opened = open_plan(session, plan_id, lock=False)
    recipient, known = session.recipient_of(author), objectives(session.app.script, opened.dossier)
    reader = DossierText(
        session.app.book, session.app.script, opened.dossier, recipient.language if recipient else "fr"
    )
    tried = replace(sheet, previews={kind: _tried(opened, each, author) for kind, each in sheet.previews.items()})
    cards = {kind: ImportCard(reader, replace(tried, shown=kind), known) for kind in tried.previews}
    return replace(tried, pages={kind: tuple(map(len, card.pages())) for kind, card in cards.items()})


def _tried(opened: OpenPlan, read: Preview, author: int) -> Preview:
    """Tell the values that their questions would refuse, by adding the lines to a copy of the plan."""
    anywhere = next(iter(opened.dossier.rows_of(OBJECTIVES)), "")
    tried = {line.number: line for line in read.lines}
    for repeat, lines in _by_repeat(read.kind, read.kept, anywhere).items():
        after, added = with_rows(opened.dossier, opened.context, repeat, [line.values for line in lines], author)
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


def press(what: str, turn: LeadTurn, row: PromptRow, value: str) -> str | None:
    """Do what a button of the preview says; return the toast."""
    if what in {"undo", "later"}:
        return (_take_back if what == "undo" else _complete_later)(turn, row)
    sheet = from_json(row.payload)
    match what:
        case "page":
            _turn_to(turn, row, replace(sheet, page=int(value), is_choosing=False))
        case "as":
            _turn_to(turn, row, replace(sheet, shown=sheet.shown.other, page=0))
        case "go" if sheet.shown is Kind.KPIS and any(line.parent is None for line in sheet.preview.kept):
            _turn_to(turn, row, replace(sheet, is_choosing=True))
        case "go" | "to":
            return _add(turn, row, sheet, value)
        case _:
            end(turn, turn.recipient, row, turn.text("imports:cancelled"))
            return advance(turn, Resume())
    return None


def _turn_to(turn: Turn, row: PromptRow, sheet: Sheet) -> None:
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    ImportMessage(turn, turn.recipient, open_plan(turn, row.plan_id), sheet).show(row)


def _add(turn: Turn, row: PromptRow, sheet: Sheet, parent: str) -> str | None:
    """Add the lines that the plan still has room for, then ask what they lack."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    opened = open_plan(turn, row.plan_id)
    lines = [replace(line, parent=line.parent or parent or None) for line in sheet.preview.kept]
    still = without_repeats(lines, existing(opened.dossier, opened.context.script, sheet.shown))
    dossier, made = opened.dossier, list[Path]()
    for repeat, kept in _by_repeat(sheet.shown, (line for line in still if line.is_kept), "").items():
        dossier, added = with_rows(dossier, opened.context, repeat, [line.answers for line in kept], turn.person.id)
        made += [repeat.row(name) for name in dossier.rows_of(repeat)[-added:] if added]
    if not made:
        end(turn, turn.recipient, row, turn.text("imports:nothing_left"))
        return None
    rewrite(opened, turn.conversation, dossier)
    name = "imports:imported_kpis" if sheet.shown is Kind.KPIS else "imports:imported_actions"
    waits = may_wait(dossier, opened.context, made)
    text = turn.text(name, count=len(made), lost=len(sheet.preview.lines) - len(made), may_wait=waits)
    offer_undo(turn, turn.recipient, row, text, made, may_wait=waits)
    return advance(turn, Resume())


def _complete_later(turn: Turn, row: PromptRow) -> str | None:
    """Leave the details of what was just imported for later, and ask the rest."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    opened, rows = open_plan(turn, row.plan_id), made_rows(row)
    dossier = left_for_later(opened.dossier, opened.context, rows, turn.person.id)
    rewrite(opened, turn.conversation, dossier)
    offer_undo(turn, turn.recipient, row, turn.text("imports:left_for_later"), rows)
    return advance(turn, Resume())


def _take_back(turn: Turn, row: PromptRow) -> str | None:
    """Remove what was just imported, while nothing else in the plan rests on it."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    if turn.now - row.asked_at > UNDO_WINDOW:
        end(turn, turn.recipient, row, turn.text("imports:undo_too_late"))
        return None
    opened, rows = open_plan(turn, row.plan_id), made_rows(row)
    dossier = taken_back(opened.dossier, opened.context, rows)
    if dossier is None:
        end(turn, turn.recipient, row, turn.text("imports:undo_in_use"))
        return None
    rewrite(opened, turn.conversation, dossier)
    end(turn, turn.recipient, row, turn.text("imports:undone", count=len(rows)))
    return advance(turn, Resume())
