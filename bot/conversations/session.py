"""What one transaction works with; and a turn: who is here, where they are answered, what they may do in which plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import Connection

from bot.chat.incoming import IncomingEvent
from bot.chat.outgoing import Keyboard, SendText, Stored, body
from bot.storage import groups, memberships, outbox, people, talks
from bot.storage.memberships import Role
from bot.storage.people import Person
from bot.storage.talks import ConversationRow
from bot.wording.wordbook import Wordbook
from domain.dialogue.migration import Migration
from domain.dialogue.script import Script
from domain.dialogue.talk import Conversation

DAYS_A_MONTH = 30.4375
REPLY, REMINDER, NOTICE = 0, 1, 2
"""Priorities of what is sent: an answer to a person, a reminder, the rest."""


@dataclass(frozen=True, slots=True)
class AppContext:
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
class Recipient:
    """Where a person is answered, and in which language; a group has a `title`."""

    chat: int
    thread: int
    person: int
    first_name: str
    language: str
    is_private: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One transaction: its connection, its instant (aware, UTC), fresh ids, and what the application is made of."""

    db: Connection
    now: datetime
    new_id: Callable[[], str]
    app: AppContext

    def text_for(self, recipient: Recipient, name: str, /, **facts: object) -> str:
        return self.app.book.text(recipient.language, name, **facts)

    def label_for(self, recipient: Recipient, name: str, /, **facts: object) -> str:
        return self.app.book.label(recipient.language, name, **facts)

    def recipient_of(self, person_id: int) -> Recipient | None:
        """Return where a person is written to in private, None when they are not known any more."""
        person = people.get(self.db, person_id)
        return Recipient(person.id, 0, person.id, person.first_name, person.language) if person else None

    def leads(self, plan_id: int, *, but: int | None = None) -> list[Recipient]:
        """Return where the leads of a plan are written to, one of them excepted."""
        members = memberships.of_plan(self.db, plan_id)
        leads = (each.person_id for each in members if each.role is Role.LEAD and each.person_id != but)
        return [recipient for lead in leads if (recipient := self.recipient_of(lead))]

    def say_to(self, recipient: Recipient, text: str, keyboard: Keyboard = ()) -> None:
        """Say something in words, in the order things were decided."""
        self.post_to(recipient, SendText(text, keyboard))

    def post_to(
        self, recipient: Recipient, message: Stored, *, prompt: str | None = None, priority: int = REPLY
    ) -> None:
        self.order_to(recipient, body(message, prompt=prompt), priority=priority)

    def order_to(self, recipient: Recipient, content: Mapping[str, object], *, priority: int = REPLY) -> None:
        """Put on the outbox something made when it is sent: a document, a picture."""
        outbox.post(
            self.db,
            chat_id=recipient.chat,
            thread_id=recipient.thread,
            body=dict(content),
            priority=priority,
            now=self.now,
        )


@dataclass(frozen=True, slots=True)
class Turn(Session):
    """A person who does something in a chat; `role` is theirs in the plan of the conversation, None when it has none
    of theirs."""

    person: Person
    recipient: Recipient
    conversation: ConversationRow
    role: Role | None

    @classmethod
    def within(cls, turn: "Turn", _plan_id: int | None, _role: Role | None) -> Self:
        """Return a turn as one of this kind, in a plan with a role that the caller has checked; here, as it is.

        Raises LookupError when this kind needs a plan and there is none.
        """
        session = (turn.db, turn.now, turn.new_id, turn.app)
        return cls(*session, turn.person, turn.recipient, turn.conversation, turn.role)

    @property
    def plan(self) -> int | None:
        """The plan this person may act on here."""
        return self.conversation.plan_id if self.role else None

    def text(self, name: str, /, **facts: object) -> str:
        return self.text_for(self.recipient, name, **facts)

    def label(self, name: str, /, **facts: object) -> str:
        return self.label_for(self.recipient, name, **facts)

    def say(self, name: str, /, **facts: object) -> None:
        """Answer in the words of a block."""
        self.say_to(self.recipient, self.text(name, **facts))

    def post(self, message: Stored, *, prompt: str | None = None, priority: int = REPLY) -> None:
        self.post_to(self.recipient, message, prompt=prompt, priority=priority)

    def order(self, content: Mapping[str, object]) -> None:
        self.order_to(self.recipient, content)

    def speaking(self, language: str) -> Self:
        """Return the same turn in another language."""
        return replace(self, recipient=replace(self.recipient, language=language))

    def remember(self, name: str, value: str | None) -> Self:
        """Note something beside the conversation, or (None) forget it."""
        aside = {key: kept for key, kept in self.conversation.aside.items() if key != name}
        conversation = replace(self.conversation, aside=aside if value is None else {**aside, name: value})
        talks.save(self.db, conversation)
        return replace(self, conversation=conversation)

    def move_to(self, plan_id: int) -> Self:
        """Turn this conversation to another plan of the person; what was being asked about the former one is left."""
        if self.conversation.plan_id == plan_id:
            return self
        fresh = replace(self.conversation.talk, live=None, focus=None, trail=(), tries=0, is_paused=False)
        conversation = replace(self.conversation, plan_id=plan_id, talk=fresh)
        talks.save(self.db, conversation)
        role = memberships.role(self.db, plan_id, self.person.id)
        return replace(self, conversation=conversation, role=role)

    def visiting(self, plan_id: int, role: Role) -> Self:
        """Return a turn in another plan of the person, their conversation left where it is: nothing can be asked."""
        here = self.conversation
        aside = ConversationRow(0, self.person.id, here.chat_id, here.thread_id, plan_id, Conversation(self.person.id))
        return replace(self, conversation=aside, role=role)


