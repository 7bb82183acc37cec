"""Units and years as people type them."""

from datetime import date

import pytest

from domain.dialogue.values import Accepted, Rejected, Understanding, Understood
from domain.questionnaire import SCRIPT
from domain.script.aims import UNIT, UNIT_NAME

TODAY = date(2026, 11, 23)


def read(item: str, text: str) -> Understanding:
    question = SCRIPT.question(item)
    assert question is not None
    return question.read(text, TODAY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("jours", "days"),
        ("en jours", "days"),
        ("60 jours", "days"),
        ("jours ouvrés", "days"),
        ("h", "hours"),
        ("%", "percent"),
        ("12 %", "percent"),
        ("pourcentage", "percent"),
        ("euros", "euros"),
        ("En nombre.", "count"),
        ("autre", "other"),
    ],
)
def test_a_usual_unit_is_its_option(typed: str, code: str) -> None:
    assert read(UNIT, typed) == Accepted(code)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ramettes", "ramettes"),
        ("pages par agent", "pages par agent"),
        ("en minutes", "minutes"),
        ("kwh", "kWh"),
        ("k€", "k€"),
        ("points", "points"),
        ("dossiers traités", "dossiers traités"),
    ],
)
def test_any_other_short_name_is_that_of_another_unit(typed: str, name: str) -> None:
    assert read(UNIT, typed) == Understood("other", {UNIT_NAME: name})


@pytest.mark.parametrize(
    "typed", ["je ne sais pas", "non", "aucune idée", "???", "à voir plus tard avec le service", "12/10/2026", "🙂", ""]
)
def test_what_names_no_unit_is_no_option(typed: str) -> None:
    assert read(UNIT, typed) == Rejected("not_an_option")


@pytest.mark.parametrize("typed", ["6", "six", "1 200"])
def test_a_bare_number_is_a_value_and_no_unit(typed: str) -> None:
    assert read(UNIT, typed) == Rejected("not_an_option", {"typed": typed})


@pytest.mark.parametrize("typed", ["2029", "fin 2029", "en 2029", "31/12/2029", "décembre 2029"])
def test_a_year_may_be_said_as_a_period_of_it(typed: str) -> None:
    assert read("frame.end_year", typed) == Accepted(2029)


@pytest.mark.parametrize("typed", ["fin 2019", "12", "de 2028 à 2029"])
def test_no_year_is_made_of_what_is_none(typed: str) -> None:
    assert isinstance(read("frame.end_year", typed), Rejected)


def test_an_amount_of_money_is_no_year() -> None:
    assert read("frame.budget", "fin 2029") == Rejected("is_a_date")
