"""Amounts as people type them, and texts that are none."""

from math import isfinite

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.parsing.amounts import Amount, converted, is_jump, read_amount


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("0", 0),
        ("-3", -3),
        ("− 3", -3),
        ("moins 3", -3),
        ("12.5", 12.5),
        ("12,5", 12.5),
        (",5", 0.5),
        ("0.125", 0.125),
        ("1 200", 1200),
        ("1\u202f200", 1200),
        ("1\u00a0200,50", 1200.5),
        ("1'200", 1200),
        ("1’200", 1200),
        ("1.200,50", 1200.5),
        ("1.200", 1200),
        ("1.200.000", 1200000),
        ("1,200.50", 1200.5),
        ("1,200,000", 1200000),
        ("45,000", 45000),
        ("90,000", 90000),
        ("1,234", 1.234),
        ("45,500", 45.5),
        ("0,000", 0),
        ("45,00", 45),
        ("12 000 000", 12e6),
        ("3k", 3000),
        ("2 M", 2e6),
        ("12.", 12),
        ("12 merci", 12),
        ("= 5", 5),
        ("on est à 45", 45),
        ("zéro", 0),
        ("aucun", 0),
        ("Aucune.", 0),
        ("néant", 0),
        ("none", 0),
        ("42 à ce jour", 42),
        ("42 au total", 42),
        ("trois", 3),
        ("twelve", 12),
        ("\u200f٣٤\u200e", 34),
        ("１２", 12),
        ("12\x00", 12),
        ("40/sem", 40),
        ("40 par semaine", 40),
        ("40 / mois", 40),
    ],
)
def test_a_bare_number_is_read_however_it_is_written(text: str, value: float) -> None:
    assert read_amount(text) == Amount(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("62,5 %", 62.5, "%"),
        ("62,5%", 62.5, "%"),
        ("30 pour cent", 30, "%"),
        ("30 percent", 30, "%"),
        ("62 % des démarches", 62, "%"),
        ("15 pts", 15, "pt"),
        ("12 j", 12, "jour"),
        ("12 Jours", 12, "jour"),
        ("2 weeks", 2, "semaine"),
        ("6 mois", 6, "mois"),
        ("3 années", 3, "an"),
        ("1h30", 1.5, "heure"),
        ("1 h 30 min", 1.5, "heure"),
        ("9 h", 9, "heure"),
        ("45 min", 45, "minute"),
        ("15 €", 15, "€"),
        ("1,5 k€", 1500, "€"),
        ("€45,000", 45000, "€"),
        ("€45,500", 45500, "€"),
        ("€1,234.56", 1234.56, "€"),
        ("€45,50", 45.5, "€"),
        ("90,000 inhabitants", 90000, "inhabitants"),
        ("15 K euros", 15000, "€"),
        ("2 M€", 2e6, "€"),
        ("2m€", 2e6, "€"),
        ("2 millions d’euros", 2e6, "€"),
        ("1,2 Md€", 1.2e9, "€"),
        ("€1,200.50", 1200.5, "€"),
        ("1 200 € par an", 1200, "€/an"),
        ("3 jours/mois", 3, "jour/mois"),
        ("12 démarches", 12, "démarches"),
        ("12 000 € HT", 12000, "€"),
        ("12 000 € (TTC)", 12000, "€"),
        ("12 jours ouvrés", 12, "jour"),
        ("40 m2", 40, "m²"),
        ("40 m²", 40, "m²"),
        ("5 kWh", 5, "kWh"),
        ("12 km", 12, "km"),
        ("20 Mo", 20, "Mo"),
        ("trois jours", 3, "jour"),
        ("deux semaines", 2, "semaine"),
        ("trois jours et demi", 3.5, "jour"),
        ("vingt-quatre pour cent", 24, "%"),
        ("un million d’euros", 1e6, "€"),
        ("9 sur 10", 90, "%"),
        ("neuf usagers sur dix", 90, "%"),
        ("un agent sur deux", 50, "%"),
        ("la moitié", 50, "%"),
        ("la moitié des agents", 50, "%"),
        ("½", 50, "%"),
        ("un quart", 25, "%"),
        ("un tiers", 33.3, "%"),
        ("les deux tiers", 66.7, "%"),
        ("trois quarts", 75, "%"),
        ("les trois quarts des usagers", 75, "%"),
        ("2½ jours", 2.5, "jour"),
        ("trois quarts d’heure", 45, "minute"),
        ("une demi-journée", 0.5, "jour"),
    ],
)
def test_a_unit_is_recognised_and_thousands_and_millions_counted(text: str, value: float, unit: str) -> None:
    assert read_amount(text) == Amount(value, unit)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("environ 30", Amount(30, about=True)),
        ("42 (provisoire)", Amount(42, about=True)),
        ("42 provisoire", Amount(42, about=True)),
        ("62 % à confirmer", Amount(62, "%", about=True)),
        ("Environ 30 %", Amount(30, "%", about=True)),
        ("~30", Amount(30, about=True)),
        ("30 environ", Amount(30, about=True)),
        ("30 ?", Amount(30, about=True)),
        ("30, je crois", Amount(30, about=True)),
        ("à peu près 1 200 €", Amount(1200, "€", about=True)),
        ("about 30 days", Amount(30, "jour", about=True)),
        ("une dizaine", Amount(10, about=True)),
        ("une douzaine", Amount(12, about=True)),
        ("une centaine d’agents", Amount(100, "agents", about=True)),
        ("environ une trentaine de jours", Amount(30, "jour", about=True)),
    ],
)
def test_what_is_approximate_is_said_so(text: str, amount: Amount) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "merci",
        "12 et 13",
        "12 à 15",
        "12 ou 13",
        "12 13",
        "12, 13",
        "1 2000",
        "1,5.2",
        "31/12/2027",
        "2027-05-01",
        "06 12 34 56 78",
        "9/10",
        "1er",
        "2nd",
        "un peu",
        "une idée",
        "je ne sais pas",
        "12 mais je ne suis pas sûr",
        "inf",
        "nan",
        "1e5",
        "0x10",
        "k",
        "%",
        "€",
        "€/an",
        "12 €/truc",
        "3 fois plus",
        "deux fois moins",
        "aucune donnée",
        "Aucune idée",
        "aucun changement",
        "aucun retour",
        "pas de nouvelles",
        "pas de retard",
        "aucun retard",
        "nulle part",
        "12 janvier",
        "3 mars",
        "12 mai prochain",
        "12 lundi",
        "12 du mois",
        "12 de moyenne",
        "cinq quarts",
        "9" * 16,
        "1" + " " * 100 + "x" * 100,
        "12 " + "j" * 90,
    ],
)
def test_what_is_not_one_value_is_not_an_amount(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "of", "is_zero"),
    [
        ("aucun retard", "retards", True),
        ("Aucun agent formé", "agents formés", True),
        ("pas de réclamation", "réclamations", True),
        ("no complaint", "complaints", True),
        ("aucun retard", "agents", False),
        ("aucune donnée", "jeux de données", False),
        ("aucune nouvelle", "nouvelles démarches", False),
        ("aucun", "", True),
        ("pas de", "retards", False),
    ],
)
def test_none_is_zero_only_alone_or_before_what_is_counted(text: str, of: str, is_zero: bool) -> None:  # noqa: FBT001 - a case
    assert read_amount(text, of=of) == (Amount(0) if is_zero else None)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("+5", 5),
        ("+ 20", 20),
        ("plus 5", 5),
        ("5 de plus", 5),
        ("5 en plus", 5),
        ("5 agents de plus que l’an dernier", 5),
        ("↑5", 5),
        ("hausse de 5", 5),
        ("en hausse de 5 %", 5),
        ("5 de moins", -5),
        ("5 en moins", -5),
        ("↓ 5", -5),
        ("en baisse de 5", -5),
        ("5 more", 5),
        ("5 fewer", -5),
        ("up 5", 5),
    ],
)
def test_by_how_much_is_not_how_much(text: str, change: float) -> None:
    read = read_amount(text)
    assert read is not None
    assert (read.value, read.is_change) == (change, True)


