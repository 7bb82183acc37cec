"""A name, then where it lies: read together, unless the second text stands for itself."""

from datetime import date

import pytest

from domain.dialogue.values import Understood, Unsure
from domain.script.narrowing import narrowed

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("former", "text", "expected"),
    [
        ("saint martin", "dans le gers", "COM:32389"),
        ("saint martin", "32", "COM:32389"),
        ("st martin", "c un village de 380 hab dans le 32", "COM:32389"),
        ("saint-denis", "93", "COM:93066"),
        ("saint-denis", "La Réunion", "COM:97411"),
        ("saint-denis", "97400", "COM:97411"),
    ],
)
def test_a_department_a_region_or_a_code_tells_which_of_those_named_before(
    former: str, text: str, expected: str
) -> None:
    match narrowed(former, text, TODAY):
        case Understood(value):
            assert value == expected
        case Unsure(options):
            assert options[0] == expected
        case other:
            pytest.fail(str(other))


@pytest.mark.parametrize(
    "text", ["Metz", "Saint-Denis 93", "Landes", "32000", "en bretagne", "merci", "je ne sais pas", "99", "x" * 600]
)
def test_what_names_something_else_or_nothing_stands_for_itself(text: str) -> None:
    assert narrowed("saint-denis", text, TODAY) is None
