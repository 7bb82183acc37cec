"""What is left to find out is told with who does it, and by when."""

from datetime import date

from domain.method.tasks import Task, TaskKind, tasks
from domain.plan import Figure, Kpi, Objective, Plan

MEASURED = Kpi("k1", "Délai", baseline=0.0)
TO_MEASURE = Kpi("k2", "Appels", owner="Karim", measure_by=date(2027, 6, 30))
UNDATED = Kpi("k3", "Visites")


def plan_with(*kpis: Kpi, figures: tuple[Figure, ...] = ()) -> Plan:
    return Plan(objectives=(Objective("o1", "O1", "Raccourcir", kpis=kpis),), figures=figures)


def test_a_plan_whose_values_are_known_leaves_no_task() -> None:
    assert tasks(Plan()) == ()
    assert tasks(plan_with(MEASURED, figures=(Figure("fibre", 80), Figure("mobile")))) == ()


def test_tasks_come_the_most_urgent_first_and_those_without_a_day_last() -> None:
    figures = (
        Figure("site", to_collect=True),
        Figure("visits", to_collect=True, collect_who="L’accueil", collect_on=date(2027, 3, 1)),
    )
    assert tasks(plan_with(UNDATED, MEASURED, TO_MEASURE, figures=figures)) == (
        Task(TaskKind.COLLECT_FIGURE, "visits", "L’accueil", date(2027, 3, 1)),
        Task(TaskKind.MEASURE_BASELINE, "k2", "Karim", date(2027, 6, 30)),
        Task(TaskKind.MEASURE_BASELINE, "k3"),
        Task(TaskKind.COLLECT_FIGURE, "site"),
    )
