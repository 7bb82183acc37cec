"""Tables of sentences with the readings expected, and how they are scored."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from domain.objective.read import as_json, read_objective

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 23)
FIELDS = ("direction", "amount", "unit", "baseline", "target", "deadline")


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1; `wrong` tells each sentence with a field misread."""

    whole: float
    deadlines: float
    invented: float
    wrong: tuple[str, ...]


@pytest.fixture
def score() -> Callable[[str], Score]:
    return _score


def _score(table: str) -> Score:
    rows = list(csv.DictReader((FOLDER / table).read_text("utf-8").splitlines()))
    read = [as_json(read_objective(row["sentence"], TODAY)) for row in rows]
    wrong = [_wrong(row, found) for row, found in zip(rows, read, strict=True)]
    dated = [(row, found) for row, found in zip(rows, read, strict=True) if row["deadline"]]
    undated = [found for row, found in zip(rows, read, strict=True) if not row["deadline"]]
    return Score(
        sum(not fields for fields in wrong) / len(rows),
        sum(found["deadline"] == row["deadline"] for row, found in dated) / max(1, len(dated)),
        sum(found["deadline"] is not None for found in undated) / max(1, len(undated)),
        tuple(f"{row['sentence']}: {fields}" for row, fields in zip(rows, wrong, strict=True) if fields),
    )


def _wrong(row: dict[str, str], found: dict[str, object]) -> str:
    return ", ".join(f"{field} {found[field]!r}" for field in FIELDS if _said(found[field]) != row[field].strip())


def _said(value: object) -> str:
    return "" if value is None else str(value)
