"""Dates as people type them, and texts that are none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parsing.dates import read_date, read_first_day, read_year

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2027", date(2027, 12, 31)),
        ("1/2/27", date(2027, 2, 1)),
        ("31-12-2027", date(2027, 12, 31)),
        ("31.12.2027", date(2027, 12, 31)),
        ("2027-12-31", date(2027, 12, 31)),
        ("٣١/١٢/٢٠٢٧", date(2027, 12, 31)),
        ("31 décembre 2027", date(2027, 12, 31)),
        ("Le 31 DÉCEMBRE 2027.", date(2027, 12, 31)),
        ("vendredi 31 déc. 2027", date(2027, 12, 31)),
        ("1er janvier 2028", date(2028, 1, 1)),
        ("au plus tard le 14 juillet 2027", date(2027, 7, 14)),
        ("December 31, 2027", date(2027, 12, 31)),
        ("31st of December 2027", date(2027, 12, 31)),
        ("décembre 2027", date(2027, 12, 31)),
        ("février 2028", date(2028, 2, 29)),
        ("pour septembre 2027", date(2027, 9, 30)),
        ("12/2027", date(2027, 12, 31)),
        ("2027-02", date(2027, 2, 28)),
        ("fin juin 2028", date(2028, 6, 30)),
        ("mi-mars 2027", date(2027, 3, 15)),
        ("début mars 2027", date(2027, 3, 10)),
        ("2027", date(2027, 12, 31)),
        ("d’ici à 2030", date(2030, 12, 31)),
        ("fin 2027", date(2027, 12, 31)),
        ("by the end of 2027", date(2027, 12, 31)),
        ("mi-2027", date(2027, 6, 30)),
        ("mid-2027", date(2027, 6, 30)),
        ("début 2027", date(2027, 4, 30)),
        ("T2 2027", date(2027, 6, 30)),
        ("Q2 2027", date(2027, 6, 30)),
        ("2e trimestre 2027", date(2027, 6, 30)),
        ("au troisième trimestre 2027", date(2027, 9, 30)),
        ("the second quarter of 2027", date(2027, 6, 30)),
        ("S1 2027", date(2027, 6, 30)),
        ("1er semestre 2027", date(2027, 6, 30)),
        ("second half of 2027", date(2027, 12, 31)),
        ("été 2027", date(2027, 9, 22)),
        ("avant l’été 2027", date(2027, 6, 20)),
        ("d’ici le printemps 2028", date(2028, 6, 20)),
        ("d’ici la rentrée 2027", date(2027, 9, 1)),
    ],
)
def test_a_date_that_names_its_year_does_not_depend_on_today(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day
    assert read_date(text, date(2000, 1, 1)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("d’ici 18 mois", date(2028, 5, 23)),
        ("18 mois", date(2028, 5, 23)),
        ("dans 2 ans", date(2028, 11, 23)),
        ("in 2 years", date(2028, 11, 23)),
        ("within eighteen months", date(2028, 5, 23)),
        ("d’ici un an", date(2027, 11, 23)),
        ("in a year", date(2027, 11, 23)),
        ("un an et demi", date(2028, 5, 23)),
        ("sous 90 jours", date(2027, 2, 21)),
        ("dans trois semaines", date(2026, 12, 14)),
        ("en deux trimestres", date(2027, 5, 23)),
        ("décembre", date(2026, 12, 31)),
        ("mars", date(2027, 3, 31)),
        ("23 novembre", date(2026, 11, 23)),
        ("22 novembre", date(2027, 11, 22)),
        ("T1", date(2027, 3, 31)),
        ("la mi-mars", date(2027, 3, 15)),
        ("la rentrée", date(2027, 9, 1)),
        ("fin d’année", date(2026, 12, 31)),
        ("cette année", date(2026, 12, 31)),
        ("l’an prochain", date(2027, 12, 31)),
        ("d’ici la fin de l’année prochaine", date(2027, 12, 31)),
        ("the end of next year", date(2027, 12, 31)),
    ],
)
def test_a_date_without_year_is_the_next_one_and_a_duration_counts_from_today(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


def test_a_month_added_to_the_thirty_first_stays_in_the_next_month() -> None:
    assert read_date("dans un mois", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "merci",
        "12",
        "31/02/2027",
        "31/02",
        "15/20",
        "31 février",
        "31 février 2027",
        "13/2027",
        "99/99/9999",
        "5e trimestre 2027",
        "3e semestre 2027",
        "le plus vite possible",
        "un an prochain et demi",
        "an",
        "year",
        "9999 ans",
        "9999 semaines",
        "2000 démarches",
        "entre 2026 et 2030",
        "fin 2027 " * 20,
    ],
)
def test_what_is_not_a_date_is_not_guessed(text: str) -> None:
    assert read_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2027", 2027),
        ("en 2027", 2027),
        ("fin 2029", 2029),
        ("d’ici fin 2029", 2029),
        ("début 2029", 2029),
        ("l’année 2027", 2027),
        ("depuis 2019", 2019),
        ("31/12/2027", 2027),
        ("T2 2027", 2027),
        ("٢٠٢٧", 2027),
        ("since 2019", 2019),
    ],
)
def test_a_year_is_read_alone_or_from_a_date(text: str, year: int) -> None:
    assert read_year(text, TODAY) == year


@pytest.mark.parametrize(
    "text", ["", "merci", "27", "12", "20270", "2000 démarches", "2026 ou 2027", "31/02/2027", "1789"]
)
def test_what_names_no_single_year_has_none(text: str) -> None:
    assert read_year(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("cette année", 2026),
        ("Cette annee !", 2026),
        ("l’année en cours", 2026),
        ("this year", 2026),
        ("l’an dernier", 2025),
        ("de l’an dernier", 2025),
        ("l’année dernière", 2025),
        ("l’an passé", 2025),
        ("année précédente", 2025),
        ("last year", 2025),
        ("il y a 2 ans", 2024),
        ("il y a un an", 2025),
        ("il y a deux ans", 2024),
        ("3 years ago", 2023),
        ("l’an prochain", 2027),
        ("l’année prochaine", 2027),
        ("next year", 2027),
        ("dans 3 ans", 2029),
        ("in two years", 2028),
        ("fin de l’année prochaine", 2027),
    ],
)
def test_a_year_is_counted_from_today(text: str, year: int) -> None:
    assert read_year(text, TODAY) == year


def test_a_number_of_years_alone_is_an_age_only_of_what_is_past() -> None:
    assert read_year("2 ans", TODAY, is_past=True) == 2024
    assert read_year("2 ans", TODAY) is None


@pytest.mark.parametrize("text", ["mars", "la semaine prochaine", "18 mois", "dans 18 mois", "ans", "l’an"])
def test_what_names_no_year_at_all_is_not_given_one(text: str) -> None:
    assert read_year(text, TODAY, is_past=True) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("avril 2027", date(2027, 4, 1)),
        ("en avril 2027", date(2027, 4, 1)),
        ("à partir d’avril 2027", date(2027, 4, 1)),
        ("à partir de mars 2027", date(2027, 3, 1)),
        ("dès mars 2027", date(2027, 3, 1)),
        ("from March 2027", date(2027, 3, 1)),
        ("2027", date(2027, 1, 1)),
        ("début 2027", date(2027, 1, 1)),
        ("début avril 2027", date(2027, 4, 1)),
        ("dès début 2027", date(2027, 1, 1)),
        ("early 2027", date(2027, 1, 1)),
        ("mi-2027", date(2027, 6, 30)),
        ("fin 2027", date(2027, 12, 31)),
        ("T2 2027", date(2027, 4, 1)),
        ("début du T2 2027", date(2027, 4, 1)),
        ("mai", date(2027, 5, 1)),
        ("12 mai 2027", date(2027, 5, 12)),
        ("12/05/2027", date(2027, 5, 12)),
        ("la rentrée 2027", date(2027, 9, 1)),
        ("dans un mois", date(2026, 12, 23)),
        ("avant mars 2027", date(2027, 2, 28)),
    ],
)
def test_a_period_is_its_first_day_for_what_begins(text: str, day: date) -> None:
    assert read_first_day(text, TODAY) == day


def test_what_is_not_a_date_begins_nothing() -> None:
    assert [read_first_day(text, TODAY) for text in ("", "bientôt", "31/02/2027", "début", "a" * 100)] == [None] * 5


@given(st.text(alphabet=st.characters(), max_size=100), st.dates(date(1970, 1, 1), date(9900, 1, 1)))
def test_any_text_is_read_without_failing(text: str, today: date) -> None:
    assert read_date(text, today) is None or text
    assert read_first_day(text, today) is None or text
    assert read_year(text, today, is_past=True) is None or text


SAID = "d'ici dans fin mi début 2027 T2 31 décembre un 2 ans mois l'année prochaine été / - next year end of the"


@given(st.lists(st.sampled_from(SAID.split()), max_size=12).map(" ".join))
def test_words_of_dates_in_any_order_are_read_without_failing(text: str) -> None:
    read = read_date(text, TODAY)
    assert read is None or read.year <= TODAY.year + 100


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_written_date_is_read_back(day: date) -> None:
    assert read_date(f"{day:%d/%m/%Y}", TODAY) == day
    assert read_date(day.isoformat(), TODAY) == day
    assert read_year(f"{day:%d/%m/%Y}", TODAY) == day.year


@given(st.integers(0, 1000))
def test_days_from_today_are_counted_exactly(days: int) -> None:
    assert read_date(f"dans {days} jours", TODAY) == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("avant mars 2027", date(2027, 2, 28)),
        ("avant 2028", date(2027, 12, 31)),
        ("Noël", date(2026, 12, 25)),
        ("d’ici Pâques", date(2027, 3, 28)),
        ("la Toussaint 2027", date(2027, 11, 1)),
        ("lundi de Pentecôte 2027", date(2027, 5, 17)),
        ("le 14 juillet", date(2027, 7, 14)),
        ("la fin du mandat", date(2032, 3, 31)),
        ("mi-mandat", date(2029, 3, 31)),
        ("les prochaines élections municipales", date(2032, 3, 31)),
        ("fin de l’exercice 2028", date(2028, 12, 31)),
        ("clôture de l’exercice", date(2026, 12, 31)),
        ("fin du trimestre", date(2026, 12, 31)),
        ("le mois prochain", date(2026, 12, 31)),
        ("la semaine prochaine", date(2026, 12, 6)),
        ("le semestre prochain", date(2027, 6, 30)),
        ("l’hiver 2027", date(2028, 3, 19)),
        ("mi-été 2027", date(2027, 8, 6)),
        ("l’automne prochain", date(2027, 12, 20)),
        ("fin de l’année scolaire", date(2027, 7, 2)),
        ("vacances de Noël 2027", date(2028, 1, 2)),
        ("les grandes vacances", date(2027, 8, 31)),
        ("premier janvier 2028", date(2028, 1, 1)),
        ("mars 27", date(2027, 3, 31)),
        ("fin 27", date(2027, 12, 31)),
        ("T4 27", date(2027, 12, 31)),
        ("dernier trimestre 2027", date(2027, 12, 31)),
        ("juin de l’année prochaine", date(2027, 6, 30)),
        ("dix-huit mois", date(2028, 5, 23)),
        ("deux ans et six mois", date(2029, 5, 23)),
        ("une quinzaine de jours", date(2026, 12, 8)),
        ("les 5 prochaines années", date(2031, 11, 23)),
        ("31/12", date(2026, 12, 31)),
        ("le 31/12", date(2026, 12, 31)),
        ("avant le 1/3", date(2027, 3, 1)),
        ("demain", date(2026, 11, 24)),
        ("après-demain", date(2026, 11, 25)),
        ("lundi", date(2026, 11, 30)),
        ("lundi prochain", date(2026, 11, 30)),
        ("pour vendredi", date(2026, 11, 27)),
        ("next Friday", date(2026, 11, 27)),
        ("29 février", date(2028, 2, 29)),
        ("fin février", date(2027, 2, 28)),
    ],
)
def test_days_and_periods_are_named_in_many_ways(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("said", "days"), [("aujourd’hui", 0), ("Aujourd'hui", 0), ("hier", -1), ("demain", 1), ("today", 0)]
)
def test_a_day_may_be_said_from_today(said: str, days: int) -> None:
    assert read_date(said, TODAY) == read_first_day(said, TODAY) == TODAY + timedelta(days=days)
