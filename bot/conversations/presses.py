"""A tap on a button: checked against the prompt every time, since its data can be forged."""

from bot.conversations import acts, handed, handing
from bot.conversations.buttons import entry_words
from bot.conversations.desk import Desk
from bot.conversations.replies import carry_out
from bot.conversations.seat import Seat, move_to, remember
from bot.conversations.turn import turn
from bot.happening import Press
from bot.reminders import answers as nudges
from bot.reminders.reply import Reply
from bot.storage import memberships, prompts
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.acts import act_at
from domain.dialogue.events import Tapped

FORMAT = "1"


def press(desk: Desk, here: Seat, pressed: Press) -> str | None:
    """Carry a tap out; one that is not this person's to make changes nothing, and is told nothing of what it is."""
    parts = pressed.data.split(".")
    row = prompts.get(desk.db, parts[1]) if len(parts) == 3 and parts[0] == FORMAT else None
    if row is None or row.chat_id != here.spot.chat:
        return desk.label(here.spot, "common:note_stale_button")
    if not may_answer(desk, here, row):
        return desk.label(here.spot, "common:note_not_yours")
    if row.kind == nudges.KIND:
        return _nudge(desk, here, row, parts[2])
    if row.kind == handing.KIND:
        return after_handed(desk, here, row, handed.press(desk, here, row, parts[2]))[0]
    if row.is_engine and row.plan_id is not None:
        event = Tapped(row.prompt, parts[2], words_of_entry(desk, here, row, parts[2]))
        return turn(desk, here.spot, move_to(desk, here, row.plan_id).talk, event)
    return acts.perform(desk, here, row, parts[2])


def words_of_entry(desk: Desk, here: Seat, row: PromptRow, op: str) -> str:
    """Return what an entry of the catalogue says in the person's language; empty for any other button."""
    verb, _, code = (act_at(row.acts, op) or "").partition(":")
    return desk.label(here.spot, entry_words(row.prompt, code)) if verb == "entry" else ""


def is_about_consent(desk: Desk, pressed: Press) -> bool:
    """Whether the button belongs to the question that comes before all others."""
    parts = pressed.data.split(".")
    row = prompts.get(desk.db, parts[1]) if len(parts) == 3 else None
    return row is not None and bool(row.payload.get("is_consent"))


def may_answer(desk: Desk, here: Seat, row: PromptRow) -> bool:
    """Whether this person is the prompt's audience, and still what it takes in its plan."""
    if row.audience is not None and row.audience != here.person.id:
        return False
    if row.plan_id is None:
        return row.audience == here.person.id
    role = memberships.role(desk.db, row.plan_id, here.person.id)
    if row.is_engine:
        return role is Role.LEAD
    return role is not None and (row.audience is not None or role is not Role.OFFICIAL)


def after_handed(desk: Desk, here: Seat, row: PromptRow, reply: Reply) -> tuple[str | None, Seat]:
    """Return the toast of a reply to a handed question, and the seat that remembers what the next words answer."""
    is_awaited = here.talk.aside.get(nudges.KIND) == row.id
    if reply.awaits_words or is_awaited:
        here = remember(desk, here, nudges.KIND, reply.prompt if reply.awaits_words else None)
    return reply.toast, here


def _nudge(desk: Desk, here: Seat, row: PromptRow, op: str) -> str | None:
    act = act_at(row.acts, op)
    if act is None:
        return desk.label(here.spot, "common:note_stale_button")
    reply = nudges.press(desk.db, row, act, here.person, now=desk.now, book=desk.house.book)
    waiting = remember(desk, here, nudges.KIND, row.id) if reply.awaits_words else here
    return carry_out(desk, waiting, reply)
