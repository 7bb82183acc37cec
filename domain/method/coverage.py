"""How far a plan covers the three pillars of the method."""

from dataclasses import dataclass

from domain.plan import Objective, Pillar, Plan


@dataclass(frozen=True, slots=True)
class PillarCoverage:
    """How many needs, objectives, actions and KPIs of a plan reach a pillar."""

    pillar: Pillar
    needs: int
    objectives: int
    actions: int
    kpis: int


def coverage(plan: Plan) -> tuple[PillarCoverage, ...]:
    """Return the coverage of each pillar, in their order; what reaches no pillar is counted nowhere."""
    return tuple(_covered(plan, pillar) for pillar in Pillar)


def _covered(plan: Plan, pillar: Pillar) -> PillarCoverage:
    objectives = [objective for objective in plan.objectives if _pillar(plan, objective) is pillar]
    return PillarCoverage(
        pillar,
        needs=sum(need.pillar is pillar for need in plan.needs),
        objectives=len(objectives),
        actions=sum(plan.pillar_of(action) is pillar for action in plan.actions),
        kpis=sum(len(objective.kpis) for objective in objectives),
    )


def _pillar(plan: Plan, objective: Objective) -> Pillar | None:
    need = plan.need(objective.need)
    return need.pillar if need else None
