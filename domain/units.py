"""Units as people write them, and which of them compare."""

from collections.abc import Mapping

from domain.plain import folded

UNITS: Mapping[str, str] = {
    word: unit
    for unit, words in {
        "%": "%|pour cent|pourcent|pourcents|percent|per cent|p. cent|p.cent",
        "pt": "pt|pts|point|points|point de pourcentage|points de pourcentage|percentage point|percentage points"
        "|point de %|points de %|pp",
        "€": "€|euro|euros|eur",
        "jour": "j|jr|jrs|jour|jours|d|day|days",
        "heure": "h|heure|heures|hour|hours",
        "minute": "mn|min|minute|minutes",
        "seconde": "s|sec|seconde|secondes|second|seconds",
        "semaine": "semaine|semaines|sem|week|weeks",
        "mois": "mois|month|months",
        "trimestre": "trimestre|trimestres",
        "an": "an|ans|annee|annees|year|years",
    }.items()
    for word in words.split("|")
}
_SIZES: Mapping[str, tuple[str, float]] = {
    "seconde": ("time", 1 / 60),
    "minute": ("time", 1),
    "heure": ("time", 60),
    "jour": ("time", 1440),
    "semaine": ("time", 10080),
    "mois": ("months", 1),
    "trimestre": ("months", 3),
    "an": ("months", 12),
    "€": ("money", 1),
    "k€": ("money", 1e3),
    "M€": ("money", 1e6),
    "g": ("mass", 1e-3),
    "kg": ("mass", 1),
    "tonne": ("mass", 1e3),
    "t": ("mass", 1e3),
    "Wh": ("energy", 1e-3),
    "kWh": ("energy", 1),
    "MWh": ("energy", 1e3),
    "GWh": ("energy", 1e6),
    "Mo": ("size", 1e-3),
    "Go": ("size", 1),
    "To": ("size", 1e3),
    "m": ("length", 1e-3),
    "km": ("length", 1),
}
_DAYS: Mapping[str, int] = {"mois": 30, "trimestre": 90, "an": 365}
"""As people count them."""


def known_unit(typed: str) -> str | None:
    """Return the unit that words are ("jrs" is "jour"), None when they are of no known one."""
    return UNITS.get(folded(typed)) or next((unit for unit in (typed, typed.rstrip("s")) if unit in _SIZES), None)


def ratio(unit: str, into: str, *, about: bool = False) -> float | None:
    """Return how many `into` make one `unit`; None when they do not compare.

    A day has 24 hours. A month has no fixed number of days: with `about`, it has 30.
    """
    one, other = known_unit(unit) or unit, known_unit(into) or into
    if one == other:
        return 1.0
    if one not in _SIZES or other not in _SIZES:
        return None
    (dimension, size), (other_dimension, other_size) = _SIZES[one], _SIZES[other]
    if dimension == other_dimension:
        return size / other_size
    if not about or {dimension, other_dimension} != {"time", "months"}:
        return None
    return _minutes(one) / _minutes(other)


def _minutes(unit: str) -> float:
    return _DAYS[unit] * 1440 if unit in _DAYS else _SIZES[unit][1]
