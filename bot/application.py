"""The composition root: every part of a running Jalon, made and wired in one place."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from contextvars import ContextVar
from datetime import date
from functools import cache
from types import TracebackType
from typing import Any, Self

import structlog
from sqlalchemy import Connection
from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot import message_composers
from bot.chat.incoming import File
from bot.clock import Clock, SystemClock
from bot.command_menu import announce
from bot.conversations.service import Conversations
from bot.conversations.session import AppContext
from bot.conversations.spreadsheet.opening import LARGEST
from bot.delivery.auditor import Auditor
from bot.delivery.bulkhead import Bulkhead, is_order_to_stop
from bot.delivery.health import Health
from bot.delivery.hooks import Hooks, apart
from bot.delivery.lanes import Lanes
from bot.delivery.metrics import Metrics
from bot.delivery.poller import ALLOWED, Poller
from bot.delivery.rates import RateLimits
from bot.delivery.request import AiohttpRequest
from bot.delivery.sender import Sender
from bot.delivery.ticks import Schedule, Tick
from bot.delivery.web import WEBHOOK_PATH, WebServer
from bot.delivery_notices import Notices
from bot.housekeeping import Housekeeping
from bot.reminders import planner
from bot.settings import Settings
from bot.storage import inbox, outbox, privacy
from bot.storage.database import Database
from bot.wording.wordbook import LANGUAGES, Wordbook
from domain.followup.holiday import HolidayCalendar
from domain.importing.table import Unopened
from domain.questionnaire import script_for
from domain.script.migrations import MIGRATIONS
from handlers.registry import handlers

log = structlog.get_logger(__name__)

BATCH = 100
"""Reminders planned in one transaction."""
FETCH_SECONDS = 8.0
"""To fetch a file: it is then to be read, within what an update may take."""
CALM_SECONDS = 60.0
"""How long a part that failed must work before its failure is over."""
CALM_LOOKS, LOOK_SECONDS = 2, 0.003
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 10
"""Base 62: about 60 bits, so that ids neither collide nor are guessed."""


RECEIVING = frozenset({"web", "poller", "presence"})
"""Parts that need nothing that is slow to make."""
Work = Callable[[], Coroutine[Any, Any, None]]
Ptb = Application[Any, Any, Any, Any, Any, Any]


class StartError(Exception):
    """Jalon cannot start: the message says why in one line, and what to do."""


def new_id() -> str:
    """Return a fresh id for a prompt, a row, half an invitation."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))


