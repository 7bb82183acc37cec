"""What somebody reports of a KPI: words never become a figure, and a figure is never lost in its words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dialogue.values import Rejected
from domain.followup.reports import Report, Reported, Shift, Told, read_report
from domain.plan import Kpi

TODAY = date(2026, 12, 1)
AGENTS = Kpi(row="k", label="Agents formés", unit="agents")
SHARE = Kpi(row="k", label="Part des démarches en ligne", unit="%")
DELAY = Kpi(row="k", label="Délai moyen de réponse", unit="jours")
COST = Kpi(row="k", label="Coût des licences", unit="€")
LATE = Kpi(row="k", label="Retards", unit="")


def read(text: str, kpi: Kpi = AGENTS) -> Report:
    return read_report(text, kpi, TODAY, (40.0,))


@pytest.mark.parametrize(
    "text",
    [
        "aucune donnée",
        "Aucune idée",
        "aucun retour",
        "pas de données pour l’instant",
        "pas encore de chiffres",
        "pas de nouvelles",
        "NC",
        "n.c.",
        "n.d.",
        "ND",
        "n/a",
        "NSP",
        "non communiqué",
        "pas disponible",
        "Je ne sais pas",
        "je sais pas",
        "no data",
        "not available",
        "I don’t know",
    ],
)
def test_no_data_no_idea_no_news_is_not_available(text: str) -> None:
    assert read(text) is Told.UNAVAILABLE


@pytest.mark.parametrize(
    "text",
    [
        "aucun changement",
        "pas de changement",
        "idem",
        "Pareil",
        "pareil qu’avant",
        "inchangé",
        "comme avant",
        "comme la dernière fois",
        "même chose",
        "stable",
        "rien de nouveau",
        "ça n’a pas bougé",
        "RAS",
        "no change",
        "unchanged",
    ],
)
def test_no_change_is_unchanged(text: str) -> None:
    assert read(text) is Told.UNCHANGED


@pytest.mark.parametrize(
    "text", ["12 janvier", "le 12 janvier", "31/12/2026", "mardi 3 mars", "fin novembre", "12 Jan."]
)
def test_a_date_is_no_value(text: str) -> None:
    assert read(text) == Rejected("is_a_date")


@pytest.mark.parametrize(
    ("text", "by"),
    [("+5", 5), ("5 de plus", 5), ("↑5", 5), ("3 agents en plus", 3), ("5 de moins", -5), ("↓ 2", -2), ("-3", -3)],
)
def test_by_how_much_is_a_change(text: str, by: float) -> None:
    assert read(text) == Shift(by)


def test_a_negative_number_is_a_value_where_values_may_be_negative() -> None:
    assert read_report("-3", AGENTS, TODAY, (-1.0, 40.0)) == Reported(-3)
    assert read_report("-3", AGENTS, TODAY) == Reported(-3) or isinstance(read_report("-3", AGENTS, TODAY), Rejected)


@pytest.mark.parametrize(
    ("text", "kpi", "value"),
    [
        ("42", AGENTS, 42),
        ("aucun", AGENTS, 0),
        ("aucun agent", AGENTS, 0),
        ("aucun retard", LATE, 0),
        ("0", AGENTS, 0),
        ("42 (provisoire)", AGENTS, 42),
        ("environ 42 agents", AGENTS, 42),
        ("42 agents sur 60", AGENTS, 42),
        ("42 sur 60", AGENTS, 42),
        ("12/40", AGENTS, 12),
        ("12/40", SHARE, 30),
        ("42 sur 60", SHARE, 70),
        ("neuf usagers sur dix", SHARE, 90),
        ("62,5", SHARE, 62.5),
        ("12 000 € HT", COST, 12000),
        ("12 k€", COST, 12000),
        ("2 semaines", DELAY, 14),
    ],
)
def test_a_value_is_read_as_people_type_it(text: str, kpi: Kpi, value: float) -> None:
    assert read(text, kpi) == Reported(value)


@pytest.mark.parametrize(
    ("text", "kpi", "value", "on"),
    [
        ("62 % au 31/03", SHARE, 62, date(2026, 3, 31)),
        ("3e trim : 42", AGENTS, 42, date(2026, 9, 30)),
        ("T3 : 42", AGENTS, 42, date(2026, 9, 30)),
        ("novembre : 42", AGENTS, 42, date(2026, 11, 30)),
        ("42 en novembre", AGENTS, 42, date(2026, 11, 30)),
        ("42 (fin octobre)", AGENTS, 42, date(2026, 10, 31)),
        ("décembre : 42", AGENTS, 42, TODAY),
        ("42 sur 60 au 31/10", AGENTS, 42, date(2026, 10, 31)),
    ],
)
def test_a_value_may_come_with_its_day(text: str, kpi: Kpi, value: float, on: date) -> None:
    assert read(text, kpi) == Reported(value, on)


@pytest.mark.parametrize(("text", "kpi", "value"), [("142 %", SHARE, 142), ("3/12", SHARE, 25), ("3/12", AGENTS, 3)])
def test_what_may_be_something_else_is_doubtful(text: str, kpi: Kpi, value: float) -> None:
    assert read(text, kpi) == Reported(value, is_doubtful=True)


@pytest.mark.parametrize(
    ("text", "kpi", "code"),
    [
        ("12 j", AGENTS, "wrong_unit"),
        ("12 %", DELAY, "wrong_unit"),
        ("merci", AGENTS, "not_a_number"),
        ("1 2000", AGENTS, "not_a_number"),
        ("12 ou 13", AGENTS, "not_a_number"),
        ("le 31/03/2027 : 12", AGENTS, "to_come"),
        ("aucun souci", AGENTS, "not_a_number"),
        ("9" * 14, AGENTS, "out_of_range"),
        ("x" * 500, AGENTS, "not_a_number"),
    ],
)
def test_what_is_no_value_is_refused_with_its_reason(text: str, kpi: Kpi, code: str) -> None:
    found = read(text, kpi)
    assert isinstance(found, Rejected)
    assert found.code == code


@given(st.text(max_size=140), st.sampled_from([AGENTS, SHARE, DELAY, COST, LATE]))
def test_any_text_reports_something_or_is_refused(text: str, kpi: Kpi) -> None:
    found = read(text, kpi)
    assert isinstance(found, Reported | Shift | Told | Rejected)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzàéè' ", max_size=40).filter(lambda text: "zero" not in text))
def test_letters_alone_are_never_zero_but_for_the_words_of_nothing(text: str) -> None:
    found = read(text)
    if isinstance(found, Reported) and found.value == 0:
        assert any(word in text for word in ("aucun", "nul", "none", "neant", "néant", "zéro", "pas d", "no "))
