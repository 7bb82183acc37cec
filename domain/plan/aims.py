"""What is aimed at: objectives, the KPIs that will tell, and the values reported since."""

from dataclasses import dataclass
from datetime import date

from domain.plan.codes import Direction, Frequency


@dataclass(frozen=True, slots=True)
class Kpi:
    """A performance indicator of an objective.

    `baseline`, `target` and `ceiling` are in `unit`; `ceiling` is only for the direction KEEP, where the value should
    stay in [target, ceiling]. `row` is the path of its row as text. `owner` None means the lead. `deadline` is that of
    the objective. `baseline_on` is the day of the baseline; while it is unknown, it is to be measured by `measure_by`.
    `source` says how it is counted, and where. `entry` is its id in the catalogue. `code` is K1, K2, … and is printed
    nowhere yet: None in a version frozen before it was kept.
    """

    row: str
    label: str
    unit: str = ""
    direction: Direction | None = None
    baseline: float | None = None
    target: float | None = None
    ceiling: float | None = None
    frequency: Frequency | None = None
    owner: str | None = None
    deadline: date | None = None
    baseline_on: date | None = None
    measure_by: date | None = None
    source: str | None = None
    entry: str | None = None
    code: str | None = None

    @property
    def has_goal(self) -> bool:
        """Whether a target or a bound says where it should be."""
        return self.target is not None or self.ceiling is not None


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective; `code` (O1, O2, …) is for life; `need` is the row of the need it answers."""

    row: str
    code: str
    sentence: str
    need: str | None = None
    deadline: date | None = None
    kpis: tuple[Kpi, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a KPI, as reported: `value` None means "not available this time"."""

    kpi: str
    on: date
    value: float | None
    author: str | None = None
