"""The sentence of an objective follows its figures once its chapter was confirmed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.objective.read import read_objective
from domain.script.aims import BASELINE, CEILING, DEADLINE, KPIS, SENTENCE, TARGET
from domain.script.retelling import retold

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
ROWS = {Path("objectives"): ("o",), Path(KPIS, ("o",)): ("k",)}
KPI = ("o", "k")


def _changed(sentence: str, item: str, former: Value, new: Value, **others: Value) -> str | None:
    """The sentence once what it said of `item` went from `former` to `new`."""
    values: dict[str, Value] = {SENTENCE: sentence, **{f"{KPIS}/{name}": value for name, value in others.items()}}
    answers = {
        Path(name, ("o",) if name in {SENTENCE, DEADLINE} else KPI): Answer(value, AnswerStatus.OK, 1, 1, NOW)
        for name, value in {**values, item: new}.items()
    }
    path = Path(item, ("o",) if item == DEADLINE else KPI)
    return retold(path, former, answers, ROWS).get(Path(SENTENCE, ("o",)))


@pytest.mark.parametrize(
    ("sentence", "item", "former", "new", "told"),
    [
        (
            "Passer de 18 à 50 habitants accompagnés par mois d’ici fin 2028",
            TARGET, 50, 60,
            "Passer de 18 à 60 habitants accompagnés par mois d’ici fin 2028",
        ),
        ("Porter à 70 % la part de tri d'ici 2029", TARGET, 70, 72.5, "Porter à 72,5 % la part de tri d'ici 2029"),
        ("Former 150 agents d’ici fin mars 2030", TARGET, 150, 1200, "Former 1 200 agents d’ici fin mars 2030"),
        (
            "Ramener l’instruction d’un permis de 62 à 40 jours d’ici fin 2028",
            BASELINE, 62, 70,
            "Ramener l’instruction d’un permis de 70 à 40 jours d’ici fin 2028",
        ),
        ("Ne pas dépasser 5 jours de délai", CEILING, 5, 8, "Ne pas dépasser 8 jours de délai"),
        (
            "Porter à 70 % la part des démarches d'ici fin 2029",
            DEADLINE, "2029-12-31", "2030-06-30",
            "Porter à 70 % la part des démarches d’ici le 30 juin 2030",
        ),
        (
            "Raise online procedures from 40% to 70% by the end of 2029",
            TARGET, 70, 80,
            "Raise online procedures from 40% to 80% by the end of 2029",
        ),
        (
            "Train 150 staff by March 2028",
            DEADLINE, "2028-03-31", "2028-06-30",
            "Train 150 staff by 30 June 2028",
        ),
    ],
)  # fmt: skip
def test_changing_a_target_rewords_the_sentence_in_its_own_words(
    sentence: str, item: str, former: Value, new: Value, told: str
) -> None:
    assert _changed(sentence, item, former, new) == told
    assert read_objective(told, date(2026, 12, 1)).target


def test_a_change_told_as_a_share_is_told_as_levels_once_it_leads_elsewhere() -> None:
    known: dict[str, Value] = {"label": "Délai de réponse", "unit": "days", "direction": "down", "baseline": 20}
    told = _changed("Réduire de 30 % le délai de réponse d’ici fin 2028", TARGET, 14, 10, **known)
    assert told is not None
    assert "de 20 à 10 jours" in told


@pytest.mark.parametrize("sentence", ["Améliorer l’accueil", "Tripler le nombre d’ateliers d’ici fin 2028"])
def test_a_sentence_without_the_figure_that_changed_keeps_its_words(sentence: str) -> None:
    assert _changed(sentence, TARGET, 50, 60) is None


def test_the_figure_of_another_kpi_leaves_the_sentence() -> None:
    rows = {**ROWS, Path(KPIS, ("o",)): ("first", "k")}
    answers = {
        Path(SENTENCE, ("o",)): Answer("Former 150 agents d’ici fin 2029", AnswerStatus.OK, 1, 1, NOW),
        Path(TARGET, KPI): Answer(60, AnswerStatus.OK, 2, 1, NOW),
    }
    assert retold(Path(TARGET, KPI), 150, answers, rows) == {}


def test_a_target_given_up_leaves_the_sentence() -> None:
    gone = Answer(None, AnswerStatus.UNKNOWN, 2, 1, NOW)
    answers = {
        Path(SENTENCE, ("o",)): replace(gone, value="Former 150 agents", status=AnswerStatus.OK),
        Path(TARGET, KPI): gone,
    }
    assert retold(Path(TARGET, KPI), 150, answers, ROWS) == {}
