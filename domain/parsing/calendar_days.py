"""Days that have a name in France, and are computed: Easter and its followers, school holidays, the municipal term."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

MANDATE_END = date(2032, 3, 31)
"""Municipal councils elected in March 2026 sit six years."""
MANDATE_MIDDLE = date(2029, 3, 31)

FIXED: Mapping[str, tuple[int, int]] = {
    "noel": (12, 25),
    "christmas": (12, 25),
    "toussaint": (11, 1),
    "armistice": (11, 11),
    "assomption": (8, 15),
    "fete nationale": (7, 14),
    "fete du travail": (5, 1),
    "nouvel an": (1, 1),
    "jour de l'an": (1, 1),
    "saint-sylvestre": (12, 31),
    "st sylvestre": (12, 31),
    "saint-valentin": (2, 14),
    "epiphanie": (1, 6),
}
AFTER_EASTER: Mapping[str, int] = {"paques": 0, "easter": 0, "ascension": 39, "pentecote": 49}


def easter(year: int) -> date:
    """Return Easter Sunday (the anonymous Gregorian computus)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _from_saturday(month: int, earliest: int, days: int) -> Callable[[int], tuple[date, date]]:
    def dates(year: int) -> tuple[date, date]:
        first = date(year, month, earliest)
        first += timedelta(days=(5 - first.weekday()) % 7)
        return first, first + timedelta(days=days)

    return dates


SCHOOL_HOLIDAYS: Mapping[str, Callable[[int], tuple[date, date]]] = {
    "ete": lambda year: (_from_saturday(7, 3, 0)(year)[0], date(year, 8, 31)),
    "toussaint": _from_saturday(10, 16, 15),
    "automne": _from_saturday(10, 16, 15),
    "noel": _from_saturday(12, 17, 15),
    "fin d'annee": _from_saturday(12, 17, 15),
    "hiver": _from_saturday(2, 6, 29),
    "fevrier": _from_saturday(2, 6, 29),
    "printemps": _from_saturday(4, 3, 29),
    "paques": _from_saturday(4, 3, 29),
}
"""First Saturday and last Sunday, of all zones together; the ministry's dates may differ by a week."""
