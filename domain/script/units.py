"""The units of KPIs, as they are printed."""

from collections.abc import Callable, Mapping

from domain.dialogue.view import View

UNITS: Mapping[str, str] = {"percent": "%", "count": "", "days": "jours", "hours": "heures", "euros": "€"}
"""By option code; `other` has the name that was typed."""


def unit_said_at(unit: str, name: str) -> Callable[[View], str | None]:
    """Return what draws a unit from the answers at `unit` and, for another one, at `name`; None when not known."""

    def said(view: View) -> str | None:
        code = view[unit]
        return str(view[name] or "") or None if code == "other" else UNITS.get(str(code))

    return said