@given(st.text(alphabet=st.characters(), max_size=100) | st.from_regex(r"[-+~]?[\d.,' ]{1,20} ?[a-zA-Z%€/]{0,9}"))
@example("\u202e١٢\x00\ud800")
@example("1" * 80)
def test_any_text_is_either_a_finite_amount_or_none(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or isfinite(amount.value)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["", " ", "\u00a0", "\u202f"]))
def test_a_whole_number_grouped_by_any_space_is_read_back(number: int, space: str) -> None:
    assert read_amount(f"{number:,}".replace(",", space)) == Amount(number)


def test_minus_zero_is_zero() -> None:
    assert repr(read_amount("-0")) == repr(read_amount("0"))


@given(st.decimals(-(10**6), 10**6, places=2))
def test_a_decimal_is_read_back_with_a_comma_as_with_a_dot(number: object) -> None:
    with_dot, with_comma = read_amount(f"{number}"), read_amount(f"{number}".replace(".", ","))
    assert with_dot == with_comma == Amount(float(f"{number}"))


@pytest.mark.parametrize(
    ("previous", "value", "jump"),
    [
        (12, 36, True),
        (12, 35, False),
        (590, 60, True),
        (60, 590, True),
        (36, 12, True),
        (9, 30, False),
        (9, 90, True),
        (5, 49, False),
        (0.5, 5, True),
        (120, 9, True),
        (80, 9, False),
        (-12, 120, True),
        (62.5, 0.625, True),
        (50, 0, True),
        (-1, 0, True),
        (0, 50, False),
        (0, 0, False),
    ],
)
def test_a_jump_is_from_three_times_when_both_are_ten_or_more_else_from_ten(
    previous: float,
    value: float,
    jump: bool,  # noqa: FBT001 - a case
) -> None:
    assert is_jump(previous, value) is jump


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_jump_one_way_is_a_jump_the_other_way_but_from_zero(previous: float, value: float) -> None:
    assert is_jump(previous, value) == is_jump(value, previous) or 0 in {previous, value}


@pytest.mark.parametrize(
    ("amount", "unit", "value"),
    [
        (Amount(2, "semaine"), "jour", 14),
        (Amount(36, "heure"), "jours", 1.5),
        (Amount(1.5, "heure"), "minute", 90),
        (Amount(2, "an"), "mois", 24),
        (Amount(2, "mois", about=True), "jour", 60),
        (Amount(1500, "€"), "k€", 1.5),
        (Amount(12), "jour", 12),
        (Amount(12, "démarches"), "démarches", 12),
    ],
)
def test_a_value_is_told_in_another_unit_of_its_kind(amount: Amount, unit: str, value: float) -> None:
    assert converted(amount, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (Amount(2, "mois"), "jour"),
        (Amount(12, "%"), "pt"),
        (Amount(12, "demandes"), "jour"),
        (Amount(12, "€"), "jour"),
    ],
)
def test_units_of_other_kinds_do_not_compare(amount: Amount, unit: str) -> None:
    assert converted(amount, unit) is None
