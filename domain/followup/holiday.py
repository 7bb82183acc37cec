"""Which days are worked in a territory: weekends and French public holidays, overseas and Alsace-Moselle included."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

METROPOLE = "metropole"
MAINLAND_ZONE = "Europe/Paris"
"""The hours of the mainland, and of a territory that no list has."""

_SUBDIVISIONS: Mapping[str, str | None] = {
    METROPOLE: None,
    "57": "57",
    "67": "6AE",  # the library knows Bas-Rhin and Haut-Rhin only as the Collectivité européenne d'Alsace
    "68": "6AE",
    "6AE": "6AE",
    **{code: code for code in ("971", "972", "973", "974", "976", "PM", "BL", "MF", "WF", "PF", "NC")},
}
REGIONS: tuple[str, ...] = tuple(_SUBDIVISIONS)
"""The holiday regions a calendar may be asked for."""

_REGION_OF = {"975": "PM", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC"}
_ZONE_OF = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
_MARQUESAS = frozenset({"98718", "98723", "98731", "98746", "98756", "98757"})
_GAMBIER = "98719"
_WHIT_MONDAY = "Lundi de Pentecôte"


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The public holidays of one of REGIONS; `whit_monday_worked` when it is the territory's journée de solidarité."""

    region: str = METROPOLE
    whit_monday_worked: bool = False

    def __post_init__(self) -> None:
        if self.region not in _SUBDIVISIONS:
            raise ValueError(f"unknown holiday region {self.region!r}: use one of {', '.join(REGIONS)}")

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in _days_off(self.region, self.whit_monday_worked, day.year)

    def name(self, day: date) -> str | None:
        """Return the French name of the holiday; None on any other day, weekends included."""
        return _days_off(self.region, self.whit_monday_worked, day.year).get(day)


def region_of(insee: str) -> str:
    """Return the holiday region of an INSEE code of commune or département, whole or only its first characters."""
    if insee[:2] in {"57", "67", "68"}:
        return insee[:2]
    overseas = insee[:3]
    region = _REGION_OF.get(overseas, overseas)
    return region if region in _SUBDIVISIONS else METROPOLE


def zone_of(insee_prefix: str) -> str:
    """Return the IANA time zone of an INSEE code of commune or département, whole or only its first characters."""
    if insee_prefix[:5] in _MARQUESAS:
        return "Pacific/Marquesas"
    if insee_prefix[:5] == _GAMBIER:
        return "Pacific/Gambier"
    return _ZONE_OF.get(insee_prefix[:3], MAINLAND_ZONE)


@lru_cache(maxsize=512)
def _days_off(region: str, whit_monday_worked: bool, year: int) -> Mapping[date, str]:  # noqa: FBT001 - a cache key
    from holidays import country_holidays  # noqa: PLC0415 - a quarter of a second that an idle bot does not pay

    found = country_holidays("FR", subdiv=_SUBDIVISIONS[region], language="fr", years=year)
    days = {day: [name for name in names.split("; ") if name] for day, names in found.items()}
    if whit_monday_worked:
        days = {day: [name for name in names if name != _WHIT_MONDAY] for day, names in days.items()}
    return {day: "; ".join(names) for day, names in days.items() if names}
