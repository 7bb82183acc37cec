"""One French territory, as the official lists know it."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """The level a territory stands at."""

    COMMUNE = "commune"
    EPCI = "epci"
    EPT = "ept"
    DEPARTMENT = "departement"
    REGION = "region"
    COLLECTIVITY = "collectivite"


@dataclass(frozen=True, slots=True)
class Place:
    """`id` is typed, since codes collide across levels: "COM:42218", "EPCI:200040590", "EPT:200057867", "DEP:42",
    "REG:84", "COL:987".

    `nature` is that of an EPCI: "CC", "CA", "CU", "METRO" or "METLYON". `department` is the INSEE code, that of the
    seat for an EPCI and None for a region; `region` is a region's code. Population is of the census of
    `population_year`; both are None when nobody counted.
    """

    id: str
    name: str
    kind: PlaceKind
    nature: str | None
    department: str | None
    department_name: str | None
    region: str | None
    region_name: str | None
    population: int | None
    population_year: int | None

    @property
    def code(self) -> str:
        """The official code, which says nothing of the level."""
        return self.id.partition(":")[2]
