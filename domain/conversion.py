"""What was typed in one unit, in another: converted when both measure the same thing, refused when they do not."""

from functools import lru_cache

from domain.amounts import Amount, converted, read_amount
from domain.plain import folded

_MEASURES = frozenset({"%", "pt", "€", "jour", "heure", "minute", "semaine", "mois", "an"})
"""Units that never stand for the name of what is counted."""


def suited(amount: Amount, unit: str) -> float | None:
    """Return the value of `amount` in `unit`; None when it measures something else.

    What is counted may have any name, and none: "12 dossiers" suits "demandes", "12" suits all.
    """
    if amount.unit is None:
        return amount.value
    typed, awaited = _canonical(amount.unit), _canonical(unit)
    if typed == awaited or not {typed, awaited} & _MEASURES:
        return amount.value
    return converted(amount, awaited)


@lru_cache(256)
def _canonical(unit: str) -> str:
    read = read_amount(f"1 {unit}") if unit else None
    name = folded(read.unit if read and read.unit else unit)
    return name if name == "mois" else name.rstrip("s")
