"""The circuit breaker: when Telegram cannot be reached, only `getMe` goes out, until it answers."""

import asyncio
from collections.abc import Callable

import structlog
from telegram import Bot
from telegram.error import InvalidToken

from bot.delivery.classify import Failure, Verdict
from bot.delivery.health import Health
from bot.delivery.settlement import Delivered, Result

log = structlog.get_logger(__name__)

NETWORK_FAILURES = 3
LONGEST_PAUSE = 30.0
"""Seconds between two probes, once they have doubled from the first pause."""


class Breaker:
    """Opens after three network failures in a row, or when our token is refused."""

    def __init__(self, bot: Bot, health: Health, on_close: Callable[[], None], *, first_pause: float = 0.5) -> None:
        self._bot, self._health, self._on_close, self._first_pause = bot, health, on_close, first_pause
        self._failures = 0
        self.is_open = False

    def note(self, result: Result) -> bool:
        """Count a result; return True when the breaker opens and `probe` must be run."""
        if isinstance(result, Failure) and result.verdict is Verdict.TOKEN:
            self._health.fail("token", "Telegram refuses the token")
            return self._open()
        if isinstance(result, Failure) and result.verdict in {Verdict.NOT_SENT, Verdict.AMBIGUOUS}:
            self._failures += 1
            return self._failures >= NETWORK_FAILURES and self._open()
        if isinstance(result, Failure | Delivered):
            self._failures = 0
        return False

    def _open(self) -> bool:
        was_open, self.is_open = self.is_open, True
        return not was_open

    async def probe(self) -> None:
        """Ask `getMe` until Telegram answers, then close."""
        pause = self._first_pause
        log.warning("sending stopped until Telegram answers")
        while True:
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            if await self._answers():
                break
        self._failures, self.is_open = 0, False
        self._health.clear("token")
        self._health.clear("telegram")
        log.info("sending goes on")
        self._on_close()

    async def _answers(self) -> bool:
        try:
            await self._bot.get_me()
        except InvalidToken:
            self._health.fail("token", "Telegram refuses the token")
        except Exception:  # noqa: BLE001 - an answer that is no bot is no answer
            self._health.degrade("telegram", "Telegram cannot be reached")
        else:
            return True
        return False
