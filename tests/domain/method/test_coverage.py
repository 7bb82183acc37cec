"""What a plan does for each pillar is counted through its needs."""

from domain.method.coverage import PillarCoverage, coverage
from domain.plan import Action, Kpi, Need, Objective, Pillar, Plan

NEEDS = (
    Need("n1", "B1", "Accueil saturé", Pillar.SERVICES),
    Need("n2", "B2", "Démarches longues", Pillar.SERVICES),
    Need("n3", "B3", "Habitants en difficulté", Pillar.INCLUSION),
    Need("n4", "B4", "À préciser"),
)
OBJECTIVES = (
    Objective("o1", "O1", "Raccourcir", "n1", kpis=(Kpi("k1", "Délai"), Kpi("k2", "Appels"))),
    Objective("o2", "O2", "Préciser", "n4", kpis=(Kpi("k3", "Rien"),)),
    Objective("o3", "O3", "Sans besoin"),
)
ACTIONS = (
    Action("a1", "A1", "Portail", objective="o1"),
    Action("a2", "A2", "Ateliers", need="n3"),
    Action("a3", "A3", "Audit", objective="o3"),
)


def test_each_pillar_counts_what_reaches_it_through_a_need() -> None:
    assert coverage(Plan(needs=NEEDS, objectives=OBJECTIVES, actions=ACTIONS)) == (
        PillarCoverage(Pillar.SERVICES, needs=2, objectives=1, actions=1, kpis=2),
        PillarCoverage(Pillar.INCLUSION, needs=1, objectives=0, actions=1, kpis=0),
        PillarCoverage(Pillar.RESOURCES, needs=0, objectives=0, actions=0, kpis=0),
    )


def test_an_empty_plan_covers_nothing() -> None:
    assert [(each.needs, each.actions) for each in coverage(Plan())] == [(0, 0)] * len(Pillar)
