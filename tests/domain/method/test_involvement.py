"""Who takes part in an action is told by the meetings and the messages of the plan."""

from dataclasses import replace

import pytest

from domain.method.involvement import ActionInvolvement, involvement
from domain.plan import Action, Beat, Meeting, Need, Objective, Plan, Stakeholder

RESIDENTS, BUSINESSES, AGENTS = Stakeholder.RESIDENTS, Stakeholder.BUSINESSES, Stakeholder.AGENTS
ACTION = Action("a1", "A1", "Portail", objective="o1")
OTHER = Action("a2", "A2", "Audit")
PLAN = Plan(
    needs=(Need("n1", "B1", "Accueil saturé", affected=frozenset({BUSINESSES, RESIDENTS})),),
    objectives=(Objective("o1", "O1", "Raccourcir", "n1"),),
    actions=(ACTION, OTHER),
)


def gathered(*audience: Stakeholder, action: str | None = None) -> Meeting:
    return Meeting("m", "Accueil", audience=frozenset(audience), action=action)


@pytest.mark.parametrize("meetings", [(), (gathered(),), (gathered(action="a1"),)])
def test_nothing_is_said_while_no_meeting_and_no_message_is_for_anybody(meetings: tuple[Meeting, ...]) -> None:
    assert involvement(ACTION, replace(PLAN, meetings=meetings, beats=(Beat("b", "Bonjour"),))) is None


def test_those_a_need_weighs_on_and_the_agents_are_forgotten_until_addressed() -> None:
    plan = replace(PLAN, meetings=(gathered(RESIDENTS, action="a1"),))
    assert involvement(ACTION, plan) == ActionInvolvement((RESIDENTS,), (BUSINESSES, AGENTS))
    assert involvement(OTHER, plan) == ActionInvolvement((), (AGENTS,))


def test_a_meeting_of_the_whole_plan_and_a_message_involve_in_every_action() -> None:
    message = Beat("b", "Bonjour", frozenset({BUSINESSES, RESIDENTS}))
    plan = replace(PLAN, meetings=(gathered(AGENTS),), beats=(message,))
    everyone = (RESIDENTS, BUSINESSES, AGENTS)
    assert involvement(ACTION, plan) == ActionInvolvement(everyone, ())
    assert involvement(OTHER, plan) == ActionInvolvement(everyone, ())
