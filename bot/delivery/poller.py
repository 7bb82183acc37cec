"""The getUpdates loop: updates are confirmed to Telegram only once they are committed."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import Connection
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # PTB builds requests so; it has no public name

from bot.clock import Clock
from bot.delivery.bulkhead import Bulkhead
from bot.delivery.health import Health
from bot.delivery.metrics import Metrics
from bot.delivery.request import TooManyRequests, Unanswered
from bot.storage import arrivals, inbox, leases
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
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


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
        metrics: Metrics | None = None,
        allowed: Sequence[str] = ALLOWED,
        poll_seconds: int = POLL_SECONDS,
        first_pause: float = FIRST_PAUSE,
        alone: bool = False,
    ) -> None:
        self._db, self._bot, self._request, self._clock, self._owner = db, bot, request, clock, owner
        self._on_updates, self._health, self._allowed = on_updates, health or Health(), list(allowed)
        self._poll_seconds, self._first_pause = poll_seconds, first_pause
        self._bulkhead = Bulkhead("polling", self._health, metrics or Metrics(), first_pause=first_pause)
        self._offset: int | None = None
        self._confirmed_once: int | None = None
        self._is_stuck = False
        self._epoch: int | None = None
        self._renewed_at = clock.now()
        self._pause = first_pause
        self._takes_over = alone

    async def run(self) -> None:
        """Poll until cancelled, then let the lease go."""
        try:
            while True:  # whatever Telegram says or the database does, there is a next time
                try:
                    await self._poll()
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
                except Exception as error:  # noqa: BLE001 - what is not foreseen must not stop the bot
                    await asyncio.sleep(self._bulkhead.hold(error))
        finally:
            await self._drop()

    async def _poll(self) -> None:
        if not await self._has_lease():
            await asyncio.sleep(min(LEASE_FOR.total_seconds() / 10, LONGEST_PAUSE))
            return
        try:
            await self._keep(await self._fetch())
        except Conflict:
            await self._conflict()
        self._bulkhead.release()

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

    async def _fetch(self) -> list[object]:
        asked = {
            "timeout": self._poll_seconds,
            "limit": MOST_UPDATES,
            "allowed_updates": self._allowed,
            "offset": self._confirmed_once or self._offset,
        }
        parameters = [RequestParameter(name, value, None) for name, value in asked.items() if value is not None]
        found: object = await self._request.post(
            f"{self._bot.base_url}/getUpdates", RequestData(parameters), read_timeout=self._poll_seconds + 10
        )
        self._confirmed_once = None
        if not isinstance(found, list):
            raise Unanswered("the answer is no list of updates")
        return found

    async def _keep(self, updates: list[object]) -> None:
        """Commit, then move the offset: a crash between the two makes Telegram repeat, and repeats are ignored."""
        if updates:
            now = self._clock.now()
            await self._db.write(lambda db: inbox.receive(db, updates, self._clock.now()))
            log.debug("updates kept", count=len(updates), at=now)
            self._on_updates()
            ids = [arrivals.id_of(each) for each in updates if arrivals.has_id(each)]
            former = self._offset
            if ids:
                self._offset = max(ids) + 1
            if self._offset == former:
                await self._unconfirmed(updates)
                return
        self._pause, self._is_stuck = self._first_pause, False
        for part in ("polling", "token", "conflict", "database"):
            self._health.clear(part)

    async def _unconfirmed(self, updates: list[object]) -> None:
        """Nothing here has a number that confirms it: pause when Telegram gives it again and again.

        What only looks like a number is confirmed as it stands, once: kept as the offset it could hide all that comes.
        """
        numbers = [_seeming(each["update_id"]) for each in updates if isinstance(each, dict) and "update_id" in each]
        self._confirmed_once = max((number for number in numbers if number), default=-1) + 1 or None
        if self._is_stuck:
            self._health.degrade("polling", "Telegram gives the same updates again and again")
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._is_stuck = True

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


def _seeming(value: object) -> int | None:
    """Return the whole number that this looks like, whatever its size and type."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None
