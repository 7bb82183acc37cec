"""Sentences that say less than what was answered beside them are offered in full."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.objective_reading import read_objective
from domain.script import EXPRESS
from domain.script.aims import KPIS, SENTENCE
from domain.script.rewording import reworded

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
    given: dict[str, object] = {str(Path(SENTENCE, ("o",))): sentence}
    if deadline is not None:
        given[str(Path("objectives/deadline", ("o",)))] = deadline
    given |= {str(Path(f"{KPIS}/{name}", ("o", "k"))): value for name, value in (figures or {}).items()}
    rows = {"objectives": ("o",), str(Path(KPIS, ("o",))): ("k",)}
    seen = survey(EXPRESS, dossier_of(given, rows))
    return reworded(seen.visible, seen.rows).get(Path(SENTENCE, ("o",)))


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


def test_another_date_answered_beside_does_not_contradict_the_sentence(dossier_of: DossierOf) -> None:
    assert offered(dossier_of, COMPLETE, "2029-06-30", FIGURES) is None


@pytest.mark.parametrize("deadline", [None, AnswerStatus.UNKNOWN, AnswerStatus.STALE])
def test_without_anything_known_beside_nothing_is_offered(dossier_of: DossierOf, deadline: AnswerStatus | None) -> None:
    assert offered(dossier_of, VAGUE, deadline) is None


@pytest.mark.parametrize(
    "figures",
    [
        {"unit": "days", "baseline": 60},
        {"unit": "days", "baseline": AnswerStatus.UNKNOWN, "target": 40},
        {"unit": "days", "baseline": 40, "target": 40},
        {"unit": "other", "unit_name": "pages par agent", "baseline": 60, "target": 40},
    ],
)
def test_levels_that_make_no_change_that_can_be_said_are_left_out(
    dossier_of: DossierOf, figures: Mapping[str, object]
) -> None:
    assert offered(dossier_of, VAGUE, None, figures) is None
