"""The door of the chat: one event, one transaction; commit, then send."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.chat.incoming import Attachment, File, Happening, Press
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
        house: AppContext,
        clock: Clock,
        *,
        new_id: Callable[[], str],
        wake: Callable[[], None],
        toast: Toast,
        fetch: Fetch,
    ) -> None:
        self._db, self._house, self._clock = db, house, clock
        self._new_id, self._wake, self._toast, self._fetch = new_id, wake, toast, fetch
        self._readers = Readers()
        self._alerted: set[str] = set()

    async def receive(self, happening: Happening) -> None:
        """Carry an event out; what it changes and what it says are committed together."""
        try:
            toast = await self._transact(await self._with_file_read(happening), router.receive)
        except (MissingMigration, UnknownPath) as error:
            self._alert(error)
            toast = await self._transact(happening, _explain)
        self._wake()
        if isinstance(happening.what, Press):
            await self._answer(happening.what.query, toast)

    async def _with_file_read(self, happening: Happening) -> Happening:
        """Fetch and read the table that was sent, if one was: never while the transaction is open."""
        what = happening.what
        if not isinstance(what, Attachment) or what.file is None:
            return happening
        wanted = await self._db.read(lambda db: backdrop.wanted(self._desk(db), happening))
        if wanted is None:
            return happening
        content = await self._fetch(what.file)
        if isinstance(content, Unopened):
            return replace(happening, what=replace(what, found=Found(wanted.plan, content)))
        sheet = await self._readers.read(content, what.file.name, wanted.backdrop)
        if isinstance(sheet, Sheet):
            sheet = await self._db.read(partial(self._prepared, wanted.plan, sheet, happening.who.id))
        return replace(happening, what=replace(what, found=Found(wanted.plan, sheet)))

    def _prepared(self, plan: int, sheet: Sheet, author: int, db: Connection) -> Sheet:
        return flow.prepared(self._desk(db), plan, sheet, author)

    def _desk(self, db: Connection) -> Session:
        return Session(db, self._clock.now(), self._new_id, self._house)

    def _alert(self, error: MissingMigration | UnknownPath) -> None:
        """Log what is missing, once: whoever meets it comes back."""
        if (what := str(error)) not in self._alerted:
            self._alerted.add(what)
            log.error("a stored plan cannot be read by this version", error=type(error).__name__, what=what)

    async def _transact(self, happening: Happening, act: Callable[[Session, Happening], str | None]) -> str | None:
        ticket = current_ticket.get()

        def work(db: Connection) -> str | None:
            if ticket is not None:
                ticket.is_settled = False  # a transaction tried again settles again
                ticket.settle_in(db)
            return act(self._desk(db), happening)

        return await self._db.write(work)

    async def _answer(self, query: str, toast: str | None) -> None:
        try:
            async with asyncio.timeout(TOAST_TIMEOUT):
                await self._toast(query, toast)
        except TimeoutError:
            log.info("a toast came too late")


def _explain(session: Session, happening: Happening) -> str | None:
    """The plan of this person cannot be read by this version: say so, and whom to ask; nothing of it is touched."""
    person, where = people.get(session.db, happening.who.id), happening.where
    language = person.language if person else "fr"
    recipient = Recipient(where.chat, where.thread, happening.who.id, happening.who.first_name, language)
    session.say_to(recipient, session.text_for(recipient, "commands:error_script", contact=session.app.contact))
    return None
