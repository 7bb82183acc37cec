"""What was typed in one unit, in another: converted when both measure the same thing, refused when they do not."""

from functools import lru_cache

from domain.parsing.amounts import Amount, read_amount
from domain.parsing.folding import folded
from domain.parsing.units import known_unit, ratio


def suited(amount: Amount, unit: str) -> float | None:
    """Return the value of `amount` in `unit`; None when it measures something else.

    What is counted may have any name, and none: "12 dossiers" suits "demandes", "12" suits all. Thousands of euros are
    euros: "12 k€" is 12 in a KPI in k€, and 12 000 in one in €.
    """
    if amount.unit is None:
        return amount.value
    typed, awaited = _canonical(amount.unit), _canonical(unit)
    if typed != awaited and known_unit(_spent(awaited)) and known_unit(typed):
        awaited = _spent(awaited)
    if typed == awaited or not (known_unit(typed) or known_unit(awaited)):
        return amount.value
    times = ratio(typed, awaited, about=amount.about)
    return None if times is None else amount.value * times


def _spent(unit: str) -> str:
    """What a rate counts: "€" of "€/an"."""
    return unit.partition("/")[0]


@lru_cache(256)
def _canonical(unit: str) -> str:
    """The name of a known unit, however it is written; any other folded, and singular."""
    if known := known_unit(unit):
        return known
    read = read_amount(f"1 {unit}") if unit else None
    if read and read.unit and "/" in read.unit:
        return read.unit
    return folded(unit).rstrip("s")
