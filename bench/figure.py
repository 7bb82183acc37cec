"""A figure of the bench: how thoroughly it was measured, and the goal it is held against."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


class Effort(Enum):
    """How much is measured: in smoke every part runs, too little for a figure to mean anything."""

    SMOKE = "--smoke"
    QUICK = "--quick"
    WHOLE = ""

    def of(self, smoke: T, quick: T, whole: T) -> T:
        return {Effort.SMOKE: smoke, Effort.QUICK: quick, Effort.WHOLE: whole}[self]

    @classmethod
    def asked(cls, arguments: Iterable[str]) -> "Effort":
        given = frozenset(arguments)
        return next((each for each in cls if each.value in given), cls.WHOLE)


@dataclass(frozen=True, slots=True)
class Figure:
    """`is_met` None: there is no goal."""

    what: str
    value: str
    goal: str = ""
    is_met: bool | None = None

    @property
    def unjudged(self) -> "Figure":
        return replace(self, is_met=None)

    @property
    def verdict(self) -> str:
        return {None: "", True: "met", False: "MISSED"}[self.is_met]


def at_most(what: str, value: float, most: float, unit: str, digits: int = 0) -> Figure:
    return Figure(what, f"{value:.{digits}f} {unit}", f"≤ {most:g} {unit}", is_met=value <= most)


def at_least(what: str, value: float, least: float, unit: str, digits: int = 1) -> Figure:
    return Figure(what, f"{value:.{digits}f} {unit}".strip(), f"≥ {least:g} {unit}".strip(), is_met=value >= least)


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    rows = [("figure", "value", "goal", ""), *((f.what, f.value, f.goal, f.verdict) for f in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    rule = " | ".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:]))
