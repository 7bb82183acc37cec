"""Who may press what: the plan of a press is its card's, and the role in it is asked for here, once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.conversations.desk import Desk
from bot.conversations.seat import Seat, move_to, visiting
from bot.current_plan import current_plan
from bot.storage import memberships
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow

Perform = Callable[[Desk, Seat, PromptRow, str], str | None]
"""(desk, seat, prompt, argument of the act) → toast."""

LEADS = frozenset({Role.LEAD})
ANSWERERS = frozenset({Role.LEAD, Role.CONTRIBUTOR})
MEMBERS = frozenset(Role)


class Manner(Enum):
    """What becomes of the open plan when the card is of another one."""

    TURNS = auto()
    """Something is asked next, so the talk turns to the plan of the card, and says so."""
    ASIDE = auto()
    """It is done for the plan of the card, which is named; the open one stays."""
    IN_PLACE = auto()
    """Only the card changes, or what is the person's own: the open plan is left alone."""


@dataclass(frozen=True, slots=True)
class Act:
    """`roles` may do it in the plan of the card; None: whom the card was shown to, while they are a member of its plan,
    if it has one.

    `names_plan`: its plan is the one its argument names. `stays`: the button may be pressed again, or takes itself
    away.
    """

    do: Perform
    roles: frozenset[Role] | None
    manner: Manner = Manner.ASIDE
    stays: bool = False
    names_plan: bool = False
    in_groups: bool = False
    before_consent: bool = False


def admitted(desk: Desk, here: Seat, row: PromptRow, act: Act, argument: str = "") -> Seat | str:
    """Return the seat from which an act is done, else the name of what is answered.

    A card that is another's, one of a plan that is gone and one of a plan that is not theirs get the same answer. The
    membership is held until the transaction ends: nobody is removed during their press.
    """
    plan = int(argument) if act.names_plan else row.plan_id
    role = memberships.role(desk.db, plan, here.person.id, is_held=True) if plan is not None else None
    if not _is_shown_to(here, row) or (plan is not None and role is None):
        return "common:note_stale_button"
    if act.roles is not None and role not in act.roles:
        return "commands:leads_only" if act.roles == LEADS else "common:note_not_yours"
    if not here.spot.is_private and not act.in_groups:
        return "common:note_stale_button"
    if here.person.consent_at is None and not act.before_consent:
        return "common:note_consent_first"
    return here if plan is None or role is None else _seated(desk, here, plan, role, act.manner)


def _is_shown_to(here: Seat, row: PromptRow) -> bool:
    """Whether a card is this person's, or of the team of a plan."""
    return row.audience == here.person.id or (row.audience is None and row.plan_id is not None)


def _seated(desk: Desk, here: Seat, plan: int, role: Role, manner: Manner) -> Seat:
    if manner is Manner.IN_PLACE:
        return here
    if plan == here.talk.plan_id:
        return replace(here, role=role)
    if len(memberships.of_person(desk.db, here.person.id)) > 1:
        name = current_plan(desk.db, plan).name or desk.label(here.spot, "commands:unnamed_plan")
        said = "commands:turned_to" if manner is Manner.TURNS else "commands:for_plan"
        desk.say(here.spot, desk.text(here.spot, said, name=name))
    return move_to(desk, here, plan) if manner is Manner.TURNS else visiting(here, plan, role)
