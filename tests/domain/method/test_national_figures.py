"""National figures: only those with a source, and only where they mean the same."""

import pytest

from domain.dialogue.questions import Decimal
from domain.method.national_figures import reference_for, reference_values
from domain.method.source_grade import Grade
from domain.questionnaire import SCRIPT


def test_every_value_has_its_unit_year_scope_source_and_address() -> None:
    values = reference_values()
    assert len(values) > 20
    for value in values.values():
        assert value.unit
        assert value.scope
        assert value.source
        assert value.year[:2] == "20"
        assert value.year.replace("-", "").replace("T", "").isdigit()
        assert value.grade in Grade
        assert value.url.startswith("https://")


def test_shares_are_between_0_and_100() -> None:
    assert all(0 <= value.value <= 100 for value in reference_values().values() if value.unit == "%")


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("fibre", [(93.5, "%", "2025-09-30", "France", Grade.B)]),
        ("difficulty", [(15.4, "%", "2021", "15 ans+ France hors Mayotte", Grade.A)]),
        ("mobile", [(88.0, "%", "2023-T3", "métropole", Grade.A)]),
        ("site", [(73.0, "%", "2025-04", "État", Grade.B)]),
        ("online", []),
        ("seniors", []),
        ("anything", []),
    ],
)
def test_a_figure_has_the_reference_that_means_the_same(figure: str, expected: list[tuple[object, ...]]) -> None:
    found = [(each.value, each.unit, each.year, each.scope, each.grade) for each in reference_for(figure)]
    assert found == expected


@pytest.mark.parametrize("figure", ["fibre", "mobile", "difficulty", "site"])
def test_a_reference_stands_beside_a_figure_asked_in_its_unit(figure: str) -> None:
    asked = {question.id: question for question in SCRIPT.questions()}[f"diagnosis.{figure}"]
    assert isinstance(asked, Decimal)
    assert {each.unit for each in reference_for(figure)} == {asked.unit}
