"""National figures to show beside those of a territory: never compared with them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from domain.method.source_grade import Grade


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """A figure as its source gives it, in `unit`.

    `year` is a year, a day (2025-09-30), a quarter (2023-T3), a month or two years; `scope` says of whom, in French.
    """

    id: str
    label: str
    value: float
    unit: str
    year: str
    scope: str
    source: str
    grade: Grade
    url: str


_OF_FIGURES: Mapping[str, tuple[str, ...]] = {
    "fibre": ("ftth_2025t3",),
    "mobile": ("mobile4g_surface_2023",),
    "difficulty": ("illec_2021",),
    "site": ("rgaa_moy_2025",),
    "renounced": ("renonce_2021",),
}
"""By figure of the diagnosis, those that mean the same, or whose definition is told with them.

- "mobile": the surface that the four operators cover, in metropolitan France; the share of people is another figure.
- "difficulty": Insee's illectronisme; feeling overwhelmed or giving up a procedure are other measures.
- "site": the same rate by the same rules, of the State's procedures: its wording says that it is another scope.
- "seniors": shares among people of an age say nothing of how many people have that age.
- "online": no source counts the procedures of local authorities as that question does.
- Visits, people helped, places, calls, delay, satisfaction, training, age of computers, costs: no sourced national
  value of the same definition; a local baseline is the only honest comparison.
"""


def reference_for(figure: str) -> tuple[ReferenceValue, ...]:
    """Return the references of a figure of the diagnosis ("fibre", "difficulty"…); none for any other word."""
    return tuple(reference_values()[each] for each in _OF_FIGURES.get(figure, ()))


def figure_of(reference: str) -> str:
    """Return the word by which `reference_for` gives a reference.

    Raises LookupError for one that is not shown.
    """
    found = next((figure for figure, shown in _OF_FIGURES.items() if reference in shown), None)
    if found is None:
        raise LookupError(reference)
    return found


@cache
def reference_values() -> Mapping[str, ReferenceValue]:
    """Return every figure there is, by id: those of grades A and B."""
    text = (files("domain") / "data" / "reference_values.csv").read_text("utf-8")
    return {
        row["id"]: ReferenceValue(
            id=row["id"],
            label=row["label"],
            value=float(row["value"]),
            unit=row["unit"],
            year=row["year"],
            scope=row["scope"],
            source=row["source"],
            grade=Grade(row["grade"]),
            url=row["url"],
        )
        for row in csv.DictReader(text.splitlines())
    }
