"""The plan told by a dossier: only what is relevant and known."""

from collections.abc import Callable
from datetime import date

from domain.dialogue.dossier import AnswerStatus
from domain.plan import (
    Adoption,
    Direction,
    Figure,
    Frequency,
    Gravity,
    Pillar,
    Plan,
    Score,
    Stakeholder,
    TerritoryKind,
)

PlanOf = Callable[..., Plan]
UNKNOWN, SKIPPED, STALE, NONE = (
    AnswerStatus.UNKNOWN,
    AnswerStatus.SKIPPED,
    AnswerStatus.STALE,
    AnswerStatus.NOT_APPLICABLE,
)
KPI = "objectives/o1/kpis/k1"


def test_an_empty_dossier_tells_an_empty_plan(plan_of: PlanOf) -> None:
    assert plan_of({}) == Plan()


def test_the_frame_is_told(plan_of: PlanOf) -> None:
    plan = plan_of(
        {
            "frame.territory": NONE,
            "frame.territory_name": "Les Trois Vallons",
            "frame.territory_kind": "epci",
            "frame.population": 18600,
            "frame.plan_name": "Cap numérique",
            "frame.start_year": 2027,
            "frame.end_year": 2029,
            "frame.ambition": SKIPPED,
            "frame.has_budget": "yes",
            "frame.budget": 45000,
            "frame.has_cofunding": "yes",
            "frame.cofunding": 30.0,
        }
    )
    assert (plan.territory.name, plan.territory.kind, plan.territory.population) == (
        "Les Trois Vallons",
        TerritoryKind.EPCI,
        18600,
    )
    assert (plan.name, plan.start_year, plan.end_year, plan.ambition) == ("Cap numérique", 2027, 2029, None)
    assert (plan.budget, plan.cofunding) == (45000, 30.0)


def test_a_recognised_territory_is_told_by_the_lists(plan_of: PlanOf) -> None:
    territory = plan_of({"frame.territory": "COM:42218", "frame.territory_name": "Saint-É"}).territory
    assert (territory.name, territory.kind) == ("Saint-Étienne", TerritoryKind.COMMUNE)
    assert territory.population is not None
    assert territory.population > 150_000
    assert territory.population_year is not None


def test_dormant_answers_are_absent(plan_of: PlanOf) -> None:
    """The budget is gone, so is what hung on it; a département is not asked its population."""
    plan = plan_of(
        {
            "frame.territory": NONE,
            "frame.territory_kind": "departement",
            "frame.population": 18600,
            "frame.has_budget": "no",
            "frame.budget": 45000,
            "frame.has_cofunding": "yes",
            "frame.cofunding": 30.0,
            "check.adopt": "later",
            "check.adoption_body": "Conseil municipal",
        }
    )
    assert (plan.territory.population, plan.budget, plan.cofunding) == (None, None, None)
    assert plan.adoption is None


def test_an_answer_to_review_carries_no_value(plan_of: PlanOf) -> None:
    assert plan_of({"frame.start_year": 2027, "frame.end_year": STALE}).end_year is None


def test_an_unknown_figure_is_to_be_collected_and_one_that_does_not_apply_is_left_out(plan_of: PlanOf) -> None:
    given = {"diagnosis.fibre": UNKNOWN, "diagnosis.online": NONE, "diagnosis.difficulty": 18.0}
    year = {"diagnosis.difficulty_year": 2026, "diagnosis.difficulty_source": SKIPPED}
    assert plan_of({**given, **year}).figures == (
        Figure("fibre", to_collect=True),
        Figure("difficulty", 18.0, year=2026),
    )


def test_nobody_heard_is_not_the_same_as_not_answered(plan_of: PlanOf) -> None:
    assert plan_of({}).heard is None
    assert plan_of({"diagnosis.heard": ()}).heard == frozenset()
    assert plan_of({"diagnosis.heard": ("agents",)}).heard == frozenset({Stakeholder.AGENTS})


