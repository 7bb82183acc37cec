"""What the rest of Jalon is told of deliveries, inside the transaction that settles them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from bot.storage.inbox import InboxRow
from bot.storage.outbox import OutboxRow


class OnDelivered(Protocol):
    """A message was accepted under `message_id` (0: nothing had to change)."""

    def __call__(self, db: Connection, row: OutboxRow, message_id: int, /) -> None: ...


class OnRow(Protocol):
    """Something happened to a message."""

    def __call__(self, db: Connection, row: OutboxRow, now: datetime, /) -> None: ...


class OnSuspended(Protocol):
    """A chat was just closed to us, for `reason`."""

    def __call__(self, db: Connection, chat_id: int, reason: str, now: datetime, /) -> None: ...


class OnPoison(Protocol):
    """An update was given up after three failures."""

    def __call__(self, db: Connection, row: InboxRow, now: datetime, /) -> None: ...


def nobody(*_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """Whom the sender tells."""

    suspended: OnSuspended = nobody  # tell the plan's lead
    dead: OnRow = nobody  # tell the operator, and the person if it was a reply
    topic_gone: OnRow = nobody  # tell the group that its topic is closed
