"""Tables of queries, each beside the territories that answer it equally well."""

import csv
from pathlib import Path

import pytest

Table = list[tuple[str, frozenset[str], str]]


def _table(name: str) -> Table:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return [
            (row["query"], frozenset(filter(None, row["expected_code"].split("|"))), row["category"])
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="session")
def sample() -> Table:
    return _table("sample.csv")


@pytest.fixture(scope="session")
def hard() -> Table:
    return _table("hard.csv")


@pytest.fixture(scope="session")
def handwritten() -> Table:
    """Queries written by hand by people who had not seen the search; those with no answer name nothing."""
    return _table("handwritten.csv")


@pytest.fixture(scope="session")
def handwritten_more() -> Table:
    """More of them, by others still, of other places and in other words."""
    return _table("handwritten_more.csv")


@pytest.fixture(scope="session")
def nothing() -> list[tuple[str, str]]:
    """Texts that name no territory, and whether buttons are offered all the same: "none" or "some"."""
    with (Path(__file__).parent / "nothing.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["candidates"]) for row in csv.DictReader(file)]
