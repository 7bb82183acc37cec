"""What Jalon sends, free of Telegram's types."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: either `data` comes back when it is pressed, or `url` opens."""

    text: str
    data: str | None = None  # at most 64 bytes
    url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class SendText:
    """A new message; `text` is Telegram's HTML."""

    text: str
    keyboard: Keyboard = ()
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class EditText:
    """New words for a message already sent; without `message_id`, that of the row's prompt is looked up on sending."""

    message_id: int | None
    text: str
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class EditKeyboard:
    """New buttons, or none, under a message already sent."""

    message_id: int | None
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class SendPhoto:
    """A picture with a caption in HTML of at most 1 024 characters."""

    content: bytes
    file_name: str
    caption: str = ""
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class SendDocument:
    """A file to keep."""

    content: bytes
    file_name: str
    caption: str = ""


Message = SendText | EditText | EditKeyboard | SendPhoto | SendDocument
Stored = SendText | EditText | EditKeyboard
"""Messages that may be stored rendered; the files of the others are made when they are sent."""


def to_json(message: Stored) -> dict[str, Any]:
    """Return the message as the outbox stores it."""
    keyboard = [[_button_to_json(button) for button in row] for row in message.keyboard]
    match message:
        case SendText(text, _, reply_to):
            return {"kind": "text", "text": text, "keyboard": keyboard, "reply_to": reply_to}
        case EditText(message_id, text, _):
            return {"kind": "edit", "message_id": message_id, "text": text, "keyboard": keyboard}
        case EditKeyboard(message_id, _):
            return {"kind": "keyboard", "message_id": message_id, "keyboard": keyboard}


def from_json(stored: Mapping[str, Any]) -> Stored:
    """Return the message that `to_json` stored; ValueError for anything else."""
    keyboard = tuple(tuple(Button(**button) for button in row) for row in stored.get("keyboard", ()))
    match stored:
        case {"kind": "text", "text": str(text)}:
            return SendText(text, keyboard, stored.get("reply_to"))
        case {"kind": "edit", "text": str(text)}:
            return EditText(stored.get("message_id"), text, keyboard)
        case {"kind": "keyboard"}:
            return EditKeyboard(stored.get("message_id"), keyboard)
    raise ValueError(f"not a stored message: {sorted(stored)}")


def body(message: Stored, *, prompt: str | None = None) -> dict[str, Any]:
    """Return the body of an outbox row that sends `message`, the words of the prompt `prompt` if there is one."""
    return {"do": "message", "message": to_json(message)} | ({"prompt": prompt} if prompt else {})


def plain(html: str) -> str:
    """Return the words of Telegram HTML without its tags."""
    return unescape(re.sub(r"<[^<>]*>", "", html))


def _button_to_json(button: Button) -> dict[str, str]:
    fields = {"text": button.text, "data": button.data, "url": button.url}
    return {name: value for name, value in fields.items() if value is not None}
