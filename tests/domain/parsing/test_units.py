"""Units under their names, and folded lines that keep what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parsing.folding import folded, folded_signs
from domain.parsing.line import Line
from domain.parsing.numbers import figures, in_figures
from domain.parsing.units import NAMES, UNITS, known_unit, ratio, said


@given(st.text())
def test_folded_signs_are_those_of_the_folded_text_each_with_its_place(text: str) -> None:
    signs, places = folded_signs(text)
    assert signs == folded(text)
    assert len(places) == len(signs)
    assert list(places) == sorted(places)


def test_what_replaces_words_stands_for_what_was_typed() -> None:
    line = in_figures(Line.of("Vingt-quatre mois et Trois\u202fjours"))
    assert line.text == "24 mois et 3 jours"
    assert line.words(0, 2) == "Vingt-quatre"
    assert line.words(11, 12) == "Trois"
    assert line.words(3, 3) == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("quatre-vingt-dix pour cent", "90 pour cent"),
        ("mille deux cents personnes", "1200 personnes"),
        ("deux millions d'euros", "2 millions d'euros"),
        ("une centaine d'agents", "~100 agents"),
        ("une demi-douzaine de sites", "~6 sites"),
        ("deux virgule cinq points", "2,5 points"),
        ("remettre à neuf", "remettre a neuf"),
        ("fin sept 2027", "fin sept 2027"),
        ("sept jours", "7 jours"),
        ("un an", "1 an"),
        ("un agent sur deux", "1 agent sur 2"),
        ("un portail", "un portail"),
        ("twenty-four months", "24 months"),
    ],
)
def test_numbers_in_letters_become_figures_and_articles_do_not(typed: str, said: str) -> None:
    assert in_figures(Line.of(typed)).text.rstrip() == said


@pytest.mark.parametrize(("typed", "value"), [("1 200", 1200), ("62,5", 62.5), ("1.200", 1200), ("1 2", None)])
def test_figures_are_one_number_or_none(typed: str, value: float | None) -> None:
    assert figures(typed) == value


@pytest.mark.parametrize(
    ("unit", "into", "times"),
    [
        ("semaine", "jour", 7),
        ("jrs", "heures", 24),
        ("an", "mois", 12),
        ("M€", "k€", 1000),
        ("démarche", "démarche", 1),
        ("mois", "jour", None),
        ("%", "pt", None),
        ("kg", "kWh", None),
    ],
)
def test_units_of_one_kind_compare_and_others_do_not(unit: str, into: str, times: float | None) -> None:
    assert ratio(unit, into) == times


def test_a_month_is_thirty_days_only_about() -> None:
    assert ratio("mois", "jour", about=True) == 30
    assert ratio("jour", "an", about=True) == pytest.approx(1 / 365)


def test_a_unit_is_known_under_its_short_names() -> None:
    assert (known_unit("jrs"), known_unit("kWh"), known_unit("agents")) == ("jour", "kWh", None)


@pytest.mark.parametrize(
    ("unit", "count", "words"),
    [
        ("jour", 0, "jour"),
        ("jour", 1.5, "jour"),
        ("jour", 2, "jours"),
        ("mois", 3, "mois"),
        ("pt", 1, "point"),
        ("pt", 15, "points"),
        ("%", 30, "%"),
        ("kWh", 12, "kWh"),
        ("tiers-lieu", 3, "tiers-lieux"),
        ("jeu de données", 2, "jeux de données"),
    ],
)
def test_a_unit_agrees_with_its_count(unit: str, count: float, words: str) -> None:
    assert said(unit, count) == words


def test_no_two_units_are_written_alike() -> None:
    assert sum(len(unit.typed) for unit in UNITS.values()) == len(NAMES)
