"""The getUpdates loop: updates are confirmed to Telegram only once they are committed."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, cast

import structlog
from sqlalchemy import Connection
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # PTB builds requests so; it has no public name

from bot.clock import Clock
from bot.delivery.health import Health
from bot.delivery.request import TooManyRequests
from bot.storage import inbox, leases
from bot.storage.database import Database, DatabaseError

log = structlog.get_logger(__name__)

LEASE = "poller"
LEASE_FOR = timedelta(seconds=45)
RENEWED_EVERY = timedelta(seconds=5)
"""Seldom enough to spare a commit for each poll; what is left of the lease outlasts a poll."""
POLL_SECONDS = 20
MOST_UPDATES = 100
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
TOKEN_PAUSE = 30.0
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")

Update = dict[str, Any]


class Poller:
    """Fetches updates while it holds the lease: one poller among all replicas.

    `request`: a connection of its own, for a poll keeps it busy. `on_updates`: woken after each commit. `alone`: no
    other replica exists, so that the lease a dead process left is taken at once.
    """

    def __init__(  # noqa: PLR0917 - what a poller cannot do without, then its options
        self,
        db: Database,
        bot: Bot,
        request: BaseRequest,
        clock: Clock,
        owner: str,
        on_updates: Callable[[], None],
        *,
        health: Health | None = None,
        allowed: Sequence[str] = ALLOWED,
        poll_seconds: int = POLL_SECONDS,
        first_pause: float = FIRST_PAUSE,
        alone: bool = False,
    ) -> None:
        self._db, self._bot, self._request, self._clock, self._owner = db, bot, request, clock, owner
        self._on_updates, self._health, self._allowed = on_updates, health or Health(), list(allowed)
        self._poll_seconds, self._first_pause = poll_seconds, first_pause
        self._offset: int | None = None
        self._epoch: int | None = None
        self._renewed_at = clock.now()
        self._pause = first_pause
        self._takes_over = alone

    async def run(self) -> None:
        """Poll until cancelled, then let the lease go."""
        try:
            while True:
                await self._turn()
        finally:
            await self._drop()

    async def _turn(self) -> None:
        try:
            if not await self._has_lease():
                return await asyncio.sleep(min(LEASE_FOR.total_seconds() / 10, LONGEST_PAUSE))
            updates = await self._fetch()
            await self._keep(updates)
        except Conflict:
            await self._conflict()
        except InvalidToken:
            self._health.fail("token", "Telegram refuses the token")
            await asyncio.sleep(TOKEN_PAUSE)
        except TooManyRequests as error:
            await asyncio.sleep(error.retry_after)
        except TelegramError as error:
            self._health.degrade("polling", "updates cannot be fetched")
            await self._back_off(error)
        except DatabaseError as error:
            self._health.fail("database", str(error))
            await self._back_off(error)

    async def _has_lease(self) -> bool:
        now = self._clock.now()
        if self._epoch is not None and self._renewed_at <= now < self._renewed_at + RENEWED_EVERY:
            return True
        epoch = await self._db.write(self._taken)
        self._takes_over = False
        if epoch != self._epoch:
            self._epoch, self._offset = epoch, None
        self._renewed_at = now
        return epoch is not None

    def _taken(self, db: Connection) -> int | None:
        now = self._clock.now()
        if self._takes_over:
            leases.free(db, LEASE, now=now)
        return leases.take(db, LEASE, owner=self._owner, now=now, duration=LEASE_FOR)

    async def _fetch(self) -> list[Update]:
        asked = {
            "timeout": self._poll_seconds,
            "limit": MOST_UPDATES,
            "allowed_updates": self._allowed,
            "offset": self._offset,
        }
        parameters = [RequestParameter(name, value, None) for name, value in asked.items() if value is not None]
        found = await self._request.post(
            f"{self._bot.base_url}/getUpdates", RequestData(parameters), read_timeout=self._poll_seconds + 10
        )
        return cast("list[Update]", found)

    async def _keep(self, updates: list[Update]) -> None:
        """Commit, then move the offset: a crash between the two makes Telegram repeat, and repeats are ignored."""
        if updates:
            now = self._clock.now()
            await self._db.write(lambda db: self._received(db, updates))
            log.debug("updates kept", count=len(updates), at=now)
            self._offset = updates[-1]["update_id"] + 1
            self._on_updates()
        self._pause = self._first_pause
        for part in ("polling", "token", "conflict"):
            self._health.clear(part)

    def _received(self, db: Connection, updates: list[Update]) -> int:
        return inbox.receive(db, updates, self._clock.now())

    async def _conflict(self) -> None:
        """Another program polls with our token, or a webhook is set."""
        self._health.fail("conflict", "another program fetches the updates of this bot")
        log.error("another poller")
        await self._drop()
        await self._bot.delete_webhook()
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _back_off(self, error: Exception) -> None:
        log.warning("polling failed", error=type(error).__name__, pause=self._pause)
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _drop(self) -> None:
        now, self._epoch = self._clock.now(), None
        try:
            await self._db.write(lambda db: leases.drop(db, LEASE, owner=self._owner, now=now))
        except DatabaseError as error:
            log.warning("lease not dropped", error=type(error).__name__)
