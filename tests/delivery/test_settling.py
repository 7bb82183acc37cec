"""Settling a message leaves alone what others changed meanwhile."""

from datetime import datetime

from sqlalchemy import Connection, update

from bot.storage import outbox, sending
from bot.storage.database import Database
from bot.storage.sending import Change
from bot.storage.tables import outbox as outbox_table


def test_a_message_erased_while_it_was_on_its_way_does_not_come_back(database: Database, now: datetime) -> None:
    def story(db: Connection) -> object:
        row_id = outbox.post(db, chat_id=-5, thread_id=0, body={"do": "x", "text": "Paul"}, priority=1, now=now) or 0
        row = outbox.get(db, row_id)
        assert row is not None
        sending.take(db, [row], owner="me", now=now)
        taken = outbox.get(db, row_id)
        assert taken is not None
        db.execute(update(outbox_table).values(body={"do": "x"}))
        assert sending.settle(db, [Change(taken, "pending", retry_at=now)], owner="me", now=now)
        left = outbox.get(db, row_id)
        assert left is not None
        return left.body

    assert database.run(story) == {"do": "x"}
