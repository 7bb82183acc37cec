"""A plan with KPIs, its people, and a planner moved by hand through time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.chat.outgoing import EditText, Message, SendText, from_json
from bot.clock import ShiftedClock
from bot.current_plan import current_plan
from bot.reminders import answers, nudge, planner, rules
from bot.reminders.reply import Reply
from bot.storage import dossiers, groups, memberships, occurrences, outbox, people, plans, prompts, readings, tables
from bot.storage import rules as kept_rules
from bot.storage.database import Database
from bot.storage.memberships import Role
from bot.storage.occurrences import Occurrence
from bot.storage.outbox import OutboxRow
from bot.storage.people import Person
from bot.storage.prompts import PromptRow
from bot.storage.readings import KeptReading
from bot.storage.rules import Rule
from bot.wording.wordbook import Wordbook
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.questionnaire import SCRIPT

LEAD, PAUL, MARIE, ELU, GROUP = 101, 202, 303, 404, -1005
BOOK = Wordbook()
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """A KPI to follow."""

    label: str = "Démarches en ligne"
    owner: str | None = "Accueil"
    frequency: str = "monthly"
    unit: str = "percent"
    baseline: float | None = 60.0
    target: float | None = 80.0
    direction: str = "up"


@dataclass
class Office:
    """A followed-up plan on a real database; messages are composed as the sender does, and kept in `sent`."""

    db: Database
    plan: int
    clock: ShiftedClock
    sent: list[tuple[OutboxRow, Message]] = field(default_factory=list)
    _messages: Iterator[int] = field(default_factory=lambda: count(1000))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    # Setting up -------------------------------------------------------------------------------------------------------

    def follow(self, *wishes: Wish) -> None:
        """Make these the KPIs of the plan, by place, and keep the rules in line."""

        def work(db: Any) -> None:  # noqa: ANN401 - a Connection
            before = dossiers.load(db, self.plan)
            dossiers.save(db, self.plan, before, _dossier(before, wishes, self.now))
            rules.keep_in_line(db, self.plan, current_plan(db, self.plan), self.now)

        self.db.run(work)

    def join(self, person: int, role: Role, label: str | None = None, name: str = "", language: str = "fr") -> Person:
        def work(db: Any) -> Person:  # noqa: ANN401 - a Connection
            met = people.meet(db, person, first_name=name or f"P{person}", language=language, now=self.now)
            memberships.join(db, plan_id=self.plan, person_id=person, role=role, label=label, now=self.now)
            rules.realign(db, self.plan, self.now)
            return met

        return self.db.run(work)

    def bind(self, chat: int = GROUP) -> None:
        self.db.run(lambda db: groups.bind(db, self.plan, chat_id=chat, thread_id=0, now=self.now))

    # Time -------------------------------------------------------------------------------------------------------------

    def at(self, text: str) -> "Office":
        """Go to a local time of Paris, without ticking."""
        self.clock.set_at(datetime.fromisoformat(text).astimezone(UTC))
        return self

    def tick(self) -> list[Message]:
        """Plan, follow up and send everything due now; return what left."""
        now = self.now
        self.db.run(lambda db: planner.plan_due(db, now))
        self.db.run(lambda db: planner.follow_up(db, now))
        return self.send()

    def run_until(self, until: datetime, every: timedelta = timedelta(hours=1)) -> list[Message]:
        """Tick until then; return what left."""
        left: list[Message] = []
        while self.now < until:
            self.clock.jump(every)
            left += self.tick()
        return left

    def send(self) -> list[Message]:
        """Compose and deliver what waits."""
        left: list[Message] = []
        while rows := self.db.run(self._pending):  # one may take others in
            if message := self._deliver(rows[0]):
                left.append(message)
        return left

    def _pending(self, db: Any) -> list[OutboxRow]:  # noqa: ANN401 - a Connection
        found = tables.outbox
        is_nudge = found.c.body["do"].as_string() == "nudge"
        ready = found.c.state == "pending", found.c.not_before <= self.now, is_nudge
        query = select(*outbox.COLUMNS).where(*ready).order_by(found.c.priority, found.c.id)
        return [outbox.to_row(row) for row in db.execute(query)]

    def _deliver(self, row: OutboxRow) -> Message | None:
        def work(db: Any) -> Message | None:  # noqa: ANN401 - a Connection
            message = nudge.compose(db, row, book=BOOK, clock=self.clock)
            state = "delivered" if message else "cancelled"
            outbox.finish(db, tables.outbox.c.id == row.id, state, "test", self.now)
            if message:
                prompts.set_message(db, row.body["prompt"], next(self._messages))
            return message

        message = self.db.run(work)
        if message:
            self.sent.append((row, message))
        return message

    # People -----------------------------------------------------------------------------------------------------------

    def nudge_in(self, chat: int) -> PromptRow:
        """The latest nudge shown in a chat."""
        rows = [row for row, _ in self.sent if row.chat_id == chat]
        found = self.db.run(lambda db: prompts.get(db, rows[-1].body["prompt"]))
        assert found is not None
        return found

    def person(self, person: int) -> Person:
        found = self.db.run(lambda db: people.get(db, person))
        assert found is not None
        return found

    def press(self, person: int, verb: str, chat: int | None = None, row: PromptRow | None = None) -> Reply:
        """Tap the first button shown whose act begins so, else an act that is not shown."""
        row, who = row or self.nudge_in(chat or person), self.person(person)
        shown = [act for act, label in zip(row.acts, row.labels, strict=True) if label and act.startswith(verb)]
        act = shown[0] if shown else verb
        return self.db.run(lambda db: answers.press(db, row, act, who, now=self.now, book=BOOK))

    def type(
        self, person: int, text: str, message: int = 1, chat: int | None = None, row: PromptRow | None = None
    ) -> Reply:
        row, who = row or self.nudge_in(chat or person), self.person(person)
        return self.db.run(lambda db: answers.words(db, row, text, who, message_id=message, now=self.now, book=BOOK))

    def rewrite(self, person: int, text: str, message: int, chat: int | None = None) -> Reply | None:
        who = self.person(person)
        return self.db.run(lambda db: answers.revise(db, chat or person, message, text, who, now=self.now, book=BOOK))

    # Looking ----------------------------------------------------------------------------------------------------------

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.db.run(lambda db: kept_rules.of_plan(db, self.plan))

    @property
    def open(self) -> tuple[Occurrence, ...]:
        return self.db.run(lambda db: occurrences.open_of_plan(db, self.plan))

    def redrawn(self, chat: int) -> list[Message]:
        """What was posted already rendered to a chat: edits of other messages about the same KPI."""
        query = select(tables.outbox.c.body).where(tables.outbox.c.chat_id == chat).order_by(tables.outbox.c.id)
        bodies = self.db.run(lambda db: list(db.scalars(query)))
        return [from_json(body["message"]) for body in bodies if body["do"] == "message"]

    @property
    def readings(self) -> tuple[KeptReading, ...]:
        return self.db.run(lambda db: readings.kept_of_plan(db, self.plan))

    def postpone_rules(self, db: Any) -> None:  # noqa: ANN401 - a Connection
        """Have nothing more fall due, so that only what is open goes on."""
        db.execute(update(tables.rule).values(next_at=self.now + timedelta(days=400)))

    def all_occurrences(self) -> list[Any]:
        return self.db.run(lambda db: list(db.execute(select(tables.occurrence))))


@pytest.fixture
def office(database: Database) -> Office:
    """A plan led by LEAD, whose owner "Accueil" is PAUL; the present is Monday 23 November 2026, 10:00 in Paris."""
    return make_office(database)


def make_office(database: Database) -> Office:
    clock = ShiftedClock()
    clock.freeze()
    clock.set_at(START)

    def work(db: Any) -> int:  # noqa: ANN401 - a Connection
        plan = plans.create(db, script_version=SCRIPT.version, now=START)
        plans.set_follow_up(db, plan, on=True)
        return plan

    office = Office(database, database.run(work), clock)
    office.join(LEAD, Role.LEAD, name="Léa")
    office.join(PAUL, Role.CONTRIBUTOR, "Accueil", name="Paul")
    return office


@pytest.fixture
def new_office() -> Callable[[Database], Office]:
    return make_office


def text_of(message: object) -> str:
    assert isinstance(message, SendText | EditText)
    return message.text


def _dossier(before: Dossier, wishes: tuple[Wish, ...], now: datetime) -> Dossier:
    answers_ = dict(before.answers)
    rows = {Path("objectives"): ("o1",), Path("objectives/kpis", ("o1",)): tuple(f"k{n}" for n in range(len(wishes)))}

    def put(item: str, at: tuple[str, ...], value: Value, status: AnswerStatus = AnswerStatus.OK) -> None:
        answers_[Path(item, at)] = Answer(value, status, 1, LEAD, now)

    put("frame.plan_name", (), "Plan numérique")
    put("objectives/sentence", ("o1",), "Des démarches simples")
    put("objectives/deadline", ("o1",), date(2028, 12, 31).isoformat())
    for index, wish in enumerate(wishes):
        at = ("o1", f"k{index}")
        put("objectives/kpis/label", at, wish.label)
        put("objectives/kpis/unit", at, wish.unit)
        put("objectives/kpis/direction", at, wish.direction)
        for name, value in (("baseline", wish.baseline), ("target", wish.target)):
            put(f"objectives/kpis/{name}", at, value, AnswerStatus.OK if value is not None else AnswerStatus.UNKNOWN)
        put("objectives/kpis/frequency", at, wish.frequency)
        put("objectives/kpis/owner", at, "someone" if wish.owner else "me")
        if wish.owner:
            put("objectives/kpis/owner_name", at, wish.owner)
        else:
            answers_.pop(Path("objectives/kpis/owner_name", at), None)
    return replace(before, answers=answers_, rows=rows, revision=before.revision + 1)


@pytest.fixture
def desk() -> Any:  # noqa: ANN401 - the module itself: the names tests share
    import sys  # noqa: PLC0415

    return sys.modules[__name__]
