"""Where to go to mend a pitfall: the act of the button that leads there."""

from collections.abc import Callable, Mapping

from domain.method.quadrant import THRESHOLD
from domain.pitfalls.codes import DISMISSAL, PitfallCode
from domain.pitfalls.finding import pitfalls
from domain.plan import Pillar, Plan

Refs = tuple[str, ...]
_ADD_MEETING, _ADD_ACTION, _HEARD = "add:meetings", "add:actions", "edit:diagnosis.heard"


def topics(plan: Plan, *, threshold: float = THRESHOLD) -> Mapping[str, tuple[str, str]]:
    """Return the acts for each pitfall of the plan, set aside or not: go there, say why it is set aside.

    `threshold` is that of the matrix (1 to 5).
    """
    return {
        found.code.value: (_PLACES[found.code](plan, found.refs), f"edit:{DISMISSAL}{found.code}")
        for found in pitfalls(plan, threshold=threshold)
    }


def _need_of_first(plan: Plan, refs: Refs) -> str:
    """Hear people first; say what is needed and aimed at; then link the action to an objective, or that to a need."""
    if plan.heard is not None and not plan.heard:
        return _HEARD
    if not plan.needs or not plan.objectives:
        return "add:objectives" if plan.needs else "add:needs"
    served = next((plan.objective(action.objective) for action in plan.actions if action.row == refs[0]), None)
    return f"edit:objectives/{served.row}/need" if served else f"edit:actions/{refs[0]}/objective"


def _others(plan: Plan, refs: Refs) -> str:
    """Share the work of a pilot who does everything; else bring together those who work apart."""
    pilots = {" ".join((action.pilot or "").split()).casefold() for action in plan.actions if action.row in refs}
    return f"edit:actions/{refs[0]}/pilot" if len(pilots) == 1 else _ADD_MEETING


def _toward(plan: Plan, pillar: Pillar) -> str:
    """What an action needs first to reach a pillar: a need of it, an objective that answers it, then the action."""
    needs = {need.row for need in plan.needs if need.pillar is pillar}
    if not needs:
        return "add:needs"
    return _ADD_ACTION if any(objective.need in needs for objective in plan.objectives) else "add:objectives"


_PLACES: Mapping[PitfallCode, Callable[[Plan, Refs], str]] = {
    PitfallCode.TOOL_BEFORE_NEED: _need_of_first,
    PitfallCode.HUMAN_NEGLECTED: lambda _plan, _refs: _ADD_MEETING,
    PitfallCode.SILO: _others,
    PitfallCode.NO_OWNER: lambda _plan, refs: f"edit:actions/{refs[0]}/pilot",
    PitfallCode.NO_KPI: lambda _plan, refs: f"add:objectives/{refs[0]}/kpis",
    PitfallCode.NO_BASELINE: lambda _plan, refs: f"edit:{refs[0]}/baseline",
    PitfallCode.TOO_MANY_IMMEDIATE: lambda _plan, refs: f"open:actions/{refs[-1]}",
    PitfallCode.STAKEHOLDER_NOT_HEARD: lambda _plan, _refs: _HEARD,
    PitfallCode.PILLAR_WITHOUT_ACTION: lambda plan, refs: _toward(plan, Pillar(refs[0])),
    PitfallCode.NO_RUNNING_COST: lambda _plan, refs: f"edit:actions/{refs[0]}/running",
    PitfallCode.NO_TEST_PHASE: lambda _plan, _refs: _ADD_MEETING,
    PitfallCode.NO_TRAINING: lambda _plan, _refs: _ADD_ACTION,
    PitfallCode.NO_ALTERNATIVE: lambda _plan, refs: f"edit:actions/{refs[0]}/alternative",
    PitfallCode.NO_MEDIATION: lambda plan, _refs: _toward(plan, Pillar.INCLUSION),
    PitfallCode.OVERLAPPING_ACTIONS: lambda _plan, refs: f"open:actions/{refs[-1]}",
    PitfallCode.NO_EVIDENCE: lambda _plan, refs: f"edit:needs/{refs[0]}/evidence",
}
"""Too many priorities and doubles open the last of them: the least urgent, the one that came after."""
