"""The state of the sandbox and the gestures every part of it makes; it does no input or output."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from bot.clock import Clock
from bot.sandbox import shapes, view
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.jsontypes import JsonList, JsonObject
from bot.sandbox.limits import Limits
from bot.sandbox.log import RequestLog
from bot.sandbox.rates import Rates
from bot.sandbox.updates import Updates
from bot.sandbox.world import Chat, Message, Person, World


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed, and how that goes."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    errored_at: int | None = None
    error: str = ""


@dataclass(slots=True)
class Query:
    """A tap that waits for its answer."""

    person: int
    at: float


@dataclass(frozen=True, slots=True)
class Toast:
    """What `answerCallbackQuery` shows for a moment, or in a box."""

    id: int
    text: str
    alert: bool
    at: datetime

    def as_json(self) -> JsonObject:
        return {"id": self.id, "text": self.text, "alert": self.alert, "at": self.at.isoformat()}


@dataclass(slots=True)
class Profile:
    """What a bot says of itself; commands by scope and language."""

    commands: dict[tuple[str, str], JsonList] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int | None, JsonObject] = field(default_factory=dict)


class Sandbox:
    """Telegram as one bot knows it. The same `seed` gives the same ids and the same faults."""

    def __init__(
        self,
        clock: Clock,
        *,
        token: str,
        strict: bool = True,
        seed: int = 0,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        name: str = "Jalon",
        username: str = "jalon_bot",
        privacy: bool = True,
    ) -> None:
        self.clock, self.token, self.strict = clock, token, strict
        self.limits = limits
        self.privacy = privacy
        number = token.partition(":")[0]  # the bot's id begins its token
        self.bot = Person(int(number) if number.isdigit() else 42, name, username=username, is_bot=True, started=True)
        self.world = World(self.bot)
        self.random = Random(seed)  # noqa: S311 - seeded chance, no secret
        self.faults = Faults(seed)
        self.rates = Rates(limits)
        self.log = RequestLog(limits.log_entries)
        self.events = Events()
        self.updates = Updates(self.instant, self.faults, self.events.wake, hours=limits.update_hours)
        self.webhook = Webhook()
        self.profile = Profile()
        self.queries: dict[str, Query] = {}
        self.toasts: dict[int, deque[Toast]] = {}
        self.in_flight = 0

    def instant(self) -> float:
        """Seconds since 1970 on the sandbox's clock."""
        return self.clock.now().timestamp()

    def second(self) -> int:
        return int(self.instant())

    def watchers(self, chat: Chat) -> frozenset[int]:
        return frozenset(chat.members) - {self.bot.id}

    def post(self, message: Message) -> Message:
        """Put a message into its chat, in everyone's sight."""
        self.world.chats[message.chat_id].messages[message.id] = message
        self.touch(message, "message")
        return message

    def touch(self, message: Message, event: str) -> None:
        """Note that a message appeared or changed: `message`, `edit` or `delete`."""
        chat = self.world.chats[message.chat_id]
        chat.recent.pop(message.id, None)
        chat.recent[message.id] = None
        message.changed = self.events.last + 1
        message.appeared = message.appeared or message.changed
        self.events.publish(
            event,
            lambda: self.watchers(chat),
            lambda: {"chat_id": chat.id, "message": view.message(message)},
        )

    def announce(self, chat: Chat) -> None:
        """Tell watchers that a chat appeared or changed."""
        self.events.publish(
            "chat", lambda: self.watchers(chat), lambda: {"chat_id": chat.id, "chat": view.chat(self.world, chat)}
        )

    def tell_bot(self, kind: str, message: Message) -> bool:
        """Queue a message for the bot."""
        return self.updates.put(kind, shapes.message(self.world, message), message.chat_id)

    def toast(self, person: int, text: str, *, alert: bool) -> None:
        """Show a toast; an answer without text only stops the button's waiting sign."""
        if not text:
            return
        shown = Toast(self.events.last + 1, text, alert, self.clock.now())
        self.toasts.setdefault(person, deque(maxlen=100)).append(shown)
        self.events.publish("toast", lambda: frozenset({person}), lambda: {"person": person, "toast": shown.as_json()})
