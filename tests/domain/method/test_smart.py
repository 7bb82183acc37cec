from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.method.smart import LETTER_OF, REASONS, Letter, missing
from domain.plan import Action, Adoption, Direction, Kpi, Objective, Plan

KPI = Kpi(row="k1", label="Délai moyen", unit="jour", direction=Direction.DOWN, baseline=45, target=30)
OBJECTIVE = Objective(
    row="o1",
    code="O1",
    sentence="Ramener de 45 à 30 jours le délai de réponse aux demandes de logement social",
    deadline=date(2027, 12, 31),
    kpis=(KPI,),
)
PLAN = Plan(
    start_year=2026,
    end_year=2028,
    objectives=(OBJECTIVE,),
    actions=(Action(row="a1", code="A1", title="Dématérialiser", objective="o1", pilot="Samira"),),
)


def reasons(objective: Objective, plan: Plan = PLAN) -> tuple[str, ...]:
    return tuple(gap.reason for gap in missing(objective, plan))


def measured(**changed: object) -> Objective:
    return replace(OBJECTIVE, kpis=(replace(KPI, **changed),))  # type: ignore[arg-type]


def test_a_complete_objective_lacks_nothing() -> None:
    assert missing(OBJECTIVE, PLAN) == ()


def test_an_empty_objective_lacks_every_letter_in_the_order_of_the_article() -> None:
    bare = Objective(row="o9", code="O9", sentence=" ")
    assert [gap.letter for gap in missing(bare, Plan())] == [
        Letter.SIMPLE,
        Letter.MEASURABLE,
        Letter.REALISTIC,
        Letter.TIMED,
    ]


@pytest.mark.parametrize(
    ("reason", "objective", "plan"),
    [
        ("no_sentence", replace(OBJECTIVE, sentence=" "), PLAN),
        ("sentence_too_long", replace(OBJECTIVE, sentence="mot " * 31), PLAN),
        ("several_goals", replace(OBJECTIVE, sentence="Réduire les délais et former 20 agents"), PLAN),
        ("no_kpi", replace(OBJECTIVE, kpis=()), PLAN),
        ("no_target", measured(target=None), PLAN),
        ("no_unit", measured(unit=" "), PLAN),
        ("no_baseline", measured(baseline=None), PLAN),
        ("target_over_100", measured(direction=Direction.UP, unit="%", baseline=90, target=120), PLAN),
        ("target_already_reached", measured(baseline=30), PLAN),
        ("jump_too_large", measured(baseline=1000, target=1, direction=Direction.DOWN), replace(PLAN, start_year=2027)),
        ("no_action", OBJECTIVE, replace(PLAN, actions=())),
        ("no_pilot", OBJECTIVE, replace(PLAN, actions=(replace(PLAN.actions[0], pilot=" "),))),
        ("no_deadline", replace(OBJECTIVE, deadline=None), PLAN),
        ("deadline_before_start", replace(OBJECTIVE, deadline=date(2025, 12, 31)), PLAN),
        ("deadline_after_plan", replace(OBJECTIVE, deadline=date(2029, 1, 1)), PLAN),
    ],
)
def test_each_reason_has_an_objective_that_lacks_it_and_nothing_else(
    reason: str, objective: Objective, plan: Plan
) -> None:
    assert reasons(objective, plan) == (reason,)


def test_the_cases_above_cover_every_reason_once() -> None:
    marks = test_each_reason_has_an_objective_that_lacks_it_and_nothing_else.pytestmark  # type: ignore[attr-defined]
    assert tuple(case[0] for case in marks[0].args[1]) == REASONS
    assert set(LETTER_OF.values()) == set(Letter)