def test_rows_without_a_title_are_left_out_and_the_others_are_numbered(plan_of: PlanOf) -> None:
    given = {
        "needs/a/sentence": "Accueil saturé",
        "needs/a/pillar": "services",
        "needs/a/gravity": "serious",
        "needs/b/pillar": "services",
        "needs/c/sentence": "Parc ancien",
    }
    plan = plan_of(given, needs=("a", "b", "c"))
    assert [(need.row, need.code) for need in plan.needs] == [("a", "B1"), ("c", "B2")]
    assert (plan.needs[0].pillar, plan.needs[0].gravity) == (Pillar.SERVICES, Gravity.SERIOUS)


def test_a_removed_row_is_absent_with_what_it_held(plan_of: PlanOf) -> None:
    given = {"needs/a/sentence": "Un", "needs/b/sentence": "Deux"}
    assert [need.sentence for need in plan_of(given, needs=("b",)).needs] == ["Deux"]


def test_objectives_carry_their_kpis(plan_of: PlanOf) -> None:
    given = {
        "needs/n1/sentence": "Les délais sont longs",
        "objectives/o1/sentence": "Réduire les délais",
        "objectives/o1/need": "n1",
        "objectives/o1/deadline": "2028-12-31",
        f"{KPI}/label": "Délai moyen",
        f"{KPI}/unit": "days",
        f"{KPI}/direction": "down",
        f"{KPI}/baseline": 40.0,
        f"{KPI}/target": 20.0,
        f"{KPI}/frequency": "monthly",
        f"{KPI}/owner": "someone",
        f"{KPI}/owner_name": "Responsable de l’accueil",
    }
    (objective,) = plan_of(given, needs=("n1",), objectives=("o1",), objectives__o1__kpis=("k1",)).objectives
    (kpi,) = objective.kpis
    assert (objective.code, objective.need, objective.deadline) == ("O1", "n1", date(2028, 12, 31))
    assert (kpi.row, kpi.unit, kpi.direction, kpi.deadline) == (KPI, "jours", Direction.DOWN, date(2028, 12, 31))
    assert (kpi.baseline, kpi.target, kpi.ceiling) == (40.0, 20.0, None)
    assert (kpi.frequency, kpi.owner) == (Frequency.MONTHLY, "Responsable de l’accueil")


def test_the_lead_owns_a_kpi_nobody_else_was_named_for(plan_of: PlanOf) -> None:
    given = {
        "objectives/o1/sentence": "Un",
        f"{KPI}/label": "Deux",
        f"{KPI}/unit": "other",
        f"{KPI}/unit_name": "pages",
        f"{KPI}/owner": "me",
        f"{KPI}/owner_name": "Quelqu’un d’avant",
    }
    (kpi,) = plan_of(given, objectives=("o1",), objectives__o1__kpis=("k1",)).kpis
    assert (kpi.owner, kpi.unit) == (None, "pages")


def test_actions_carry_their_marks_unknown_ones_left_empty(plan_of: PlanOf) -> None:
    given = {
        "objectives/o1/sentence": "Mieux accueillir",
        "actions/a/title": "Former",
        "actions/a/objective": "o1",
        "actions/a/pilot": UNKNOWN,
        "actions/a/people": 4,
        "actions/a/skills": UNKNOWN,
    }
    (action,) = plan_of(given, objectives=("o1",), actions=("a",)).actions
    assert (action.code, action.objective, action.pilot) == ("A1", "o1", None)
    assert action.score == Score(people=4)


def test_the_adoption_is_told(plan_of: PlanOf) -> None:
    plan = plan_of(
        {
            "check.adopt": "now",
            "check.adoption_date": "2027-04-12",
            "check.adoption_body": "Conseil communautaire",
        }
    )
    assert plan.adoption == Adoption(date(2027, 4, 12), "Conseil communautaire")
