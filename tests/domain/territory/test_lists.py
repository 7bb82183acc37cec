"""The lists of territories are whole, add up, and tell where they come from."""

import hashlib
from collections import Counter
from importlib.resources import files

import pytest

from domain.territory.codes import department_of
from domain.territory.gazetteer import groupings, place, rows_of
from domain.territory.place import Place, PlaceKind

CHECKSUMS = {
    "communes.tsv": "73e2f3e5d0b8878f8bd2755fd1eb70a661843c37af81c65953eb586a1859d8df",
    "groupings.tsv": "800ba8a528c1300c7ffa0c6a524b0e8498e6f3121417be6f905ed289eb211c69",
}


def _communes() -> list[list[str]]:
    return [[*row.split("\t"), "", "", "", ""] for row in rows_of("communes.tsv")]


def _known(place_id: str) -> Place:
    found = place(place_id)
    assert found is not None
    return found


@pytest.mark.parametrize("name", CHECKSUMS)
def test_a_list_is_the_one_its_heading_and_this_test_name(name: str) -> None:
    head, checksum, body = (files("domain.territory") / "data" / name).read_bytes().split(b"\n", 2)
    assert hashlib.sha256(body).hexdigest() == CHECKSUMS[name] == checksum.decode().rpartition(" ")[2]
    assert b"6.0.0, vintage 2026" in head
    assert b"Licence Ouverte" in head


def test_every_inhabited_commune_is_listed_once() -> None:
    codes = [row[0] for row in _communes()]
    assert len(codes) == len(set(codes)) == 34_957
    assert codes == sorted(codes)
    assert all(int(row[2]) > 0 for row in _communes())


def test_there_are_as_many_groupings_of_each_kind_as_there_should_be() -> None:
    kinds = Counter(each.kind.value for each in groupings().values())
    assert kinds == {"epci": 1255, "ept": 11, "departement": 101, "region": 18, "collectivite": 7}
    natures = Counter(each.nature for each in groupings().values() if each.kind is PlaceKind.EPCI)
    assert natures == {"CC": 989, "CA": 230, "CU": 14, "METRO": 21, "METLYON": 1}


def test_the_population_of_a_grouping_is_the_sum_of_its_communes() -> None:
    sums = Counter[str]()
    for code, _, people, _, epci, ept, *_ in _communes():
        department = groupings().get(f"DEP:{department_of(code)}")
        above = [f"EPCI:{epci}", f"EPT:{ept}", f"DEP:{department_of(code)}", f"COL:{department_of(code)}"]
        above += [f"REG:{department.region}"] if department else []
        sums.update(dict.fromkeys(above, int(people)))
    added = {each.id: each.population for each in groupings().values() if each.id != "COL:6AE"}
    assert added == {place_id: sums[place_id] for place_id in added}


def test_alsace_is_its_two_departments() -> None:
    assert _known("COL:6AE").population == sum(_known(f"DEP:{code}").population or 0 for code in ("67", "68"))


def test_a_commune_tells_all_that_is_above_it() -> None:
    assert _known("COM:42218") == Place(
        id="COM:42218",
        name="Saint-Étienne",
        kind=PlaceKind.COMMUNE,
        nature=None,
        department="42",
        department_name="Loire",
        region="84",
        region_name="Auvergne-Rhône-Alpes",
        population=173_136,
        population_year=2023,
    )


def test_the_code_of_a_place_leaves_out_its_level() -> None:
    assert _known("DEP:2A").code == "2A"


@pytest.mark.parametrize(("place_id", "year"), [("COM:97611", 2017), ("DEP:976", 2017), ("REG:06", 2017)])
def test_mayotte_is_said_to_be_counted_in_2017(place_id: str, year: int) -> None:
    assert _known(place_id).population_year == year


def test_the_collectivities_of_the_pacific_have_their_own_census() -> None:
    assert [_known(place_id).population_year for place_id in ("COL:987", "COM:98735", "COL:988")] == [2022, 2022, 2025]
    assert _known("COM:98735").region is None


@pytest.mark.parametrize(
    ("former", "now"),
    [("COM:42292", "COM:42218"), ("COM:74011", "COM:74010"), ("COM:50173", "COM:50129"), ("COM:75115", "COM:75056")],
)
def test_a_commune_of_before_gives_the_one_of_today(former: str, now: str) -> None:
    assert _known(former).id == now


@pytest.mark.parametrize(
    "place_id", ["", "COM:", "COM:99999", "COM:1", "REG:", "DEP:96", "ZZZ:42218", "COM:42218\t", "a:b:c"]
)
def test_what_is_not_an_id_gives_nothing(place_id: str) -> None:
    assert place(place_id) is None


def test_every_commune_is_found_again_by_its_id() -> None:
    for code, name, *_ in _communes()[::97]:
        assert (_known(f"COM:{code}").name, _known(f"COM:{code}").code) == (name, code)


def test_a_verdun_without_inhabitant_is_left_out() -> None:
    assert place("COM:55039") is None
