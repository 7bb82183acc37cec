"""What people are told when a delivery or an update goes wrong; each once."""

from datetime import datetime

from sqlalchemy import Connection

from bot.chat.outgoing import SendText, body
from bot.conversations.session import NOTICE, AppContext
from bot.storage import groups, memberships, outbox, people
from bot.storage.arrivals import chat_of
from bot.storage.inbox import InboxRow
from bot.storage.memberships import Role
from bot.storage.outbox import OutboxRow


class Notices:
    """The hooks of the delivery: each runs inside the transaction that settles what it tells."""

    def __init__(self, house: AppContext) -> None:
        self._house = house

    def suspended(self, db: Connection, chat_id: int, reason: str, now: datetime) -> None:
        """A chat closed: tell the leads of the plans it takes part in."""
        person = people.get(db, chat_id)
        plans = {each.plan_id for each in memberships.of_person(db, chat_id)}
        plans |= {group.plan_id for group in groups.by_chat(db, chat_id)}
        members = [member for plan in plans for member in memberships.of_plan(db, plan)]
        for lead in {member.person_id for member in members if member.role is Role.LEAD} - {chat_id}:
            name = person.first_name if person else ""
            self._tell(db, lead, "suspended", now, key=f"suspended:{chat_id}:{now:%Y%m%d}:{lead}", name=name)

    def dead(self, db: Connection, row: OutboxRow, now: datetime) -> None:
        """A message could not be delivered at all: tell the person it was for, unless it was itself such a notice."""
        if row.priority != NOTICE and row.chat_id > 0:
            self._tell(db, row.chat_id, "undelivered", now, key=f"dead:{row.id}")

    def topic_gone(self, db: Connection, row: OutboxRow, now: datetime) -> None:
        """The topic of a group was closed: say that messages now come outside of it."""
        text = self._house.book.text("fr", "notices:topic_gone")
        key = f"topic:{row.chat_id}:{row.thread_id}"
        outbox.post(
            db, chat_id=row.chat_id, thread_id=0, body=body(SendText(text)), priority=NOTICE, now=now, dedup_key=key
        )

    def poisoned(self, db: Connection, row: InboxRow, now: datetime) -> None:
        """An update could not be handled after three tries: tell its chat, if it has one, that nothing is lost."""
        chat_id = chat_of(row.lane)
        if chat_id is not None and chat_id > 0:
            self._tell(db, chat_id, "parked", now, key=f"parked:{row.update_id}")

    def _tell(self, db: Connection, chat_id: int, what: str, now: datetime, *, key: str, **context: object) -> None:
        person = people.get(db, chat_id)
        text = self._house.book.text(person.language if person else "fr", f"notices:{what}", **context)
        content = body(SendText(text))
        outbox.post(db, chat_id=chat_id, thread_id=0, body=content, priority=NOTICE, now=now, dedup_key=key)
