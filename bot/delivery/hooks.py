"""What the rest of Jalon is told of deliveries, inside the transaction that settles them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol

from sqlalchemy import Connection

from bot.delivery.bulkhead import Bulkhead
from bot.storage.errors import is_of_the_database
from bot.storage.inbox import InboxRow
from bot.storage.outbox import OutboxRow

P = ParamSpec("P")


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


def apart(
    hook: Callable[Concatenate[Connection, P], None], bulkhead: Bulkhead
) -> Callable[Concatenate[Connection, P], None]:
    """Return `hook` such that its failure undoes what it did, and nothing of the transaction it runs in.

    What the database itself does is raised: the whole transaction is then tried again.
    """

    def kept(db: Connection, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with db.begin_nested():
                hook(db, *args, **kwargs)
        except Exception as error:
            if is_of_the_database(error):
                raise
            bulkhead.hold(error)
        else:
            bulkhead.release()

    return kept


def nobody(*_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """Whom the sender tells."""

    suspended: OnSuspended = nobody  # tell the plan's lead
    dead: OnRow = nobody  # tell the operator, and the person if it was a reply
    topic_gone: OnRow = nobody  # tell the group that its topic is closed
