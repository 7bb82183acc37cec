"""The units of KPIs, as they are printed."""

from collections.abc import Mapping

UNITS: Mapping[str, str] = {"percent": "%", "count": "", "days": "jours", "hours": "heures", "euros": "€"}
"""By option code; `other` has the name that was typed."""
