"""One event in one talk: the engine's step, its changes stored, its effects posted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.conversations import followup
from bot.conversations.desk import Desk, Spot
from bot.conversations.rendering.dossier_text import Reader
from bot.conversations.rendering.effects import Stage, show
from bot.conversations.rendering.prompt_text import Cards
from bot.reminders.answers import KIND as NUDGE
from bot.storage import dossiers, memberships, people, plans, talks
from bot.storage.plans import PlanRow
from bot.storage.talks import TalkRow
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Effect, Event
from domain.dialogue.migration import migrated
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.step import step, withdraw


@dataclass(frozen=True)
class OpenPlan:
    """A plan open on the desk: its row, its dossier as stored, and brought to the script of today."""

    desk: Desk
    row: PlanRow
    stored: Dossier
    dossier: Dossier

    @cached_property
    def moment(self) -> Moment:
        today = self.desk.now.astimezone(self.zone).date()
        return Moment(self.desk.house.script, self.desk.now, today, self.desk.new_id, self._members)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.row.zone)

    def stage(self, spot: Spot, talk: int, dossier: Dossier, source: int | None = None) -> Stage:
        """Return where effects about `dossier` are shown to the person of `spot`."""
        reader = Reader(self.desk.house.book, self.desk.house.script, dossier, spot.language)
        cards = Cards(reader, self.zone, self._name_of, self.desk.house.threshold)
        return Stage(self.desk, spot, talk, self.row.id, cards, source)

    def show(self, spot: Spot, talk: int, effects: Iterable[Effect]) -> str | None:
        """Show effects that change nothing in the dossier."""
        return show(self.stage(spot, talk, self.dossier), effects)

    def _members(self) -> list[str]:
        """The functions of those who joined the plan, each once."""
        joined = memberships.of_plan(self.desk.db, self.row.id)
        return list(dict.fromkeys(member.label for member in joined if member.label))

    def _name_of(self, person: int) -> str | None:
        known = people.get(self.desk.db, person)
        return known.first_name if known and memberships.role(self.desk.db, self.row.id, person) else None


def open_plan(desk: Desk, plan_id: int, *, lock: bool = True) -> OpenPlan:
    """Open a plan, locked until the transaction ends (without `lock`, only to be read).

    Raises MissingMigration or UnknownPath when its dossier cannot be brought to the script of today.
    """
    row = plans.get(desk.db, plan_id)
    if row is None:
        raise LookupError("a talk is about a plan that is gone")
    stored = dossiers.load(desk.db, plan_id, lock=lock)
    return OpenPlan(desk, row, stored, migrated(stored, desk.house.script, desk.house.migrations))


def turn(desk: Desk, spot: Spot, talk: TalkRow, event: Event, *, source: int | None = None) -> str | None:
    """Carry one event out in a talk about a plan; return the toast for the tap, if any.

    `source` is the person's message behind the event.
    """
    assert talk.plan_id is not None  # noqa: S101 - the caller has checked the membership of this plan
    opened = open_plan(desk, talk.plan_id)
    outcome = step(opened.dossier, talk.talk, event, opened.moment)
    toast = _carry_out(opened, spot, talk, outcome, source)
    if outcome.dossier.revision != opened.dossier.revision:
        _entail(opened, talk, outcome.dossier)
    return toast


def rewrite(opened: OpenPlan, talk: TalkRow, dossier: Dossier) -> None:
    """Store a dossier changed otherwise than by an event, with all that a change entails."""
    dossiers.save(opened.desk.db, opened.row.id, opened.stored, dossier)
    _entail(opened, talk, dossier)


def _entail(opened: OpenPlan, talk: TalkRow, dossier: Dossier) -> None:
    _tell_others(opened, talk, dossier)
    followup.after_change(opened.desk, opened.row, dossier)


def _carry_out(opened: OpenPlan, spot: Spot, talk: TalkRow, outcome: Outcome, source: int | None) -> str | None:
    dossiers.save(opened.desk.db, opened.row.id, opened.stored, outcome.dossier)
    aside = talk.aside if outcome.talk.live == talk.talk.live else _without_nudge(talk.aside)
    talks.save(opened.desk.db, replace(talk, talk=outcome.talk, aside=aside))
    return show(opened.stage(spot, talk.id, outcome.dossier, source), outcome.effects)


def _without_nudge(aside: Mapping[str, str]) -> dict[str, str]:
    """A question newly shown takes the words that a reminder was waiting for."""
    return {name: kept for name, kept in aside.items() if name != NUDGE}


def _tell_others(opened: OpenPlan, talk: TalkRow, dossier: Dossier) -> None:
    """Withdraw the questions of the other people on this plan that the change has made pointless."""
    for other in talks.others_asked(opened.desk.db, opened.row.id, talk.id):
        outcome = withdraw(dossier, other.talk, opened.moment)
        if outcome.effects:
            talks.save(opened.desk.db, replace(other, talk=outcome.talk))
            spot = _spot_of(opened.desk, other)
            show(opened.stage(spot, other.id, dossier), outcome.effects)


def _spot_of(desk: Desk, talk: TalkRow) -> Spot:
    person = people.get(desk.db, talk.person_id)
    language = person.language if person else "fr"
    name = person.first_name if person else ""
    return Spot(talk.chat_id, talk.thread_id, talk.person_id, name, language, is_private=talk.chat_id > 0)
