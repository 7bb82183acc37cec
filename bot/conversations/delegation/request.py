"""A handed question with its plan open: how it stands, and how it reads in each language."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.conversations.rendering.prompt_text import PromptText
from bot.conversations.session import Recipient, Session
from bot.conversations.turn import OpenPlan, open_plan
from bot.storage import handovers, memberships, people, plans
from bot.storage.handovers import Handover, State
from domain.dialogue.asking import slot_at
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.handing import can_be_handed, is_overtaken
from domain.dialogue.path import Path
from domain.dialogue.survey import Slot, survey
from domain.projection import plan_from


class Standing(StrEnum):
    """How a handed question stands; from the third on, nothing is awaited from anybody."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"
    GONE = "gone"


@dataclass(frozen=True)
class OpenHandover:
    """A handed question, its plan locked until the transaction ends."""

    session: Session
    opened: OpenPlan
    row: Handover

    @cached_property
    def slot(self) -> Slot | None:
        """The question, while it applies and can be handed."""
        return handed_slot(self.opened, self.row.path)

    @cached_property
    def standing(self) -> Standing:
        if self.row.state in {State.ACCEPTED, State.WITHDRAWN}:
            return Standing(self.row.state)
        if self.slot is None or not self._is_theirs:
            return Standing.GONE
        if is_overtaken(self.opened.dossier.answers.get(self.row.path), self.row.base):
            return Standing.OVERTAKEN
        is_late = self.row.state is State.WAITING and self.row.expires_at <= self.session.now
        return Standing.EXPIRED if is_late else Standing(self.row.state)

    @property
    def is_open(self) -> bool:
        return self.standing in {Standing.WAITING, Standing.ANSWERED}

    @property
    def _is_theirs(self) -> bool:
        """Whether who is asked may still answer: a member while they are one, whoever holds the link."""
        person = self.row.person_id
        is_member = person is not None and memberships.role(self.session.db, self.row.plan_id, person) is not None
        return self.row.is_by_link or is_member

    def cards(self, recipient: Recipient) -> PromptText:
        """What words the plan in the language of somebody."""
        return self.opened.stage(recipient, 0, self.opened.dossier).cards

    def name(self, recipient: Recipient) -> str:
        return named(self.cards(recipient), self.row.path)

    def said(self, recipient: Recipient) -> str:
        """The reply in words."""
        status = self.row.status or AnswerStatus.UNKNOWN
        return self.cards(recipient).reader.said_value(self.row.path, self.row.value, status)

    def colleague(self, recipient: Recipient) -> str:
        """The first name of the person asked."""
        return first_name(self.session, recipient, self.row.person_id)

    def lead(self, recipient: Recipient) -> str:
        """The first name of the lead who asks."""
        return first_name(self.session, recipient, self.row.asked_by)

    def plan(self) -> dict[str, str]:
        """What names the plan: nothing else of it is told."""
        plan = plan_from(*survey(self.session.app.script, self.opened.dossier).known)
        return {"plan": plan.name or "", "territory": plan.territory.name or ""}


def open_handover(session: Session, handover_id: object) -> OpenHandover | None:
    """Open a handed question, None when it is gone with its plan, or kept no longer."""
    found = handovers.get(session.db, str(handover_id))
    if found is None or plans.get(session.db, found.plan_id) is None:
        return None
    opened = open_plan(session, found.plan_id)
    fresh = handovers.get(session.db, found.id)  # as it stands once the plan is locked
    return OpenHandover(session, opened, fresh) if fresh else None


def asker(session: Session, recipient: Recipient, token: str) -> str:
    """Return who asks the question behind a link, empty when it waits for nobody any more."""
    found = handovers.by_token(session.db, token)
    at = open_handover(session, found.id) if found else None
    return at.lead(recipient) if at and at.is_open and at.row.person_id is None else ""


def handed_slot(opened: OpenPlan, path: Path) -> Slot | None:
    """Return the question at a path of the plan, if it applies and can be handed."""
    script = opened.session.app.script
    if path.id not in script.by_id:
        return None
    slot = slot_at(path, opened.dossier, script)
    return slot if slot and can_be_handed(slot.item) else None


def named(cards: PromptText, path: Path) -> str:
    """The short name of a question, after that of its row if it is in one."""
    title = cards.reader.titles.get(path.rows[-1], "") if path.rows else ""
    name = cards.reader.name(path)
    return f"{title} · {name}" if title else name


def first_name(session: Session, recipient: Recipient, person_id: int | None) -> str:
    person = people.get(session.db, person_id) if person_id else None
    return person.first_name if person else session.label_for(recipient, "common:someone")
