"""What changed between two versions of a plan is told row by row, field by field."""

from dataclasses import replace
from datetime import date

import pytest

from domain.method.changes import Change, Changed, ChangeKind, changes
from domain.plan import (
    Action,
    Evidence,
    EvidenceKind,
    Gravity,
    Kpi,
    Meeting,
    Need,
    Objective,
    Plan,
    Score,
    Stakeholder,
    Territory,
)

ADDED, REMOVED, CHANGED = ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED
KPI = Kpi("objectives/o1/kpis/k1", "Délai", "jours", baseline=40, target=20, deadline=date(2028, 12, 31))
OBJECTIVE = Objective("o1", "O1", "Raccourcir", "n1", date(2028, 12, 31), (KPI,))
PLAN = Plan(
    territory=Territory("Saint-Aubin"),
    name="Cap",
    budget=1000,
    heard=frozenset({Stakeholder.AGENTS}),
    needs=(Need("n1", "B1", "Accueil saturé"), Need("n2", "B2", "Parc ancien")),
    objectives=(OBJECTIVE,),
    actions=(Action("a1", "A1", "Portail", objective="o1", score=Score(people=3)),),
    meetings=(Meeting("m1", "Essai"),),
)


def only(after: Plan, before: Plan = PLAN) -> Change:
    (change,) = changes(before, after)
    return change


def test_a_plan_has_not_changed_from_itself() -> None:
    assert changes(PLAN, PLAN) == ()


def test_rows_are_matched_by_their_id_whatever_their_place_and_number() -> None:
    turned = (replace(PLAN.needs[1], code="B1"), replace(PLAN.needs[0], code="B2"))
    assert changes(PLAN, replace(PLAN, needs=turned)) == ()


@pytest.mark.parametrize(
    ("about", "row", "name", "less"),
    [
        (Changed.NEED, "n2", "Parc ancien", replace(PLAN, needs=PLAN.needs[:1])),
        (Changed.ACTION, "a1", "Portail", replace(PLAN, actions=())),
        (Changed.MEETING, "m1", "Essai", replace(PLAN, meetings=())),
        (Changed.KPI, KPI.row, "Délai", replace(PLAN, objectives=(replace(OBJECTIVE, kpis=()),))),
    ],
)
def test_a_row_is_added_or_removed_once_under_its_name(about: Changed, row: str, name: str, less: Plan) -> None:
    assert only(less) == Change(REMOVED, about, row, name)
    assert only(PLAN, less) == Change(ADDED, about, row, name)


def test_an_objective_is_removed_with_its_kpis() -> None:
    assert changes(PLAN, replace(PLAN, objectives=())) == (
        Change(REMOVED, Changed.OBJECTIVE, "o1", "Raccourcir"),
        Change(REMOVED, Changed.KPI, KPI.row, "Délai"),
    )


def test_a_change_has_the_name_of_now_and_both_values() -> None:
    worse = replace(PLAN.needs[0], sentence="Accueil fermé", gravity=Gravity.CRITICAL)
    after = replace(PLAN, needs=(worse, PLAN.needs[1]))
    assert changes(PLAN, after) == (
        Change(CHANGED, Changed.NEED, "n1", "Accueil fermé", "sentence", "Accueil saturé", "Accueil fermé"),
        Change(CHANGED, Changed.NEED, "n1", "Accueil fermé", "gravity", None, Gravity.CRITICAL),
    )


def test_targets_are_told_apart_and_a_deadline_once() -> None:
    kpi = replace(KPI, baseline=42, target=15, deadline=date(2029, 6, 30))
    after = replace(PLAN, objectives=(replace(OBJECTIVE, deadline=date(2029, 6, 30), kpis=(kpi,)),))
    found = changes(PLAN, after)
    assert [(change.field, change.before, change.after) for change in found] == [
        ("deadline", date(2028, 12, 31), date(2029, 6, 30)),
        ("baseline", 40, 42),
        ("target", 20, 15),
    ]
    assert [change.is_of_target for change in found] == [False, False, True]


def test_marks_links_and_evidence_are_told_with_their_typed_values() -> None:
    action = replace(PLAN.actions[0], objective=None, score=Score(people=4))
    assert changes(PLAN, replace(PLAN, actions=(action,))) == (
        Change(CHANGED, Changed.ACTION, "a1", "Portail", "objective", "o1", None),
        Change(CHANGED, Changed.ACTION, "a1", "Portail", "people", 3, 4),
    )
    shown = Evidence(EvidenceKind.FIGURE, "fibre")
    after = replace(PLAN, needs=(replace(PLAN.needs[0], evidence=shown), PLAN.needs[1]))
    assert only(after) == Change(CHANGED, Changed.NEED, "n1", "Accueil saturé", "evidence", None, shown)


def test_the_plan_itself_comes_first_then_the_lists_in_order() -> None:
    after = replace(
        PLAN,
        territory=Territory("Saint-Aubin-des-Landes"),
        budget=2000,
        heard=None,
        needs=(*PLAN.needs, Need("n3", "B3", "Réseau")),
        meetings=(),
    )
    assert [(change.about, change.field or change.kind) for change in changes(PLAN, after)] == [
        (Changed.PLAN, "territory"),
        (Changed.PLAN, "budget"),
        (Changed.PLAN, "heard"),
        (Changed.NEED, ADDED),
        (Changed.MEETING, REMOVED),
    ]


def test_what_nobody_typed_is_not_a_change() -> None:
    action = replace(PLAN.actions[0], code="A9", entry="train_agents")
    assert changes(PLAN, replace(PLAN, actions=(action,))) == ()


def test_undoing_a_change_tells_it_the_other_way_round() -> None:
    after = replace(PLAN, name="Cap 2030", needs=PLAN.needs[:1], actions=(replace(PLAN.actions[0], title="Site"),))
    forth, back = changes(PLAN, after), changes(after, PLAN)
    assert {(each.row, each.field, each.before, each.after) for each in forth} == {
        (each.row, each.field, each.after, each.before) for each in back
    }
