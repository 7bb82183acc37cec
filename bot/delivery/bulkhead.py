"""Where a failure stops: the part it happened in goes on after a pause, the others never notice."""

import asyncio

import structlog

from bot.delivery.health import Health
from bot.delivery.metrics import Metrics

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a part that failed goes on; they double while it fails again."""


def is_order_to_stop(error: BaseException) -> bool:
    """Whether this ends the work in course by its own will: nothing may hold it back.

    A cancellation that nobody asked of this task came out of a broken piece of work, and is a failure like any other.
    """
    if isinstance(error, asyncio.CancelledError):
        task = asyncio.current_task()
        return task is None or task.cancelling() > 0
    return isinstance(error, GeneratorExit)


class Bulkhead:
    """Keeps the failures of one part within it: logged once for each kind, counted, told to health until it works."""

    def __init__(self, part: str, health: Health, metrics: Metrics, *, first_pause: float = FIRST_PAUSE) -> None:
        self._part, self._health, self._metrics, self._first_pause = part, health, metrics, first_pause
        self._pause = first_pause
        self._logged: set[str] = set()

    def hold(self, error: BaseException) -> float:
        """Take note of a failure; return for how many seconds to pause."""
        kind = type(error).__name__
        if kind not in self._logged:
            self._logged.add(kind)
            log.error("a part failed, and goes on", part=self._part, error=kind, exc_info=error)
        self._metrics.failed_parts.labels(self._part).inc()
        self._health.fail(self._part, f"it failed ({kind}) and is tried again: see the log")
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause

    def release(self) -> None:
        """The part works."""
        if self._logged:
            self._logged.clear()
            self._health.clear(self._part)
        self._pause = self._first_pause
