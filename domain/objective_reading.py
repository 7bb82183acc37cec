"""One sentence in free French → direction, amount, unit, from, to, deadline; pure, today being an argument."""

from datetime import date

from domain.dates import read_date
from domain.objective.reading import Aim, Doubt, Found, Quantity, Reading

__all__ = ["LONGEST", "Aim", "Doubt", "Found", "Quantity", "Reading", "as_json", "measure", "read_objective"]

LONGEST = 600
"""Characters beyond which a sentence is not read."""


def read_objective(sentence: str, today: date) -> Reading:
    """Read the first LONGEST characters of any text; what was not understood is None and named in `missing`."""
    day = read_date(sentence, today)
    deadline = None if day is None else Found(day, 0, len(sentence))
    return Reading(sentence, deadline=deadline, missing=("direction", "quantity", "deadline", "what"))


def as_json(reading: Reading) -> dict[str, object]:
    """Return the reading as JSON values: a range is "20-30", a date ISO, what is not known null."""
    return {"sentence": reading.sentence}


def measure(reading: Reading) -> str | None:
    """Return the name of the KPI the objective moves ("Délai de traitement des demandes"), None when not clear."""
    return reading.what.value if reading.what else None
