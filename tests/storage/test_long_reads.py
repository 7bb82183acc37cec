"""What takes long is read beside the writer and beside the other readers."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from sqlalchemy import Connection

from bot.application import rehearse
from bot.chat.outgoing import SendDocument
from bot.clock import SystemClock
from bot.conversations.session import AppContext
from bot.message_composers import composers
from bot.storage import outbox, people
from bot.storage.database import LONG_READS, Database
from bot.wording.wordbook import Wordbook
from domain.questionnaire import SCRIPT
from tests.storage.conftest import PAUL

PATIENCE = 10
"""Seconds after which something waits for what it should not."""


@contextmanager
def _held(database: Database) -> Iterator[None]:
    """The writer in the hands of somebody else."""
    held, over = threading.Event(), threading.Event()

    def work(_: Connection) -> None:
        held.set()
        over.wait(PATIENCE)

    with ThreadPoolExecutor(1) as others:
        others.submit(database.run, work)
        held.wait(PATIENCE)
        try:
            yield
        finally:
            over.set()


@pytest.mark.usefixtures("town")
def test_an_export_is_read_while_somebody_else_holds_the_writer(database: Database, now: datetime) -> None:
    making = composers(AppContext(Wordbook(), SCRIPT), SystemClock(), database)["my_data"]
    order = {"do": "my_data", "person": PAUL, "language": "fr"}
    posted = database.run(lambda db: outbox.post(db, chat_id=PAUL, thread_id=0, body=order, priority=0, now=now) or 0)
    made = database.run(lambda db: making(db, outbox.get(db, posted)))  # type: ignore[arg-type] # it was just posted
    assert callable(made), "it is made once the transaction is over"
    with _held(database), ThreadPoolExecutor(1) as sender:
        sent = sender.submit(made).result(PATIENCE / 2)
    assert isinstance(sent, SendDocument)
    held = json.loads(sent.content)
    assert [row["first_name"] for row in held["person"]] == ["Paul"]
    assert [found["value"] for found in held["answers_in_versions"]] == ["Le haut débit manque au hameau"]


async def test_others_read_while_as_many_exports_as_can_be_are_read(database: Database) -> None:
    over = threading.Event()
    with ThreadPoolExecutor(LONG_READS + 1) as sender:
        for _ in range(LONG_READS + 1):
            sender.submit(database.look, lambda _: over.wait(PATIENCE))
        assert await database.read(lambda db: people.get(db, PAUL)) is None
        over.set()


def test_nothing_is_compiled_inside_a_transaction_once_all_was_rehearsed() -> None:
    book = Wordbook()
    rehearse(book, date(2026, 12, 1))
    left = {file for each in book._books.values() for file in each._files - each._opened}
    assert left == set()
