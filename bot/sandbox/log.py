"""The append-only log of requests: the oracle of the tests."""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile

from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.params import readable


@dataclass(frozen=True, slots=True)
class Entry:
    """A request and what became of it; the token is never in it, nor the bytes of files."""

    n: int
    at: float
    method: str
    params: JsonObject
    verdict: str  # accepted, refused or fault
    code: int
    description: str | None = None
    message_id: int | None = None
    fault: str | None = None  # what happened to the reply of an accepted request

    def as_json(self) -> JsonObject:
        return {
            "n": self.n,
            "at": datetime.fromtimestamp(self.at, UTC).isoformat(),
            "method": self.method,
            "params": readable(self.params),
            "verdict": self.verdict,
            "code": self.code,
            "description": self.description,
            "message_id": self.message_id,
            "fault": self.fault,
        }


class RequestLog:
    """Entries in the order of their arrival, numbered from 1; `most` keeps only the newest."""

    def __init__(self, most: int | None = None) -> None:
        self._entries: deque[Entry] = deque(maxlen=most)
        self.last = 0
        self.last_acted = 0  # the last accepted request that did something, so neither a poll nor a look

    def add(
        self,
        at: float,
        method: str,
        params: JsonObject,
        verdict: str,
        *,
        code: int = 200,
        description: str | None = None,
        message_id: int | None = None,
        fault: str | None = None,
    ) -> None:
        self.last += 1
        entry = Entry(self.last, at, method, params, verdict, code, description, message_id, fault)
        self._entries.append(entry)
        if verdict == "accepted" and not method.startswith("get") and method != "sendChatAction":
            self.last_acted = self.last

    def after(self, n: int, *, accepted_only: bool = False) -> list[Entry]:
        newest = list(takewhile(lambda entry: entry.n > n, reversed(self._entries)))
        return [each for each in reversed(newest) if not accepted_only or each.verdict == "accepted"]
