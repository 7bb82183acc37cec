"""Updates are handled in order within a chat or topic, and several chats at a time."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery.bulkhead import Bulkhead, is_order_to_stop
from bot.delivery.health import Health
from bot.delivery.hooks import OnPoison, nobody
from bot.delivery.metrics import Metrics
from bot.delivery.ticket import Ticket, current_ticket
from bot.storage import audits, inbox
from bot.storage.database import Database, DatabaseError
from bot.storage.inbox import InboxRow, LostLeaseError

log = structlog.get_logger(__name__)

Handle = Callable[[Mapping[str, Any]], Awaitable[None]]

LANES_AT_ONCE = 32
LONGEST_HANDLING = 25.0
"""Seconds after which handling an update counts as a failure: less than its lease."""

SAFETY_SWEEP = 10.0
"""Seconds between two looks at an inbox where nothing is known to wait."""

LONGEST_WAIT = 1.0
"""Seconds between two looks at an inbox where something waits for its time."""

AWAY = timedelta(seconds=1)
"""How long an update waits that the database could not be reached for."""

LAST_CALLS = 5.0


class Lanes:
    """Takes updates from the inbox and hands each to `handle`.

    `alone`: no other replica exists, so that what was in hand before a crash is taken up at once.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        owner: str,
        handle: Handle,
        *,
        on_poison: OnPoison = nobody,
        health: Health | None = None,
        metrics: Metrics | None = None,
        alone: bool = False,
    ) -> None:
        self._db, self._clock, self._owner, self._handle, self._alone = db, clock, owner, handle, alone
        self._on_poison, self._health, self._metrics = on_poison, health or Health(), metrics or Metrics()
        self._bulkhead = Bulkhead("inbox", self._health, self._metrics)
        self._event = asyncio.Event()
        self._in_hand: dict[str, InboxRow] = {}
        self._unhandled: list[InboxRow] = []  # taken, and not handled through no fault of theirs
        self._is_stopping = False
        self._is_more_waiting = True

    def wake(self) -> None:
        """Look at the inbox now: updates were committed."""
        self._event.set()

    async def run(self) -> None:
        """Handle updates until cancelled; those in hand then have some seconds to end."""
        self._is_stopping = False
        self._in_hand.clear()
        if self._alone:
            await self._db.write(inbox.suspect_all)
        try:
            await self._work()
        finally:
            await self._give_back()

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            try:
                while True:
                    self._event.clear()
                    await self._take(tasks)
                    await self._wait(await self._patience())
            except asyncio.CancelledError:
                await self._drain()
                raise

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return

    async def _patience(self) -> float:
        """Return how long to sleep: until what waits is free, at most a second, else until the safety sweep."""
        # A suspect is in hand, or waits for what is in hand to end: whatever ends then wakes us.
        awaits_its_turn = bool(self._in_hand) and self._is_more_waiting
        if len(self._in_hand) >= LANES_AT_ONCE or awaits_its_turn:
            return LONGEST_WAIT
        if self._alone and not self._is_more_waiting:
            return SAFETY_SWEEP
        try:
            busy = tuple(self._in_hand)
            at = None if self._event.is_set() else await self._db.read(lambda db: inbox.next_at(db, busy))
        except DatabaseError:
            return LONGEST_WAIT
        if at is None:
            return SAFETY_SWEEP
        return min(max((at - self._clock.now()).total_seconds(), 0.005), LONGEST_WAIT)

    async def _take(self, tasks: asyncio.TaskGroup) -> None:
        self._is_more_waiting = True  # until the inbox itself says otherwise
        has_suspect = any(row.is_suspect for row in self._in_hand.values())
        if self._health.is_failing("token") or has_suspect:
            return
        try:
            rows = await self._claim(LANES_AT_ONCE - len(self._in_hand))
        except DatabaseError as error:
            self._health.fail("database", str(error))
            await asyncio.sleep(LONGEST_WAIT)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, updates must go on being taken
            await asyncio.sleep(self._bulkhead.hold(error))
            return
        self._bulkhead.release()
        for row in rows:
            self._in_hand[row.lane] = row
            tasks.create_task(self._serve(row))

    async def _claim(self, room: int) -> list[InboxRow]:
        if room == 0:
            return []
        now, busy, unhandled = self._clock.now(), tuple(self._in_hand), tuple(self._unhandled)

        def work(db: Connection) -> tuple[list[InboxRow], bool]:
            inbox.release(db, unhandled, owner=self._owner, retry_at=now + AWAY)
            return inbox.claim(db, owner=self._owner, now=now, limit=room, busy=busy), inbox.is_waiting(db, now)

        claim = asyncio.ensure_future(self._db.write(work))
        try:
            rows, self._is_more_waiting = await asyncio.shield(claim)
        except asyncio.CancelledError:
            with contextlib.suppress(Exception):  # nothing was taken
                self._unhandled += (await claim)[0]
            raise
        del self._unhandled[: len(unhandled)]
        return rows

    async def _serve(self, row: InboxRow) -> None:
        """Handle an update; whatever comes of it, its lane is free again and the others go on."""
        result = "lost"
        try:
            result = await self._handled(row)
        except DatabaseError as error:
            log.warning("database away", update=row.update_id, error=type(error).__name__)
            self._unhandled.append(row)
        except BaseException as error:
            if is_order_to_stop(error):
                self._unhandled.append(row)
                raise
            self._bulkhead.hold(error)  # the lease runs out, then it is handled again
        finally:
            self._metrics.updates.labels(result).inc()
            del self._in_hand[row.lane]
            if self._is_more_waiting or self._is_stopping or result != "done":
                self._event.set()

    async def _handled(self, row: InboxRow) -> str:
        if row.attempts > inbox.MOST_ATTEMPTS:  # its handling killed the process each time
            log.error("update killed the process", update=row.update_id)
            return await self._failed(row)
        ticket = Ticket(row, self._owner)
        token = current_ticket.set(ticket)
        started = time.monotonic()
        try:
            async with asyncio.timeout(LONGEST_HANDLING):
                await self._handle(row.body)
            if not ticket.is_settled:
                await self._db.write(ticket.settle_in)
        except LostLeaseError:
            log.warning("update in other hands", update=row.update_id)
            return "lost"
        except DatabaseError:
            raise
        except BaseException as error:
            if is_order_to_stop(error):
                raise
            log.exception("update failed", update=row.update_id, attempt=row.failures, error=type(error).__name__)
            return await self._failed(row)
        finally:
            current_ticket.reset(token)
            log.debug("update handled", update=row.update_id, seconds=round(time.monotonic() - started, 3))
        return "done"

    async def _failed(self, row: InboxRow) -> str:
        now = self._clock.now()

        def work(db: Connection) -> str:
            state = inbox.fail(db, row, owner=self._owner, now=now)
            if state == "dead":
                audits.write(db, "dead", [f"inbox:{row.update_id}"], now)
                self._on_poison(db, row, now)
            return state

        return await self._db.write(work)

    async def _drain(self) -> None:
        self._is_stopping = True
        try:
            async with asyncio.timeout(LAST_CALLS):
                while self._in_hand:
                    self._event.clear()
                    await self._event.wait()
        except TimeoutError:
            log.warning("stopped with updates in hand", count=len(self._in_hand))

    async def _give_back(self) -> None:
        """What was taken and not handled counts as no attempt."""
        given, self._unhandled = self._unhandled, []
        if not given:
            return
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                await self._db.write(lambda db: inbox.release(db, given, owner=self._owner))
        except (DatabaseError, TimeoutError) as error:
            log.warning("updates not given back", count=len(given), error=type(error).__name__)
