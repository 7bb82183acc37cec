"""Every pitfall is found where it is, alone, and not where it is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from domain.dialogue.path import Path
from domain.pitfalls import Pitfall, PitfallCode, dismissed, open_pitfalls, pitfalls, topics
from domain.plan import (
    Action,
    ActionKind,
    Direction,
    Evidence,
    EvidenceKind,
    Figure,
    Involvement,
    Kpi,
    Meeting,
    Need,
    Objective,
    Pillar,
    Plan,
    Score,
    Stakeholder,
    Way,
)
from domain.questionnaire import SCRIPT

KPI = Kpi(row="k1", label="Délai", unit="jour", direction=Direction.DOWN, baseline=45, target=30)
NEEDS = tuple(
    Need(row=f"n{rank}", code=f"B{rank}", sentence="", pillar=pillar) for rank, pillar in enumerate(Pillar, start=1)
)
OBJECTIVES = tuple(
    Objective(row=f"o{rank}", code=f"O{rank}", sentence="", need=f"n{rank}", kpis=(replace(KPI, row=f"k{rank}"),))
    for rank in (1, 2, 3)
)
TITLES = ("Portail des démarches", "Ateliers à la médiathèque", "Inventaire des données")
ACTIONS = tuple(
    Action(row=f"a{rank}", code=f"A{rank}", title=title, objective=f"o{rank}", pilot=pilot)
    for rank, (pilot, title) in enumerate(zip(("Samira", "Paul", "Samira"), TITLES, strict=True), start=1)
)
MEETING = Meeting(row="m1", topic="Accueil", form=Involvement.WORKSHOP, on=date(2026, 3, 1))
TESTED = Meeting(row="m2", topic="Essai", form=Involvement.TEST_PHASE)
SOUND = Plan(
    heard=frozenset(Stakeholder),
    needs=NEEDS,
    objectives=OBJECTIVES,
    actions=ACTIONS,
    meetings=(MEETING,),
)
TOP = Score(people=5, time=5)
TOOL, TRAINING, DATA = ActionKind.TOOL, ActionKind.TRAINING, ActionKind.DATA


def piloted(*pilots: str | None) -> tuple[Action, ...]:
    return tuple(replace(action, pilot=pilot) for action, pilot in zip(ACTIONS, pilots, strict=True))


def many(count: int) -> tuple[Action, ...]:
    return tuple(
        Action(
            row=f"a{rank}",
            code=f"A{rank}",
            title=f"Action {rank}",
            objective=f"o{rank % 3 + 1}",
            pilot=f"{rank % 2}",
            score=TOP,
        )
        for rank in range(count)
    )


def of_kinds(*kinds: ActionKind) -> tuple[Action, ...]:
    return tuple(replace(action, kind=kind) for action, kind in zip(ACTIONS, kinds, strict=True))


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
            replace(SOUND, actions=(*ACTIONS, replace(ACTIONS[1], row="a4", title="Acheter", objective=None))),
        ),
        (Pitfall(PitfallCode.HUMAN_NEGLECTED, ("a1", "a2", "a3")), replace(SOUND, meetings=())),
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
            replace(
                SOUND,
                actions=(ACTIONS[0], ACTIONS[2], replace(ACTIONS[0], row="a4", title="Site internet", pilot="Paul")),
            ),
        ),
        (
            Pitfall(PitfallCode.NO_RUNNING_COST, ("a1",)),
            replace(SOUND, actions=(replace(ACTIONS[0], investment=9000), *ACTIONS[1:])),
        ),
        (
            Pitfall(PitfallCode.NO_TEST_PHASE, ("a1",)),
            replace(SOUND, actions=of_kinds(TOOL, TRAINING, DATA)),
        ),
        (
            Pitfall(PitfallCode.NO_TRAINING, ("a1",)),
            replace(SOUND, actions=of_kinds(TOOL, DATA, DATA), meetings=(TESTED,)),
        ),
        (
            Pitfall(PitfallCode.NO_ALTERNATIVE, ("a1",)),
            replace(
                SOUND,
                actions=(replace(ACTIONS[0], kind=TOOL, alternative=False), *of_kinds(TOOL, TRAINING, DATA)[1:]),
                meetings=(TESTED,),
            ),
        ),
        (
            Pitfall(PitfallCode.OVERLAPPING_ACTIONS, ("a1", "a4")),
            replace(SOUND, actions=(*ACTIONS, replace(ACTIONS[0], row="a4", title="portail de la démarche"))),
        ),
        (
            Pitfall(PitfallCode.NO_EVIDENCE, ("n2",)),
            replace(SOUND, needs=(NEEDS[0], replace(NEEDS[1], evidence=Evidence(EvidenceKind.NONE)), NEEDS[2])),
        ),
    ],
)
def test_each_pitfall_is_found_alone_with_the_rows_concerned(found: Pitfall, plan: Plan) -> None:
    assert pitfalls(plan) == (found,)


def test_the_cases_above_cover_every_code_in_order_but_one_never_alone() -> None:
    marks = test_each_pitfall_is_found_alone_with_the_rows_concerned.pytestmark  # type: ignore[attr-defined]
    codes = [case[0].code for case in marks[0].args[1]]
    assert codes == [code for code in PitfallCode if code is not PitfallCode.NO_MEDIATION]


def test_an_action_whose_objective_answers_no_need_or_was_removed_is_a_tool_before_a_need() -> None:
    needless = replace(SOUND, objectives=(replace(OBJECTIVES[0], need=None), *OBJECTIVES[1:]))
    assert refs(needless, PitfallCode.TOOL_BEFORE_NEED) == ("a1",)
    removed = replace(SOUND, objectives=OBJECTIVES[1:])
    assert refs(removed, PitfallCode.TOOL_BEFORE_NEED) == ("a1",)
    unneeded = replace(SOUND, needs=NEEDS[1:])
    assert refs(unneeded, PitfallCode.TOOL_BEFORE_NEED) == ("a1",)


def test_an_action_of_no_objective_that_answers_a_need_of_its_own_is_no_tool_before_a_need() -> None:
    own = replace(SOUND, actions=(replace(ACTIONS[0], objective=None, need="n1"), *ACTIONS[1:]))
    assert pitfalls(own) == ()


def test_when_nobody_was_heard_every_action_comes_before_its_need() -> None:
    unheard = replace(SOUND, heard=frozenset())
    assert refs(unheard, PitfallCode.TOOL_BEFORE_NEED) == ("a1", "a2", "a3")
    assert len(refs(unheard, PitfallCode.STAKEHOLDER_NOT_HEARD)) == len(Stakeholder)


def test_a_question_about_who_was_heard_that_was_not_answered_accuses_nobody() -> None:
    assert pitfalls(replace(SOUND, heard=None)) == ()


def test_actions_that_each_go_their_own_way_are_a_silo() -> None:
    alone = replace(SOUND, actions=piloted("Samira", "Paul", "Léa"), meetings=())
    assert refs(alone, PitfallCode.SILO) == ("a1", "a2", "a3")


def test_a_workshop_or_a_shared_objective_breaks_the_silo() -> None:
    apart = piloted("Samira", "Paul", "Léa")
    assert refs(replace(SOUND, actions=apart), PitfallCode.SILO) == ()
    together = (apart[0], replace(apart[1], objective="o1"), apart[2])
    assert refs(replace(SOUND, actions=together, meetings=()), PitfallCode.SILO) == ()


def test_two_actions_of_one_pilot_are_not_a_silo_yet() -> None:
    assert refs(replace(SOUND, actions=piloted("Paul", "Paul", None)), PitfallCode.SILO) == ()


def test_six_immediate_priorities_are_manageable_and_the_limit_and_the_threshold_are_settings() -> None:
    six = replace(SOUND, actions=many(6))
    assert pitfalls(six) == ()
    assert pitfalls(six, immediate_limit=5)[0].code is PitfallCode.TOO_MANY_IMMEDIATE
    assert pitfalls(six, immediate_limit=5, threshold=5.1) == ()


def test_the_threshold_decides_which_pitfalls_have_a_card() -> None:
    seven = replace(SOUND, actions=many(7))
    assert PitfallCode.TOO_MANY_IMMEDIATE in topics(seven)
    assert PitfallCode.TOO_MANY_IMMEDIATE not in topics(seven, threshold=5.1)


def test_pillars_are_not_missed_before_any_action_exists() -> None:
    assert refs(replace(SOUND, actions=()), PitfallCode.PILLAR_WITHOUT_ACTION) == ()


def test_an_action_that_serves_nothing_serves_no_pillar() -> None:
    lost = replace(SOUND, actions=(replace(ACTIONS[0], objective=None),))
    assert refs(lost, PitfallCode.PILLAR_WITHOUT_ACTION) == ("services", "inclusion", "resources")


def test_tools_and_investments_have_no_running_cost_only_where_costs_are_told() -> None:
    tool = replace(ACTIONS[0], kind=TOOL)
    others = (replace(ACTIONS[1], kind=TRAINING), replace(ACTIONS[2], kind=DATA))
    plan = replace(SOUND, actions=(tool, *others), meetings=(TESTED,))
    assert pitfalls(plan) == ()
    costed = replace(plan, actions=(tool, replace(others[0], running=500), others[1]))
    assert refs(costed, PitfallCode.NO_RUNNING_COST) == ("a1",)
    paid = replace(plan, actions=(replace(tool, investment=9000, running=0), *others))
    assert refs(paid, PitfallCode.NO_RUNNING_COST) == ()
    free = replace(plan, actions=(replace(tool, running=0), replace(others[0], investment=0), others[1]))
    assert refs(free, PitfallCode.NO_RUNNING_COST) == ()


def test_a_running_cost_is_not_missed_where_it_is_not_asked() -> None:
    bought = replace(SOUND, actions=(replace(ACTIONS[0], investment=9000), *ACTIONS[1:]))
    assert refs(bought, PitfallCode.NO_RUNNING_COST) == ("a1",)
    assert refs(replace(bought, path=Way.EXPRESS), PitfallCode.NO_RUNNING_COST) == ()


@pytest.mark.parametrize(("about", "found"), [("a1", ()), (None, ()), ("a2", ("a1",))])
def test_a_tool_is_tested_by_a_test_phase_of_its_own_or_of_the_whole_plan(
    about: str | None, found: tuple[str, ...]
) -> None:
    plan = replace(SOUND, actions=of_kinds(TOOL, TRAINING, DATA), meetings=(MEETING, replace(TESTED, action=about)))
    assert refs(plan, PitfallCode.NO_TEST_PHASE) == found


def test_a_tool_lacks_no_training_while_the_kind_of_an_action_is_not_known() -> None:
    tool, *others = of_kinds(TOOL, DATA, DATA)
    unsure = replace(SOUND, actions=(tool, replace(others[0], kind=None), others[1]), meetings=(TESTED,))
    assert pitfalls(unsure) == ()
    for kind in (TRAINING, ActionKind.SUPPORT):
        prepared = replace(SOUND, actions=of_kinds(TOOL, kind, DATA), meetings=(TESTED,))
        assert refs(prepared, PitfallCode.NO_TRAINING) == ()


def test_another_way_is_missed_only_where_it_was_said_that_there_is_none() -> None:
    for kind, alternative in ((TOOL, True), (TOOL, None), (DATA, False)):
        first = replace(ACTIONS[0], kind=kind, alternative=alternative)
        plan = replace(SOUND, actions=(first, *ACTIONS[1:]))
        assert refs(plan, PitfallCode.NO_ALTERNATIVE) == ()


def unassisted(difficulty: float | None, needs: tuple[Need, ...] = (NEEDS[0], NEEDS[2])) -> Plan:
    """A plan whose only tool serves the public, with nothing for inclusion."""
    tool, _, data = of_kinds(TOOL, TRAINING, DATA)
    share = Figure("difficulty", difficulty, to_collect=difficulty is None)
    return replace(
        SOUND,
        figures=(Figure("fibre", 99), share),
        needs=needs,
        actions=(tool, replace(data, row="a2")),
        meetings=(TESTED,),
    )


@pytest.mark.parametrize(("difficulty", "found"), [(15.4, ("a1",)), (30, ("a1",)), (15.3, ()), (None, ())])
def test_going_online_calls_for_mediation_where_as_many_are_in_difficulty_as_in_the_country(
    difficulty: float | None, found: tuple[str, ...]
) -> None:
    assert refs(unassisted(difficulty), PitfallCode.NO_MEDIATION) == found


def test_a_need_of_inclusion_calls_for_mediation_too_until_an_action_serves_that_pillar() -> None:
    lacking = unassisted(None, NEEDS)
    assert refs(lacking, PitfallCode.NO_MEDIATION) == ("a1",)
    served = replace(lacking, actions=(*lacking.actions, replace(ACTIONS[1], row="a3")))
    assert refs(served, PitfallCode.NO_MEDIATION) == ()
    inside = replace(lacking, actions=(replace(lacking.actions[0], objective="o3"), lacking.actions[1]))
    assert refs(inside, PitfallCode.NO_MEDIATION) == ()


TRAINED = replace(ACTIONS[0], title="Former 20 agents à l’accueil", kind=TRAINING)


def doubled(second: Action) -> tuple[str, ...]:
    """The doubles in a plan that has TRAINED and `second`."""
    actions = (TRAINED, *ACTIONS[1:], replace(second, row="a4"))
    return refs(replace(SOUND, actions=actions), PitfallCode.OVERLAPPING_ACTIONS)


@pytest.mark.parametrize(
    "title", ["Former 20 agents de l'accueil", "ACCUEIL : former 20 agent", "Formre 20 agents, accueil"]
)
def test_actions_overlap_whatever_the_order_the_plurals_and_the_slips_of_their_titles(title: str) -> None:
    assert doubled(replace(TRAINED, title=title)) == ("a1", "a4")


@pytest.mark.parametrize(
    "other",
    [
        replace(TRAINED, title="Former 30 agents à l’accueil"),
        replace(TRAINED, title="Former 20 agents à l’urbanisme"),
        replace(TRAINED, title="Former 20 agents"),
        replace(TRAINED, kind=ActionKind.SUPPORT),
        replace(TRAINED, objective="o2"),
        replace(TRAINED, objective=None),
    ],
)
def test_actions_of_other_kinds_objectives_or_words_do_not_overlap(other: Action) -> None:
    assert doubled(other) == ()


def test_two_actions_of_one_entry_of_the_catalogue_overlap_whatever_they_are_called() -> None:
    entry = "inventory_procedures"
    twice = (replace(ACTIONS[0], entry=entry), ACTIONS[1], replace(ACTIONS[2], entry=entry))
    assert refs(replace(SOUND, actions=twice), PitfallCode.OVERLAPPING_ACTIONS) == ("a1", "a3")
    assert refs(replace(SOUND, actions=twice[:2]), PitfallCode.OVERLAPPING_ACTIONS) == ()


def test_a_need_that_something_shows_or_that_was_not_asked_about_is_not_without_evidence() -> None:
    shown = replace(NEEDS[0], evidence=Evidence(EvidenceKind.FIGURE, "fibre"))
    assert pitfalls(replace(SOUND, needs=(shown, *NEEDS[1:]))) == ()


def test_a_pitfall_set_aside_is_no_longer_open_and_keeps_its_reason_while_it_is_there() -> None:
    plan = replace(SOUND, meetings=(), dismissals={"human_neglected": "Déjà fait", "no_owner": "Mutation"})
    (gone,) = dismissed(plan)
    assert (gone.pitfall.code, gone.reason) == (PitfallCode.HUMAN_NEGLECTED, "Déjà fait")
    assert open_pitfalls(plan) == ()
    assert open_pitfalls(replace(plan, dismissals={})) == (gone.pitfall,)
    assert dismissed(replace(plan, meetings=(MEETING,))) == ()


UNMEASURED = replace(KPI, row="objectives/o1/kpis/k1", baseline=None)
BARE = Plan(
    path=Way.FULL,
    heard=frozenset({Stakeholder.AGENTS}),
    needs=(replace(NEEDS[0], evidence=Evidence(EvidenceKind.NONE)), NEEDS[1]),
    objectives=(
        replace(OBJECTIVES[0], kpis=(replace(KPI, row="objectives/o1/kpis/k1", baseline=None),)),
        OBJECTIVES[1],
    ),
    actions=tuple(
        replace(ACTIONS[0], row=f"a{rank}", score=TOP, kind=TOOL, investment=100, alternative=False, entry="twice")
        for rank in range(8)
    ),
)
"""Nearly every pitfall at once."""
PLACES = {
    PitfallCode.HUMAN_NEGLECTED: "add:meetings",
    PitfallCode.SILO: "edit:actions/a0/pilot",
    PitfallCode.NO_BASELINE: "edit:objectives/o1/kpis/k1/baseline",
    PitfallCode.TOO_MANY_IMMEDIATE: "open:actions/a7",
    PitfallCode.STAKEHOLDER_NOT_HEARD: "edit:diagnosis.heard",
    PitfallCode.PILLAR_WITHOUT_ACTION: "add:actions",
    PitfallCode.NO_RUNNING_COST: "edit:actions/a0/running",
    PitfallCode.NO_TEST_PHASE: "add:meetings",
    PitfallCode.NO_TRAINING: "add:actions",
    PitfallCode.NO_ALTERNATIVE: "edit:actions/a0/alternative",
    PitfallCode.NO_MEDIATION: "add:actions",
    PitfallCode.OVERLAPPING_ACTIONS: "open:actions/a7",
    PitfallCode.NO_EVIDENCE: "edit:needs/n1/evidence",
}


def test_each_pitfall_leads_to_where_it_is_mended_or_to_why_it_is_set_aside() -> None:
    found = topics(BARE)
    assert found == {code.value: (act, f"edit:check.dismiss_{code}") for code, act in PLACES.items()}


@pytest.mark.parametrize(
    ("code", "plan", "act"),
    [
        (PitfallCode.NO_OWNER, replace(BARE, actions=piloted("Paul", None, "Léa")), "edit:actions/a2/pilot"),
        (PitfallCode.NO_KPI, replace(BARE, objectives=(replace(OBJECTIVES[0], kpis=()),)), "add:objectives/o1/kpis"),
        (PitfallCode.PILLAR_WITHOUT_ACTION, replace(SOUND, needs=NEEDS[1:]), "add:needs"),
        (PitfallCode.PILLAR_WITHOUT_ACTION, replace(BARE, needs=NEEDS, objectives=()), "add:objectives"),
        (PitfallCode.PILLAR_WITHOUT_ACTION, replace(SOUND, actions=ACTIONS[1:]), "add:actions"),
        (PitfallCode.NO_MEDIATION, unassisted(30), "add:needs"),
        (PitfallCode.NO_MEDIATION, unassisted(None, NEEDS), "add:actions"),
        (PitfallCode.SILO, replace(BARE, actions=piloted("Paul", "Luc", "Léa")), "add:meetings"),
        (PitfallCode.TOOL_BEFORE_NEED, replace(BARE, heard=frozenset()), "edit:diagnosis.heard"),
        (PitfallCode.TOOL_BEFORE_NEED, replace(BARE, needs=()), "add:needs"),
        (PitfallCode.TOOL_BEFORE_NEED, replace(BARE, objectives=()), "add:objectives"),
        (PitfallCode.TOOL_BEFORE_NEED, replace(SOUND, needs=NEEDS[1:]), "edit:objectives/o1/need"),
        (
            PitfallCode.TOOL_BEFORE_NEED,
            replace(SOUND, actions=(replace(ACTIONS[0], objective=None),)),
            "edit:actions/a1/objective",
        ),
    ],
)
def test_where_to_go_depends_on_what_is_missing(code: PitfallCode, plan: Plan, act: str) -> None:
    assert topics(plan)[code][0] == act


def test_every_place_is_a_question_a_list_or_a_row_of_the_script() -> None:
    variants: tuple[Callable[[Plan], Plan], ...] = (
        lambda plan: plan,
        lambda plan: replace(plan, heard=frozenset()),
        lambda plan: replace(plan, needs=()),
        lambda plan: replace(plan, objectives=()),
        lambda plan: replace(plan, objectives=(replace(OBJECTIVES[0], kpis=()),)),
        lambda plan: replace(plan, actions=piloted("Paul", None, "Léa")),
    )
    acts = {
        act
        for change, plan in product(variants, (BARE, SOUND))
        for pair in topics(change(plan)).values()
        for act in pair
    }
    for verb, _, place in (act.partition(":") for act in acts):
        path = Path.parse(place)
        assert path.id in SCRIPT.by_id, place
        assert (path.id in SCRIPT.lists) == (verb in {"add", "open"}), place
