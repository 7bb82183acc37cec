"""The queue of updates for the bot: kept until confirmed, a day at most, given to one reader only."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from bot.sandbox.errors import RefusedError, conflict
from bot.sandbox.faults import Faults
from bot.sandbox.jsontypes import JsonList, JsonObject

KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
    ]
)
DEFAULT = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(slots=True)
class Update:
    """One update as Telegram keeps it; `chat` is where it happened, `body` what is delivered."""

    id: int
    at: float
    chat: int | None
    body: JsonObject
    doubled: bool = False


class Updates:
    """What the bot has not confirmed yet; `now` tells seconds since 1970 on the sandbox's clock."""

    def __init__(self, now: Callable[[], float], faults: Faults, changed: Callable[[], None], *, hours: int) -> None:
        self._now = now
        self._changed = changed
        self._faults = faults
        self._seconds = hours * 3600
        self._next_id = faults.random.randrange(10**8, 9 * 10**8)
        self._again: list[Update] = []
        self._reader: asyncio.Future[RefusedError | None] | None = None
        self.pending: deque[Update] = deque()
        self.allowed = DEFAULT
        self.has_webhook = False
        self.queued = 0  # ever

    @property
    def is_awaited(self) -> bool:
        """Whether a reader is waiting for the next update."""
        return self._reader is not None

    def allow(self, kinds: JsonList | None) -> None:
        """Set which kinds are kept from now on; None changes nothing, an empty list is the usual set."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & KINDS or DEFAULT

    def put(self, kind: str, content: JsonObject, chat: int | None) -> bool:
        """Queue one update; return whether the bot will get it."""
        if kind not in self.allowed:
            return False
        self.pending.append(Update(self._next_id, self._now(), chat, {"update_id": self._next_id, kind: content}))
        self._next_id += 1
        self.queued += 1
        self._release(None)
        self._changed()
        return True

    def confirm(self, offset: int) -> None:
        """Forget the updates below `offset`; a negative one keeps only the last ones."""
        if offset < 0:
            offset = self.pending[max(offset, -len(self.pending))].id if self.pending else 0
        while self.pending and self.pending[0].id < offset:
            self.pending.popleft()
        self._changed()

    def drop(self) -> None:
        self.pending.clear()
        self._again.clear()

    async def poll(self, *, offset: int, limit: int, timeout: float) -> list[JsonObject]:  # noqa: ASYNC109 - the API's
        """Return pending updates, or wait up to `timeout` real seconds for one."""
        if self.has_webhook:
            raise conflict(_WEBHOOK)
        self._release(conflict(_OTHER_POLL))
        self.confirm(offset)
        batch = self._batch(limit)
        if batch or timeout <= 0:
            return batch
        reader: asyncio.Future[RefusedError | None] = asyncio.get_running_loop().create_future()
        self._reader = reader
        try:
            await asyncio.wait([reader], timeout=timeout)
        finally:
            if self._reader is reader:
                self._reader = None
        if reader.done() and (refused := reader.result()):
            raise refused
        return self._batch(limit)

    def end_poll(self) -> None:
        """Refuse the waiting poll because a webhook takes over."""
        self._release(conflict("terminated by setWebhook request"))

    def _release(self, refused: RefusedError | None) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(refused)
        self._reader = None

    def head(self) -> Update | None:
        """Return what the webhook delivers next: the oldest, or by a fault the one behind it."""
        self._expire()
        if len(self.pending) > 1 and self._faults.strikes("reorder", self.pending[1].chat):
            return self.pending[1]
        return self.pending[0] if self.pending else None

    def done(self, update: Update) -> None:
        """Take a delivered update away, or by a fault leave it to be delivered once more."""
        if not update.doubled and self._faults.strikes("duplicate", update.chat):
            update.doubled = True
        elif self.pending and self.pending[0] is update:
            self.pending.popleft()
        elif update in self.pending:
            self.pending.remove(update)

    def _expire(self) -> None:
        oldest = self._now() - self._seconds
        while self.pending and self.pending[0].at < oldest:
            self.pending.popleft()

    def _batch(self, limit: int) -> list[JsonObject]:
        self._expire()
        again, self._again = self._again[:limit], self._again[limit:]
        fresh = list(islice(self.pending, limit - len(again)))
        for update in fresh:
            if not update.doubled and self._faults.strikes("duplicate", update.chat):
                update.doubled = True
                self._again.append(update)
        batch = [*again, *fresh]
        if len(batch) > 1 and self._faults.strikes("reorder", batch[0].chat):
            self._faults.random.shuffle(batch)
        return [each.body for each in batch]
