"""Who takes part in an action, and who is forgotten."""

from dataclasses import dataclass

from domain.plan import Action, Plan, Stakeholder

ALWAYS_CONCERNED = frozenset({Stakeholder.AGENTS})
"""An action changes the work of agents, whoever else it is for."""


@dataclass(frozen=True, slots=True)
class ActionInvolvement:
    """In the order of the categories; `forgotten` are those an action is for and that nothing addresses."""

    involved: tuple[Stakeholder, ...]
    forgotten: tuple[Stakeholder, ...]


def involvement(action: Action, plan: Plan) -> ActionInvolvement | None:
    """Return who an action involves, by its own meetings, those of the whole plan, and what is communicated.

    None while no meeting and no message of the plan says whom it is for.
    """
    addressed = [(meeting.action, meeting.audience) for meeting in plan.meetings]
    addressed += [(None, beat.audience) for beat in plan.beats]
    if not any(audience for _, audience in addressed):
        return None
    involved = frozenset(each for about, audience in addressed if about in {None, action.row} for each in audience)
    need = plan.need_of(action)
    concerned = (need.affected if need else frozenset()) | ALWAYS_CONCERNED
    return ActionInvolvement(_ordered(involved), _ordered(concerned - involved))


def _ordered(categories: frozenset[Stakeholder]) -> tuple[Stakeholder, ...]:
    return tuple(category for category in Stakeholder if category in categories)
