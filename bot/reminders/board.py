"""The board of a nudge: its KPIs as they stand now, and what its message must remember."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.current_plan import current_plan
from bot.reminders.addressees import Directory
from bot.reminders.asking import DIGEST_ABOVE, TO_LEADS, Why
from bot.reminders.memory import Memory
from bot.storage import askings, lanes, occurrences, people, plans, readings, rules
from bot.storage.memberships import Role
from bot.storage.occurrences import Occurrence, OccurrenceState
from bot.storage.plans import PlanRow
from bot.storage.prompts import PromptRow
from bot.storage.readings import KeptReading
from domain.followup.asking_times import last_day
from domain.plan import Kpi

VERBS = ("answer", "same", "missing", "not_me", "sure", "retype", "fix", "pick")
LATER = ("later:1h", "later:tomorrow", "later:monday")


@dataclass(frozen=True, slots=True)
class Item:
    """One KPI of a nudge: its occurrence, what was read for it (`reading`), and all that stands of the KPI."""

    occurrence: Occurrence
    plan: PlanRow
    plan_name: str
    why: Why
    kpi: Kpi
    reading: KeptReading | None
    readings: tuple[KeptReading, ...]
    started: date
    on: date
    """The day its value stands for: today, else the last day of its period once that is over."""
    is_addressed: bool
    """Whether the chat of the message is still asked for it."""
    is_with_lead: bool
    """Whether the message is read by somebody who leads its plan."""

    @property
    def id(self) -> int:
        return self.occurrence.id

    @property
    def is_open(self) -> bool:
        return self.occurrence.is_open and self.is_addressed

    @property
    def before(self) -> float | None:
        """The last value known before this one, else where the KPI starts from."""
        known = [each for each in self._known if each != self.reading]
        return known[-1].value if known else self.kpi.baseline

    @property
    def last(self) -> KeptReading | None:
        """The last value known, whoever gave it."""
        return self._known[-1] if self._known else None

    @property
    def _known(self) -> list[KeptReading]:
        """The values known by the day that this one stands for."""
        return [each for each in self.readings if each.value is not None and each.on <= self.on]


@dataclass(frozen=True, slots=True)
class Silent:
    """An owner who gave nothing: `times` they were asked, as far as messages arrived; `is_closed`: none can.

    `is_unlinked`: nobody goes by that name, so a lead was asked.
    """

    owner: str
    times: int
    is_closed: bool
    is_unlinked: bool


@dataclass(frozen=True, slots=True)
class NudgeView:
    """A nudge in one chat, as it stands at `now`; `plan` is that of its first asking, others may have joined it."""

    plan: PlanRow
    items: tuple[Item, ...]
    memory: Memory
    chat_id: int
    audience: int | None
    language: str
    now: datetime
    silent: Mapping[int, tuple[Silent, ...]]
    """By plan, in the eyes of its leads."""
    directory: Directory

    @property
    def zone(self) -> str:
        return self.plan.zone

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.plan.zone)).date()

    @property
    def open(self) -> tuple[Item, ...]:
        return tuple(each for each in self.items if each.is_open)

    @property
    def current(self) -> Item | None:
        """The KPI asked now: the one chosen, else the first open one, unless there are too many to begin anywhere."""
        chosen = self.item(self.memory.current)
        if chosen and (chosen.is_open or self.memory.is_typing or str(chosen.id) in self.memory.pending):
            return chosen
        is_digest = len(self.open) > DIGEST_ABOVE
        return None if is_digest or not self.open else self.open[0]

    def item(self, occurrence: int | None) -> Item | None:
        return next((each for each in self.items if each.id == occurrence), None)

    def read_again(self, db: Connection) -> "NudgeView":
        """Return the same nudge after something changed."""
        fresh = board(db, self.plan.id, self.memory, self.chat_id, self.audience, now=self.now)
        return fresh or self

    def answered(self, db: Connection, reading: KeptReading, expired: Collection[int]) -> "NudgeView":
        """Return the same nudge once a value was kept for one of its occurrences, which made others expire."""
        if any(self.silent.values()):
            return self.read_again(db)
        items = tuple(_after(each, reading, expired, self.now) for each in self.items)
        return replace(self, items=items)

    def remembering(self, **changes: Any) -> "NudgeView":  # noqa: ANN401 - the fields of Memory
        return replace(self, memory=replace(self.memory, **changes))


def acts_of(listed: tuple[int, ...]) -> tuple[str, ...]:
    """Return every act of a nudge about these occurrences; each button is one of them, by its place."""
    return LATER + tuple(f"{verb}@{each}" for each in listed for verb in VERBS)


def board_of(db: Connection, row: PromptRow, now: datetime) -> NudgeView | None:
    """Return the board of a nudge already shown; None when its plan is gone."""
    if row.plan_id is None:
        return None
    return board(db, row.plan_id, Memory.read(row.payload), row.chat_id, row.audience, now=now)


def board(
    db: Connection, plan_id: int, memory: Memory, chat_id: int, audience: int | None, *, now: datetime
) -> NudgeView | None:
    """Return what a nudge about the occurrences of `memory` says in this chat; those whose KPI is gone are left out.

    None when its first plan is gone.
    """
    listed = occurrences.get(db, memory.occurrences)
    followed = {id_: plans.get(db, id_) for id_ in dict.fromkeys((plan_id, *(each.plan_id for each in listed)))}
    found = followed[plan_id]
    if found is None:
        return None
    directory = Directory.of(db, followed)
    table = _Table(db, directory, memory, chat_id, audience, now)
    own = {
        id_: tuple(table.items(row, [each for each in listed if each.plan_id == id_]))
        for id_, row in followed.items()
        if row is not None
    }
    items = sorted(chain.from_iterable(own.values()), key=lambda item: memory.occurrences.index(item.id))
    silent = {id_: tuple(_silent(db, directory, each)) for id_, each in own.items()}
    language = _language(db, found, audience, directory)
    return NudgeView(found, tuple(items), memory, chat_id, audience, language, now, silent, directory)


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the items of a nudge are put together, plan by plan."""

    db: Connection
    directory: Directory
    memory: Memory
    chat_id: int
    audience: int | None
    now: datetime

    def items(self, row: PlanRow, listed: Sequence[Occurrence]) -> Iterator[Item]:
        if not listed:
            return
        plan_id = row.id
        plan, read = current_plan(self.db, plan_id), readings.kept_of_plan(self.db, plan_id)
        kpis, started = {kpi.row: kpi for kpi in plan.kpis}, rules.started(self.db, plan_id)
        is_with_lead = any(lead.audience == self.audience for lead in self.directory.leads(plan_id))
        for each in listed:
            if each.kpi in kpis:
                given, why = _given(each, read), self.memory.why_of(each.id)
                yield Item(
                    occurrence=each,
                    plan=row,
                    plan_name=plan.name or "",
                    why=why,
                    kpi=kpis[each.kpi],
                    reading=given,
                    readings=tuple(reading for reading in read if reading.kpi == each.kpi),
                    started=started[each.kpi],
                    on=_day(each, given, self.now),
                    is_addressed=_is_addressed(self.directory, each, self.chat_id, why),
                    is_with_lead=is_with_lead,
                )


