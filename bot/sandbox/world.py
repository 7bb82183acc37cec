"""The world of the sandbox: people, chats, topics and messages, and nothing of the protocol."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from bot.sandbox.entities import Entity
from bot.sandbox.files import FileStore, StoredFile
from bot.sandbox.jsontypes import JsonList, JsonObject

GENERAL_TOPIC = 1


@dataclass(slots=True)
class Person:
    """Someone with a Telegram account; `id` is also the id of their private chat with the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str = "fr"
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name or ''}".strip()


@dataclass(slots=True)
class Topic:
    """A thread of a forum; its id is the id of the message that opened it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Message:
    """A message as everyone in its chat sees it now."""

    id: int
    chat_id: int
    sender: Person
    at: int  # seconds since 1970
    kind: str = "text"
    text: str = ""  # or the caption, when there is a file
    entities: tuple[Entity, ...] = ()
    files: tuple[StoredFile, ...] = ()
    thread_id: int | None = None
    reply_to: int | None = None
    keyboard: JsonList = field(default_factory=list)
    reply_keyboard: JsonObject | None = None
    extra: JsonObject = field(default_factory=dict)  # fields of service messages, contacts, forwards…
    edited_at: int | None = None
    reaction: str | None = None  # the bot's
    deleted: bool = False
    pinned: bool = False
    appeared: int = 0  # the event that brought it
    changed: int = 0  # the event that last touched it


@dataclass(slots=True)
class Chat:
    """A private chat, a group, a supergroup or a channel."""

    id: int
    type: str
    title: str | None = None
    members: dict[int, str] = field(default_factory=dict)  # who → status
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    recent: dict[int, None] = field(default_factory=dict)  # message ids, the last changed at the end
    left: dict[int, str] = field(default_factory=dict)  # who was here once → left or kicked
    migrated_to: int | None = None
    pinned: list[int] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def is_private(self) -> bool:
        return self.type == "private"


class World:
    """People and chats; ids are dealt as Telegram deals them."""

    def __init__(self, bot: Person) -> None:
        self.bot = bot
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self._people_ids = count(1_000_001)
        self._group_ids = count(500_001)
        self._shared_ids = count(1)  # private chats and basic groups share the numbers of their messages

    def add_person(self, first_name: str, last_name: str | None, username: str | None, language: str) -> Person:
        person = Person(next(self._people_ids), first_name, last_name, username, language)
        self.people[person.id] = person
        members = {person.id: "member", self.bot.id: "member"}
        self.chats[person.id] = Chat(person.id, "private", members=members, ids=self._shared_ids)
        return person

    def add_group(self, title: str, kind: str, *, is_forum: bool) -> Chat:
        number = next(self._group_ids)
        kind = "supergroup" if is_forum else kind
        if kind in {"supergroup", "channel"}:
            chat = Chat(-1_000_000_000_000 - number, kind, title, is_forum=is_forum)
        else:
            chat = Chat(-number, kind, title, ids=self._shared_ids)
        self.chats[chat.id] = chat
        return chat

    def member(self, who: int) -> Person | None:
        return self.bot if who == self.bot.id else self.people.get(who)
