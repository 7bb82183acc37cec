"""The territory of a plan: what is recognised, what follows, and what is read of it afterwards."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.survey import ScriptState, survey
from domain.dialogue.values import Rejected, Understood, Unsure
from domain.plan import Plan, TerritoryKind
from domain.questionnaire import SCRIPT
from domain.script.territories import found_by_id, kind_at, place_of, recognised

DossierOf = Callable[..., Dossier]
PlanOf = Callable[..., Plan]
TODAY = date(2026, 11, 23)


def seen(dossier_of: DossierOf, **given: object) -> ScriptState:
    answers = {f"frame.{name}": value for name, value in given.items()}
    return survey(SCRIPT, dossier_of(answers, {}))


def test_a_name_that_is_sure_is_understood_with_its_type_and_the_others_it_may_be() -> None:
    reading = recognised("Metz", TODAY)
    assert isinstance(reading, Understood)
    assert (reading.value, reading.fills) == ("COM:57463", {"frame.territory_type": "city"})
    assert reading.value not in reading.others
    assert not reading.is_literal


def test_homonyms_are_left_to_be_chosen() -> None:
    reading = recognised("Saint-Denis", TODAY)
    assert isinstance(reading, Unsure)
    assert {"COM:97411", "COM:93066"} <= set(reading.options)
    assert 2 <= len(reading.options) <= 5


def test_only_communes_have_a_type() -> None:
    for name in ("CC du Pays de Gex", "DEP:57", "REG:44"):
        reading = recognised(name, TODAY)
        assert isinstance(reading, Understood)
        assert not reading.fills


@pytest.mark.parametrize("text", ["merci", "30 %", "la région", "12 000", "oui", "je ne sais pas"])
def test_what_is_no_territory_is_rejected(text: str) -> None:
    assert recognised(text, TODAY) == Rejected("not_a_territory")


@pytest.mark.parametrize("text", ["COM:00000", "EPCI:1", "COM:", ":", "XYZ:75056", "COM:7505\n6"])
def test_an_id_of_nothing_is_found_nowhere(text: str) -> None:
    assert found_by_id(text) is None


def test_every_id_offered_is_that_of_a_place() -> None:
    reading = recognised("Saint-Aubin", TODAY)
    assert isinstance(reading, Unsure)
    assert all(found_by_id(code) for code in reading.options)


def test_a_recognised_territory_gives_its_name_kind_and_population_to_the_plan(plan_of: PlanOf) -> None:
    known = plan_of({"frame.territory": "COM:57463"}).territory
    assert (known.name, known.kind) == ("Metz", TerritoryKind.COMMUNE)
    assert known.population is not None
    assert known.population > 100_000
    assert known.population_year is not None


def test_a_territory_typed_by_hand_gives_what_was_typed(plan_of: PlanOf) -> None:
    known = plan_of(
        {
            "frame.territory": AnswerStatus.NOT_APPLICABLE,
            "frame.territory_name": "Trois Vallons",
            "frame.territory_kind": "epci",
            "frame.population": 18_640,
        }
    ).territory
    assert (known.name, known.kind, known.population) == ("Trois Vallons", TerritoryKind.EPCI, 18_640)
    assert known.population_year is None


def test_what_was_typed_by_hand_before_is_not_mixed_with_what_is_recognised(plan_of: PlanOf) -> None:
    given = {"frame.territory": "COM:57463", "frame.territory_name": "Trois Vallons", "frame.population": 12}
    known = plan_of(given).territory
    assert known.name == "Metz"
    assert known.population != 12


def test_the_kind_is_known_either_way(dossier_of: DossierOf) -> None:
    assert kind_at(seen(dossier_of, territory="EPCI:240100750").visible) is TerritoryKind.EPCI
    by_hand = seen(dossier_of, territory=AnswerStatus.NOT_APPLICABLE, territory_kind="region")
    assert kind_at(by_hand.visible) is TerritoryKind.REGION
    assert kind_at(seen(dossier_of).visible) is None


def test_a_territory_put_to_review_is_no_place(dossier_of: DossierOf) -> None:
    assert place_of(seen(dossier_of, territory=AnswerStatus.STALE).visible) is None


@pytest.mark.parametrize(
    ("territory", "asked"),
    [
        ("COM:57463", {"frame.territory_type"}),
        ("EPCI:240100750", set()),
        (AnswerStatus.NOT_APPLICABLE, {"frame.territory_name", "frame.territory_kind"}),
    ],
)
def test_only_what_the_territory_leaves_open_is_asked(
    dossier_of: DossierOf, territory: object, asked: set[str]
) -> None:
    own = {"frame.territory_type", "frame.territory_name", "frame.territory_kind", "frame.population"}
    places = seen(dossier_of, territory=territory).slots
    assert {place.path.id for place in places if place.is_open} & own == asked
