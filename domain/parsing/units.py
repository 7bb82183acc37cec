"""Units: their names, as people write them and as they are said after figures, and which of them compare."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.parsing.folding import folded
from domain.parsing.french_nouns import plural


@dataclass(frozen=True, slots=True)
class Unit:
    """`size` is in a base that all units of the `dimension` share; `typed` lists the folded ways of writing it."""

    name: str
    dimension: str
    size: float
    plural: str
    typed: tuple[str, ...]


_ROWS: tuple[tuple[str, str, float, str, str], ...] = (
    ("%", "share", 1, "%", "%|pour cent|pour cents|pourcent|pourcents|percent|per cent|p. cent|p.cent|pct|prct"),
    (
        "pt",
        "points",
        1,
        "points",
        (
            "pt|pts|point|points|point de pourcentage|points de pourcentage|percentage point"
            "|percentage points|points de %|pp"
        ),
    ),
    ("€", "money", 1, "€", "€|euro|euros|eur"),
    ("k€", "money", 1e3, "k€", "k€|k euro|k euros|k eur|keur|keuros"),
    ("M€", "money", 1e6, "M€", "m€|m euro|m euros|m eur|meur|meuros"),
    ("Md€", "money", 1e9, "Md€", "md€"),
    ("seconde", "time", 1 / 60, "secondes", "s|sec|seconde|secondes|second|seconds"),
    ("minute", "time", 1, "minutes", "mn|min|minute|minutes"),
    ("heure", "time", 60, "heures", "h|heure|heures|hour|hours"),
    (
        "jour",
        "time",
        1440,
        "jours",
        (
            "j|jr|jrs|jour|jours|d|day|days|jour ouvre|jours ouvres|jour ouvrable|jours ouvrables"
            "|jours francs|working days"
        ),
    ),
    ("semaine", "time", 10080, "semaines", "semaine|semaines|sem|week|weeks"),
    ("mois", "months", 1, "mois", "mois|month|months"),
    ("trimestre", "months", 3, "trimestres", "trimestre|trimestres"),
    ("an", "months", 12, "ans", "an|ans|annee|annees|year|years"),
    ("g", "mass", 1e-3, "g", "g"),
    ("kg", "mass", 1, "kg", "kg"),
    ("tonne", "mass", 1e3, "tonnes", "t|tonne|tonnes"),
    ("Wh", "energy", 1e-3, "Wh", "wh"),
    ("kWh", "energy", 1, "kWh", "kwh"),
    ("MWh", "energy", 1e3, "MWh", "mwh"),
    ("GWh", "energy", 1e6, "GWh", "gwh"),
    ("Mo", "size", 1e-3, "Mo", "mo"),
    ("Go", "size", 1, "Go", "go"),
    ("To", "size", 1e3, "To", "to"),
    ("m", "length", 1e-3, "m", "m"),
    ("km", "length", 1, "km", "km"),
    ("m²", "area", 1, "m²", "m2|m²"),
    ("litre", "volume", 1, "litres", "litre|litres"),
    ("ETP", "work", 1, "ETP", "etp"),
    ("Mbit/s", "rate", 1, "Mbit/s", "mbit/s"),
    ("Mb/s", "rate", 1, "Mb/s", "mb/s"),
    ("teqCO2", "carbon", 1, "teqCO2", "teqco2"),
)
UNITS: Mapping[str, Unit] = {
    name: Unit(name, dimension, size, several, tuple(typed.split("|")))
    for name, dimension, size, several, typed in _ROWS
}
"""Each unit by its name."""
NAMES: Mapping[str, str] = {typed: unit.name for unit in UNITS.values() for typed in unit.typed}
"""The name of a unit by each of its folded ways of being written."""
TIMES = frozenset(unit.name for unit in UNITS.values() if unit.dimension in {"time", "months"})
_DAYS: Mapping[str, int] = {"mois": 30, "trimestre": 90, "an": 365}
"""As people count them."""


def known_unit(typed: str) -> str | None:
    """Return the unit that words are ("jrs" is "jour"), None when they are of no known one."""
    return NAMES.get(folded(typed))


def said(unit: str, count: float) -> str:
    """Return a unit, or what is counted, as it is said after figures: "jours" from two on, "0 jour", "%"."""
    if abs(count) < 2:
        return "point" if unit == "pt" else unit
    known = UNITS.get(unit)
    return plural(unit) if known is None else known.plural


def ratio(unit: str, into: str, *, about: bool = False) -> float | None:
    """Return how many `into` make one `unit`; None when they do not compare.

    A day has 24 hours. A month has no fixed number of days: with `about`, it has 30.
    """
    one, other = known_unit(unit) or unit, known_unit(into) or into
    if one == other:
        return 1.0
    if one not in UNITS or other not in UNITS:
        return None
    dimensions = {UNITS[one].dimension, UNITS[other].dimension}
    if len(dimensions) == 1:
        return UNITS[one].size / UNITS[other].size
    if not about or dimensions != {"time", "months"}:
        return None
    return _minutes(one) / _minutes(other)


def _minutes(unit: str) -> float:
    return _DAYS[unit] * 1440 if unit in _DAYS else UNITS[unit].size
