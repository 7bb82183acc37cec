"""What was promised for a day, to be measured or to be found: its lead is told that morning, once, with who does it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2s
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.chat.outgoing import Button, SendText
from bot.clock import Clock
from bot.current_plan import current_plan
from bot.storage import followers, outbox, people, plans, prompts, rules
from bot.storage.followers import Follower
from bot.storage.memberships import Role
from bot.storage.outbox import OutboxRow
from bot.storage.plans import PlanRow
from bot.storage.prompts import PromptRow
from bot.storage.rules import RuleState
from bot.wording.wordbook import Wordbook, Worded, block
from domain.dialogue.path import Path
from domain.dialogue.talk import PromptKind
from domain.followup.asking_times import allowed, cadence_for, calendar
from domain.followup.cadence import next_working
from domain.method.tasks import Task, TaskKind, tasks
from domain.plan import Frequency, Plan
from domain.questionnaire import SCRIPT

KIND = "task"
HOUR = time(9)
PRIORITY = 1
APART = timedelta(hours=1)
"""What is left between a task and a request for values."""
MOST = 10
"""Tasks in one message."""
LASTS = timedelta(days=14)
"""A message that could not leave by then is of no use any more."""


def keep_dates(db: Connection, row: PlanRow, plan: Plan, now: datetime) -> None:
    """Have every lead told of each task of the plan on its day, or the next worked one; done again, nothing more is."""
    today = now.astimezone(ZoneInfo(row.zone)).date()
    leads = [member.person_id for member in _members(db, row.id) if member.role is Role.LEAD]
    for task in tasks(plan):
        if task.due is not None and task.due >= today:
            _post(db, row, task, task.due, chats=leads, now=now)


def compose(db: Connection, row: OutboxRow, *, book: Wordbook, clock: Clock) -> SendText | None:
    """Say what is due, as it stands now, with all else that is due in this chat; None when nothing is.

    It leaves an hour later where a request for values leaves now: nobody gets two messages at once.
    """
    now = clock.now()
    if outbox.is_near(db, row.chat_id, "nudge", now, APART):
        _wait(db, row, now + APART)
        return None
    others = outbox.alike(db, row, now)[: MOST - 1]
    told = [each for each in (_one(db, due, book, now) for due in (row, *others)) if each]
    outbox.cancel(db, now=now, ids=[each.id for each in others], reason="joined")
    if not told:
        return None
    return SendText("\n\n".join(each.text for each in told), tuple(line for each in told for line in each.keyboard))


def _wait(db: Connection, row: OutboxRow, until: datetime) -> None:
    outbox.post(
        db,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        body=row.body,
        priority=PRIORITY,
        now=until,
        expires_at=row.expires_at,
        dedup_key=f"{row.dedup_key}:{until:%Y%m%d%H%M}",
    )


def _one(db: Connection, row: OutboxRow, book: Wordbook, now: datetime) -> SendText | None:
    """Tell one task; None when it was done, put off or given up, or when reminders are off.

    Who was named and has joined since is told at the same time. In quiet hours and on holidays it waits.
    """
    found = plans.get(db, int(row.body["plan"]))
    reader = next((each for each in _members(db, found.id) if each.person_id == row.chat_id), None) if found else None
    if found is None or reader is None or _is_silent(db, found):
        return None
    plan, due = current_plan(db, found.id), date.fromisoformat(str(row.body["due"]))
    task = next((each for each in tasks(plan) if _is_same(each, row.body) and each.due == due), None)
    if task is None:
        return None
    if (later := _allowed(found, now)) > now:
        _post(db, found, task, due, chats=(row.chat_id,), now=later, put_off=f":{later:%Y%m%d}")
        return None
    named = [each.person_id for each in _named(db, found.id, task)]
    _post(db, found, task, due, chats=named, now=now)
    return _Telling(db, row, book, now, found, plan, task, reader).message()


@dataclass(frozen=True, slots=True)
class _Telling:
    """A task being told to somebody: `row` is the message it is told in."""

    db: Connection
    row: OutboxRow
    book: Wordbook
    now: datetime
    found: PlanRow
    plan: Plan
    task: Task
    reader: Follower

    def message(self) -> SendText:
        is_lead = self.reader.role is Role.LEAD
        text = self.book.text(
            self._language,
            f"commands:task_{self.task.kind}",
            name=self._name(),
            who=self.task.who or "",
            due=self.task.due,
            is_today=self.now.astimezone(ZoneInfo(self.found.zone)).date() == self.task.due,
            is_lead=is_lead,
            plan=self.plan.name or "",
        )
        return SendText(text, ((self._button(),),) if is_lead else ())

    @property
    def _language(self) -> str:
        person = people.get(self.db, self.reader.person_id)
        return person.language if person else "fr"

    def _name(self) -> str:
        if self.task.kind is TaskKind.MEASURE_BASELINE:
            return next(kpi.label for kpi in self.plan.kpis if kpi.row == self.task.ref)
        return self.book.label(self._language, block(*Worded.of(SCRIPT, f"diagnosis.{self.task.ref}"), "name"))

    def _button(self) -> Button:
        """The button that opens the question."""
        label = self.book.label(self._language, "commands:act_task")
        made = PromptRow(
            id=blake2s(f"{self.row.dedup_key}".encode(), digest_size=7).hexdigest(),
            talk_id=None,
            plan_id=self.found.id,
            chat_id=self.row.chat_id,
            audience=self.reader.person_id,
            kind=PromptKind.NOTE.value,
            acts=(f"edit:{_place_of(self.task)}",),
            asked_at=self.now,
            labels=(label,),
        )
        if prompts.get(self.db, made.id) is None:
            prompts.insert(self.db, made)
        return Button(label, f"1.{made.id}.0")


def _place_of(task: Task) -> Path:
    """Return the path of the question that ends a task."""
    if task.kind is TaskKind.MEASURE_BASELINE:
        return Path.parse(task.ref) / "baseline"
    return Path(f"diagnosis.{task.ref}")


def _post(
    db: Connection, row: PlanRow, task: Task, due: date, *, chats: Iterable[int], now: datetime, put_off: str = ""
) -> None:
    """Post a task for these people, at HOUR in the zone of the plan or at `now` if that is later; each is told once.

    `put_off` tells a message that takes the place of another from that one.
    """
    at = max(_morning(row, due), now)
    for chat in chats:
        outbox.post(
            db,
            chat_id=chat,
            thread_id=0,
            body={"do": KIND, "plan": row.id, "kind": task.kind.value, "ref": task.ref, "due": due.isoformat()},
            priority=PRIORITY,
            now=now,
            not_before=at,
            expires_at=at + LASTS,
            dedup_key=f"{KIND}:{row.id}:{task.kind}:{task.ref}:{due}:{chat}{put_off}",
        )


def _morning(row: PlanRow, due: date) -> datetime:
    at = datetime.combine(due, HOUR, ZoneInfo(row.zone)).astimezone(UTC)
    return next_working(at, zone=row.zone, holidays=calendar(row.region))


def _allowed(row: PlanRow, now: datetime) -> datetime:
    """The first instant from `now` on at which people may be written to."""
    return allowed(now, cadence_for(Frequency.WEEKLY, HOUR.hour, zone=row.zone, region=row.region))


def _is_same(task: Task, body: Mapping[str, object]) -> bool:
    return (task.kind.value, task.ref) == (body["kind"], body["ref"])


def _is_silent(db: Connection, row: PlanRow) -> bool:
    """Whether the reminders of a plan already complete are paused, or switched off."""
    is_paused = any(rule.state is RuleState.PAUSED for rule in rules.of_plan(db, row.id))
    return is_paused or (row.completed_at is not None and not row.follow_up)


def _named(db: Connection, plan_id: int, task: Task) -> Iterator[Follower]:
    """The members who go by the name of who does a task, and do not lead the plan: leads are told anyway."""
    key = rules.owner_key(task.who)
    for member in _members(db, plan_id):
        if key is not None and member.owner_key == key and member.role is Role.CONTRIBUTOR:
            yield member


def _members(db: Connection, plan_id: int) -> tuple[Follower, ...]:
    return followers.of_plans(db, (plan_id,)).get(plan_id, ())
