"""What follows from a place: type, kind, hours, holidays, what makes it special."""

from dataclasses import replace

import pytest

from domain.followup.holiday import REGIONS
from domain.plan import TerritoryKind
from domain.territory.gazetteer import KINDS, groupings, place
from domain.territory.place import Place, PlaceKind
from domain.territory.profile import (
    TerritoryType,
    holiday_region,
    is_ordinary,
    is_overseas,
    is_under_its_own_law,
    proposed_type,
    territory_kind,
    types_for,
    zone,
)


def known(place_id: str) -> Place:
    found = place(place_id)
    assert found, place_id
    return found


def commune(population: int | None) -> Place:
    return replace(known("COM:42218"), population=population)


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (1, "rural"),
        (1_999, "rural"),
        (2_000, "bourg"),
        (4_999, "bourg"),
        (5_000, "small_town"),
        (19_999, "small_town"),
        (20_000, "town"),
        (100_000, "town"),
        (100_001, "city"),
        (None, None),
    ],
)
def test_a_commune_is_of_the_type_of_its_population(population: int | None, expected: str | None) -> None:
    assert proposed_type(commune(population)) == expected


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [
        ("EPCI:240100750", TerritoryType.CA),
        ("EPCI:247400690", TerritoryType.CC),
        ("EPCI:200046977", TerritoryType.METROPOLE),
        ("EPT:200057867", TerritoryType.EPT),
        ("DEP:42", None),
        ("REG:53", None),
        ("COL:987", None),
    ],
)
def test_a_group_of_communes_is_of_the_type_of_its_nature(place_id: str, expected: TerritoryType | None) -> None:
    assert proposed_type(known(place_id)) is expected


def test_every_group_of_communes_has_a_type_among_those_to_choose_from() -> None:
    groups = [each for each in groupings().values() if each.kind in {PlaceKind.EPCI, PlaceKind.EPT}]
    assert len(groups) > 1_200
    assert all(proposed_type(each) in types_for(each.kind) for each in groups)


def test_what_may_be_chosen_depends_on_the_kind_whoever_names_it() -> None:
    assert types_for(PlaceKind.COMMUNE) == types_for(TerritoryKind.COMMUNE)
    assert types_for(PlaceKind.EPCI) == types_for(TerritoryKind.EPCI)
    assert {*types_for(PlaceKind.COMMUNE), *types_for(PlaceKind.EPCI)} == set(TerritoryType)
    assert types_for(PlaceKind.DEPARTMENT) == types_for(TerritoryKind.REGION) == types_for(TerritoryKind.OTHER) == ()


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [
        ("COM:42218", TerritoryKind.COMMUNE),
        ("EPCI:240100750", TerritoryKind.EPCI),
        ("EPT:200057867", TerritoryKind.EPCI),
        ("DEP:42", TerritoryKind.DEPARTEMENT),
        ("COL:6AE", TerritoryKind.DEPARTEMENT),
        ("REG:53", TerritoryKind.REGION),
        ("COL:987", TerritoryKind.OTHER),
    ],
)
def test_a_place_is_of_a_kind_that_plans_know(place_id: str, expected: TerritoryKind) -> None:
    assert territory_kind(known(place_id)) is expected


@pytest.mark.parametrize(
    ("place_id", "hours", "region"),
    [
        ("COM:42218", "Europe/Paris", "metropole"),
        ("COM:67482", "Europe/Paris", "67"),
        ("COM:57463", "Europe/Paris", "57"),
        ("DEP:68", "Europe/Paris", "68"),
        ("COL:6AE", "Europe/Paris", "6AE"),
        ("REG:44", "Europe/Paris", "metropole"),
        ("REG:04", "Indian/Reunion", "974"),
        ("DEP:974", "Indian/Reunion", "974"),
        ("EPCI:249740119", "Indian/Reunion", "974"),
        ("REG:01", "America/Guadeloupe", "971"),
        ("COM:97502", "America/Miquelon", "PM"),
        ("COL:987", "Pacific/Tahiti", "PF"),
        ("COM:98718", "Pacific/Marquesas", "PF"),
    ],
)
def test_hours_and_holidays_are_those_of_the_place(place_id: str, hours: str, region: str) -> None:
    assert (zone(known(place_id)), holiday_region(known(place_id))) == (hours, region)


def test_every_grouping_has_a_calendar() -> None:
    assert {holiday_region(each) for each in groupings().values()} <= set(REGIONS)


@pytest.mark.parametrize(
    ("place_id", "there"), [("COM:97411", True), ("REG:02", True), ("COL:988", True), ("COM:2A004", False)]
)
def test_overseas_is_known_at_every_level(place_id: str, *, there: bool) -> None:
    assert is_overseas(known(place_id)) is there


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [
        ("COM:42218", True),
        ("COM:97411", True),
        ("REG:06", True),
        ("EPCI:240100750", True),
        ("EPCI:200046977", False),
        ("EPT:200057867", False),
        ("COM:97502", False),
        ("COL:987", False),
        ("COM:98735", False),
    ],
)
def test_the_law_of_its_kind_applies_unless_the_status_says_otherwise(place_id: str, *, expected: bool) -> None:
    assert is_ordinary(known(place_id)) is expected


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [("COL:987", True), ("COM:98735", True), ("COM:97502", True), ("COM:97411", False), ("EPT:200057867", False)],
)
def test_only_overseas_collectivities_are_under_a_law_of_their_own(place_id: str, *, expected: bool) -> None:
    assert is_under_its_own_law(known(place_id)) is expected


def test_every_level_of_the_lists_has_a_kind() -> None:
    first = {kind: next((each for each in groupings().values() if each.kind is kind), None) for kind in KINDS.values()}
    assert all(territory_kind(each) in TerritoryKind for each in first.values() if each)
