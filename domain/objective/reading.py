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


@dataclass(frozen=True, slots=True)
class Found(Generic[Value_co]):
    """A value read from `sentence[start:end]` (code points); `certainty` from 0 to 1."""

    value: Value_co
    start: int
    end: int
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field that may be read otherwise: `readings` lists the possible values, the one retained first."""

    field: str
    readings: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """`what` is the thing measured or changed as typed, with its article; `verb` the infinitive used; `missing` lists fields in the order to ask.

    `amount` is the change (or the count, the money, the factor), in `unit`; `baseline` and `target` are levels, in
    `unit` too, except that a change between two percentages is in points ("pt").
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
