"""What a tap does on a question, on a reminder, on a handed question: cards that keep their own state."""

from dataclasses import replace

from bot.chat.outgoing import SendText
from bot.conversations.delegation import respondent
from bot.conversations.rendering.keyboard import entry_words
from bot.conversations.session import LeadTurn, PlanTurn, Turn
from bot.conversations.turn import advance
from bot.reminders import answers as nudges
from bot.reminders.reply import Reply
from bot.storage.prompts import PromptRow
from domain.dialogue.acts import act_at
from domain.dialogue.events import Tapped


def question(turn: LeadTurn, row: PromptRow, op: str) -> str | None:
    """Answer a question, or press a button of the engine beside it."""
    # Take a question up again that was left for another plan, unless something else is asked in its own by now
    talk = turn.conversation.talk
    if talk.live is None and row.is_live and not row.prompt.is_standing:
        turn = replace(turn, conversation=replace(turn.conversation, talk=replace(talk, live=row.prompt)))
    return advance(turn, Tapped(row.prompt, op, words_of_entry(turn, row, op)))


def words_of_entry(turn: Turn, row: PromptRow, op: str) -> str:
    """Return what an entry of the catalogue says in the person's language; empty for any other button."""
    verb, _, code = (act_at(row.acts, op) or "").partition(":")
    return turn.label(entry_words(row.prompt, code)) if verb == "entry" else ""


def nudge(turn: PlanTurn, row: PromptRow, op: str) -> str | None:
    act = act_at(row.acts, op)
    if act is None:
        return turn.label("common:note_stale_button")
    reply = nudges.press(turn.db, row, act, turn.person, now=turn.now, book=turn.app.book)
    waiting = turn.remember(nudges.KIND, row.id) if reply.awaits_words else turn
    return carry_out(waiting, reply)


def handed_question(turn: Turn, row: PromptRow, op: str) -> str | None:
    return after_handed(turn, row, respondent.press(turn, row, op))[0]


def after_handed(turn: Turn, row: PromptRow, reply: Reply) -> tuple[str | None, Turn]:
    """Return the toast of a reply to a handed question, and the turn that remembers what the next words answer."""
    is_awaited = turn.conversation.aside.get(nudges.KIND) == row.id
    if reply.awaits_words or is_awaited:
        turn = turn.remember(nudges.KIND, reply.prompt if reply.awaits_words else None)
    return reply.toast, turn


def carry_out(turn: Turn, reply: Reply) -> str | None:
    """Post the messages of a reply, in order; return its toast."""
    for message in reply.messages:
        turn.post(message, prompt=None if isinstance(message, SendText) else reply.prompt)
    return reply.toast
