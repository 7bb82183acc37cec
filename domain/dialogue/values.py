"""What a question accepts or refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float | bool | tuple[str, ...] | None
"""A stored answer: dates are ISO strings, choices are option codes, references are row ids."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The value understood in a reply."""

    value: Value


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a reply was not taken; `code` names the wording `refusal_<code>`, `params` fill it."""

    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)


Verdict = Accepted | Rejected


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text was understood as, to be confirmed before anything is recorded.

    `fills` are the answers that follow, by question: of the same row, or of the first row of a list inside it.
    `others` are the values it may have meant instead, best first. `is_literal` when the value is the text itself.
    """

    value: Value
    fills: Mapping[str, Value] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    is_literal: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """The values a text may mean, best first; each is itself a text that is understood."""

    options: tuple[str, ...]


Understanding = Verdict | Understood | Unsure
"""What a question makes of a text."""
