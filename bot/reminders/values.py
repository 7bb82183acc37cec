"""Values of KPIs as people type them: read, then held against the unit and the bounds of the KPI."""

from dataclasses import dataclass, field

from domain.amounts import read_amount
from domain.conversion import suited
from domain.plain import folded
from domain.plan import Kpi

_LARGEST = 1e12
_WORDS = {
    "same": "inchange|inchangee|pareil|idem|meme valeur|same|unchanged|no change",
    "missing": "pas disponible|non disponible|indisponible|na|n/a|je ne sais pas|not available|don't know",
    "later:tomorrow": "demain|plus tard|tomorrow|later",
    "later:monday": "lundi|monday",
    "later:1h": "dans 1 h|dans 1h|dans une heure|in 1 hour|in an hour",
    "not_me": "ce n'est pas moi|pas moi|c'est pas moi|not me",
    "sure": "oui|oui oui|je confirme|yes",
    "retype": "non|no",
}
_ACTS = {word: act for act, words in _WORDS.items() for word in words.split("|")}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a value was not taken: `code` is that of its words, `facts` what they mention."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


def act_of(text: str) -> str | None:
    """Return the act that words stand for, when they are those of a button."""
    return _ACTS.get(folded(text).rstrip(" .!"))


def read_value(text: str, kpi: Kpi, known: tuple[float, ...]) -> float | Refused:
    """Read a value of this KPI; `known` are values it had, which tell whether it may be negative."""
    amount = read_amount(text)
    if amount is None:
        return Refused("not_a_number")
    value = suited(amount, kpi.unit)
    if value is None:
        return Refused("wrong_unit", {"unit": kpi.unit, "typed": amount.unit})
    if kpi.unit == "%" and not 0 <= value <= 100:
        return Refused("percent_out_of_range")
    if abs(value) > _LARGEST:
        return Refused("out_of_range", {"low": 0, "high": _LARGEST})
    if value < 0 and all(former >= 0 for former in known):
        return Refused("negative")
    return value
