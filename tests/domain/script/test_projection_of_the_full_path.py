"""The plan told by a dossier of the full path: the diagnosis in depth, means, meetings, decisions."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.catalogue import ACTIONS, KPIS, NEEDS
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.values import Value
from domain.plan import (
    ActionKind,
    Amendment,
    Audit,
    AuditStatus,
    Beat,
    Channel,
    Conclusion,
    DutyId,
    Evidence,
    EvidenceKind,
    Figure,
    Hearing,
    HearingMethod,
    Involvement,
    Meeting,
    Participation,
    Pillar,
    Plan,
    Reliability,
    Rhythm,
    Stakeholder,
    Way,
)
from domain.plan.maturity import STATEMENTS, Audience, Theme, statements_for

PlanOf = Callable[..., Plan]
UNKNOWN, SKIPPED, STALE, NONE = (
    AnswerStatus.UNKNOWN,
    AnswerStatus.SKIPPED,
    AnswerStatus.STALE,
    AnswerStatus.NOT_APPLICABLE,
)
KPI = "objectives/o1/kpis/k1"
HANDMADE = {"frame.territory": NONE, "frame.territory_kind": "epci", "frame.path": "full"}
"""Of a territory that no list has, on the full path."""


def test_a_figure_has_its_unit_its_reliability_and_who_will_collect_it(plan_of: PlanOf) -> None:
    given = {
        **HANDMADE,
        "diagnosis.delay": 42,
        "diagnosis.delay_year": UNKNOWN,
        "diagnosis.delay_reliability": "estimated",
        "diagnosis.it_budget": UNKNOWN,
        "diagnosis.it_budget_who": "La DGS",
        "diagnosis.it_budget_when": "2027-05-01",
    }
    assert plan_of(given).figures == (
        Figure("delay", 42, unit="jours", reliability=Reliability.ESTIMATED),
        Figure("it_budget", to_collect=True, unit="€", collect_who="La DGS", collect_on=date(2027, 5, 1)),
    )


def test_those_heard_one_by_one_join_those_that_were_ticked(plan_of: PlanOf) -> None:
    given = {
        "diagnosis.heard": ("agents",),
        "hearings/h/who": "Les commerçants de la halle",
        "hearings/h/category": "businesses",
        "hearings/h/method": "meeting",
        "hearings/h/date": "2026-11-03",
        "hearings/h/said": SKIPPED,
    }
    plan = plan_of(given, hearings=("h",))
    assert plan.heard == frozenset({Stakeholder.AGENTS, Stakeholder.BUSINESSES})
    assert plan.hearings == (
        Hearing("h", "Les commerçants de la halle", Stakeholder.BUSINESSES, HearingMethod.MEETING, date(2026, 11, 3)),
    )
    alone = {path: value for path, value in given.items() if path != "diagnosis.heard"}
    assert plan_of(alone, hearings=("h",)).heard == frozenset({Stakeholder.BUSINESSES})


def test_audits_are_told_with_what_they_found(plan_of: PlanOf) -> None:
    given = {
        "audits/a/subject": "Sécurité",
        "audits/a/status": "done",
        "audits/a/date": "2026-02-01",
        "audits/a/findings": "Pas de sauvegarde",
    }
    expected = Audit("a", "Sécurité", AuditStatus.DONE, date(2026, 2, 1), "Pas de sauvegarde")
    assert plan_of(given, audits=("a",)).audits == (expected,)


def test_maturity_is_scored_on_the_statements_answered_and_empty_before_any(plan_of: PlanOf) -> None:
    first, second = (each.id for each in statements_for(False)[:2])
    assert plan_of({first: STALE}).maturity == ()
    scores = {score.theme: score for score in plan_of({**HANDMADE, first: 2, second: UNKNOWN}).maturity}
    assert list(scores) == list(Theme)
    governance = scores[Theme.GOVERNANCE]
    assert (governance.score, governance.known, governance.asked) == (2.0, 1, 2)


def test_a_small_commune_is_scored_on_its_own_statements(plan_of: PlanOf) -> None:
    own = next(each for each in STATEMENTS if each.audience is Audience.SMALL)
    small = {**HANDMADE, "frame.territory_kind": "commune", "frame.population": 380, own.id: 1}
    scores = {score.theme: score.score for score in plan_of(small).maturity}
    assert scores[own.theme] == 1.0
    assert plan_of({**small, "frame.population": 3500}).maturity == ()


@pytest.mark.parametrize(("kind", "ref"), [("figure", "fibre"), ("hearing", "h"), ("audit", "a"), ("none", None)])
def test_a_need_tells_whom_it_weighs_on_and_what_shows_it(plan_of: PlanOf, kind: str, ref: str | None) -> None:
    given: dict[str, Value | AnswerStatus] = {
        "hearings/h/who": "Agents",
        "audits/a/subject": "Sécurité",
        "needs/n/sentence": "Accueil saturé",
        "needs/n/affected": ("agents", "residents"),
        "needs/n/affected_count": 120,
        "needs/n/evidence": kind,
        "needs/n/evidence_figure": "fibre",
        "needs/n/evidence_hearing": "h",
        "needs/n/evidence_audit": "a",
        "needs/n/entry": next(iter(NEEDS)),
    }
    (need,) = plan_of(given, needs=("n",), hearings=("h",), audits=("a",)).needs
    assert (need.affected, need.affected_count) == (frozenset({Stakeholder.AGENTS, Stakeholder.RESIDENTS}), 120)
    assert need.evidence == Evidence(EvidenceKind(kind), ref)
    assert need.entry in NEEDS


def test_a_baseline_has_its_day_or_the_day_to_measure_it_by(plan_of: PlanOf) -> None:
    given = {
        "objectives/o1/sentence": "Un",
        f"{KPI}/label": "Délai",
        f"{KPI}/baseline": UNKNOWN,
        f"{KPI}/baseline_date": "2026-01-01",
        f"{KPI}/measure_by": "2027-06-30",
        f"{KPI}/source": "Registre de l’accueil",
        f"{KPI}/entry": next(iter(KPIS)),
    }
    (kpi,) = plan_of(given, objectives=("o1",), objectives__o1__kpis=("k1",)).kpis
    assert (kpi.baseline_on, kpi.measure_by, kpi.source) == (None, date(2027, 6, 30), "Registre de l’accueil")
    assert kpi.entry in KPIS
    (known,) = plan_of({**given, f"{KPI}/baseline": 12}, objectives=("o1",), objectives__o1__kpis=("k1",)).kpis
    assert (known.baseline_on, known.measure_by) == (date(2026, 1, 1), None)


def test_an_action_tells_its_means_and_its_conditions(plan_of: PlanOf) -> None:
    given = {
        "needs/n/sentence": "Accueil saturé",
        "actions/a/title": "Acheter un outil",
        "actions/a/kind": "tool",
        "actions/a/objective": NONE,
        "actions/a/need": "n",
        "actions/a/services": "Accueil, état civil",
        "actions/a/official": "Mme Roy",
        "actions/a/start": "2027-01-01",
        "actions/a/end": "2027-12-31",
        "actions/a/investment": 12000,
        "actions/a/running": 1800,
        "actions/a/days": 12.5,
        "actions/a/first_step": "Appeler le prestataire",
        "actions/a/alternative": "no",
        "actions/a/reason": "Vite fait",
        "actions/a/duty": "accessibility",
        "actions/a/entry": next(iter(ACTIONS)),
    }
    plan = plan_of(given, needs=("n",), actions=("a",))
    (action,) = plan.actions
    assert (action.kind, action.need, action.duty) == (ActionKind.TOOL, "n", DutyId.ACCESSIBILITY)
    assert (action.services, action.official) == ("Accueil, état civil", "Mme Roy")
    assert (action.start, action.end) == (date(2027, 1, 1), date(2027, 12, 31))
    assert (action.investment, action.running, action.days) == (12000, 1800, 12.5)
    assert (action.first_step, action.reason) == ("Appeler le prestataire", "Vite fait")
    assert action.alternative is False
    assert action.entry in ACTIONS
    free = {**given, "actions/a/alternative": "yes", "actions/a/duty": "none"}
    (other,) = plan_of(free, needs=("n",), actions=("a",)).actions
    assert (other.alternative, other.duty) == (True, None)


def test_an_action_reaches_the_need_of_its_objective_before_its_own(plan_of: PlanOf) -> None:
    given = {
        "needs/n1/sentence": "Un",
        "needs/n1/pillar": "services",
        "needs/n2/sentence": "Deux",
        "needs/n2/pillar": "inclusion",
        "objectives/o1/sentence": "Mieux accueillir",
        "objectives/o1/need": "n1",
        "actions/a/title": "Former",
        "actions/a/objective": "o1",
        "actions/b/title": "Aider",
        "actions/b/objective": NONE,
        "actions/b/need": "n2",
        "actions/c/title": "Rien",
    }
    plan = plan_of(given, needs=("n1", "n2"), objectives=("o1",), actions=("a", "b", "c"))
    assert [plan.pillar_of(action) for action in plan.actions] == [Pillar.SERVICES, Pillar.INCLUSION, None]


def test_meetings_messages_and_participation_are_told(plan_of: PlanOf) -> None:
    given = {
        "teams.participation": "consultation",
        "actions/a/title": "Former",
        "meetings/m/topic": "Essai à l’accueil",
        "meetings/m/form": "test_phase",
        "meetings/m/date": "2027-03-14",
        "meetings/m/participants": "Deux agents",
        "meetings/m/audience": ("agents",),
        "meetings/m/action": "a",
        "meetings/m/output": "dormant: only a workshop gives something",
        "meetings/m/end": "2027-04-14",
        "meetings/m/criterion": "Moins d’attente",
        "meetings/m/decision": "no_go",
        "beats/b/message": "Le guichet reste ouvert",
        "beats/b/audience": ("residents",),
        "beats/b/channel": "bulletin",
        "beats/b/rhythm": "quarterly",
    }
    plan = plan_of(given, actions=("a",), meetings=("m",), beats=("b",))
    assert plan.participation is Participation.CONSULTATION
    assert plan.meetings == (
        Meeting(
            "m",
            "Essai à l’accueil",
            Involvement.TEST_PHASE,
            date(2027, 3, 14),
            "Deux agents",
            frozenset({Stakeholder.AGENTS}),
            "a",
            None,
            date(2027, 4, 14),
            "Moins d’attente",
            Conclusion.NO_GO,
        ),
    )
    beat = Beat("b", "Le guichet reste ouvert", frozenset({Stakeholder.RESIDENTS}), Channel.BULLETIN, Rhythm.QUARTERLY)
    assert plan.beats == (beat,)


def test_the_way_reasons_to_set_aside_and_amendments_are_told(plan_of: PlanOf) -> None:
    given = {
        "frame.path": "full",
        "frame.official": "M. Petit",
        "check.dismiss_no_owner": "Recrutement en cours",
        "check.dismiss_silo": SKIPPED,
        "check.adopt": "now",
        "amendments/m/why": "Un objectif de plus",
        "amendments/m/date": "2028-01-10",
        "amendments/m/body": "Conseil municipal",
        "amendments/m/reference": "2028-003",
    }
    plan = plan_of(given, amendments=("m",))
    assert (plan.path, plan.official) == (Way.FULL, "M. Petit")
    assert plan.dismissals == {"no_owner": "Recrutement en cours"}
    amendment = Amendment("m", "Un objectif de plus", date(2028, 1, 10), "Conseil municipal", "2028-003")
    assert plan.amendments == (amendment,)
