"""The pitfalls of the article, and those that follow from the method, found in what any plan says."""

from collections import Counter
from collections.abc import Iterable, Mapping

from domain.method.quadrant import Quadrant, by_quadrant
from domain.pitfalls.codes import PitfallCode
from domain.plan import Action, Pillar, Plan, Stakeholder

SILO_FROM = 3
"""Actions with a pilot below which nothing can be said of how the services work together."""


def method_pitfalls(plan: Plan) -> Mapping[PitfallCode, Iterable[str]]:
    """Return what each pitfall is found in: rows, stakeholders or pillars."""
    rows = [action.row for action in plan.actions]
    nobody_heard = plan.heard is not None and not plan.heard
    heard = frozenset(Stakeholder) if plan.heard is None else plan.heard
    served = {plan.pillar_of(action) for action in plan.actions}
    return {
        # actions that answer no need; every action when it is known that nobody was heard
        PitfallCode.TOOL_BEFORE_NEED: [
            action.row for action in plan.actions if nobody_heard or plan.need_of(action) is None
        ],
        # every action, when neither a workshop nor a test phase is planned
        PitfallCode.HUMAN_NEGLECTED: [] if plan.meetings else rows,
        PitfallCode.SILO: _silo(plan),
        PitfallCode.NO_OWNER: [action.row for action in plan.actions if not _pilot(action)],
        PitfallCode.NO_KPI: [objective.row for objective in plan.objectives if not objective.kpis],
        PitfallCode.NO_BASELINE: [kpi.row for kpi in plan.kpis if kpi.baseline is None],
        PitfallCode.STAKEHOLDER_NOT_HEARD: [each.value for each in Stakeholder if each not in heard],
        # pillars that no action reaches through the need it answers
        PitfallCode.PILLAR_WITHOUT_ACTION: [each.value for each in Pillar if plan.actions and each not in served],
    }


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


def _pilot(action: Action) -> str:
    return " ".join((action.pilot or "").split()).casefold()
