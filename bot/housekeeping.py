"""What is kept no longer: erasures brought to their end, things past their term dropped, silent people told."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.conversations.membership import farewells
from bot.conversations.session import AppContext, Session
from bot.storage import privacy, retention
from bot.storage.database import Database
from bot.storage.farewells import Farewell, forget_those_back, is_spared, silent, silent_since

log = structlog.get_logger(__name__)

PAUSE = 30.0
"""Seconds after which erasures that failed, or that another replica left, are looked for again."""
AT_ONCE = 100
LOWEST = -(2**62)
"""Below any id of a chat."""


class Housekeeping:
    """Every transaction is a small one, so that people never wait for it; what is left by a kill is found again."""

    def __init__(self, db: Database, clock: Clock, house: AppContext, new_id: Callable[[], str]) -> None:
        self._db, self._clock, self._house, self._new_id = db, clock, house, new_id
        self._event, self._is_clean = asyncio.Event(), True

    def wake(self) -> None:
        """Look now whether somebody is to be erased: something was committed."""
        self._event.set()

    async def run(self) -> None:
        """Erase those who ask for it, until cancelled."""
        while True:
            self._event.clear()
            try:
                await self.erase()
            except Exception as error:
                log.error("an erasure failed: it will be tried again", error=type(error).__name__, exc_info=True)
                self._event.clear()
            try:
                async with asyncio.timeout(PAUSE if self._is_clean else 1):
                    await self._event.wait()
            except TimeoutError:
                continue

    async def erase(self) -> None:
        """Bring every erasure that was asked for to its end."""
        if await self._db.read(privacy.is_waiting):
            self._is_clean = False
            while await self._db.write(privacy.go_on):
                pass
        if not self._is_clean:
            self._is_clean = await self._db.scrub()

    async def tidy(self) -> None:
        """Drop what is past its term, and see to people nobody heard from."""
        now = self._clock.now()
        for name in retention.TERMS:
            while await self._db.write(lambda db, name=name: retention.drop(db, name, now)):  # type: ignore[misc]
                pass
        while await self._db.write(lambda db: forget_those_back(db, AT_ONCE)) == AT_ONCE:
            pass
        await self._forget_chats(self._clock.now())
        await self._see_to_silent(self._clock.now())
        now = self._clock.now()
        while found := await self._db.read(lambda db: retention.strangers(db, now)):
            for each in found:
                await self._db.write(lambda db, each=each: privacy.ask(db, each, now))  # type: ignore[misc]
        self._is_clean = False
        await self.erase()

    async def _forget_chats(self, now: datetime) -> None:
        after: int | None = LOWEST
        while after is not None:
            start = after
            ids, after = await self._db.read(lambda db, start=start: retention.unheld(db, now, start))  # type: ignore[misc]
            if ids:
                await self._db.write(lambda db, ids=ids: retention.forget_chats(db, ids))  # type: ignore[misc]

    async def _see_to_silent(self, now: datetime) -> None:
        """Read who is silent a page at a time, then write for one person in one transaction."""
        before, last = silent_since(now, self._house.retention), None
        while page := await self._db.read(lambda db, last=last: silent(db, before, last, AT_ONCE)):  # type: ignore[misc]
            last = page[-1].seen_at, page[-1].person_id
            for each in await self._db.read(lambda db, page=page: self._concerned(db, page, now)):  # type: ignore[misc]
                await self._db.write(lambda db, each=each: self._look(db, each))  # type: ignore[misc]

    def _concerned(self, db: Connection, page: Iterable[Farewell], now: datetime) -> list[int]:
        due = (each for each in page if each.due(self._house.retention, now))
        since = farewells.kept_since
        return [each.person_id for each in due if not is_spared(db, each.person_id, now, since(each, self._house, now))]

    def _look(self, db: Connection, person_id: int) -> None:
        farewells.look(Session(db, self._clock.now(), self._new_id, self._house), person_id)
