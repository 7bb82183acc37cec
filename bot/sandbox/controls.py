"""The client's hands on the clock and on the faults of a sandbox."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.sandbox.jsontypes import JsonObject


class Line(Protocol):
    """Whoever can call the sandbox."""

    async def call(self, verb: str, path: str, content: object = None, **query: str | float) -> Any: ...  # noqa: ANN401


class WorldClock:
    """The one clock of the sandbox and of the bot."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self._line.call("GET", "clock"))["now"])

    async def jump(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Move the clock; return what it says then."""
        by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return await self._set({"jump_seconds": by.total_seconds()})

    async def set_at(self, instant: datetime) -> datetime:
        return await self._set({"at": instant.isoformat()})

    async def freeze(self) -> datetime:
        return await self._set({"mode": "frozen"})

    async def run(self) -> datetime:
        return await self._set({"mode": "real"})

    async def _set(self, asked: JsonObject) -> datetime:
        return datetime.fromisoformat((await self._line.call("POST", "clock", asked))["now"])


class Faults:
    """What goes wrong, on demand."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def set(self, *rules: JsonObject) -> None:
        """Replace the rules in force, each such as `{"kind": "429", "rate": 0.1}`."""
        await self._line.call("POST", "faults", list(rules))

    async def clear(self) -> None:
        await self._line.call("DELETE", "faults")

    async def outage(self, *, up: bool = False) -> None:
        """Take the whole service down, or bring it back."""
        await self._line.call("POST", "outage", {"up": up})
