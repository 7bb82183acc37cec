"""The values a sentence says that cannot be kept: a deadline already past, a share above the whole."""

from dataclasses import replace
from datetime import date

from domain.objective.deadlines import Dated
from domain.objective.leads import Lead
from domain.objective.reading import Aim, Refused, Unfit
from domain.objective.spots import Related

_SHARES = frozenset({"%", "pt"})


def without_unfit(told: Related) -> tuple[Related, tuple[Refused, ...]]:
    """Return the fields less the shares that no part of a whole can be, and those refused."""
    if told.unit == "%" and told.aim is Aim.FALL and isinstance(told.amount, float) and told.amount > 100:
        refused = Refused("amount", told.amount, Unfit.SHARE_ABOVE_100)
        return replace(told, amount=None, amount_from=None, unit=None), (refused,)
    if told.unit not in _SHARES or told.target is None or told.target <= 100:
        return told, ()
    refused = Refused("target", told.target, Unfit.SHARE_ABOVE_100)
    is_change = told.baseline is not None or told.amount == told.target
    kept = replace(told, target=None, target_from=None)
    return replace(kept, amount=None, amount_from=None, amount_to=None) if is_change else kept, (refused,)


def past_deadline(dates: tuple[Dated, ...], today: date) -> Refused | None:
    """Return the deadline that is past, None when no past date is said to be one."""
    led = [dated for dated in dates if dated.lead >= Lead.IN and dated.day < today]
    past = max(led, key=lambda dated: (dated.lead, dated.day), default=None)
    return None if past is None else Refused("deadline", past.day, Unfit.PAST_DEADLINE)
