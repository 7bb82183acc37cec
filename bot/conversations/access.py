"""Who may press what: the plan of a press is its card's, and the role in it is asked for here, once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from bot.chat.outgoing import EditKeyboard
from bot.conversations.session import LeadTurn, Turn
from bot.storage import memberships, plans, prompts
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.acts import act_at

LEADS = frozenset({Role.LEAD})
ANSWERERS = frozenset({Role.LEAD, Role.CONTRIBUTOR})
MEMBERS = frozenset(Role)
AnyTurn = TypeVar("AnyTurn", bound=Turn)


class Manner(Enum):
    """What becomes of the open plan when the card is of another one."""

    TURNS = auto()
    """Something is asked next, so the conversation turns to the plan of the card, and says so."""
    ASIDE = auto()
    """It is done for the plan of the card, which is named; the open one stays."""
    IN_PLACE = auto()
    """Only the card changes, or what is the person's own: the open plan is left alone."""


def roles_of(turn: type[Turn], among: frozenset[Role]) -> frozenset[Role] | None:
    """Return who may take such a turn in a plan; None: whoever is there, plan or not."""
    return LEADS if turn is LeadTurn else None if turn is Turn else among


@dataclass(frozen=True, slots=True)
class Act(Generic[AnyTurn]):
    """What a button does: (turn, its card, argument) → toast; the kind of `turn` says who may.

    A lead of the plan of the card; a member of it, `among` some roles; else whom the card was shown to, while they are
    a member of its plan, if it has one. `names_plan`: its plan is the one its argument names. `stays`: the button may
    be pressed again, or takes itself away.
    """

    do: Callable[[AnyTurn, PromptRow, str], str | None]
    turn: type[AnyTurn]
    manner: Manner = Manner.ASIDE
    among: frozenset[Role] = MEMBERS
    stays: bool = False
    names_plan: bool = False
    in_groups: bool = False
    before_consent: bool = False

    @property
    def roles(self) -> frozenset[Role] | None:
        return roles_of(self.turn, self.among)

    def press(self, turn: Turn, row: PromptRow, op: str, argument: str) -> str | None:
        """Do it if this person may; return the toast."""
        admitted = self.admitted(turn, row, argument)
        if isinstance(admitted, str):
            return turn.label(admitted)
        if not self.stays:
            prompts.close(turn.db, row.id, chosen=act_at(row.acts, op), now=turn.now)
            turn.post(EditKeyboard(row.message_id), prompt=row.id)
        return self.do(admitted, row, argument)

    def admitted(self, turn: Turn, row: PromptRow, argument: str = "") -> AnyTurn | str:
        """Return the turn in which the act is done, else the name of what is answered.

        A card that is another's, one of a plan that is gone and one of a plan that is not theirs get the same answer.
        The membership is held until the transaction ends: nobody is removed during their press.
        """
        plan = int(argument) if self.names_plan else row.plan_id
        role = memberships.role(turn.db, plan, turn.person.id, is_held=True) if plan is not None else None
        is_shown_to = row.audience == turn.person.id or (row.audience is None and row.plan_id is not None)
        if not is_shown_to or (plan is not None and role is None):
            return "common:note_stale_button"
        if self.roles is not None and role not in self.roles:
            return "commands:leads_only" if self.roles == LEADS else "common:note_not_yours"
        if not turn.recipient.is_private and not self.in_groups:
            return "common:note_stale_button"
        if turn.person.consent_at is None and not self.before_consent:
            return "common:note_consent_first"
        if plan is not None and role is not None and self.manner is not Manner.IN_PLACE:
            turn = _brought(turn, plan, role, self.manner)
        return self.turn.within(turn, plan, role)


def _brought(turn: Turn, plan: int, role: Role, manner: Manner) -> Turn:
    """Bring the conversation to the plan of a card, or beside it; say which plan it is to who has several."""
    if plan == turn.conversation.plan_id:
        return turn
    if len(memberships.of_person(turn.db, turn.person.id)) > 1:
        name = plans.names(turn.db, [plan]).get(plan) or turn.label("commands:unnamed_plan")
        turn.say("commands:turned_to" if manner is Manner.TURNS else "commands:for_plan", name=name)
    return turn.move_to(plan) if manner is Manner.TURNS else turn.visiting(plan, role)
