"""How those concerned take part: meetings with them, messages to them."""

from dataclasses import dataclass
from datetime import date

from domain.plan.codes import Channel, Conclusion, Involvement, Rhythm, Stakeholder


@dataclass(frozen=True, slots=True)
class Meeting:
    """A workshop, or a test phase that ends on `end`; `action` is the row of the one it is about, None for all.

    `output` is what a workshop gave. `criterion` says what makes a test a success, `decision` what it led to.
    """

    row: str
    topic: str
    form: Involvement | None = None
    on: date | None = None
    participants: str | None = None
    audience: frozenset[Stakeholder] = frozenset()
    action: str | None = None
    output: str | None = None
    end: date | None = None
    criterion: str | None = None
    decision: Conclusion | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """A message of the communication of the plan."""

    row: str
    message: str
    audience: frozenset[Stakeholder] = frozenset()
    channel: Channel | None = None
    rhythm: Rhythm | None = None
