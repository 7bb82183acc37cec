"""What follows from a place: its type, its hours, its holidays, and what makes it special."""

from collections.abc import Mapping
from enum import StrEnum

from domain.followup.holiday import region_of, zone_of
from domain.plan import TerritoryKind
from domain.territory.place import Place, PlaceKind


class TerritoryType(StrEnum):
    """Communes by population, intercommunalities by nature."""

    RURAL = "rural"
    BOURG = "bourg"
    SMALL_TOWN = "small_town"
    TOWN = "town"
    CITY = "city"
    CC = "cc"
    CA = "ca"
    CU = "cu"
    METROPOLE = "metropole"
    EPT = "ept"


_BELOW = (
    (2_000, TerritoryType.RURAL),
    (5_000, TerritoryType.BOURG),
    (20_000, TerritoryType.SMALL_TOWN),
    (100_001, TerritoryType.TOWN),
)
"""Inhabitants below which a commune is of a type; a ville moyenne has up to 100 000 of them."""

_OF_NATURE: Mapping[str | None, TerritoryType] = {
    "CC": TerritoryType.CC,
    "CA": TerritoryType.CA,
    "CU": TerritoryType.CU,
    "METRO": TerritoryType.METROPOLE,
    "METLYON": TerritoryType.METROPOLE,
}
_OF_COMMUNES = (*(kind for _, kind in _BELOW), TerritoryType.CITY)
_OF_GROUPS = tuple(kind for kind in TerritoryType if kind not in _OF_COMMUNES)
_TYPES: Mapping[str, tuple[TerritoryType, ...]] = {
    TerritoryKind.COMMUNE: _OF_COMMUNES,
    TerritoryKind.EPCI: _OF_GROUPS,
    PlaceKind.EPT: _OF_GROUPS,
}

_KINDS: Mapping[PlaceKind, TerritoryKind] = {
    PlaceKind.COMMUNE: TerritoryKind.COMMUNE,
    PlaceKind.EPCI: TerritoryKind.EPCI,
    PlaceKind.EPT: TerritoryKind.EPCI,
    PlaceKind.DEPARTMENT: TerritoryKind.DEPARTEMENT,
    PlaceKind.REGION: TerritoryKind.REGION,
    PlaceKind.COLLECTIVITY: TerritoryKind.OTHER,
}

_ALSACE = "6AE"

_OVERSEAS_REGIONS: Mapping[str | None, str] = {"01": "971", "02": "972", "03": "973", "04": "974", "06": "976"}
"""The département of each overseas region: hours and holidays go by it."""

_UNDER_THEIR_OWN_LAW = ("975", "977", "978", "986", "987", "988")
"""Where laws apply as the status of the collectivity says, not as of right."""


def proposed_type(place: Place) -> TerritoryType | None:
    """Return the type to propose; None for départements, regions, collectivities, and communes nobody counted."""
    match place.kind:
        case PlaceKind.COMMUNE:
            if place.population is None:
                return None
            return next((kind for below, kind in _BELOW if place.population < below), TerritoryType.CITY)
        case PlaceKind.EPCI:
            return _OF_NATURE.get(place.nature)
        case PlaceKind.EPT:
            return TerritoryType.EPT
        case _:
            return None


def types_for(kind: PlaceKind | TerritoryKind) -> tuple[TerritoryType, ...]:
    """Return the types somebody may choose instead; none for what has no type."""
    return _TYPES.get(kind, ())


def territory_kind(place: Place) -> TerritoryKind:
    """Return the kind a plan knows; the Collectivité européenne d’Alsace has the duties of a département."""
    return TerritoryKind.DEPARTEMENT if place.code == _ALSACE else _KINDS[place.kind]


def is_overseas(place: Place) -> bool:
    return _insee(place).startswith(("97", "98"))


def is_ordinary(place: Place) -> bool:
    """Whether the laws for its kind apply to it as of right.

    False for the collectivities overseas that have a status of their own, the établissements publics territoriaux and
    the Métropole de Lyon, which are no EPCI à fiscalité propre.
    """
    is_of_its_own_kind = place.kind is PlaceKind.EPT or place.nature == "METLYON"
    return not is_of_its_own_kind and not is_under_its_own_law(place)


def is_under_its_own_law(place: Place) -> bool:
    """Whether it is overseas with a status of its own: the law of the mainland applies there only where it says so."""
    return _insee(place).startswith(_UNDER_THEIR_OWN_LAW)


def zone(place: Place) -> str:
    """Return the IANA time zone."""
    return zone_of(_insee(place))


def holiday_region(place: Place) -> str:
    """Return the region of domain.followup.holiday whose public holidays are kept."""
    return region_of(_insee(place))


def _insee(place: Place) -> str:
    """The INSEE code that hours and holidays go by; empty for a region of the mainland."""
    match place.kind:
        case PlaceKind.COMMUNE | PlaceKind.DEPARTMENT | PlaceKind.COLLECTIVITY:
            return place.code
        case PlaceKind.REGION:
            return _OVERSEAS_REGIONS.get(place.code, "")
        case PlaceKind.EPCI | PlaceKind.EPT:
            return place.department or ""
