"""What happens in the sandbox, told to whoever watches: the page and the tests."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.sandbox.jsontypes import JsonObject


@dataclass(frozen=True, slots=True)
class Event:
    """`people` says whom it concerns; None means everyone."""

    id: int
    name: str
    people: frozenset[int] | None
    data: JsonObject


@dataclass(slots=True)
class Watcher:
    queue: asyncio.Queue[Event] = field(default_factory=lambda: asyncio.Queue(10_000))


class Events:
    """Numbers events and passes them on; nothing is built when nobody watches."""

    def __init__(self) -> None:
        self.last = 0
        self._watchers: list[Watcher] = []
        self._changed: list[asyncio.Future[None]] = []

    def publish(self, name: str, people: Callable[[], frozenset[int]] | None, data: Callable[[], JsonObject]) -> int:
        self.last += 1
        if self._watchers:
            event = Event(self.last, name, people() if people else None, data())
            for watcher in self._watchers:
                if not watcher.queue.full():
                    watcher.queue.put_nowait(event)
        self.wake()
        return self.last

    def wake(self) -> None:
        for waiting in self._changed:
            if not waiting.done():
                waiting.set_result(None)
        self._changed.clear()

    async def change(self, seconds: float) -> None:
        """Wait until something happens, at most `seconds` of real time."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._changed.append(waiting)
        await asyncio.wait([waiting], timeout=seconds)

    @contextmanager
    def watch(self) -> Iterator[asyncio.Queue[Event]]:
        watcher = Watcher()
        self._watchers.append(watcher)
        try:
            yield watcher.queue
        finally:
            self._watchers = [each for each in self._watchers if each is not watcher]
