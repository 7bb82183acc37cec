"""Prompts of the application itself: consent, menus, confirmations. The engine knows nothing of them."""

from collections.abc import Sequence

from bot.chat.callback import encode
from bot.chat.outgoing import Button, EditText, Keyboard, SendText
from bot.conversations.session import Recipient, Session
from bot.storage import prompts
from bot.storage.prompts import PromptRow

KIND = "offer"

Choices = Sequence[tuple[str, str]]
"""(act, label) of each button, in order."""


def offer(
    session: Session,
    recipient: Recipient,
    text: str,
    choices: Choices,
    *,
    plan: int | None = None,
    payload: dict[str, object] | None = None,
    width: int = 1,
) -> str:
    """Say something with buttons that only this person may press, `width` in a row; return the prompt's id."""
    rows = [choices[start : start + width] for start in range(0, len(choices), width)]
    return offer_rows(session, recipient, text, rows, plan=plan, payload=payload)


def offer_rows(
    session: Session,
    recipient: Recipient,
    text: str,
    rows: Sequence[Choices],
    *,
    plan: int | None = None,
    payload: dict[str, object] | None = None,
    kind: str = KIND,
) -> str:
    """Do the same with the buttons of each row; empty rows are left out. `kind` says how long the prompt is kept."""
    row = _inserted(session, recipient, rows, plan=plan, payload=payload, kind=kind)
    session.post_to(recipient, SendText(text, _keyboard(row, rows)), prompt=row.id)
    return row.id


def offer_instead(
    session: Session,
    recipient: Recipient,
    former: PromptRow,
    text: str,
    rows: Sequence[Choices],
    *,
    payload: dict[str, object],
    kind: str = KIND,
) -> None:
    """Do the same in the message of another prompt, which the caller closes."""
    row = _inserted(
        session, recipient, rows, plan=former.plan_id, payload=payload, kind=kind, message_id=former.message_id
    )
    session.post_to(recipient, EditText(former.message_id, text, _keyboard(row, rows)), prompt=row.id)


def _inserted(
    session: Session,
    recipient: Recipient,
    rows: Sequence[Choices],
    *,
    plan: int | None,
    payload: dict[str, object] | None,
    kind: str,
    message_id: int | None = None,
) -> PromptRow:
    choices = [choice for row in rows for choice in row]
    row = PromptRow(
        id=session.new_id(),
        talk_id=None,
        plan_id=plan,
        chat_id=recipient.chat,
        thread_id=recipient.thread,
        audience=recipient.person,
        kind=kind,
        acts=tuple(act for act, _ in choices),
        labels=tuple(label for _, label in choices),
        asked_at=session.now,
        payload=payload or {},
        message_id=message_id,
    )
    prompts.insert(session.db, row)
    return row


def _keyboard(row: PromptRow, rows: Sequence[Choices]) -> Keyboard:
    cells = iter([Button(label, encode(row.id, index)) for index, label in enumerate(row.labels)])
    return tuple(tuple(next(cells) for _ in choices) for choices in rows if choices)
