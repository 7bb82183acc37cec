from dataclasses import replace
from datetime import date

import pytest

from domain.pitfalls import Pitfall, PitfallCode, pitfalls
from domain.plan import Action, Direction, Involvement, Kpi, Need, Objective, Pillar, Plan, Score, Stakeholder, Workshop

KPI = Kpi(row="k1", label="Délai", unit="jour", direction=Direction.DOWN, baseline=45, target=30)
NEEDS = tuple(
    Need(row=f"n{rank}", code=f"B{rank}", sentence="", pillar=pillar) for rank, pillar in enumerate(Pillar, start=1)
)
OBJECTIVES = tuple(
    Objective(row=f"o{rank}", code=f"O{rank}", sentence="", need=f"n{rank}", kpis=(replace(KPI, row=f"k{rank}"),))
    for rank in (1, 2, 3)
)
ACTIONS = tuple(
    Action(row=f"a{rank}", code=f"A{rank}", title="", objective=f"o{rank}", pilot=pilot)
    for rank, pilot in enumerate(("Samira", "Paul", "Samira"), start=1)
)
SOUND = Plan(
    heard=frozenset(Stakeholder),
    needs=NEEDS,
    objectives=OBJECTIVES,
    actions=ACTIONS,
    workshop=Workshop(kind=Involvement.WORKSHOP, on=date(2026, 3, 1)),
)
TOP = Score(people=5, time=5)


def piloted(*pilots: str | None) -> tuple[Action, ...]:
    return tuple(replace(action, pilot=pilot) for action, pilot in zip(ACTIONS, pilots, strict=True))


def many(count: int) -> tuple[Action, ...]:
    return tuple(
        Action(row=f"a{rank}", code=f"A{rank}", title="", objective=f"o{rank % 3 + 1}", pilot=f"{rank % 2}", score=TOP)
        for rank in range(count)
    )


def refs(plan: Plan, code: PitfallCode) -> tuple[str, ...]:
    return next((pitfall.refs for pitfall in pitfalls(plan) if pitfall.code is code), ())


def test_a_sound_plan_and_an_empty_plan_have_no_pitfall() -> None:
    assert pitfalls(SOUND) == ()
    assert pitfalls(Plan()) == ()


@pytest.mark.parametrize(
    ("found", "plan"),
    [
        (
            Pitfall(PitfallCode.TOOL_BEFORE_NEED, ("a4",)),
            replace(SOUND, actions=(*ACTIONS, replace(ACTIONS[1], row="a4", objective=None))),
        ),
        (Pitfall(PitfallCode.HUMAN_NEGLECTED, ("a1", "a2", "a3")), replace(SOUND, workshop=None)),
        (Pitfall(PitfallCode.SILO, ("a1", "a2", "a3")), replace(SOUND, actions=piloted("Paul", " paul", "PAUL "))),
        (Pitfall(PitfallCode.NO_OWNER, ("a1", "a3")), replace(SOUND, actions=piloted(None, "Paul", " "))),
        (
            Pitfall(PitfallCode.NO_KPI, ("o2",)),
            replace(SOUND, objectives=(OBJECTIVES[0], replace(OBJECTIVES[1], kpis=()), OBJECTIVES[2])),
        ),
        (
            Pitfall(PitfallCode.NO_BASELINE, ("k1",)),
            replace(SOUND, objectives=(replace(OBJECTIVES[0], kpis=(replace(KPI, baseline=None),)), *OBJECTIVES[1:])),
        ),
        (
            Pitfall(PitfallCode.TOO_MANY_IMMEDIATE, ("a0", "a1", "a2", "a3", "a4", "a5", "a6")),
            replace(SOUND, actions=many(7)),
        ),
        (
            Pitfall(PitfallCode.STAKEHOLDER_NOT_HEARD, ("businesses", "associations")),
            replace(SOUND, heard=frozenset({Stakeholder.OFFICIALS, Stakeholder.RESIDENTS, Stakeholder.AGENTS})),
        ),
        (
            Pitfall(PitfallCode.PILLAR_WITHOUT_ACTION, ("inclusion",)),
            replace(SOUND, actions=(ACTIONS[0], ACTIONS[2], replace(ACTIONS[0], row="a4", pilot="Paul"))),
        ),
    ],
)
def test_each_pitfall_is_found_alone_with_the_rows_concerned(found: Pitfall, plan: Plan) -> None:
    assert pitfalls(plan) == (found,)


def test_the_cases_above_cover_every_code_in_order() -> None:
    marks = test_each_pitfall_is_found_alone_with_the_rows_concerned.pytestmark  # type: ignore[attr-defined]
    assert [case[0].code for case in marks[0].args[1]] == list(PitfallCode)


def test_an_action_whose_objective_answers_no_need_or_was_removed_is_a_tool_before_a_need() -> None:
    needless = replace(SOUND, objectives=(replace(OBJECTIVES[0], need=None), *OBJECTIVES[1:]))
    assert refs(needless, PitfallCode.TOOL_BEFORE_NEED) == ("a1",)
    removed = replace(SOUND, objectives=OBJECTIVES[1:])
    assert refs(removed, PitfallCode.TOOL_BEFORE_NEED) == ("a1",)
    unneeded = replace(SOUND, needs=NEEDS[1:])
    assert refs(unneeded, PitfallCode.TOOL_BEFORE_NEED) == ("a1",)


def test_when_nobody_was_heard_every_action_comes_before_its_need() -> None:
    unheard = replace(SOUND, heard=frozenset())
    assert refs(unheard, PitfallCode.TOOL_BEFORE_NEED) == ("a1", "a2", "a3")
    assert len(refs(unheard, PitfallCode.STAKEHOLDER_NOT_HEARD)) == len(Stakeholder)


def test_a_question_about_who_was_heard_that_was_not_answered_accuses_nobody() -> None:
    assert pitfalls(replace(SOUND, heard=None)) == ()


def test_actions_that_each_go_their_own_way_are_a_silo() -> None:
    alone = replace(SOUND, actions=piloted("Samira", "Paul", "Léa"), workshop=None)
    assert refs(alone, PitfallCode.SILO) == ("a1", "a2", "a3")


def test_a_workshop_or_a_shared_objective_breaks_the_silo() -> None:
    apart = piloted("Samira", "Paul", "Léa")
    assert refs(replace(SOUND, actions=apart), PitfallCode.SILO) == ()
    together = (apart[0], replace(apart[1], objective="o1"), apart[2])
    assert refs(replace(SOUND, actions=together, workshop=None), PitfallCode.SILO) == ()


def test_two_actions_of_one_pilot_are_not_a_silo_yet() -> None:
    assert refs(replace(SOUND, actions=piloted("Paul", "Paul", None)), PitfallCode.SILO) == ()


def test_six_immediate_priorities_are_manageable_and_the_limit_and_the_threshold_are_settings() -> None:
    six = replace(SOUND, actions=many(6))
    assert pitfalls(six) == ()
    assert pitfalls(six, immediate_limit=5)[0].code is PitfallCode.TOO_MANY_IMMEDIATE
    assert pitfalls(six, immediate_limit=5, threshold=5.1) == ()


def test_pillars_are_not_missed_before_any_action_exists() -> None:
    assert refs(replace(SOUND, actions=()), PitfallCode.PILLAR_WITHOUT_ACTION) == ()


def test_an_action_that_serves_nothing_serves_no_pillar() -> None:
    lost = replace(SOUND, actions=(replace(ACTIONS[0], objective=None),))
    assert refs(lost, PitfallCode.PILLAR_WITHOUT_ACTION) == ("services", "inclusion", "resources")
