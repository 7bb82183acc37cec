"""What one transaction works with, and where its words go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.chat.outgoing import Keyboard, SendText, Stored, body
from bot.storage import memberships, outbox, people
from bot.storage.memberships import Role
from bot.wording.wordbook import Wordbook
from domain.dialogue.migration import Migration
from domain.dialogue.script import Script

DAYS_A_MONTH = 30.4375
REPLY, REMINDER, NOTICE = 0, 1, 2
"""Priorities of what is sent: an answer to a person, a reminder, the rest."""


@dataclass(frozen=True, slots=True)
class House:
    """What does not change while Jalon runs.

    `contact` and `controller` may be empty; `threshold` is the line of the quadrants, from 1 to 5.
    """

    book: Wordbook
    script: Script
    migrations: Mapping[int, Migration] = field(default_factory=dict)
    bot_name: str = "jalon_bot"
    contact: str = ""
    controller: str = ""
    retention_months: int = 24
    threshold: float = 3.0
    invitation_lasts: timedelta = timedelta(days=14)

    @property
    def retention(self) -> timedelta:
        """After how long without a sign of life people are erased."""
        return timedelta(days=self.retention_months * DAYS_A_MONTH)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person is answered, and in which language; a group has a `title`."""

    chat: int
    thread: int
    person: int
    first_name: str
    language: str
    is_private: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """One transaction: its connection, its instant (aware, UTC), fresh ids, and the house."""

    db: Connection
    now: datetime
    new_id: Callable[[], str]
    house: House

    def text(self, spot: Spot, name: str, /, **context: object) -> str:
        return self.house.book.text(spot.language, name, **context)

    def label(self, spot: Spot, name: str, /, **context: object) -> str:
        return self.house.book.label(spot.language, name, **context)

    def spot_of(self, person_id: int) -> Spot | None:
        """Return where a person is written to in private, None when they are not known any more."""
        person = people.get(self.db, person_id)
        return Spot(person.id, 0, person.id, person.first_name, person.language) if person else None

    def leads(self, plan_id: int, *, but: int | None = None) -> list[Spot]:
        """Return where the leads of a plan are written to, one of them excepted."""
        members = memberships.of_plan(self.db, plan_id)
        leads = (each.person_id for each in members if each.role is Role.LEAD and each.person_id != but)
        return [spot for lead in leads if (spot := self.spot_of(lead))]

    def say(self, spot: Spot, text: str, keyboard: Keyboard = ()) -> None:
        """Answer in words, in the order things were decided."""
        self.post(spot, SendText(text, keyboard))

    def post(self, spot: Spot, message: Stored, *, prompt: str | None = None, priority: int = REPLY) -> None:
        content = body(message, prompt=prompt)
        self.order(spot, content, priority=priority)

    def order(self, spot: Spot, content: Mapping[str, object], *, priority: int = REPLY) -> None:
        """Put on the outbox something made when it is sent: a document, a picture."""
        outbox.post(
            self.db,
            chat_id=spot.chat,
            thread_id=spot.thread,
            body=dict(content),
            priority=priority,
            now=self.now,
        )
