"""The update in hand: a use case settles it in its own transaction, so that it is handled once or not at all."""

from contextvars import ContextVar
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.storage import inbox
from bot.storage.inbox import InboxRow


@dataclass(slots=True)
class Ticket:
    """The right of `owner` to handle an update."""

    row: InboxRow
    owner: str
    is_settled: bool = field(default=False, init=False)

    @property
    def update_id(self) -> int:
        return self.row.update_id

    def settle_in(self, db: Connection) -> None:
        """Mark the update handled. Raises LostLeaseError, which undoes the transaction, when it is in other hands.

        Only the first transaction of an update settles it.
        """
        if not self.is_settled:
            inbox.done(db, self.row, owner=self.owner)
            self.is_settled = True


current_ticket: ContextVar[Ticket | None] = ContextVar("current_ticket", default=None)
"""Read it in the coroutine: the thread of a transaction does not see it."""
