"""What an objective says, field by field, each with the text it came from and how sure it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Value_co = TypeVar("Value_co", covariant=True)
Quantity = float | tuple[float, float]
"""A number, or the two ends of a range."""


class Aim(StrEnum):
    """What an objective does to what it measures; the values are those of the sample file."""

    RISE = "hausse"
    FALL = "baisse"
    REACH = "atteindre"
    CREATE = "creer"
    KEEP = "maintenir"


class Bound(StrEnum):
    """Which side of its level an objective must not leave: "ne pas dépasser 10 jours", "au moins 90 %"."""

    CEILING = "ceiling"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Found(Generic[Value_co]):
    """A value read from `sentence[start:end]` (code points); `certainty` from 0 to 1."""

    value: Value_co
    start: int
    end: int
    certainty: float = 1.0


class Why(StrEnum):
    """Why a field may be read otherwise."""

    PERIOD = "period"  # "d'ici 2028": its last day or its first
    YEAR_NOT_SAID = "year_not_said"  # "d'ici décembre": this one or the next
    BY_OR_TO = "by_or_to"  # "réduire délai 10 jours": of 10 days or to 10 days
    PERCENT_OR_POINTS = "percent_or_points"  # "augmenter de 5 % le taux"
    RANGE_OR_LEVELS = "range_or_levels"  # "augmenter de 20 à 30 %"
    MORE_OR_NO_MORE = "more_or_no_more"  # "plus de papier"
    RANGE = "range"  # "de 2 à 5-6 ateliers": 5 or 6


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field that may be read otherwise: `readings` lists its possible values, the one retained first.

    A None in BY_OR_TO means that the field is empty, its value being the target.
    """

    field: str
    readings: tuple[object, ...]
    why: Why


class Unfit(StrEnum):
    """Why a value that was said cannot be kept."""

    PAST_DEADLINE = "past_deadline"
    SHARE_ABOVE_100 = "share_above_100"


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that was read in a field and not kept; it is not in the field."""

    field: str
    value: object
    why: Unfit


def missing_of(*, direction: object, amount: object, target: object, deadline: object, what: object) -> tuple[str, ...]:
    """Return what was not read (None), in the order to ask; a quantity is an amount or a target."""
    quantity = target if amount is None else amount
    read = {"direction": direction, "quantity": quantity, "deadline": deadline, "what": what}
    return tuple(name for name, value in read.items() if value is None)


@dataclass(frozen=True, slots=True)
class Reading:
    """`what` is the thing measured or changed as typed, with its article; `verb` the infinitive used.

    `missing` lists "direction", "quantity" (neither amount nor target), "deadline" and "what", in the order to ask.

    `amount` is the change (or the count, the money, the factor), in `unit`; `baseline` and `target` are levels, in
    `unit` too, except that a change between two percentages is in points ("pt"). `bound` is about the target; `more`
    when the sentence has a second goal, which was not read. Of an English one less is read: `is_unread` when it has
    figures that were not understood.
    """

    sentence: str
    direction: Found[Aim] | None = None
    amount: Found[Quantity] | None = None
    unit: Found[str] | None = None
    baseline: Found[float] | None = None
    target: Found[float] | None = None
    deadline: Found[date] | None = None
    what: Found[str] | None = None
    verb: Found[str] | None = None
    missing: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    bound: Bound | None = None
    refused: tuple[Refused, ...] = ()
    more: bool = False
    is_english: bool = False
    is_unread: bool = False
