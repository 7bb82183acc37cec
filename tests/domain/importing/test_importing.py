"""A table read as actions or indicators: headers, cells, whole lines."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.importing.columns import find_header, kind_of, recognise
from domain.importing.fields import Kind
from domain.importing.lines import Line, Problem, Setting, Target
from domain.importing.preview import Existing, Preview, preview
from domain.importing.table import MOST_LINES, Cell, Table

TODAY = date(2026, 11, 23)
OBJECTIVES = (Target("r1", "O1", "Réduire les délais de réponse"), Target("r2", "O2", "Former les agents"))
NOTHING = Existing({}, {})


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table(rows)


def read(*rows: tuple[Cell, ...], kind: Kind | None = None, existing: Existing = NOTHING) -> Preview:
    found = table(*rows)
    header = find_header(found)
    assert header is not None
    setting = Setting(TODAY, OBJECTIVES, {"actions/title": 30})
    return preview(found, header, setting, existing, kind or kind_of(found.rows[header]))


def one(*rows: tuple[Cell, ...], kind: Kind | None = None) -> Line:
    (line,) = read(*rows, kind=kind).lines
    return line


def problems(line: Line) -> list[tuple[Problem, str]]:
    return [(trouble.problem, trouble.said) for trouble in line.troubles]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Intitulé de l’action", "actions/title"),
        ("PROJET", "actions/title"),
        ("Service pilote", "actions/pilot"),
        ("Responsable du projet", "actions/pilot"),
        ("Responssable", "actions/pilot"),
        ("Référent·e", "actions/pilot"),
        ("Services concernés", "actions/services"),
        ("Élu référent", "actions/official"),
        ("Date de début prévue", "actions/start"),
        ("Échéance", "actions/end"),
        ("Coût prévisionnel (k€ HT)", "actions/investment"),
        ("Budget 2027", "actions/investment"),
        ("Coût de fonctionnement annuel", "actions/running"),
        ("Jours-homme", "actions/days"),
        ("ETP jours", "actions/days"),
        ("Nature", "actions/kind"),
        ("1ère étape", None),
        ("Première étape", "actions/first_step"),
        ("Couleur", None),
        ("Code postal", None),
        ("N° INSEE", None),
    ],
)
def test_a_header_of_actions_is_recognised_by_its_words(header: str, field: str | None) -> None:
    columns = recognise(table(("Titre" if field != "actions/title" else "x", header)), 0, Kind.ACTIONS)
    found = next((column.field for column in columns.known if column.place == 1), None)
    assert found == field
    assert (header in columns.ignored) is (field is None)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Libellé", "objectives/kpis/label"),
        ("Unité de mesure", "objectives/kpis/unit"),
        ("Sens d’évolution", "objectives/kpis/direction"),
        ("Valeur de référence", "objectives/kpis/baseline"),
        ("Valeur initiale (2025)", "objectives/kpis/baseline"),
        ("Objectif chiffré", "objectives/kpis/target"),
        ("Valeur cible 2028", "objectives/kpis/target"),
        ("Périodicité", "objectives/kpis/frequency"),
        ("Responsable du suivi", "objectives/kpis/owner_name"),
        ("Source des données", "objectives/kpis/source"),
    ],
)
def test_a_header_of_indicators_is_recognised_by_its_words(header: str, field: str) -> None:
    columns = recognise(table(("Indicateur" if header != "Libellé" else "x", header)), 0, Kind.KPIS)
    assert next(column.field for column in columns.known if column.place == 1) == field


@pytest.mark.parametrize(
    "header",
    [
        "N°",
        "n°",
        "Nº",
        "No",
        "Numéro",
        "Réf.",
        "Référence",
        "Code",
        "#",
        "N° d’action",
        "Code action",
        "N° fiche-action",
    ],
)
def test_a_column_of_numbers_of_lines_holds_their_codes(header: str) -> None:
    found = read((header, "Action"), ("A3", "Portail"))
    assert (found.lines[0].code, found.columns.ignored) == ("A3", ())


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("A3", "A3"),
        ("a3", "A3"),
        ("FA12", "FA12"),
        ("ABC123", "ABC123"),
        ("3", "3"),
        (3, "3"),
        (3.0, "3"),
        ("003", "003"),
        ("123456", "123456"),
        ("1234567", ""),
        ("ABCD123", ""),
        ("A", ""),
        ("3A", ""),
        ("A-3", ""),
        ("1.2", ""),
        (1.2, ""),
        ("٣", ""),
        ("É3", ""),
        ("-", ""),
        (None, ""),
        (date(2026, 1, 1), ""),
    ],
)
def test_a_code_is_a_letter_and_number_or_a_number_of_at_most_6_signs(cell: Cell, code: str) -> None:
    line = one(("N°", "Action"), (cell, "Portail"))
    assert (line.code, line.troubles) == (code, ())


def test_the_reference_of_an_indicator_stays_its_starting_value() -> None:
    line = one(("N°", "Indicateur", "Référence"), ("K3", "Délai", "62"))
    assert (line.code, line.values["objectives/kpis/baseline"]) == ("K3", 62)


def test_numbers_of_lines_make_no_header() -> None:
    assert find_header(table(("N°", "Code"), ("1", "A"))) is None
    assert find_header(table(("Code", "Actions à mener avec le service"), ("N°", "Action"), ("1", "x"))) == 1


def test_the_header_is_found_under_a_title_and_blank_lines() -> None:
    rows = (("Plan d’action 2026, projet numérique",), (), ("Action", "Pilote", "Budget"), ("Un projet", "DSI", 3))
    assert find_header(table(*rows)) == 2


def test_sentences_are_no_header() -> None:
    assert find_header(table(("Former les agents au projet", "Le service et ses élus"), ("x", "y"))) is None
    assert find_header(table(("a", "b"), ("c", "d"))) is None


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("Titre", "Pilote", "Objectif"), Kind.ACTIONS),
        (("Action", "Budget", "Indicateur de suivi"), Kind.ACTIONS),
        (("Objectif", "Indicateur", "Cible", "Responsable"), Kind.KPIS),
        (("Nom", "Unité", "Fréquence"), Kind.KPIS),
    ],
)
def test_the_header_tells_what_the_lines_are(header: tuple[str, ...], kind: Kind) -> None:
    assert kind_of(header) is kind


def test_a_table_can_be_read_as_the_other_kind() -> None:
    line = one(("Indicateur", "Responsable"), ("Délai", "Zoé"), kind=Kind.ACTIONS)
    assert line.values == {"actions/title": "Délai", "actions/pilot": "Zoé"}


ACTION = ("Action", "Objectif", "Début", "Fin", "Coût", "Fonctionnement", "Jours-homme", "Type", "Agents")


def test_every_cell_of_an_action_is_read() -> None:
    row = ("Portail", "O1", "T1 2027", "fin 2027", "12 000 € HT", 2000.0, "10 j", "logiciel", "4/5")
    assert one(ACTION, row).values == {
        "actions/title": "Portail",
        "actions/objective": "r1",
        "actions/start": "2027-01-01",
        "actions/end": "2027-12-31",
        "actions/investment": 12000,
        "actions/running": 2000,
        "actions/days": 10,
        "actions/kind": "tool",
        "actions/agents": 4,
    }


def test_what_cannot_be_read_is_told_and_left_empty() -> None:
    row = ("Portail", "autre chose", "bientôt", "31/02/2027", "10 à 15", "-3", "beaucoup", "bleu", 7)
    line = one(ACTION, row)
    assert line.values == {"actions/title": "Portail"}
    assert problems(line) == [
        (Problem.OBJECTIVE, "autre chose"),
        (Problem.DATE, "bientôt"),
        (Problem.DATE, "31/02/2027"),
        (Problem.AMOUNT, "10 à 15"),
        (Problem.AMOUNT, "-3"),
        (Problem.AMOUNT, "beaucoup"),
        (Problem.OPTION, "bleu"),
        (Problem.MARK, "7"),
    ]


@pytest.mark.parametrize("said", [3.5, "3.5", "3,5", "2-3", "1.25"])
def test_a_mark_between_two_levels_is_told_and_not_cut(said: str | float) -> None:
    line = one(("Action", "Agents"), ("Portail", said))
    assert line.values == {"actions/title": "Portail"}
    assert [problem for problem, _ in problems(line)] == [Problem.MARK]


@pytest.mark.parametrize("said", ["", "-", "néant", "NC", "n/a", "à définir", "?", None])
def test_a_cell_that_says_there_is_nothing_is_no_problem(said: Cell) -> None:
    line = one(("Action", "Fin", "Coût"), ("Portail", said, said))
    assert (line.values, line.troubles) == ({"actions/title": "Portail"}, ())


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2027, 3, 1), "2027-03-01"),
        (46022, "2025-12-31"),
        ("46022", "2025-12-31"),
        (2027.0, "2027-12-31"),
        ("mars 2027", "2027-03-31"),
        ("1/3/27", "2027-03-01"),
    ],
)
def test_days_are_read_as_workbooks_and_people_write_them(cell: Cell, day: str) -> None:
    assert one(("Action", "Fin"), ("Portail", cell)).values["actions/end"] == day


def test_amounts_are_in_the_unit_of_their_header_unless_they_name_their_own() -> None:
    head = ("Action", "Budget (k€)")
    assert one(head, ("Un", 12.5)).values["actions/investment"] == 12500
    assert one(head, ("Un", "12,5")).values["actions/investment"] == 12500
    assert one(head, ("Un", "12 000 €")).values["actions/investment"] == 12000


KPI = ("Indicateur", "Objectif", "Unité", "Sens", "Valeur initiale", "Cible", "Fréquence", "Responsable")


def test_every_cell_of_an_indicator_is_read() -> None:
    line = one(KPI, ("Délai moyen", "Former les agent", "jours", "↓", "12 j", "1 semaine", "mensuelle", "Marie"))
    assert line.parent == "r2"
    assert line.values == {
        "objectives/kpis/label": "Délai moyen",
        "objectives/kpis/unit": "days",
        "objectives/kpis/direction": "down",
        "objectives/kpis/baseline": 12,
        "objectives/kpis/target": 7,
        "objectives/kpis/frequency": "monthly",
        "objectives/kpis/owner": "someone",
        "objectives/kpis/owner_name": "Marie",
    }


def test_unit_and_direction_are_drawn_from_the_figures_when_not_said() -> None:
    values = one(("Indicateur", "Départ", "Cible"), ("Part formée", "30 %", "70 %")).values
    assert (values["objectives/kpis/unit"], values["objectives/kpis/direction"]) == ("percent", "up")


def test_a_figure_in_another_unit_is_told() -> None:
    line = one(("Indicateur", "Unité", "Cible"), ("Délai", "jours", "12 %"))
    assert "objectives/kpis/target" not in line.values
    assert problems(line) == [(Problem.UNIT, "12 %")]


def test_the_lead_s_own_indicators_are_theirs() -> None:
    values = one(("Indicateur", "Responsable"), ("Délai", "moi")).values
    assert values == {"objectives/kpis/label": "Délai", "objectives/kpis/owner": "me"}


def test_a_column_of_objectives_that_holds_figures_is_the_target() -> None:
    line = one(("Indicateur", "Objectif 2027", "Unité"), ("Part", "70 %", "%"))
    assert line.values["objectives/kpis/target"] == 70
    assert line.parent is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("hebdomadaire", "weekly"),
        ("tous les mois", "monthly"),
        ("Trimestriel", "quarterly"),
        ("2 fois par an", "half_yearly"),
        ("annuelle", "yearly"),
        ("bimestrielle", None),
        ("toutes les deux semaines", None),
    ],
)
def test_a_rhythm_is_read_or_told(said: str, code: str | None) -> None:
    line = one(("Indicateur", "Fréquence"), ("Part", said))
    assert line.values.get("objectives/kpis/frequency") == code
    assert bool(line.troubles) is (code is None)


def test_an_aim_of_a_year_is_a_target_beside_the_objective() -> None:
    line = one(("Objectif", "Indicateur", "Situation actuelle", "Objectif 2028"), ("O1", "Part", "40 %", "70 %"))
    assert (line.parent, line.values["objectives/kpis/target"]) == ("r1", 70)
    assert line.values["objectives/kpis/baseline"] == 40


def test_delay_and_budget_are_marks_beside_other_marks_and_only_when_they_are_marked() -> None:
    head = ("Action", "Habitants", "Agents", "Délai", "Budget")
    marked = one(head, ("Portail", 3, 4, 5, "2/5")).values
    assert (marked["actions/time"], marked["actions/budget"]) == (5, 2)
    dated = one(head, ("Portail", 3, 4, "fin 2027", "12 k€")).values
    assert (dated["actions/end"], dated["actions/investment"]) == ("2027-12-31", 12000)


def test_lines_without_a_title_totals_and_repeats_are_left_aside_and_blank_ones_not_told() -> None:
    existing = Existing({"": frozenset({"wifi public"})}, {"": 1})
    rows = [("Portail",), ("",), ("Portail ",), ("WIFI PUBLIC",), ("Total", 3), (None, 4), ("Médiation",)]
    found = read(("Titre", "Coût"), *rows, existing=existing).lines
    assert [(line.number, line.is_kept, [each.problem for each in line.troubles]) for line in found] == [
        (2, True, []),
        (4, False, [Problem.DUPLICATE]),
        (5, False, [Problem.DUPLICATE]),
        (6, False, [Problem.TOTAL]),
        (7, False, [Problem.NO_TITLE]),
        (8, False, [Problem.NO_ROOM]),
    ]


def test_a_title_too_long_is_cut_between_words_and_told() -> None:
    line = one(("Titre",), ("Ouvrir un portail pour toutes les démarches",))
    assert line.title == "Ouvrir un portail pour toutes…"
    assert [each.problem for each in line.troubles] == [Problem.CUT]


def test_lines_beyond_those_read_are_said_to_be_cut() -> None:
    rows = [(f"Action {number}",) for number in range(MOST_LINES + 1)]
    found = read(("Titre",), *rows)
    assert (len(found.lines), found.is_cut) == (MOST_LINES, True)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.text(max_size=60),
    st.sampled_from([*ACTION, *KPI, "O1", "12 %", "31/02/2027", "1 000 €", "=1+1", "12 j", "mensuel", "moi"]),
)


@given(st.lists(st.lists(CELLS, max_size=10).map(tuple), max_size=12), st.sampled_from(ACTION + KPI))
def test_any_table_is_read_both_ways_without_an_error(rows: list[tuple[Cell, ...]], head: str) -> None:
    found = Table((("Titre", "Indicateur", head), *rows))
    header = find_header(found)
    assert header is not None
    for kind in Kind:
        read_as = preview(found, header, Setting(TODAY, OBJECTIVES), NOTHING, kind)
        assert all(line.title for line in read_as.kept)
        assert all(line.values.get(kind.title_field) == line.title for line in read_as.kept)