def _silent(db: Connection, directory: Directory, items: Iterable[Item]) -> Iterator[Silent]:
    """Tell the lead of the owner of each KPI still open what really reached them, each once."""
    awaited = [each for each in items if each.is_open and each.why is Why.TOLD]
    if not awaited:
        return
    arrived = askings.delivered(db, (each.id for each in awaited))
    asked = {each.id: directory.of_owner(each.occurrence.plan_id, each.occurrence.owner_key) for each in awaited}
    shut = lanes.closed(db, (to.chat_id for to in chain.from_iterable(asked.values())))
    told = (
        Silent(
            each.kpi.owner or "",
            max((arrived[each.id, to.chat_id] for to in asked[each.id]), default=0),
            all(to.chat_id in shut for to in asked[each.id]),
            any(to.stands_in for to in asked[each.id]),
        )
        for each in awaited
    )
    yield from dict.fromkeys(told)


def may_answer(board: NudgeView, item: Item, person: int) -> bool:
    """Whether this person may give a value for this KPI: a lead always, a contributor where they are asked."""
    role = board.directory.role(item.plan.id, person)
    is_theirs = board.audience in {None, person}
    return role is Role.LEAD or (role is Role.CONTRIBUTOR and is_theirs and item.is_addressed)


def _given(each: Occurrence, read: Sequence[KeptReading]) -> KeptReading | None:
    """The value read for an occurrence."""
    given = [reading for reading in read if reading.kpi == each.kpi and reading.occurrence_id == each.id]
    return given[-1] if given else None


def _after(item: Item, reading: KeptReading, expired: Collection[int], now: datetime) -> Item:
    """Return an item once a value was kept."""
    each = item.occurrence
    if each.id == reading.occurrence_id:
        each = replace(each, state=OccurrenceState.DONE, next_action_at=None, snoozed_until=None)
    elif each.id in expired:
        each = replace(each, state=OccurrenceState.EXPIRED, next_action_at=None, snoozed_until=None)
    known = item.readings
    if (each.plan_id, each.kpi) == (reading.plan_id, reading.kpi):
        kept = (other for other in known if other.occurrence_id != reading.occurrence_id)
        known = tuple(sorted((*kept, reading), key=lambda other: (other.on, other.id)))
    given = _given(each, known)
    return replace(item, occurrence=each, reading=given, readings=known, on=_day(each, given, now))


def _day(each: Occurrence, given: KeptReading | None, now: datetime) -> date:
    zone = ZoneInfo(each.cadence.zone)
    due, today = each.due_at.astimezone(zone).date(), now.astimezone(zone).date()
    return given.on if given else min(today, last_day(each.cadence.frequency, due))


def _is_addressed(directory: Directory, each: Occurrence, chat_id: int, why: Why) -> bool:
    asked = directory.of_owner(each.plan_id, each.owner_key, with_lead=each.with_lead)
    leads = directory.leads(each.plan_id) if why in TO_LEADS else ()
    return any(addressee.chat_id == chat_id for addressee in (*asked, *leads))


def _language(db: Connection, plan: PlanRow, audience: int | None, directory: Directory) -> str:
    if audience and (language := directory.language(plan.id, audience)):
        return language
    person = people.get(db, audience) if audience else None
    return person.language if person else plan.language
