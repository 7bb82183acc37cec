"""The door of the chat: one event, one transaction; commit, then send."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.chat.incoming import Attachment, ButtonPress, File, IncomingEvent
from bot.clock import Clock
from bot.conversations import router
from bot.conversations.session import AppContext, Recipient, Session
from bot.conversations.spreadsheet import backdrop, flow
from bot.conversations.spreadsheet.backdrop import Found
from bot.conversations.spreadsheet.payload import Sheet
from bot.conversations.spreadsheet.readers import Readers
from bot.delivery.ticket import current_ticket
from bot.storage import people
from bot.storage.database import Database
from domain.dialogue.migration import MissingMigration, UnknownPath
from domain.importing.table import Unopened

log = structlog.get_logger(__name__)

Toast = Callable[[str, str | None], Awaitable[None]]
"""(query, words or nothing): answers a tap, at best once and never stored."""
Fetch = Callable[[File], Awaitable[bytes | Unopened]]
"""Returns what a file holds, or why it cannot be had."""
TOAST_TIMEOUT = 3.0
"""Seconds; a toast later than that is not worth holding the next event back."""


class Conversations:
    """Receives what happens in chats; several at once, in order within each."""

    def __init__(
        self,
        db: Database,
        app: AppContext,
        clock: Clock,
        *,
        new_id: Callable[[], str],
        wake: Callable[[], None],
        toast: Toast,
        fetch: Fetch,
    ) -> None:
        self._db, self._app, self._clock = db, app, clock
        self._new_id, self._wake, self._toast, self._fetch = new_id, wake, toast, fetch
        self._readers = Readers()
        self._alerted: set[str] = set()

    async def receive(self, event: IncomingEvent) -> None:
        """Carry an event out; what it changes and what it says are committed together."""
        try:
            toast = await self._transact(await self._with_file_read(event), router.receive)
        except (MissingMigration, UnknownPath) as error:
            self._alert(error)
            toast = await self._transact(event, _explain)
        self._wake()
        if isinstance(event.content, ButtonPress):
            await self._answer(event.content.query, toast)

    async def _with_file_read(self, event: IncomingEvent) -> IncomingEvent:
        """Fetch and read the table that was sent, if one was: never while the transaction is open."""
        content = event.content
        if not isinstance(content, Attachment) or content.file is None:
            return event
        wanted = await self._db.read(lambda db: backdrop.wanted(self._session(db), event))
        if wanted is None:
            return event
        fetched = await self._fetch(content.file)
        if isinstance(fetched, Unopened):
            return replace(event, content=replace(content, found=Found(wanted.plan, fetched)))
        sheet = await self._readers.read(fetched, content.file.name, wanted.backdrop)
        if isinstance(sheet, Sheet):
            sheet = await self._db.read(partial(self._prepared, wanted.plan, sheet, event.sender.id))
        return replace(event, content=replace(content, found=Found(wanted.plan, sheet)))

    def _prepared(self, plan: int, sheet: Sheet, author: int, db: Connection) -> Sheet:
        return flow.prepared(self._session(db), plan, sheet, author)

    def _session(self, db: Connection) -> Session:
        return Session(db, self._clock.now(), self._new_id, self._app)

    def _alert(self, error: MissingMigration | UnknownPath) -> None:
        """Log what is missing, once: whoever meets it comes back."""
        if (content := str(error)) not in self._alerted:
            self._alerted.add(content)
            log.error("a stored plan cannot be read by this version", error=type(error).__name__, what=content)

    async def _transact(self, event: IncomingEvent, act: Callable[[Session, IncomingEvent], str | None]) -> str | None:
        ticket = current_ticket.get()

        def work(db: Connection) -> str | None:
            if ticket is not None:
                ticket.is_settled = False  # a transaction tried again settles again
                ticket.settle_in(db)
            return act(self._session(db), event)

        return await self._db.write(work)

    async def _answer(self, query: str, toast: str | None) -> None:
        try:
            async with asyncio.timeout(TOAST_TIMEOUT):
                await self._toast(query, toast)
        except TimeoutError:
            log.info("a toast came too late")


def _explain(session: Session, event: IncomingEvent) -> str | None:
    """The plan of this person cannot be read by this version: say so, and whom to ask; nothing of it is touched."""
    person, chat = people.get(session.db, event.sender.id), event.chat
    language = person.language if person else "fr"
    recipient = Recipient(chat.chat, chat.thread, event.sender.id, event.sender.first_name, language)
    session.say_to(recipient, session.text_for(recipient, "commands:error_script", contact=session.app.contact))
    return None
