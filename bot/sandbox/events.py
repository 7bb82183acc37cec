"""What happens in the sandbox, told to whoever watches: the page and the tests."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.sandbox.jsontypes import JsonObject

_ROOM = 10_000  # events a slow watcher may lag behind before it loses some


@dataclass(frozen=True, slots=True)
class Event:
    """`people` says whom it concerns; None means everyone."""

    id: int
    name: str
    people: frozenset[int] | None
    data: JsonObject


class Events:
    """Numbers events and passes them on; nothing is built when nobody watches."""

    def __init__(self) -> None:
        self.last = 0
        self._watchers: list[asyncio.Queue[Event]] = []
        self._changed: list[asyncio.Future[None]] = []

    def publish(self, name: str, people: Callable[[], frozenset[int]] | None, data: Callable[[], JsonObject]) -> None:
        self.last += 1
        if self._watchers:
            event = Event(self.last, name, people() if people else None, data())
            for queue in self._watchers:
                if not queue.full():
                    queue.put_nowait(event)
        self.wake()

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
        queue: asyncio.Queue[Event] = asyncio.Queue(_ROOM)
        self._watchers.append(queue)
        try:
            yield queue
        finally:
            self._watchers.remove(queue)
