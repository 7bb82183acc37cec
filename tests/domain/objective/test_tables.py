"""The tables of sentences: the sample, those written while writing the grammar, those written apart from it."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
FLOORS = {
    "sample.csv": (0.95, 1.0, 0.0),
    "seen.csv": (0.95, 0.98, 0.03),
    "before.csv": (0.95, 0.97, 0.03),
    "after.csv": (0.75, 0.95, 0.03),
}
"""Least share of sentences whole, least share of deadlines, greatest share of invented ones."""


@pytest.mark.parametrize("table", [table for table in FLOORS if (FOLDER / table).exists()])
def test_a_table_is_read_at_least_as_well_as_before(table: str, score) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    whole, deadlines, invented = FLOORS[table]
    found = score(table)
    shown = "\n".join(found.wrong)
    assert found.whole >= whole, shown
    assert found.deadlines >= deadlines, shown
    assert found.invented <= invented, shown
