"""What arrives from a messaging service, free of Telegram: who, where, what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Sender:
    """The person behind an event; `language` is the code their application declares, if any.

    `is_person` False: a group or a channel in whose name somebody writes, nobody can tell who.
    """

    id: int
    first_name: str
    language: str | None = None
    is_person: bool = True


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


@dataclass(frozen=True, slots=True)
class ChatThread:
    """A chat, and in a forum its topic (0: none); a group has a `title`."""

    chat: int
    kind: ChatKind
    thread: int = 0
    title: str = ""

    @property
    def is_private(self) -> bool:
        return self.kind is ChatKind.PRIVATE


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text message, sent at `at` (aware); `reply_to` is the bot's message it answers, `is_mention`: it names the bot.

    What is a command among them is told by whoever knows the commands.
    """

    text: str
    message: int
    reply_to: int | None = None
    is_mention: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommandSent:
    """A command, without its slash; `argument` is the rest of the text, `bot` whom it is meant for, "" when untold."""

    name: str
    argument: str
    message: int
    bot: str = ""


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button pressed; `query` is what a toast answers to."""

    data: str
    query: str
    message: int


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """A message edited after it was sent."""

    text: str
    message: int


@dataclass(frozen=True, slots=True)
class File:
    """A document that was sent: the id it is fetched by, its name, its size in bytes when that is told."""

    id: str
    name: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, voice, sticker, document, …: anything that is not words; `album` names the set it was sent in.

    `is_mention`: its caption names the bot. `found` is what was understood of `file`, once it was fetched and read:
    whoever read it knows its type.
    """

    kind: str
    message: int
    reply_to: int | None = None
    album: str | None = None
    file: File | None = None
    found: object = None
    is_mention: bool = False


@dataclass(frozen=True, slots=True)
class BotMembershipChanged:
    """The bot was let into a chat or put out of it (a person who blocks it puts it out of their private chat)."""

    is_in: bool


@dataclass(frozen=True, slots=True)
class GroupMigrated:
    """A group became a supergroup with another id."""

    to: int


Content = TextMessage | CommandSent | ButtonPress | MessageEdited | Attachment | BotMembershipChanged | GroupMigrated


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """One event, as the use cases receive it."""

    sender: Sender
    chat: ChatThread
    content: Content
