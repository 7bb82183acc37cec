"""The lists are made from the package's, traps avoided."""

from collections.abc import Mapping
from typing import Any

import pytest

from domain.territory.build import communes, groupings

Entry = Mapping[str, Any]


def _commune(code: str, name: str, people: int, **more: object) -> Entry:
    return {"type": "commune-actuelle", "code": code, "nom": name, "population": people, **more}


@pytest.fixture
def lists() -> dict[str, list[Entry]]:
    return {
        "communes": [
            _commune("38002", "Deux", 10, codesPostaux=["38200"], anciensCodes=["38009", "38003"]),
            _commune("01001", "Un", 30, codesPostaux=["01400", "01401"]),
            {"type": "commune-deleguee", "code": "38009", "nom": "Trois", "chefLieu": "38002"},
            {"type": "arrondissement-municipal", "code": "01201", "nom": "Un 1er", "commune": "01001"},
        ],
        "epci": [
            {"code": "200000001", "nom": "CC", "type": "MET69", "membres": [{"code": "38002"}, {"code": "01001"}]}
        ],
        "ept": [],
        "departements": [
            {"code": "01", "nom": "Ain", "region": "84", "zone": "metro"},
            {"code": "38", "nom": "Isère", "region": "84", "zone": "metro"},
            {"code": "67", "nom": "Bas-Rhin", "region": "44", "zone": "metro"},
            {"code": "976", "nom": "Mayotte", "region": "06", "zone": "drom"},
            {"code": "989", "nom": "Île de Clipperton", "region": "989", "zone": "com"},
        ],
        "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes", "zone": "metro", "chefLieu": "69123"}],
    }


def test_communes_are_in_the_order_of_their_codes_with_what_they_were(lists: dict[str, list[Entry]]) -> None:
    assert communes(lists["communes"][:2], lists) == [
        "01001\tUn\t30\t01400 01401\t200000001\t\t;01201=",
        "38002\tDeux\t10\t38200\t200000001\t\t;38003=;38009=Trois",
    ]


def test_populations_are_summed_and_the_largest_commune_stands_for_the_seat(lists: dict[str, list[Entry]]) -> None:
    rows = groupings(lists["communes"][:2], lists)
    assert rows[0] == "EPCI:200000001\tCC\tMETLYON\t01\t84\t40\t2023"
    assert "REG:84\tAuvergne-Rhône-Alpes\t\t\t84\t40\t2023" in rows
    assert "DEP:976\tMayotte\t\t976\t06\t0\t2017" in rows


def test_a_land_without_inhabitant_is_no_collectivity(lists: dict[str, list[Entry]]) -> None:
    assert not any("Clipperton" in row for row in groupings(lists["communes"][:2], lists))
