"""What a file that was sent is read against: the plan of its sender, as it stands before it is fetched."""

from dataclasses import dataclass

from bot.chat.incoming import Attachment, IncomingEvent
from bot.conversations.session import Session, plan_in_use
from bot.conversations.spreadsheet.message import OBJECTIVES, objectives, words_at
from bot.conversations.spreadsheet.opening import is_table, refused_by_name
from bot.conversations.spreadsheet.payload import Sheet
from bot.conversations.spreadsheet.reading import Backdrop
from bot.conversations.turn import open_plan
from bot.storage import people
from bot.storage.memberships import Role
from domain.dialogue.dossier import Dossier
from domain.dialogue.path import Path
from domain.dialogue.questions import Text
from domain.dialogue.script import Script
from domain.importing.fields import Kind
from domain.importing.lines import Setting
from domain.importing.preview import Existing
from domain.importing.table import Unopened
from domain.parsing.folding import folded


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file worth fetching: the plan it is for, and what it is to be read against."""

    plan: int
    backdrop: Backdrop


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a file that was wanted for a plan."""

    plan: int
    sheet: Sheet | Unopened


def wanted(session: Session, event: IncomingEvent) -> Wanted | None:
    """Return what a file is wanted for, None when it is not: a table small enough, from a lead who agreed, in private.

    Only reads, without any lock. Raises what `open_plan` raises.
    """
    content = event.content
    if not isinstance(content, Attachment) or content.file is None or not event.chat.is_private:
        return None
    if not is_table(content.file.name) or refused_by_name(content.file.name, content.file.size):
        return None
    person = people.get(session.db, event.sender.id)
    plan, role = plan_in_use(session.db, event)
    if plan is None or role is not Role.LEAD or person is None or person.consent_at is None:
        return None
    opened = open_plan(session, plan, lock=False)
    script, dossier = opened.context.script, opened.dossier
    longest = {item.id: item.longest for item in script.questions() if isinstance(item, Text)}
    setting = Setting(opened.context.today, objectives(script, dossier), longest)
    return Wanted(plan, Backdrop(setting, {kind: existing(dossier, script, kind) for kind in Kind}))


def existing(dossier: Dossier, script: Script, kind: Kind) -> Existing:
    """Return what the plan holds of a kind, by the objective above ("" for actions)."""
    above = {"": ()} if kind is Kind.ACTIONS else {row: (row,) for row in dossier.rows_of(OBJECTIVES)}
    repeat = script.lists[kind]
    titles, room = {}, {}
    for parent, rows in above.items():
        held = dossier.rows_of(Path(kind, rows))
        titles[parent] = frozenset(folded(words_at(dossier, Path(repeat.title, (*rows, row)))) for row in held)
        room[parent] = repeat.most - len(held)
    return Existing(titles, room)
