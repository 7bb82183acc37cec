"""The ticks: APScheduler only wakes the work up; what is due is in the database."""

import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery.bulkhead import Bulkhead, is_order_to_stop
from bot.delivery.health import Health
from bot.delivery.metrics import Metrics
from bot.storage.database import DatabaseError

LATE_AFTER = 10
"""Periods without a tick, and at least as many seconds, after which the watchdog speaks."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to look at every `seconds`; a tick that fails is logged, and comes again."""

    name: str
    seconds: float
    act: Callable[[], Awaitable[object]]


class Schedule:
    """Runs ticks until closed: one of each at a time, missed ones once."""

    def __init__(self, ticks: Iterable[Tick], health: Health, metrics: Metrics | None = None) -> None:
        self._ticks, self._health = tuple(ticks), health
        self._bulkheads = {
            tick.name: Bulkhead(f"failing {tick.name}", health, metrics or Metrics()) for tick in self._ticks
        }
        self._last: dict[str, float] = {}
        self._is_closed = False
        self._scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}, timezone="UTC"
        )

    def start(self) -> None:
        for tick in self._ticks:
            self._last[tick.name] = time.monotonic()
            self._scheduler.add_job(self._run, "interval", args=[tick], seconds=tick.seconds, id=tick.name)
        self._scheduler.start()

    async def run_now(self, name: str) -> None:
        """Run one of the ticks, and wait for it."""
        await self._run(next(tick for tick in self._ticks if tick.name == name))

    def close(self) -> None:
        self._is_closed = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def watch(self) -> None:
        """Turn health red when a tick has stopped coming, green again when it is back."""
        for tick in self._ticks:
            patience = max(LATE_AFTER, LATE_AFTER * tick.seconds)
            if time.monotonic() - self._last[tick.name] > patience:
                self._health.fail(f"tick {tick.name}", "it has stopped: restart Jalon")
            else:
                self._health.clear(f"tick {tick.name}")

    async def _run(self, tick: Tick) -> None:
        self._last[tick.name] = time.monotonic()
        bulkhead = self._bulkheads[tick.name]
        try:
            await tick.act()
        except DatabaseError as error:
            self._health.fail("database", str(error))
        except BaseException as error:
            if is_order_to_stop(error):
                if self._is_closed:  # it is how Jalon stops: APScheduler would log it as a fault
                    return
                raise
            bulkhead.hold(error)
        else:
            bulkhead.release()
