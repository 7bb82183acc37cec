"""What the message of a nudge remembers from one gesture to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.reminders.asking import Why


@dataclass(frozen=True, slots=True)
class Offer:
    """The last buttons of a nudge for one plan: a prompt with an act for each of these occurrences."""

    prompt: str
    occurrences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the message of a nudge remembers.

    `why` is that of the first asking, `whys` that of those which joined it, by occurrence.

    `current` is the occurrence asked now, None to take the first open one; `pending` a value to confirm, by occurrence;
    `sources` the messages that gave values; `recent` the occurrence answered last; `told` the one that a message of
    its own tells of; `planned` when it should have left, if it was late; `offers` its last buttons, to invite somebody
    or to change an owner, and `offer` the only one that messages had before.
    """

    why: Why
    occurrences: tuple[int, ...]
    current: int | None = None
    is_typing: bool = False
    pending: Mapping[str, float] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    recent: int | None = None
    planned: str | None = None
    offer: str | None = None
    told: int | None = None
    whys: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> "Memory":
        return cls(
            Why(payload.get("why", Why.DUE)),
            tuple(payload.get("occurrences", ())),
            payload.get("current"),
            bool(payload.get("typing")),
            payload.get("pending", {}),
            payload.get("sources", {}),
            payload.get("recent"),
            payload.get("planned"),
            payload.get("offer"),
            payload.get("told"),
            payload.get("whys", {}),
            tuple(Offer(prompt, tuple(listed)) for prompt, listed in payload.get("offers", {}).items()),
        )

    def why_of(self, occurrence: int) -> Why:
        return Why(self.whys.get(str(occurrence), self.why))

    def written(self) -> dict[str, object]:
        return {
            "why": self.why.value,
            "occurrences": list(self.occurrences),
            "current": self.current,
            "typing": self.is_typing,
            "pending": dict(self.pending),
            "sources": dict(self.sources),
            "recent": self.recent,
            "planned": self.planned,
            "offer": self.offer,
            "told": self.told,
            "whys": dict(self.whys),
            "offers": {each.prompt: list(each.occurrences) for each in self.offers},
        }
