"""The key figures and the way numbers are written."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from bot.documents.board import ranking
from bot.documents.clean import draw
from bot.documents.goals import Followed
from bot.documents.headline import figure_label, key_figures, origin
from bot.wording.document_words import words
from bot.wording.formats import long_date, quantity, rounded_euros
from domain.plan import Figure, Plan, Score


def notes(plan: Plan, language: str = "fr") -> list[tuple[str, str, bool]]:
    followed = Followed((), {}, date(2027, 3, 15))
    figures = key_figures(plan, ranking(plan, 3.0), followed, words(language), label=80)
    return [(draw(figure.value).replace("\u202f", " "), figure.note, figure.known) for figure in figures]


@pytest.mark.parametrize(
    ("year", "source", "said"),
    [
        (2026, "Arcep", "2026, Arcep"),
        (2026, None, "2026"),
        (None, "Arcep", "Arcep"),
        (None, None, "année et source à préciser"),
    ],
)
def test_the_origin_of_a_figure_says_what_is_known(year: int | None, source: str | None, said: str) -> None:
    assert origin(Figure("fibre", 71, year, source), words("fr")) == said


def test_a_figure_without_words_is_named_after_its_key() -> None:
    assert figure_label(Figure("diagnosis.counter_visits"), words("fr")) == "counter visits"


def test_an_unknown_figure_is_a_figure_to_collect_and_not_a_zero() -> None:
    assert [known for _, _, known in notes(Plan())] == [False] * 4
    assert notes(Plan())[3][0] == "Donnée à collecter"


def test_without_an_indicator_the_first_figure_of_the_diagnosis_leads() -> None:
    plan = Plan(figures=(Figure("difficulty", to_collect=True), Figure("fibre", 71, 2026, "Arcep")))
    assert notes(plan)[3] == ("71 %", "des locaux sont raccordables à la fibre (2026, Arcep)", True)


def test_an_indicator_without_deadline_gives_no_year(samples: SimpleNamespace) -> None:
    plan = samples.village()
    undated = replace(plan.objectives[0].kpis[0], deadline=None)
    plan = replace(plan, objectives=(replace(plan.objectives[0], deadline=None, kpis=(undated,)),))
    assert "visé (départ" in notes(plan)[3][1]


def test_a_plan_without_cofunding_says_so_and_one_not_answered_does_not(samples: SimpleNamespace) -> None:
    assert "sans cofinancement attendu" in notes(replace(samples.village(), cofunding=0))[1][1]
    assert "cofinancement" not in notes(replace(samples.village(), cofunding=None))[1][1]


def test_actions_without_notes_are_not_said_to_have_no_priority(samples: SimpleNamespace) -> None:
    plan = samples.village()
    plan = replace(plan, actions=tuple(replace(action, score=Score()) for action in plan.actions))
    assert notes(plan)[2][1] == "pas encore notées en impact et faisabilité"


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (3_230_000, "3,23 M€", "€3.23M"),
        (480_000, "480 k€", "€480k"),
        (18_500, "18,5 k€", "€18.5k"),
        (9_500, "9 500 €", "€9,500"),
    ],
)
def test_sums_are_rounded_to_the_unit_that_reads_best(amount: int, french: str, english: str) -> None:
    assert rounded_euros(amount, "fr").replace("\u202f", " ") == french
    assert rounded_euros(amount, "en") == english


def test_the_first_of_the_month_is_written_1er_in_french_only() -> None:
    assert long_date(date(2027, 5, 1), "fr") == "1er mai 2027"
    assert long_date(date(2027, 5, 11), "fr") == "11 mai 2027"
    assert long_date(date(2027, 5, 1), "en") == "1 May 2027"


def test_a_long_unit_is_left_out_and_an_unknown_value_stays_unknown() -> None:
    assert quantity(12, "kilomètres de pistes", "fr") == "12"
    assert quantity(None, "%", "fr") is None
