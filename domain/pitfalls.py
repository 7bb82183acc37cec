"""The pitfalls of the article and those that follow from the method, found by rules in what the plan says.

A rule speaks only of what was answered: an empty plan has no pitfall.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.plan import Action, Pillar, Plan, Stakeholder
from domain.quadrant import IMMEDIATE_LIMIT, THRESHOLD, Quadrant, by_quadrant

SILO_FROM = 3
"""Actions with a pilot below which nothing can be said of how the services work together."""


class PitfallCode(StrEnum):
    """In the order they are shown: the article's three first."""

    TOOL_BEFORE_NEED = "tool_before_need"
    HUMAN_NEGLECTED = "human_neglected"
    SILO = "silo"
    NO_OWNER = "no_owner"
    NO_KPI = "no_kpi"
    NO_BASELINE = "no_baseline"
    TOO_MANY_IMMEDIATE = "too_many_immediate"
    STAKEHOLDER_NOT_HEARD = "stakeholder_not_heard"
    PILLAR_WITHOUT_ACTION = "pillar_without_action"


@dataclass(frozen=True, slots=True)
class Pitfall:
    """`refs` are the rows concerned, or the stakeholders or pillars for the two codes that name them."""

    code: PitfallCode
    refs: tuple[str, ...] = ()


def pitfalls(
    plan: Plan, *, immediate_limit: int = IMMEDIATE_LIMIT, threshold: float = THRESHOLD
) -> tuple[Pitfall, ...]:
    """Return the pitfalls of the plan, at most one of each code, in the order of the codes.

    `threshold` is that of the matrix (1 to 5); beyond `immediate_limit` immediate priorities, there are too many.
    """
    found = {code: tuple(rule(plan)) for code, rule in _RULES.items()}
    found[PitfallCode.TOO_MANY_IMMEDIATE] = _too_many_immediate(plan, immediate_limit, threshold)
    return tuple(Pitfall(code, found[code]) for code in PitfallCode if found[code])


def _tool_before_need(plan: Plan) -> Iterable[str]:
    """Actions that no objective or no need asks for; every action when it is known that nobody was heard."""
    nobody_heard = plan.heard is not None and not plan.heard
    return [action.row for action in plan.actions if nobody_heard or not _answers_a_need(plan, action)]


def _human_neglected(plan: Plan) -> Iterable[str]:
    """Every action, when neither a workshop nor a test phase is planned."""
    return [action.row for action in plan.actions] if plan.workshop is None else []


def _silo(plan: Plan) -> Iterable[str]:
    """The actions with a pilot, from three on, when one pilot carries them all or when each goes its own way.

    Its own way: every pilot has a single action, no two actions serve one objective, and no workshop gathers the teams.
    """
    piloted = [action for action in plan.actions if _pilot(action)]
    if len(piloted) < SILO_FROM:
        return []
    pilots = {_pilot(action) for action in piloted}
    alone = len(pilots) == 1 or (len(pilots) == len(piloted) and plan.workshop is None and not _shared(piloted))
    return [action.row for action in piloted] if alone else []


def _no_owner(plan: Plan) -> Iterable[str]:
    return [action.row for action in plan.actions if not _pilot(action)]


def _no_kpi(plan: Plan) -> Iterable[str]:
    return [objective.row for objective in plan.objectives if not objective.kpis]


def _no_baseline(plan: Plan) -> Iterable[str]:
    return [kpi.row for kpi in plan.kpis if kpi.baseline is None]


def _too_many_immediate(plan: Plan, limit: int, threshold: float) -> tuple[str, ...]:
    immediate = by_quadrant(plan.actions, threshold=threshold)[Quadrant.IMMEDIATE_PRIORITY]
    return tuple(action.row for action in immediate) if len(immediate) > limit else ()


def _stakeholder_not_heard(plan: Plan) -> Iterable[str]:
    heard = frozenset(Stakeholder) if plan.heard is None else plan.heard
    return [stakeholder.value for stakeholder in Stakeholder if stakeholder not in heard]


def _pillar_without_action(plan: Plan) -> Iterable[str]:
    """Pillars that no action reaches through its objective and its need."""
    if not plan.actions:
        return []
    served = {_pillar(plan, action) for action in plan.actions}
    return [pillar.value for pillar in Pillar if pillar not in served]


_RULES: Mapping[PitfallCode, Callable[[Plan], Iterable[str]]] = {
    PitfallCode.TOOL_BEFORE_NEED: _tool_before_need,
    PitfallCode.HUMAN_NEGLECTED: _human_neglected,
    PitfallCode.SILO: _silo,
    PitfallCode.NO_OWNER: _no_owner,
    PitfallCode.NO_KPI: _no_kpi,
    PitfallCode.NO_BASELINE: _no_baseline,
    PitfallCode.STAKEHOLDER_NOT_HEARD: _stakeholder_not_heard,
    PitfallCode.PILLAR_WITHOUT_ACTION: _pillar_without_action,
}


def _answers_a_need(plan: Plan, action: Action) -> bool:
    objective = plan.objective(action.objective)
    return objective is not None and plan.need(objective.need) is not None


def _pillar(plan: Plan, action: Action) -> Pillar | None:
    objective = plan.objective(action.objective)
    need = plan.need(objective.need) if objective is not None else None
    return need.pillar if need is not None else None


def _pilot(action: Action) -> str:
    return " ".join((action.pilot or "").split()).casefold()


def _shared(actions: Iterable[Action]) -> bool:
    served = Counter(action.objective for action in actions if action.objective is not None)
    return any(count > 1 for count in served.values())