@dataclass(frozen=True, slots=True)
class PlanTurn(Turn):
    """A turn in a plan that the person is a member of, for what the conversation is about or for a card of it."""

    role: Role
    plan_id: int

    @classmethod
    def within(cls, turn: Turn, plan_id: int | None, role: Role | None) -> Self:
        if plan_id is None or role is None:
            raise LookupError("a turn in a plan needs a plan and a role in it")
        session = (turn.db, turn.now, turn.new_id, turn.app)
        return cls(*session, turn.person, turn.recipient, turn.conversation, role, plan_id)


@dataclass(frozen=True, slots=True)
class LeadTurn(PlanTurn):
    """A turn of a lead of the plan."""


def private_turn(session: Session, event: IncomingEvent) -> Turn:
    """Return who is here; a private conversation without a plan of theirs takes the latest they joined."""
    sender, chat = event.sender, event.chat
    language = "en" if (sender.language or "").startswith("en") else "fr"
    person = people.meet(session.db, sender.id, first_name=sender.first_name, language=language, now=session.now)
    recipient = Recipient(chat.chat, chat.thread, sender.id, person.first_name, person.language, chat.is_private)
    talk = talks.open_talk(session.db, person_id=sender.id, chat_id=chat.chat, thread_id=chat.thread)
    role = memberships.role(session.db, talk.plan_id, sender.id) if talk.plan_id else None
    turn = _turn(session, person, recipient, talk, role)
    if role is None and chat.is_private and (joined := memberships.of_person(session.db, sender.id)):
        return turn.move_to(joined[0].plan_id)
    return turn


def group_turn(session: Session, event: IncomingEvent) -> Turn:
    """Return who is here, in the plan this group is bound to; nothing is kept of those who are no members of it."""
    sender, chat = event.sender, event.chat
    known = people.get(session.db, sender.id)
    person = known or Person(sender.id, sender.first_name, "fr", None, None, session.now, session.now)
    recipient = Recipient(chat.chat, chat.thread, sender.id, person.first_name, person.language, False, chat.title)
    bound = groups.by_chat(session.db, chat.chat, chat.thread) or groups.by_chat(session.db, chat.chat)
    plan = bound[0].plan_id if bound else None
    role = memberships.role(session.db, plan, sender.id) if plan is not None else None
    if role is None:
        passing = ConversationRow(0, sender.id, chat.chat, chat.thread, plan, Conversation(sender.id))
        return _turn(session, person, recipient, passing, None)
    people.see(session.db, sender.id, session.now)
    talk = talks.open_talk(session.db, person_id=sender.id, chat_id=chat.chat, thread_id=chat.thread)
    return _turn(session, person, recipient, replace(talk, plan_id=plan), role)


def plan_in_use(db: Connection, event: IncomingEvent) -> tuple[int | None, Role | None]:
    """Return the plan that `private_turn` would find, and the role there; nothing is written nor locked."""
    sender, chat = event.sender.id, event.chat
    here = (talk for talk in talks.of_person(db, sender) if (talk.chat_id, talk.thread_id) == (chat.chat, chat.thread))
    plan = next((talk.plan_id for talk in here), None)
    if plan is not None and (role := memberships.role(db, plan, sender)):
        return plan, role
    return next(((joined.plan_id, joined.role) for joined in memberships.of_person(db, sender)), (None, None))


def _turn(session: Session, person: Person, recipient: Recipient, talk: ConversationRow, role: Role | None) -> Turn:
    return Turn(session.db, session.now, session.new_id, session.app, person, recipient, talk, role)
