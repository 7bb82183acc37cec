"""The units of KPIs: as they are stored, as they are printed, and as sentences say them."""

from collections.abc import Callable, Mapping

from domain.dialogue.values import Value
from domain.dialogue.view import View
from domain.parsing.french_nouns import singular
from domain.parsing.units import UNITS as KNOWN
from domain.parsing.units import known_unit

UNITS: Mapping[str, str] = {"percent": "%", "count": "", "days": "jours", "hours": "heures", "euros": "€"}
"""By option code; `other` has the name that was typed."""
_OPTIONS: Mapping[str | None, str] = {known_unit(printed): code for code, printed in UNITS.items() if printed}
SCORE, POINTS = "point", "pt"
"""What a note is given in, and what the change of a share is: they go by the same word."""


def printed(code: Value, name: Value) -> str | None:
    """Return the unit of an option as it is printed, empty for a count; None when it is not known."""
    return str(name or "") or None if code == "other" else UNITS.get(str(code))


def option_of(unit: str) -> tuple[str, str | None]:
    """Return the option that a unit read in a sentence is, and its name when it is `other`; a counted thing is none."""
    if unit == SCORE:
        return "other", KNOWN[POINTS].plural
    name = known_unit(unit)
    if name is None:
        return "count", None
    code = _OPTIONS.get("%" if name == POINTS else name)
    return (code, None) if code else ("other", KNOWN[name].plural)


def read_as(code: str, name: str | None) -> str | None:
    """Return the unit of an option as sentences are read in: "jour", "%", "ramette"; None for what is counted."""
    if code != "other":
        return known_unit(UNITS[code]) if UNITS.get(code) else None
    if name is None:
        return None
    known = known_unit(name)
    return SCORE if known == POINTS else known or (singular(name) if name == name.casefold() else name)


def unit_said_at(unit: str, name: str) -> Callable[[View], str | None]:
    """Return what draws a unit from the answers at `unit` and, for another one, at `name`; None when not known."""

    return lambda view: printed(view[unit], view[name])
