"""How many messages Telegram takes per second, per person and per group."""

from collections import deque
from math import ceil
from typing import Protocol

from bot.sandbox.errors import too_many
from bot.sandbox.limits import Limits
from bot.sandbox.world import Chat


class _Gate(Protocol):
    def wait(self, at: float) -> float: ...
    def take(self, at: float) -> None: ...


class _Window:
    """At most `most` in any `seconds`."""

    __slots__ = ("_seconds", "_taken")

    def __init__(self, most: int, seconds: float) -> None:
        self._taken: deque[float] = deque(maxlen=most)
        self._seconds = seconds

    def wait(self, at: float) -> float:
        full = len(self._taken) == self._taken.maxlen
        return self._taken[0] + self._seconds - at if full else 0.0

    def take(self, at: float) -> None:
        self._taken.append(at)


class _Bucket:
    """One a second after a burst."""

    __slots__ = ("_burst", "_due")

    def __init__(self, burst: int) -> None:
        self._burst = burst
        self._due = 0.0

    def wait(self, at: float) -> float:
        return self._due - self._burst + 1 - at

    def take(self, at: float) -> None:
        self._due = max(self._due, at) + 1


class Rates:
    """Counts accepted sends and edits; what is refused counts for nothing."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = _Window(limits.overall_per_second, 1.0) if limits.overall_per_second else None
        self._chats: dict[int, _Gate] = {}

    def check(self, chat: Chat, at: float) -> None:
        """Raise 429 if one more for `chat` at the instant `at` (seconds since 1970) is too much."""
        wait = max((gate.wait(at) for gate in self._gates(chat)), default=0.0)
        if wait > 0:
            raise too_many(max(1, ceil(wait)))

    def take(self, chat: Chat, at: float) -> None:
        for gate in self._gates(chat):
            gate.take(at)

    def _gates(self, chat: Chat) -> list[_Gate]:
        burst, minute = self._limits.private_burst, self._limits.group_per_minute
        own = self._chats.get(chat.id)
        if own is None and chat.is_private and burst:
            own = self._chats[chat.id] = _Bucket(burst)
        elif own is None and not chat.is_private and minute:
            own = self._chats[chat.id] = _Window(minute, 60.0)
        return [gate for gate in (self._overall, own) if gate is not None]