class Jalon:
    """A running bot: `async with Jalon(…) as jalon: await jalon.run()`.

    `limits` are Telegram's unless a test lifts them; `ticks_every` is the pace of the planner, in seconds.
    """

    def __init__(
        self,
        settings: Settings,
        db: Database,
        *,
        clock: Clock | None = None,
        limits: RateLimits | None = None,
        new_id: Callable[[], str] = new_id,
        poll_seconds: int = 20,
        ticks_every: float = 1.0,
    ) -> None:
        self.settings, self.db, self.clock = settings, db, clock or SystemClock()
        self.health, self.metrics = Health(), Metrics()
        db.on_trouble = lambda error: self.health.fail("database", str(error))
        self._limits, self._new_id = limits or RateLimits(), new_id
        self._poll_seconds, self._ticks_every = poll_seconds, ticks_every
        self._owner = secrets.token_hex(8)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Connect to Telegram and wire the parts.

        Raises StartError when Telegram cannot be reached or refuses the token.
        """
        self._request, polling = AiohttpRequest(), AiohttpRequest(pool=2)
        # Without python-telegram-bot's updater, queue, persistence and rate limiter: ours are durable.
        base = self.settings.telegram_base_url
        builder = ApplicationBuilder().token(self.settings.token)
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
        builder = builder.request(self._request).get_updates_request(polling)
        self.telegram: Ptb = builder.updater(None).job_queue(None).build()
        try:
            await self.telegram.initialize()
        except InvalidToken:
            await self.telegram.bot.shutdown()
            raise StartError("Telegram refuses JALON_TELEGRAM_TOKEN: copy it again from @BotFather") from None
        except TelegramError as error:
            await self.telegram.bot.shutdown()
            raise StartError(f"{base} cannot be reached ({type(error).__name__}): check the network") from None
        self._stack.push_async_callback(self.telegram.shutdown)
        self._wire(polling)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def run(self) -> None:
        """Work until cancelled: updates are received at once, handled once what is slow to make is made.

        Raises OSError when the web server's port cannot be had.
        """
        log.info("ready", bot=self.telegram.bot.username, updates="polled" if self.poller else "pushed")
        works = self.works()
        try:
            async with asyncio.TaskGroup() as parts:
                for name in works.keys() & RECEIVING:
                    parts.create_task(self._kept_going(name, works[name]))
                try:
                    await asyncio.to_thread(rehearse, self.house.book, self.clock.now().date())
                except Exception as error:  # noqa: BLE001 - what it would have made is made at its first use
                    self._bulkhead("rehearsal").hold(error)
                await self._schedule.run_now("planner")  # what came due while it was down leaves with what waited
                self._schedule.start()
                for name in works.keys() - RECEIVING:
                    parts.create_task(self._kept_going(name, works[name]))
        finally:
            self._schedule.close()

    def works(self) -> dict[str, Work]:
        """Return what each part does until it is cancelled, by the part's name."""
        works = {"lanes": self.lanes.run, "sender": self.sender.run, "web": self.web.run}
        works |= {"presence": self._present, "watch": self._watch, "housekeeping": self.housekeeping.run}
        return works | ({"poller": self.poller.run} if self.poller else {})

    async def _kept_going(self, name: str, work: Work) -> None:
        """Do a part's work until it ends or is cancelled, again after a pause when it fails: the others go on."""
        bulkhead, loop = self._bulkhead(f"part {name}"), asyncio.get_running_loop()
        while True:
            calm = loop.call_later(CALM_SECONDS, bulkhead.release)
            try:
                await work()
                return bulkhead.release()
            except BaseException as error:
                if is_order_to_stop(error) or (name == "web" and isinstance(error, OSError)):  # its port cannot be had
                    raise
                pause = bulkhead.hold(error)
            finally:
                calm.cancel()
            await asyncio.sleep(pause)

    async def is_idle(self) -> bool:
        """Whether nothing that arrived is left to handle, nor anything due to send."""
        now = self.clock.now()
        return await self.db.read(
            lambda db: not (inbox.is_awaiting(db) or privacy.is_waiting(db) or outbox.is_awaiting(db, now))
        )

    async def settle(self, is_quiet: Callable[[], bool] = lambda: True) -> None:
        """Return once nothing waits here, nor there (`is_quiet`): so at several looks, for messages travel."""
        calm = 0
        while calm < CALM_LOOKS:
            calm = calm + 1 if is_quiet() and await self.is_idle() else 0
            await asyncio.sleep(LOOK_SECONDS)

    async def tick(self) -> None:
        """Plan the reminders that are due and follow the open ones up: at once, so that nobody is written to twice."""
        while await self.db.write(self._plan) == BATCH:
            self.sender.wake()
        self.sender.wake()

    def _plan(self, db: Connection) -> int:
        now = self.clock.now()
        return max(planner.plan_due(db, now, limit=BATCH), planner.follow_up(db, now, limit=BATCH))

    def _bulkhead(self, part: str) -> Bulkhead:
        return Bulkhead(part, self.health, self.metrics)

    # Wiring -----------------------------------------------------------------------------------------------------------

    def _wire(self, polling: AiohttpRequest) -> None:
        self.house = _house(self.settings, self.telegram.bot.username)
        notices, alone = Notices(self.house), self.db.dialect == "sqlite"
        telling = self._bulkhead("notices")
        self.sender = Sender(
            self.db,
            self.telegram.bot,
            self.clock,
            self._owner,
            message_composers.composers(self.house, self.clock, self.db),
            apart(message_composers.delivered, self._bulkhead("delivered")),
            self._limits,
            hooks=Hooks(
                suspended=apart(notices.suspended, telling),
                dead=apart(notices.dead, telling),
                topic_gone=apart(notices.topic_gone, telling),
            ),
            health=self.health,
            metrics=self.metrics,
            alone=alone,
        )
        self.housekeeping = Housekeeping(self.db, self.clock, self.house, self._new_id)
        self.conversations = Conversations(
            self.db,
            self.house,
            self.clock,
            new_id=self._new_id,
            wake=self._wake,
            toast=self._toast,
            fetch=self._fetch,
        )
        self.telegram.add_handlers(handlers(self.conversations.receive))
        self.telegram.add_error_handler(_note_failure)
        self.lanes = Lanes(
            self.db,
            self.clock,
            self._owner,
            self._handle,
            on_poison=apart(notices.poisoned, telling),
            health=self.health,
            metrics=self.metrics,
            alone=alone,
        )
        self.poller = self._poller(polling)
        self.web = WebServer(
            self.db,
            self.clock,
            self.health,
            self.metrics,
            host=self.settings.web_host,
            port=self.settings.web_port,
            secret=self.settings.webhook_secret.get_secret_value() or None,
            on_updates=self.lanes.wake,
        )
        self._auditor = Auditor(self.db, self.clock, self.health)
        self._schedule = Schedule(self._ticks(), self.health, self.metrics)

    def _wake(self) -> None:
        self.sender.wake()
        self.housekeeping.wake()

    def _poller(self, request: AiohttpRequest) -> Poller | None:
        if self.settings.webhook_url:
            return None
        bot, wake = self.telegram.bot, self.lanes.wake
        return Poller(
            self.db,
            bot,
            request,
            self.clock,
            self._owner,
            wake,
            health=self.health,
            metrics=self.metrics,
            poll_seconds=self._poll_seconds,
            alone=self.db.dialect == "sqlite",
        )

    def _ticks(self) -> tuple[Tick, ...]:
        return (
            Tick("planner", self._ticks_every, self.tick),
            Tick("auditor", 60, self._auditor.look),
            Tick("housekeeping", 3600, self._housekeep),
        )

    async def _housekeep(self) -> None:
        await self.housekeeping.tidy()
        self.sender.wake()

    async def _present(self) -> None:
        """Tell Telegram where to push updates, if it is to push them, and which commands there are."""
        if self.settings.webhook_url:
            url, secret = f"{self.settings.webhook_url}{WEBHOOK_PATH}", self.settings.webhook_secret.get_secret_value()
            await self.telegram.bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED)
        await announce(self.telegram.bot, self.house.book)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(5)
            self._schedule.watch()

    # Telegram ---------------------------------------------------------------------------------------------------------

    async def _handle(self, body: Mapping[str, Any]) -> None:
        """Give one update to the handlers.

        Raises what a handler raised: python-telegram-bot would only log it, and the update would count as done.
        """
        failures: list[Exception] = []
        _failures.set(failures)
        update = Update.de_json(dict(body), self.telegram.bot)
        await self.telegram.process_update(update)
        if failures:
            raise failures[0]

    async def _toast(self, query: str, words: str | None) -> None:
        try:
            await self.telegram.bot.answer_callback_query(query, text=words, show_alert=bool(words and len(words) > 80))
        except TelegramError as error:
            log.info("a toast was not taken", error=type(error).__name__)

    async def _fetch(self, file: File) -> bytes | Unopened:
        """Download a file, whatever size it was said to have: one that is too big is left where that shows."""
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                found = await self.telegram.bot.get_file(file.id)
                return await self._request.download(found.file_path or "", most=LARGEST + 1)
        except (TelegramError, TimeoutError) as error:
            log.info("a file was not fetched", error=type(error).__name__)
            is_too_big = isinstance(error, BadRequest) and "too big" in error.message.casefold()
            return Unopened.TOO_BIG if is_too_big else Unopened.LOST


_failures: ContextVar[list[Exception] | None] = ContextVar("failures", default=None)


async def _note_failure(_update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    failures = _failures.get()
    if failures is not None and isinstance(context.error, Exception):
        failures.append(context.error)


@cache
def _book() -> Wordbook:
    """One for the process: its templates are compiled once."""
    return Wordbook()


def _house(settings: Settings, bot_name: str) -> AppContext:
    return AppContext(
        book=_book(),
        script=script_for(settings.quadrant_threshold),
        migrations=MIGRATIONS,
        bot_name=bot_name,
        contact=settings.contact,
        controller=settings.controller,
        retention_months=settings.retention_months,
        threshold=settings.quadrant_threshold,
    )


def rehearse(book: Wordbook, today: date) -> None:
    """Make what is made at its first use: every wording, the lists of holidays and of territories.

    Else somebody's transaction would hold the writer meanwhile.
    """
    from domain.territory.search import recognise  # noqa: PLC0415 - updates are asked for without waiting for it

    for language in LANGUAGES:
        book.names(language)
    for year in (today.year, today.year + 1):
        HolidayCalendar().name(today.replace(year=year, day=1))
    recognise("Lyon")
