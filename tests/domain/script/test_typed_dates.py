"""Days and years typed in the questions of the script, which know what they begin or look back on."""

from datetime import date

import pytest

from domain.dialogue.values import Accepted, Rejected, Understanding
from domain.questionnaire import SCRIPT

TODAY = date(2026, 11, 23)


def read(item: str, text: str) -> Understanding:
    question = SCRIPT.question(item)
    assert question is not None
    return question.read(text, TODAY)


@pytest.mark.parametrize("item", ["actions/start", "meetings/date"])
def test_a_month_in_which_something_begins_is_its_first_day(item: str) -> None:
    assert read(item, "avril 2027") == Accepted("2027-04-01")


@pytest.mark.parametrize("item", ["actions/end", "meetings/end", "objectives/deadline"])
def test_a_month_in_which_something_ends_is_its_last_day(item: str) -> None:
    assert read(item, "avril 2027") == Accepted("2027-04-30")


@pytest.mark.parametrize(("text", "year"), [("cette année", 2026), ("l’an dernier", 2025), ("2 ans", 2024)])
def test_the_year_of_a_figure_is_said_from_today(text: str, year: int) -> None:
    assert read("diagnosis.fibre_year", text) == Accepted(year)


def test_the_last_year_of_a_plan_is_no_number_of_years() -> None:
    assert read("frame.end_year", "l’an prochain") == Accepted(2027)
    assert isinstance(read("frame.end_year", "2 ans"), Rejected)
