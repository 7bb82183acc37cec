"""How fast Jalon may send: the generic cell rate algorithm, on stored instants.

A rate is held by one instant, the theoretical arrival time (`tat`): each message moves it by the rate's interval, and a
message may go as soon as the present is within the rate's allowance of it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Rate:
    """One message each `interval`, after a burst of at most `burst` at once."""

    interval: timedelta
    burst: int = 1

    @property
    def allowance(self) -> timedelta:
        return self.interval * (self.burst - 1)

    def slot(self, tat: datetime | None, now: datetime) -> tuple[datetime, datetime]:
        """Return the first instant at which a message may go, and the `tat` once it has."""
        at = now if tat is None else max(now, tat - self.allowance)
        return at, max(tat or at, at) + self.interval


FREE = Rate(NO_TIME)


@dataclass(frozen=True, slots=True)
class RateLimits:
    """The rates of a bot. Telegram's own: 30/s overall, about 1/s in a private chat, 20/min in a group."""

    overall: Rate = Rate(timedelta(milliseconds=40))
    reply: Rate = Rate(timedelta(seconds=1), burst=4)  # one less than Telegram bears: arrivals jitter
    private: Rate = Rate(timedelta(seconds=1))
    group: Rate = Rate(timedelta(seconds=4), burst=5)  # 5 + 15 in any minute
    in_flight: int = 8  # for one replica
    horizon: timedelta = timedelta(milliseconds=350)  # how far ahead a slot may be reserved
    late: float = field(default=0.15)  # seconds after which a missed slot is given back, else a burst would pass 30/s

    @classmethod
    def none(cls, *, in_flight: int = 8) -> "RateLimits":
        """Return limits that limit nothing, to measure the machinery."""
        return cls(overall=FREE, reply=FREE, private=FREE, group=FREE, in_flight=in_flight)

    @property
    def allowances(self) -> dict[str, timedelta]:
        """Return how far ahead of the present an arrival time may be, by kind of chat."""
        return {"reply": self.reply.allowance, "private": self.private.allowance, "group": self.group.allowance}

    def of_chat(self, chat_id: int, priority: int) -> Rate:
        """Return the rate of one chat: groups have negative ids; priority 0 is a reply to a person."""
        if chat_id < 0:
            return self.group
        return self.reply if priority == 0 else self.private
