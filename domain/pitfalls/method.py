"""The pitfalls of the article, and those that follow from the method, found in what any plan says."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from domain.method.quadrant import Quadrant, by_quadrant
from domain.pitfalls.codes import PitfallCode
from domain.plan import Action, Pillar, Plan, Stakeholder

SILO_FROM = 3
"""Actions with a pilot below which nothing can be said of how the services work together."""


def _tool_before_need(plan: Plan) -> Iterable[str]:
    """Actions that answer no need; every action when it is known that nobody was heard."""
    nobody_heard = plan.heard is not None and not plan.heard
    return [action.row for action in plan.actions if nobody_heard or plan.need_of(action) is None]


def _human_neglected(plan: Plan) -> Iterable[str]:
    """Every action, when neither a workshop nor a test phase is planned."""
    return [action.row for action in plan.actions] if not plan.meetings else []


def _silo(plan: Plan) -> Iterable[str]:
    """The actions with a pilot, from three on, when one pilot carries them all or when each goes its own way.

    Its own way: every pilot has a single action, no two actions serve one objective, and no meeting gathers the teams.
    """
    piloted = [action for action in plan.actions if _pilot(action)]
    if len(piloted) < SILO_FROM:
        return []
    pilots = {_pilot(action) for action in piloted}
    served = Counter(action.objective for action in piloted if action.objective is not None)
    shares_none = all(count == 1 for count in served.values())
    alone = len(pilots) == 1 or (len(pilots) == len(piloted) and not plan.meetings and shares_none)
    return [action.row for action in piloted] if alone else []


def too_many_immediate(plan: Plan, limit: int, threshold: float) -> tuple[str, ...]:
    immediate = by_quadrant(plan.actions, threshold=threshold)[Quadrant.IMMEDIATE_PRIORITY]
    return tuple(action.row for action in immediate) if len(immediate) > limit else ()


def _stakeholder_not_heard(plan: Plan) -> Iterable[str]:
    heard = frozenset(Stakeholder) if plan.heard is None else plan.heard
    return [stakeholder.value for stakeholder in Stakeholder if stakeholder not in heard]


def _pillar_without_action(plan: Plan) -> Iterable[str]:
    """Pillars that no action reaches through the need it answers."""
    if not plan.actions:
        return []
    served = {plan.pillar_of(action) for action in plan.actions}
    return [pillar.value for pillar in Pillar if pillar not in served]


METHOD_RULES: Mapping[PitfallCode, Callable[[Plan], Iterable[str]]] = {
    PitfallCode.TOOL_BEFORE_NEED: _tool_before_need,
    PitfallCode.HUMAN_NEGLECTED: _human_neglected,
    PitfallCode.SILO: _silo,
    PitfallCode.NO_OWNER: lambda plan: [action.row for action in plan.actions if not _pilot(action)],
    PitfallCode.NO_KPI: lambda plan: [objective.row for objective in plan.objectives if not objective.kpis],
    PitfallCode.NO_BASELINE: lambda plan: [kpi.row for kpi in plan.kpis if kpi.baseline is None],
    PitfallCode.STAKEHOLDER_NOT_HEARD: _stakeholder_not_heard,
    PitfallCode.PILLAR_WITHOUT_ACTION: _pillar_without_action,
}


def _pilot(action: Action) -> str:
    return " ".join((action.pilot or "").split()).casefold()
