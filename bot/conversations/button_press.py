"""A tap on a button: checked against the prompt every time, since its data can be forged."""

from bot.chat.callback import decode
from bot.chat.incoming import ButtonPress
from bot.conversations import button_actions, handover_choice
from bot.conversations.session import Session, Turn
from bot.reminders import answers as nudges
from bot.storage import memberships, prompts
from bot.storage.prompts import PromptRow


def press(turn: Turn, pressed: ButtonPress) -> str | None:
    """Carry a tap out; one that is not this person's to make changes nothing, and is told nothing of what it is.

    A card works in the chat it was shown in: forwarded or copied elsewhere, it is no card.
    """
    found = decode(pressed.data)
    row = prompts.get(turn.db, found.prompt) if found else None
    if found is None or row is None or row.chat_id != turn.recipient.chat:
        return turn.label("common:note_stale_button")
    if row.kind == nudges.KIND and not may_answer(turn, row):
        return turn.label(why_not(turn, row, "toast_not_linked"))
    return button_actions.perform(turn, row, found.op)


def is_about_consent(session: Session, pressed: ButtonPress) -> bool:
    """Whether the button belongs to the question that comes before all others."""
    found = decode(pressed.data)
    row = prompts.get(session.db, found.prompt) if found else None
    return row is not None and bool(row.payload.get("is_consent"))


def may_answer(turn: Turn, row: PromptRow) -> bool:
    """Whether this person may answer a reminder or a handed question in words."""
    act = button_actions.ACTS[button_actions.HANDED if row.kind == handover_choice.KIND else button_actions.NUDGE]
    return isinstance(act.admitted(turn, row), Turn)


def why_not(turn: Turn, row: PromptRow, unlinked: str) -> str:
    """The wording for a person who may not answer a prompt: how to, where a whole group is asked."""
    if row.kind != nudges.KIND or row.audience is not None or row.plan_id is None:
        return "common:note_stale_button"
    return "team:reads_only" if memberships.role(turn.db, row.plan_id, turn.person.id) else f"team:{unlinked}"
