"""What was typed in one unit, in the unit that is awaited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parsing.amounts import Amount, read_amount
from domain.parsing.unit_conversion import suited

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


def typed(text: str) -> Amount:
    amount = read_amount(text)
    assert amount is not None, text
    return amount


@given(NUMBERS, st.sampled_from(["", "%", "€", "jours", "heures", "semaines", "pages par agent"]))
def test_a_bare_number_suits_every_unit(value: float, unit: str) -> None:
    assert suited(Amount(value), unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("deux semaines", "jours", 14),
        ("12 j", "jours", 12),
        ("48 heures", "jours", 2),
        ("un jour et demi", "heures", 36),
        ("90 minutes", "heures", 1.5),
        ("3 semaines", "semaines", 3),
        ("21 jours", "semaines", 3),
        ("1,5 k€", "€", 1500),
        ("2 M€", "€", 2_000_000),
        ("62,5 %", "%", 62.5),
        ("2 ans", "mois", 24),
        ("environ 2 mois", "jours", 60),
        ("500 g", "kg", 0.5),
        ("2 tonnes", "kg", 2000),
        ("1 MWh", "kWh", 1000),
        ("12 km", "m", 12_000),
        ("12 k€", "k€", 12),
        ("12 000 €", "k€", 12),
        ("1,5 M€", "k€", 1500),
        ("12", "k€", 12),
        ("12 k€", "€", 12_000),
        ("12 k€", "€ par an", 12_000),
        ("12 jours ouvrés", "jours", 12),
        ("12 jours", "jours ouvrés", 12),
        ("90 secondes", "minutes", 1.5),
        ("2 trimestres", "mois", 6),
    ],
)
def test_what_measures_the_same_is_converted(text: str, unit: str, value: float) -> None:
    assert suited(typed(text), unit) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12 €", "jours"),
        ("12 jours", "€"),
        ("62 %", "jours"),
        ("62 %", ""),
        ("12 €", ""),
        ("12 €", "pages par agent"),
        ("12 dossiers", "%"),
        ("12 dossiers", "€"),
        ("10 jours", "%"),
        ("12 km", "kg"),
        ("3 kg", "dossiers"),
        ("12 dossiers", "km"),
        ("12 %", "points"),
    ],
)
def test_what_measures_something_else_does_not_suit(text: str, unit: str) -> None:
    assert suited(typed(text), unit) is None


def test_a_month_has_no_number_of_days_unless_it_is_approximate() -> None:
    assert suited(typed("2 mois"), "jours") is None
    assert suited(typed("environ 2 mois"), "jours") == 60


@pytest.mark.parametrize("name", ["dossiers", "demandes", "habitants", "pages par agent"])
def test_what_is_counted_may_have_any_name(name: str) -> None:
    assert suited(typed("12 dossiers"), "") == 12
    assert suited(typed("12 dossiers"), name) == 12


@pytest.mark.parametrize(("one", "other"), [("jour", "jours"), ("j", "jours"), ("semaine", "semaines"), ("an", "ans")])
def test_one_unit_written_in_two_ways_is_one_unit(one: str, other: str) -> None:
    assert suited(typed(f"3 {one}"), other) == 3
    assert suited(typed(f"3 {other}"), one) == 3


@given(
    NUMBERS, st.sampled_from(["jour", "heure", "semaine", "minute"]), st.sampled_from(["jours", "heures", "semaines"])
)
def test_a_conversion_and_back_gives_the_same(value: float, unit: str, into: str) -> None:
    once = suited(Amount(value, unit), into)
    assert once is not None
    back = suited(Amount(once, into.rstrip("s")), unit)
    assert back == pytest.approx(value)
