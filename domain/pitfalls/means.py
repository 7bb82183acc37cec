"""The pitfalls of how things are done: tools without what makes them work, doubles, needs that nothing shows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from domain.method.national_figures import reference_values
from domain.pitfalls.codes import PitfallCode
from domain.pitfalls.likeness import is_near
from domain.plan import Action, ActionKind, EvidenceKind, Involvement, Pillar, Plan, Way

_PREPARING = frozenset({ActionKind.TRAINING, ActionKind.SUPPORT})
_IN_DIFFICULTY = "illec_2021"
"""The national share of people in difficulty, from which a territory's own calls for mediation."""


def means_pitfalls(plan: Plan) -> Mapping[PitfallCode, Iterable[str]]:
    """Return the rows that each pitfall is found in."""
    tools = [action for action in plan.actions if action.kind is ActionKind.TOOL]
    tested = {meeting.action for meeting in plan.meetings if meeting.form is Involvement.TEST_PHASE}
    kinds = {action.kind for action in plan.actions}
    costs = [cost for action in plan.actions for cost in (action.investment, action.running) if cost is not None]
    is_costed = bool(costs) and plan.path is not Way.EXPRESS  # which does not ask for costs
    spending = [action for action in plan.actions if action.investment or action.kind is ActionKind.TOOL]
    return {
        # tools and investments without a yearly cost, once any action of the plan has a cost
        PitfallCode.NO_RUNNING_COST: [each.row for each in spending if is_costed and each.running is None],
        # tools that no test phase is about, unless one is about the whole plan
        PitfallCode.NO_TEST_PHASE: [] if None in tested else [tool.row for tool in tools if tool.row not in tested],
        # every tool, when no action prepares people to it; nothing while the kind of an action is not known
        PitfallCode.NO_TRAINING: [] if None in kinds or kinds & _PREPARING else [tool.row for tool in tools],
        PitfallCode.NO_ALTERNATIVE: [tool.row for tool in tools if tool.alternative is False],
        PitfallCode.NO_MEDIATION: _no_mediation(plan, tools),
        PitfallCode.OVERLAPPING_ACTIONS: _overlapping_actions(plan),
        # needs of which it was said that nothing shows them
        PitfallCode.NO_EVIDENCE: [
            need.row for need in plan.needs if need.evidence and need.evidence.kind is EvidenceKind.NONE
        ],
    }


def _no_mediation(plan: Plan, tools: Iterable[Action]) -> Iterable[str]:
    """Tools of the services to the public, where people are in difficulty and no action serves inclusion.

    They are where a need says so, or where as many are as in the country.
    """
    served = {plan.pillar_of(action) for action in plan.actions}
    share = next((figure.value for figure in plan.figures if figure.key == "difficulty"), None)
    are_many = share is not None and share >= reference_values()[_IN_DIFFICULTY].value
    is_needed = are_many or any(need.pillar is Pillar.INCLUSION for need in plan.needs)
    if Pillar.INCLUSION in served or not is_needed:
        return []
    return [action.row for action in tools if plan.pillar_of(action) is Pillar.SERVICES]


def _overlapping_actions(plan: Plan) -> Iterable[str]:
    """Actions that come from one entry of the catalogue, or are of one kind, for one objective, with one title."""
    alike: defaultdict[object, list[Action]] = defaultdict(list)
    for action in plan.actions:
        alike[action.kind, action.objective].append(action)
        if action.entry:
            alike[action.entry].append(action)
    doubles: set[str] = set()
    for group, members in alike.items():
        for one, other in combinations(members, 2):
            if isinstance(group, str) or is_near(one.title, other.title):
                doubles |= {one.row, other.row}
    return [action.row for action in plan.actions if action.row in doubles]
