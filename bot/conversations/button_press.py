"""A tap on a button: checked against the prompt every time, since its data can be forged."""

from bot.chat.incoming import Press
from bot.conversations import button_actions, handover_choice
from bot.conversations.session import Session, Turn
from bot.conversations.taps import after_handed, words_of_entry
from bot.reminders import answers as nudges
from bot.storage import memberships, prompts
from bot.storage.prompts import PromptRow

__all__ = ["after_handed", "is_about_consent", "may_answer", "press", "why_not", "words_of_entry"]

FORMAT = "1"


def press(turn: Turn, pressed: Press) -> str | None:
    """Carry a tap out; one that is not this person's to make changes nothing, and is told nothing of what it is.

    A card works in the chat it was shown in: forwarded or copied elsewhere, it is no card.
    """
    parts = pressed.data.split(".")
    row = prompts.get(turn.db, parts[1]) if len(parts) == 3 and parts[0] == FORMAT else None
    if row is None or row.chat_id != turn.recipient.chat:
        return turn.label("common:note_stale_button")
    if row.kind == nudges.KIND and not may_answer(turn, row):
        return turn.label(why_not(turn, row, "toast_not_linked"))
    return button_actions.perform(turn, row, parts[2])


def is_about_consent(session: Session, pressed: Press) -> bool:
    """Whether the button belongs to the question that comes before all others."""
    parts = pressed.data.split(".")
    row = prompts.get(session.db, parts[1]) if len(parts) == 3 else None
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
