"""What will be done, by whom, when and with what means."""

from dataclasses import dataclass
from datetime import date

from domain.plan.codes import ActionKind, DutyId


@dataclass(frozen=True, slots=True)
class Score:
    """Six notes from 1 to 5, None when unknown: three of impact, three of feasibility."""

    people: int | None = None
    residents: int | None = None
    agents: int | None = None
    time: int | None = None
    budget: int | None = None
    skills: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """An action; `objective` is the row of the objective it serves, `need` that of a need.

    `code` is for life: A1, A2, …, or what its file says ("3").
    `investment` in euros, `running` in euros a year, `days` in person-days. `alternative` says whether a way without
    the tool stays open. `reason` is why it was marked so, `duty` the legal duty it answers, `entry` its id in the
    catalogue.
    """

    row: str
    code: str
    title: str
    objective: str | None = None
    pilot: str | None = None
    score: Score = Score()
    kind: ActionKind | None = None
    need: str | None = None
    services: str | None = None
    official: str | None = None
    start: date | None = None
    end: date | None = None
    investment: float | None = None
    running: float | None = None
    days: float | None = None
    first_step: str | None = None
    alternative: bool | None = None
    reason: str | None = None
    duty: DutyId | None = None
    entry: str | None = None
