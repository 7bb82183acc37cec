"""Sentences that say less than what was answered beside them are offered in full."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.objective.read import read_objective
from domain.questionnaire import SCRIPT
from domain.script.aims import KPIS, SENTENCE
from domain.script.rewording import contradicted, reworded

DossierOf = Callable[..., Dossier]
VAGUE = "Réduire les délais d’instruction"
COMPLETE = "Réduire de 62 à 40 jours les délais d’instruction d’ici fin 2028"
FIGURES = {"unit": "days", "baseline": 60, "target": 40}


def offered(
    dossier_of: DossierOf,
    sentence: str,
    deadline: str | AnswerStatus | None = None,
    figures: Mapping[str, object] | None = None,
) -> str | None:
    """The fuller sentence offered for an objective, None when there is none."""
    return reworded(*known(dossier_of, sentence, deadline, figures)).get(Path(SENTENCE, ("o",)))


def known(
    dossier_of: DossierOf,
    sentence: str,
    deadline: str | AnswerStatus | None = None,
    figures: Mapping[str, object] | None = None,
) -> tuple[Mapping[Path, Answer], Mapping[Path, tuple[str, ...]]]:
    """The answers and rows of a plan with one objective."""
    given: dict[str, object] = {str(Path(SENTENCE, ("o",))): sentence}
    if deadline is not None:
        given[str(Path("objectives/deadline", ("o",)))] = deadline
    given |= {str(Path(f"{KPIS}/{name}", ("o", "k"))): value for name, value in (figures or {}).items()}
    rows = {"objectives": ("o",), str(Path(KPIS, ("o",))): ("k",)}
    seen = survey(SCRIPT, dossier_of(given, rows))
    return seen.visible, seen.rows


def test_the_date_answered_beside_is_added(dossier_of: DossierOf) -> None:
    full = offered(dossier_of, VAGUE, "2028-12-31")
    assert full is not None
    reading = read_objective(full, date(2027, 1, 4))
    assert reading.deadline is not None
    assert reading.deadline.value == date(2028, 12, 31)


def test_the_levels_of_the_first_kpi_are_added(dossier_of: DossierOf) -> None:
    full = offered(dossier_of, VAGUE, "2028-12-31", FIGURES)
    assert full is not None
    reading = read_objective(full, date(2027, 1, 4))
    assert reading.baseline is not None
    assert reading.target is not None
    assert (reading.baseline.value, reading.target.value) == (60, 40)


def test_the_fuller_sentence_is_itself_complete(dossier_of: DossierOf) -> None:
    full = offered(dossier_of, VAGUE, "2028-12-31", FIGURES)
    assert full is not None
    assert offered(dossier_of, full, "2028-12-31", FIGURES) is None


def test_a_sentence_that_has_it_all_is_left_as_it_is(dossier_of: DossierOf) -> None:
    assert offered(dossier_of, COMPLETE, "2028-12-31", {**FIGURES, "baseline": 62}) is None


# Corrections ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "deadline", "figures", "full"),
    [
        (
            "Réduire les délais d’ici fin 2027",
            "2028-06-30",
            {},
            "Réduire les délais d’ici le 30 juin 2028.",
        ),
        (
            "Passer de 80 à 120 % le taux de satisfaction d’ici fin 2028",
            "2028-12-31",
            {"unit": "percent", "direction": "up", "baseline": 80, "target": 100},
            "Faire passer de 80 % à 100 % le taux de satisfaction d’ici le 31 décembre 2028.",
        ),
        (
            "Moins de papier",
            "2028-12-31",
            {"unit": "other", "unit_name": "ramettes", "direction": "down", "baseline": 12, "target": 6},
            "Faire passer de 12 à 6 ramettes la quantité de papier d’ici le 31 décembre 2028.",
        ),
        (
            "Former 150 agents d’ici fin 2028",
            "2028-12-31",
            {"unit": "count", "direction": "up", "baseline": 30, "target": 120},
            "Former 120 agents d’ici le 31 décembre 2028.",
        ),
        (
            "Réduire de 30 % le délai d’instruction",
            None,
            {"unit": "days", "direction": "down", "baseline": 60, "target": 40},
            "Faire passer de 60 à 40 jours le délai d’instruction.",
        ),
        (
            "Réduire le délai de réponse de 12 à 6 semaines",
            None,
            {"unit": "days", "direction": "down", "baseline": 12, "target": 6},
            "Faire passer de 12 à 6 jours le délai de réponse.",
        ),
        (
            "Réduire la consommation de 120 à 80 MWh",
            None,
            {"unit": "other", "unit_name": "MWh", "direction": "down", "baseline": 120, "target": 90},
            "Faire passer de 120 à 90 MWh la consommation.",
        ),
        (
            "Réduire le nombre de visites",
            None,
            {"unit": "count", "direction": "up"},
            "Augmenter le nombre de visites.",
        ),
    ],
)
def test_an_answer_that_contradicts_the_sentence_takes_its_place_in_what_is_offered(
    dossier_of: DossierOf, sentence: str, deadline: str | None, figures: Mapping[str, object], full: str
) -> None:
    assert offered(dossier_of, sentence, deadline, figures) == full
    assert offered(dossier_of, full, deadline, figures) is None


def test_only_an_answer_that_says_otherwise_contradicts(dossier_of: DossierOf) -> None:
    def contradicts(deadline: str, figures: Mapping[str, object]) -> bool:
        return bool(contradicted(*known(dossier_of, COMPLETE, deadline, figures)))

    assert contradicts("2029-06-30", {**FIGURES, "baseline": 62})
    assert contradicts("2028-12-31", FIGURES)
    assert not contradicts("2028-12-31", {**FIGURES, "baseline": 62})
    assert not contradicted(*known(dossier_of, VAGUE, "2028-12-31", FIGURES))


def test_a_change_that_leads_to_the_answers_is_left_as_it_is(dossier_of: DossierOf) -> None:
    figures = {"unit": "days", "direction": "down", "baseline": 60, "target": 42}
    assert offered(dossier_of, "Réduire de 30 % le délai d’instruction", None, figures) is None


def test_the_figures_of_another_thing_are_left_out_of_the_sentence(dossier_of: DossierOf) -> None:
    assert offered(dossier_of, COMPLETE, "2028-12-31", {**FIGURES, "label": "Bornes installées"}) is None


def test_a_relative_date_is_counted_from_the_day_that_it_was_in_the_territory(dossier_of: DossierOf) -> None:
    given = {
        "frame.territory": "COM:97411",
        str(Path(SENTENCE, ("o",))): "Réduire les délais dans deux ans",
        str(Path("objectives/deadline", ("o",))): "2029-01-05",
    }
    dossier = dossier_of(given, {"objectives": ("o",)})
    late = datetime(2027, 1, 4, 21, tzinfo=UTC)
    moved = {path: replace(answer, at=late) for path, answer in dossier.answers.items()}
    seen = survey(SCRIPT, replace(dossier, answers=moved))
    assert not reworded(seen.visible, seen.rows)


@pytest.mark.parametrize("deadline", [None, AnswerStatus.UNKNOWN, AnswerStatus.STALE])
def test_without_anything_known_beside_nothing_is_offered(dossier_of: DossierOf, deadline: AnswerStatus | None) -> None:
    assert offered(dossier_of, VAGUE, deadline) is None


@pytest.mark.parametrize(
    "figures",
    [
        {"unit": "days", "baseline": 60},
        {"unit": "days", "baseline": AnswerStatus.UNKNOWN, "target": 40},
        {"unit": "days", "baseline": 40, "target": 40},
    ],
)
def test_levels_that_make_no_change_that_can_be_said_are_left_out(
    dossier_of: DossierOf, figures: Mapping[str, object]
) -> None:
    assert offered(dossier_of, VAGUE, None, figures) is None


@pytest.mark.parametrize("target", [70, 80])
def test_an_english_sentence_that_says_another_target_is_contradicted(target: float) -> None:
    path = Path("objectives/sentence", ("o",))
    now = datetime(2026, 12, 1, tzinfo=UTC)
    visible = {
        path: Answer("Raise online procedures from 40% to 70% by the end of 2029", AnswerStatus.OK, 1, 1, now),
        Path("objectives/kpis/target", ("o", "k")): Answer(target, AnswerStatus.OK, 1, 1, now),
    }
    rows = {Path("objectives"): ("o",), Path("objectives/kpis", ("o",)): ("k",)}
    assert contradicted(visible, rows) == (frozenset() if target == 70 else {path})


RATE = {"label": "Taux de remplissage des ateliers", "unit": "percent", "direction": "keep"}
BOTH = "Maintenir entre 40 et 55 % le taux de remplissage des ateliers jusqu’au 31 décembre 2028."
FLOOR = "Maintenir à 40 % au moins le taux de remplissage des ateliers jusqu’au 31 décembre 2028."
CEILING = "Ne pas dépasser 55 % pour le taux de remplissage des ateliers jusqu’au 31 décembre 2028."


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ({"target": 40, "ceiling": 55}, BOTH),
        ({"target": 40, "ceiling": 55, "baseline": 45}, BOTH),
        ({"target": 40}, FLOOR),
        ({"target": 0, "ceiling": 55}, CEILING),
    ],
)
def test_a_sentence_of_the_coach_says_both_bounds_and_one_alone_as_what_it_is(
    dossier_of: DossierOf, bounds: Mapping[str, object], told: str
) -> None:
    vague = "Maintenir le taux de remplissage des ateliers"
    assert offered(dossier_of, vague, "2028-12-31", {**RATE, **bounds}) == told
    assert offered(dossier_of, told, "2028-12-31", {**RATE, **bounds}) is None


@pytest.mark.parametrize(
    ("sentence", "bounds", "is_contradicted"),
    [
        (BOTH, {"target": 40, "ceiling": 55}, False),
        ("Garder le taux de remplissage entre 40 % et 55 % d’ici fin 2028", {"target": 40, "ceiling": 55}, False),
        (FLOOR, {"target": 40, "ceiling": 55}, False),
        (CEILING, {"target": 40, "ceiling": 55}, False),
        (BOTH, {"target": 40}, False),
        (BOTH, {"target": 45, "ceiling": 55}, True),
        (BOTH, {"target": 40, "ceiling": 60}, True),
        (FLOOR, {"target": 0, "ceiling": 55}, True),
        ("Keep the rate of filled workshops under 55% until the end of 2028", {"target": 0, "ceiling": 55}, False),
        ("Keep the rate of filled workshops under 55% until the end of 2028", {"target": 0, "ceiling": 60}, True),
    ],
)
def test_bounds_are_contradicted_by_other_bounds_alone(
    dossier_of: DossierOf, sentence: str, bounds: Mapping[str, object], *, is_contradicted: bool
) -> None:
    found = contradicted(*known(dossier_of, sentence, "2028-12-31", {**RATE, **bounds}))
    assert (Path(SENTENCE, ("o",)) in found) is is_contradicted
