"""Messages, buttons and toasts as a person sees them."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.jsontypes import JsonObject


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `data` for a tap, `url` for a link."""

    text: str
    data: str | None = None
    url: str | None = None

    @property
    def start_payload(self) -> str:
        return parse_qs(urlsplit(self.url or "").query).get("start", [""])[0]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands; `raw` is the whole of it as the page gets it."""

    id: int
    chat_id: int
    thread_id: int | None
    sender_id: int
    from_bot: bool
    at: datetime
    kind: str
    text: str
    caption: str
    reply_to: int | None
    keyboard: tuple[tuple[Button, ...], ...]
    edited: bool
    deleted: bool
    pinned: bool
    appeared: int
    raw: JsonObject

    @classmethod
    def read(cls, raw: JsonObject) -> Self:
        return cls(
            id=raw["id"],
            chat_id=raw["chat_id"],
            thread_id=raw["thread_id"],
            sender_id=raw["from"]["id"],
            from_bot=raw["from"]["is_bot"],
            at=datetime.fromisoformat(raw["at"]),
            kind=raw["kind"],
            text=raw.get("text", ""),
            caption=raw.get("caption", ""),
            reply_to=raw["reply_to"],
            keyboard=tuple(tuple(Button(**button) for button in row) for row in raw["keyboard"]),
            edited=raw["edited"],
            deleted=raw["deleted"],
            pinned=raw["pinned"],
            appeared=raw["appeared"],
            raw=raw,
        )

    @property
    def said(self) -> str:
        """The text, or the caption of a file."""
        return self.text or self.caption

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.keyboard for button in row)

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    @property
    def file_id(self) -> str | None:
        """The file of a photo or a document, for `World.file`."""
        found = self.raw.get("photo") or self.raw.get("document")
        return found["file_id"] if found else None

    @property
    def file_name(self) -> str | None:
        found = self.raw.get("document")
        return found["file_name"] if found else None


@dataclass(frozen=True, slots=True)
class Toast:
    """The short answer to a tap; `alert` shows it in a box to close."""

    id: int
    text: str
    alert: bool
    at: datetime

    @classmethod
    def read(cls, raw: JsonObject) -> Self:
        return cls(raw["id"], raw["text"], raw["alert"], datetime.fromisoformat(raw["at"]))


def folded(text: str) -> str:
    """Return the text without case, accents or double spaces."""
    bare = unicodedata.normalize("NFKD", text)
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).casefold().split())


def labels(messages: list[Message]) -> list[str]:
    return [label for message in reversed(messages) for label in message.labels]


def find_button(label: str, messages: list[Message]) -> tuple[Message, Button]:
    """Return the button of the newest message that has it, by its exact label, else by its folded beginning."""
    for message in reversed(messages):
        for button in message.buttons:
            if label in {button.text, button.data}:
                return message, button
    for message in reversed(messages):
        near = [button for button in message.buttons if folded(button.text).startswith(folded(label))]
        if len(near) == 1:
            return message, near[0]
    raise AssertionError(f"no button {label!r}; in sight: {labels(messages)}")
