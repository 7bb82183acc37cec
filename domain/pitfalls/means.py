"""The pitfalls of how things are done: tools without what makes them work, doubles, needs that nothing shows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from domain.method.national_figures import reference_values
from domain.pitfalls.codes import PitfallCode
from domain.pitfalls.likeness import is_near
from domain.plan import Action, ActionKind, EvidenceKind, Involvement, Pillar, Plan, Way

_PREPARING = frozenset({ActionKind.TRAINING, ActionKind.SUPPORT})
_IN_DIFFICULTY = "illec_2021"
"""The national share of people in difficulty, from which a territory's own calls for mediation."""


def _no_running_cost(plan: Plan) -> Iterable[str]:
    """Tools and investments without a yearly cost, once any action of the plan has a cost, where that cost is asked."""
    if plan.path is Way.EXPRESS or not any(
        action.investment is not None or action.running is not None for action in plan.actions
    ):
        return []
    spending = [action for action in plan.actions if action.investment or action.kind is ActionKind.TOOL]
    return [action.row for action in spending if action.running is None]


def _no_test_phase(plan: Plan) -> Iterable[str]:
    """Tools that no test phase is about, unless one is about the whole plan."""
    tested = {meeting.action for meeting in plan.meetings if meeting.form is Involvement.TEST_PHASE}
    return [] if None in tested else [action.row for action in _tools(plan) if action.row not in tested]


def _no_training(plan: Plan) -> Iterable[str]:
    """Every tool, when no action prepares people to it; nothing while the kind of an action is not known."""
    kinds = {action.kind for action in plan.actions}
    return [] if None in kinds or kinds & _PREPARING else [action.row for action in _tools(plan)]


def _no_mediation(plan: Plan) -> Iterable[str]:
    """Tools of the services to the public, where people are in difficulty and no action serves inclusion.

    They are where a need says so, or where as many are as in the country.
    """
    served = {plan.pillar_of(action) for action in plan.actions}
    share = next((figure.value for figure in plan.figures if figure.key == "difficulty"), None)
    are_many = share is not None and share >= reference_values()[_IN_DIFFICULTY].value
    is_needed = are_many or any(need.pillar is Pillar.INCLUSION for need in plan.needs)
    if Pillar.INCLUSION in served or not is_needed:
        return []
    return [action.row for action in _tools(plan) if plan.pillar_of(action) is Pillar.SERVICES]


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


def _no_evidence(plan: Plan) -> Iterable[str]:
    """Needs of which it was said that nothing shows them."""
    return [need.row for need in plan.needs if need.evidence and need.evidence.kind is EvidenceKind.NONE]


def _tools(plan: Plan) -> list[Action]:
    return [action for action in plan.actions if action.kind is ActionKind.TOOL]


MEANS_RULES: Mapping[PitfallCode, Callable[[Plan], Iterable[str]]] = {
    PitfallCode.NO_RUNNING_COST: _no_running_cost,
    PitfallCode.NO_TEST_PHASE: _no_test_phase,
    PitfallCode.NO_TRAINING: _no_training,
    PitfallCode.NO_ALTERNATIVE: lambda plan: [each.row for each in _tools(plan) if each.alternative is False],
    PitfallCode.NO_MEDIATION: _no_mediation,
    PitfallCode.OVERLAPPING_ACTIONS: _overlapping_actions,
    PitfallCode.NO_EVIDENCE: _no_evidence,
}
