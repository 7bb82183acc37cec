"""How far a plan covers the three pillars of the method."""

from dataclasses import dataclass

from domain.plan import Pillar, Plan


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
    answered = [(plan.need(objective.need), objective) for objective in plan.objectives]
    found = []
    for pillar in Pillar:
        objectives = [objective for need, objective in answered if need and need.pillar is pillar]
        found.append(
            PillarCoverage(
                pillar,
                needs=sum(need.pillar is pillar for need in plan.needs),
                objectives=len(objectives),
                actions=sum(plan.pillar_of(action) is pillar for action in plan.actions),
                kpis=sum(len(objective.kpis) for objective in objectives),
            )
        )
    return tuple(found)
