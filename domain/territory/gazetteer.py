"""The lists as they are on disk: one territory is found in them by its id, without any index."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from domain.territory.codes import census, department_of
from domain.territory.place import Place, PlaceKind

KINDS = {
    "COM": PlaceKind.COMMUNE,
    "EPCI": PlaceKind.EPCI,
    "EPT": PlaceKind.EPT,
    "DEP": PlaceKind.DEPARTMENT,
    "REG": PlaceKind.REGION,
    "COL": PlaceKind.COLLECTIVITY,
}


def place(place_id: str) -> Place | None:
    """Return the territory of `place_id`; of a former commune, the one it is part of today."""
    kind, _, code = place_id.partition(":")
    if not code.isalnum():
        return None
    if kind != "COM":
        return groupings().get(place_id)
    row = _row_at(f"\n{code}\t") or _row_at(f";{code}=")
    return commune(row) if row else None


def commune(row: str) -> Place:
    """Read one row of the list of communes."""
    code, name, population, *_ = row.split("\t", 3)
    department = department_of(code)
    above = groupings().get(f"DEP:{department}") or groupings()[f"COL:{department}"]
    return Place(
        id=f"COM:{code}",
        name=name,
        kind=PlaceKind.COMMUNE,
        nature=None,
        department=department,
        department_name=above.name,
        region=above.region,
        region_name=above.region_name,
        population=int(population),
        population_year=census(department),
    )


@cache
def groupings() -> Mapping[str, Place]:
    """All that is not a commune, by id."""
    rows = [row.split("\t") for row in rows_of("groupings.tsv")]
    names = {row[0]: row[1] for row in rows}
    return {
        place_id: Place(
            id=place_id,
            name=name,
            kind=KINDS[place_id.partition(":")[0]],
            nature=nature or None,
            department=department or None,
            department_name=names.get(f"DEP:{department}") or names.get(f"COL:{department}"),
            region=region or None,
            region_name=names.get(f"REG:{region}"),
            population=int(population),
            population_year=int(year),
        )
        for place_id, name, nature, department, region, population, year in rows
    }


def rows_of(name: str) -> Iterator[str]:
    """Yield the lines of a list, without its heading."""
    text = _list(name).decode()
    return (row for row in text.splitlines() if not row.startswith("#"))


def _row_at(mark: str) -> str | None:
    text = _list("communes.tsv")
    at = text.find(mark.encode())
    if at < 0:
        return None
    begin = at + 1 if mark.startswith("\n") else text.rfind(b"\n", 0, at) + 1
    return text[begin : text.find(b"\n", begin)].decode()


@cache
def _list(name: str) -> bytes:
    return (files("domain.territory") / "data" / name).read_bytes()
