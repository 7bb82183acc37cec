"""One event in one talk: the engine's step, its changes stored, its effects posted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.conversations import followup
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.rendering.effects import EffectPresenter, show
from bot.conversations.rendering.prompt_text import PromptText
from bot.conversations.session import Recipient, Session, Turn
from bot.reminders.answers import KIND as NUDGE
from bot.storage import dossiers, memberships, people, talks
from bot.storage.plans import PlanRow
from bot.storage.talks import ConversationRow
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Effect, Event
from domain.dialogue.migration import migrated
from domain.dialogue.outcome import StepContext
from domain.dialogue.step import step, withdraw


@dataclass(frozen=True)
class OpenPlan:
    """A plan open in a session: its row, its dossier as stored, and brought to the script of today."""

    session: Session
    row: PlanRow
    stored: Dossier
    dossier: Dossier

    @cached_property
    def context(self) -> StepContext:
        today = self.session.now.astimezone(self.zone).date()
        return StepContext(self.session.app.script, self.session.now, today, self.session.new_id, self._members)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.row.zone)

    def stage(self, recipient: Recipient, talk: int, dossier: Dossier, source: int | None = None) -> EffectPresenter:
        """Return where effects about `dossier` are shown to the person of `spot`."""
        reader = DossierText(self.session.app.book, self.session.app.script, dossier, recipient.language)
        cards = PromptText(reader, self.zone, self._name_of, self.session.app.threshold)
        return EffectPresenter(self.session, recipient, talk, self.row.id, cards, source)

    def show(self, recipient: Recipient, talk: int, effects: Iterable[Effect]) -> str | None:
        """Show effects that change nothing in the dossier."""
        return show(self.stage(recipient, talk, self.dossier), effects)

    def _members(self) -> list[str]:
        """The functions of those who joined the plan, each once."""
        joined = memberships.of_plan(self.session.db, self.row.id)
        return list(dict.fromkeys(member.label for member in joined if member.label))

    def _name_of(self, person: int) -> str | None:
        known = people.get(self.session.db, person)
        return known.first_name if known and memberships.role(self.session.db, self.row.id, person) else None


def open_plan(session: Session, plan_id: int, *, lock: bool = True) -> OpenPlan:
    """Open a plan, locked until the transaction ends (without `lock`, only to be read).

    Raises MissingMigration or UnknownPath when its dossier cannot be brought to the script of today.
    """
    row, stored = dossiers.load_with_plan(session.db, plan_id, lock=lock)
    return OpenPlan(session, row, stored, migrated(stored, session.app.script, session.app.migrations))


def advance(turn: Turn, event: Event, *, source: int | None = None) -> str | None:
    """Carry one event out in the conversation about a plan; return the toast for the tap, if any.

    `source` is the person's message behind the event. Raises LookupError when the conversation is about no plan.
    """
    talk = turn.conversation
    if talk.plan_id is None:
        raise LookupError("an event needs a plan that the conversation is about")
    opened = open_plan(turn, talk.plan_id)
    outcome = step(opened.dossier, talk.talk, event, opened.context)
    dossiers.save(turn.db, opened.row.id, opened.stored, outcome.dossier)
    aside = talk.aside
    if outcome.talk.live != talk.talk.live:  # a question newly shown takes the words that a reminder was waiting for
        aside = {name: kept for name, kept in aside.items() if name != NUDGE}
    talks.save(turn.db, replace(talk, talk=outcome.talk, aside=aside))
    toast = show(opened.stage(turn.recipient, talk.id, outcome.dossier, source), outcome.effects)
    if outcome.dossier.revision != opened.dossier.revision:
        _entail(opened, talk, outcome.dossier)
    return toast


def rewrite(opened: OpenPlan, talk: ConversationRow, dossier: Dossier) -> None:
    """Store a dossier changed otherwise than by an event, with all that a change entails."""
    dossiers.save(opened.session.db, opened.row.id, opened.stored, dossier)
    _entail(opened, talk, dossier)


def _entail(opened: OpenPlan, talk: ConversationRow, dossier: Dossier) -> None:
    """Withdraw the questions of the other people on this plan that a change made pointless; then what follows it."""
    session = opened.session
    for other in talks.others_asked(session.db, opened.row.id, talk.id):
        outcome = withdraw(dossier, other.talk, opened.context)
        if outcome.effects:
            talks.save(session.db, replace(other, talk=outcome.talk))
            person = people.get(session.db, other.person_id)
            name, language = (person.first_name, person.language) if person else ("", "fr")
            place = (other.chat_id, other.thread_id, other.person_id)
            recipient = Recipient(*place, name, language, is_private=other.chat_id > 0)
            show(opened.stage(recipient, other.id, dossier), outcome.effects)
    followup.after_change(session, opened.row, dossier)
