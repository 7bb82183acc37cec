"""How sure a fact is that people are shown."""

from enum import StrEnum


class Grade(StrEnum):
    """A: the official text was read. B: a secondary source was read. Anything less sure is not shown."""

    A = "A"
    B = "B"
