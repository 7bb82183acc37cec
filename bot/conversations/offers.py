"""Prompts of the application itself: consent, menus, confirmations. The engine knows nothing of them."""

from collections.abc import Sequence

from bot.conversations.desk import Desk, Spot
from bot.delivery.message import Button, Keyboard, SendText
from bot.storage import prompts
from bot.storage.prompts import PromptRow

KIND = "offer"

Choices = Sequence[tuple[str, str]]
"""(act, label) of each button, in order."""


def offer(
    desk: Desk,
    spot: Spot,
    text: str,
    choices: Choices,
    *,
    plan: int | None = None,
    payload: dict[str, object] | None = None,
    width: int = 1,
) -> str:
    """Say something with buttons that only this person may press, `width` in a row; return the prompt's id."""
    row = PromptRow(
        id=desk.new_id(),
        talk_id=None,
        plan_id=plan,
        chat_id=spot.chat,
        thread_id=spot.thread,
        audience=spot.person,
        kind=KIND,
        acts=tuple(act for act, _ in choices),
        labels=tuple(label for _, label in choices),
        asked_at=desk.now,
        payload=payload or {},
    )
    prompts.insert(desk.db, row)
    desk.post(spot, SendText(text, _keyboard(row, width)), prompt=row.id)
    return row.id


def _keyboard(row: PromptRow, width: int) -> Keyboard:
    cells = [Button(label, f"1.{row.id}.{index}") for index, label in enumerate(row.labels)]
    return tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width))
