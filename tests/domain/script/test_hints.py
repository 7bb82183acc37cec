"""What a question's wording may mention."""

from collections.abc import Callable

from domain.dialogue.dossier import Dossier
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.questionnaire import SCRIPT
from domain.script.hints import HINTS, hints

DossierOf = Callable[..., Dossier]
GIVEN = {
    "objectives/o1/sentence": "Réduire les délais",
    "objectives/o1/kpis/k1/label": "Délai moyen",
    "objectives/o1/kpis/k1/unit": "days",
    "objectives/o1/kpis/k1/direction": "down",
}
ROWS = {"objectives": ("o1",), "objectives/o1/kpis": ("k1",)}


def _hints(dossier: Dossier, path: str) -> dict[str, object]:
    return dict(hints(SCRIPT, Path.parse(path), survey(SCRIPT, dossier).visible))


def test_every_path_has_every_hint(dossier_of: DossierOf) -> None:
    dossier = dossier_of(GIVEN, ROWS)
    assert {tuple(_hints(dossier, question.id)) for question in SCRIPT.questions()} == {HINTS}


def test_a_question_names_the_row_it_stands_in(dossier_of: DossierOf) -> None:
    dossier = dossier_of(GIVEN, ROWS)
    assert _hints(dossier, "objectives/o1/deadline")["title"] == "Réduire les délais"
    assert _hints(dossier, "objectives/o1/kpis/k1/target")["title"] == "Délai moyen"
    assert _hints(dossier, "frame.plan_name")["title"] is None


def test_the_title_of_a_row_is_not_its_own_hint(dossier_of: DossierOf) -> None:
    dossier = dossier_of(GIVEN, ROWS)
    assert _hints(dossier, "objectives/o1/sentence")["title"] is None
    assert _hints(dossier, "objectives/o1/kpis/k1/label")["title"] == "Réduire les délais"


def test_a_kpi_speaks_its_unit(dossier_of: DossierOf) -> None:
    found = _hints(dossier_of(GIVEN, ROWS), "objectives/o1/kpis/k1/target")
    assert (found["unit"], found["direction"], found["baseline"]) == ("jours", "down", None)


def test_the_examples_of_a_kpi_of_the_catalogue_are_of_what_it_counts(dossier_of: DossierOf) -> None:
    kpi = {
        "objectives/o1/kpis/k1/entry": "C12",
        "objectives/o1/kpis/k1/unit": "count",
        "objectives/o1/kpis/k1/direction": "up",
    }
    found = _hints(dossier_of({**GIVEN, **kpi}, ROWS), "objectives/o1/kpis/k1/target")
    assert (found["baseline_example"], found["target_example"]) == (1, 2)


def test_a_kpi_of_the_catalogue_counted_otherwise_has_the_examples_of_its_unit(dossier_of: DossierOf) -> None:
    kpi = {"objectives/o1/kpis/k1/entry": "C12", "objectives/o1/kpis/k1/unit": "percent"}
    found = _hints(dossier_of({**GIVEN, **kpi}, ROWS), "objectives/o1/kpis/k1/baseline")
    assert found["baseline_example"] == 40
