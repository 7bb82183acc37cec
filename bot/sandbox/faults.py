"""Faults on demand, drawn with a seed: what a network and a busy Telegram do to a bot."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

T = TypeVar("T")

KINDS = frozenset({"429", "500", "reset", "hang", "slow", "duplicate", "reorder", "lost_ack"})


@dataclass(slots=True)
class Fault:
    """One rule: with probability `rate`, at most `count` times, for these methods and chats (None: all).

    `when` says whether Telegram had done the work before the fault. `seconds` are real ones.
    """

    kind: str
    methods: frozenset[str] | None = None
    chats: frozenset[int] | None = None
    when: str = "before"
    rate: float = 1.0
    retry_after: int = 1
    seconds: float | None = None  # half a second for `slow`, until the bot gives up for `hang`
    count: int | None = None

    @property
    def after(self) -> bool:
        return self.kind == "lost_ack" or self.when == "after"


def read(listed: object) -> list[Fault]:
    """Read the rules as posted; raise ValueError with what is wrong."""
    if not isinstance(listed, list):
        raise ValueError("a list of faults is expected")  # noqa: TRY004 - one class for every bad request
    known = {"kind", "methods", "chats", "when", "rate", "retry_after", "seconds", "count"}
    found = []
    for raw in listed:
        if raw.get("kind") not in KINDS or raw.get("when", "before") not in {"before", "after"} or raw.keys() - known:
            raise ValueError(f"not a fault: {raw}")
        rest = {name: value for name, value in raw.items() if name not in {"methods", "chats"} and value is not None}
        found.append(Fault(methods=_set(raw.get("methods")), chats=_set(raw.get("chats")), **rest))
    return found


def _set(listed: Iterable[T] | None) -> frozenset[T] | None:
    return None if listed is None else frozenset(listed)


class Faults:
    """The set of rules in force, and whether the whole service is down."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - seeded chance, no secret
        self.rules: list[Fault] = []
        self.is_up = True

    def draw(self, method: str, chat: int | None) -> Fault | None:
        """Return the fault that befalls a request, if one does."""
        for rule in self.rules:
            is_of_method = rule.methods is None or method in rule.methods
            is_of_chat = rule.chats is None or chat in rule.chats
            if rule.kind not in {"duplicate", "reorder"} and is_of_method and is_of_chat and self._falls(rule):
                return rule
        return None

    def strikes(self, kind: str, chat: int | None = None) -> bool:
        """Say whether a delivered update is to be duplicated, or delivered out of its order."""
        return any(
            rule.kind == kind and (rule.chats is None or chat in rule.chats) and self._falls(rule)
            for rule in self.rules
        )

    def _falls(self, rule: Fault) -> bool:
        if rule.count == 0 or self.random.random() >= rule.rate:
            return False
        if rule.count is not None:
            rule.count -= 1
        return True
