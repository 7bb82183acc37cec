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