@pytest.mark.parametrize(
    "sentence",
    [
        "Multiplier par deux le nombre de démarches administratives accessibles en ligne d’ici trois ans.",
        "Réduire de 30 % les délais de traitement des demandes de logement social grâce à un outil dématérialisé.",
        "Réduire les délais et les coûts des permis et des autorisations",
        "Former les agents de l’accueil et de la médiation",
        "Faire passer le taux de 60 à 100 %",
    ],
)
def test_an_and_between_things_is_not_a_second_goal(sentence: str) -> None:
    assert reasons(replace(OBJECTIVE, sentence=sentence)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Réduire les délais et d’augmenter la satisfaction",
        "Ouvrir un guichet ; former les agents",
        "Ouvrir un guichet. Former les agents.",
        "Ouvrir un guichet puis équiper les écoles",
        "Reduce delays and train 20 agents",
    ],
)
def test_a_second_verb_of_purpose_is_a_second_goal(sentence: str) -> None:
    assert reasons(replace(OBJECTIVE, sentence=sentence)) == ("several_goals",)


@pytest.mark.parametrize(
    ("baseline", "target", "unit", "large"),
    [
        (18, 36, "démarches", False),
        (10, 89, "démarches", False),
        (10, 91, "démarches", True),
        (0, 500, "comptes", False),
        (100, 0, "dossiers", False),
        (10, 89, "%", False),
        (10, 91, "%", True),
        (95, 10, "% d’abandon", True),
        (-5, 40, "solde", False),
    ],
)
def test_a_jump_is_large_by_its_pace_per_year(baseline: float, target: float, unit: str, large: bool) -> None:  # noqa: FBT001 - a case
    direction = Direction.UP if target > baseline else Direction.DOWN
    objective = measured(baseline=baseline, target=target, unit=unit, direction=direction)
    assert reasons(objective) == (("jump_too_large",) if large else ())


def test_a_hundred_percent_is_not_over_a_hundred() -> None:
    assert reasons(measured(direction=Direction.UP, unit="%", baseline=90, target=100)) == ()


def test_the_pace_is_not_judged_without_a_start_nor_a_deadline() -> None:
    steep = measured(baseline=1, target=1000, direction=Direction.UP)
    assert reasons(steep, replace(PLAN, start_year=None)) == ()
    assert reasons(replace(steep, deadline=None)) == ("no_deadline",)


def test_an_adopted_plan_starts_on_the_day_of_its_adoption() -> None:
    adopted = replace(PLAN, adoption=Adoption(on=date(2027, 12, 31)))
    assert reasons(OBJECTIVE, adopted) == ("deadline_before_start",)
    assert reasons(OBJECTIVE, replace(PLAN, adoption=Adoption())) == ()


def test_a_kpi_to_keep_below_a_ceiling_is_measurable_without_a_target() -> None:
    assert reasons(measured(direction=Direction.KEEP, target=None, ceiling=40)) == ()


def test_a_count_needs_no_unit() -> None:
    assert reasons(measured(unit="")) == ()


def test_one_good_kpi_is_enough_to_measure_and_one_pilot_to_be_realistic() -> None:
    vague = replace(KPI, row="k2", target=None, unit="", baseline=None)
    twice = replace(PLAN, actions=(replace(PLAN.actions[0], row="a2", pilot=None), *PLAN.actions))
    assert reasons(replace(OBJECTIVE, kpis=(vague, KPI)), twice) == ()


def test_a_rise_already_reached_is_seen_too_and_without_direction_nothing_is_said() -> None:
    assert reasons(measured(direction=Direction.UP, baseline=45, target=45)) == ("target_already_reached",)
    assert reasons(measured(direction=None, baseline=45, target=45)) == ()


NUMBERS = st.none() | st.floats(-1e9, 1e9)


@given(
    st.text(max_size=60),
    st.lists(
        st.builds(
            Kpi,
            row=st.just("k"),
            label=st.just(""),
            unit=st.sampled_from(["", "%", "jour"]),
            direction=st.none() | st.sampled_from(Direction),
            baseline=NUMBERS,
            target=NUMBERS,
            ceiling=NUMBERS,
        ),
        max_size=2,
    ),
    st.none() | st.dates(date(2020, 1, 1), date(2120, 1, 1)),
)
def test_any_objective_gets_known_reasons_each_at_most_once(
    sentence: str, kpis: list[Kpi], deadline: date | None
) -> None:
    found = reasons(replace(OBJECTIVE, sentence=sentence, kpis=tuple(kpis), deadline=deadline))
    assert set(found) <= set(REASONS)
    assert len(set(found)) == len(found)
