"""What a tap does on a question, on a reminder, on a handed question: cards that keep their own state."""

from dataclasses import replace

from bot.conversations.delegation import respondent
from bot.conversations.desk import Desk
from bot.conversations.rendering.keyboard import entry_words
from bot.conversations.replies import carry_out
from bot.conversations.seat import Seat, remember
from bot.conversations.turn import turn
from bot.reminders import answers as nudges
from bot.reminders.reply import Reply
from bot.storage.prompts import PromptRow
from bot.storage.talks import TalkRow
from domain.dialogue.acts import act_at
from domain.dialogue.events import Tapped


def question(desk: Desk, here: Seat, row: PromptRow, op: str) -> str | None:
    """Answer a question, or press a button of the engine beside it."""
    return turn(desk, here.spot, _in_progress(here, row), Tapped(row.prompt, op, words_of_entry(desk, here, row, op)))


def _in_progress(here: Seat, row: PromptRow) -> TalkRow:
    """Take a question up again that was left for another plan, unless something else is asked in its own by now."""
    is_left = here.talk.talk.live is None and row.is_live and not row.prompt.is_standing
    return replace(here.talk, talk=replace(here.talk.talk, live=row.prompt)) if is_left else here.talk


def words_of_entry(desk: Desk, here: Seat, row: PromptRow, op: str) -> str:
    """Return what an entry of the catalogue says in the person's language; empty for any other button."""
    verb, _, code = (act_at(row.acts, op) or "").partition(":")
    return desk.label(here.spot, entry_words(row.prompt, code)) if verb == "entry" else ""


def nudge(desk: Desk, here: Seat, row: PromptRow, op: str) -> str | None:
    act = act_at(row.acts, op)
    if act is None:
        return desk.label(here.spot, "common:note_stale_button")
    reply = nudges.press(desk.db, row, act, here.person, now=desk.now, book=desk.house.book)
    waiting = remember(desk, here, nudges.KIND, row.id) if reply.awaits_words else here
    return carry_out(desk, waiting, reply)


def handed_question(desk: Desk, here: Seat, row: PromptRow, op: str) -> str | None:
    return after_handed(desk, here, row, respondent.press(desk, here, row, op))[0]


def after_handed(desk: Desk, here: Seat, row: PromptRow, reply: Reply) -> tuple[str | None, Seat]:
    """Return the toast of a reply to a handed question, and the seat that remembers what the next words answer."""
    is_awaited = here.talk.aside.get(nudges.KIND) == row.id
    if reply.awaits_words or is_awaited:
        here = remember(desk, here, nudges.KIND, reply.prompt if reply.awaits_words else None)
    return reply.toast, here
