"""`/rappels`: what is asked next, of whom, what came of it, and how to pause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.conversations.offers import offer
from bot.conversations.session import LeadTurn, PlanTurn, Turn
from bot.current_plan import current_plan
from bot.reminders import phrases
from bot.reminders import rules as keeping
from bot.reminders.addressees import Directory
from bot.storage import askings, lanes, memberships, occurrences, people, plans, readings, rules
from bot.storage.memberships import Role
from bot.storage.occurrences import Occurrence
from bot.storage.plans import PlanRow
from bot.storage.prompts import PromptRow
from bot.storage.readings import KeptReading
from bot.storage.rules import Rule, RuleState
from domain.followup.asking_times import first_day
from domain.plan import Kpi

HOURS = range(8, 19)
MOST_LINES = 16
_BAD = frozenset({"held", "uncertain", "expired", "dead"})


@dataclass(frozen=True, slots=True)
class _State:
    """What the card is drawn from."""

    plan: PlanRow
    rules: Mapping[str, Rule]
    open: Mapping[str, Occurrence]
    fates: Mapping[int, str]
    readings: tuple[KeptReading, ...]
    directory: Directory

    @classmethod
    def read(cls, db: Connection, plan: PlanRow) -> "_State":
        return cls(
            plan,
            {rule.kpi: rule for rule in rules.of_plan(db, plan.id)},
            {each.kpi: each for each in occurrences.open_of_plan(db, plan.id)},
            askings.fates(db, plan.id),
            readings.kept_of_plan(db, plan.id),
            Directory.of(db, (plan.id,)),
        )

    @property
    def name(self) -> str:
        if not self.plan.follow_up:
            return "off"
        is_paused = any(rule.state is RuleState.PAUSED for rule in self.rules.values())
        return "paused" if is_paused and not self.active else "on"

    @property
    def active(self) -> bool:
        return any(rule.state is RuleState.ACTIVE for rule in self.rules.values())


def show(turn: PlanTurn) -> None:
    """Post the card of the reminders of a plan."""
    state = _State.read(turn.db, plans.existing(turn.db, turn.plan_id))
    plan = current_plan(turn.db, turn.plan_id)
    followed = [kpi for kpi in plan.kpis if kpi.row in state.rules and kpi.frequency]
    lines = [_line(turn, state, kpi) for kpi in followed[:MOST_LINES]]
    when = _hour(turn, turn.person.hour) if turn.role is not Role.OFFICIAL else ""
    text = turn.text(
        "reminders:overview",
        plan=plan.name or "",
        state=state.name,
        lines=lines,
        hidden=len(followed) - len(lines),
        hour=when,
    )
    choices = [(f"rules:{what}", turn.label(f"reminders:rules_{what}")) for what in _choices(turn, state)]
    offer(turn, turn.recipient, text, choices, plan=turn.plan_id)


def change(what: str, turn: LeadTurn, _row: PromptRow, _argument: str) -> str | None:
    """Pause, resume or stop the reminders of the plan of the card, and show it again; return the toast."""
    changed, toast = _CHANGES[what]
    changed(turn.db, turn.plan_id, turn.now)
    show(turn)
    return turn.label(f"reminders:{toast}")


def hour(turn: PlanTurn, _row: PromptRow, value: str) -> str | None:
    """Take the hour at which this person is asked, or offer some."""
    if value:
        return _set_hour(turn, value)
    choices = [(f"rules:hour:{each}", _hour(turn, each)) for each in HOURS]
    offer(turn, turn.recipient, turn.text("reminders:choose_hour"), choices, plan=turn.plan_id, width=4)
    return None


_CHANGES = {
    "pause": (keeping.pause, "toast_paused"),
    "resume": (keeping.resume, "toast_resumed"),
    "stop": (keeping.stop, "toast_stopped"),
}


def _choices(turn: Turn, state: _State) -> Iterable[str]:
    if turn.role is Role.LEAD:
        yield from ("pause", "stop") if state.name == "on" else ("resume",)
    if turn.role is not Role.OFFICIAL:
        yield "hour"


def _line(turn: Turn, state: _State, kpi: Kpi) -> dict[str, str]:
    rule = state.rules[kpi.row]
    today = turn.now.astimezone(ZoneInfo(state.plan.zone)).date()
    own = tuple(each for each in state.readings if each.kpi == kpi.row)
    stands = phrases.standing(kpi, own, rule.started_on, today)
    status = phrases.status(turn.app.book, turn.recipient.language, stands, today)
    return {
        "label": kpi.label,
        "status": status,
        "next": _moment(turn, rule.next_at, state.plan.zone) if rule.next_at else "",
        "owner": _owner(turn, state, kpi, rule),
        "waiting": _waiting(turn, state, kpi),
    }


def _owner(turn: Turn, state: _State, kpi: Kpi, rule: Rule) -> str:
    asked = state.directory.of_owner(rule.plan_id, rule.owner_key)
    if kpi.owner is None:
        return turn.label("reminders:owner_lead")
    if asked and asked[0].stands_in:
        return turn.label("reminders:owner_unlinked", name=kpi.owner)
    if asked and lanes.closed(turn.db, (each.chat_id for each in asked)).issuperset(each.chat_id for each in asked):
        return turn.label("reminders:owner_closed", name=kpi.owner)
    if asked and asked[0].audience is None:
        return turn.label("reminders:owner_group", name=kpi.owner)
    return kpi.owner


def _waiting(turn: Turn, state: _State, kpi: Kpi) -> str:
    """What came of the question still open, if any: messages that surely or perhaps did not arrive are told."""
    each = state.open.get(kpi.row)
    if each is None:
        return ""
    start = first_day(each.cadence.frequency, each.due_at.astimezone(ZoneInfo(each.cadence.zone)).date())
    period = phrases.period(turn.app.book, turn.recipient.language, each.cadence.frequency, start)
    fate = state.fates.get(each.id, "")
    name = f"waiting_{fate}" if fate in _BAD else "waiting_told" if each.step > 1 else "waiting"
    return turn.label(f"reminders:{name}", period=period)


def _moment(turn: Turn, at: datetime, zone: str) -> str:
    return phrases.moment(turn.app.book, turn.recipient.language, at, zone, turn.now)


def _hour(turn: Turn, at: int | None) -> str:
    if at is None:
        return turn.label("reminders:hour_default")
    return phrases.clock(time(at), turn.recipient.language)


def _set_hour(turn: Turn, value: str) -> str:
    """Ask this person at another hour, in all of their plans."""
    if not value.isascii() or not value.isdigit() or int(value) not in HOURS:
        return turn.label("common:note_stale_button")
    people.set_hour(turn.db, turn.person.id, int(value))
    for each in memberships.of_person(turn.db, turn.person.id):
        keeping.realign(turn.db, each.plan_id, turn.now)
    return turn.label("reminders:toast_hour", hour=_hour(turn, int(value)))
