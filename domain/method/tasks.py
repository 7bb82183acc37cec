"""What is left to find out: figures to collect, baselines to measure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.plan import Plan


class TaskKind(StrEnum):
    MEASURE_BASELINE = "measure_baseline"
    COLLECT_FIGURE = "collect_figure"


@dataclass(frozen=True, slots=True)
class Task:
    """`ref` is the row of a KPI or the key of a figure; `who` None means the lead, `due` None no day yet."""

    kind: TaskKind
    ref: str
    who: str | None = None
    due: date | None = None


def tasks(plan: Plan) -> tuple[Task, ...]:
    """Return the tasks of a plan, the most urgent first, those without a day last."""
    baselines = [
        Task(TaskKind.MEASURE_BASELINE, kpi.row, kpi.owner, kpi.measure_by) for kpi in plan.kpis if kpi.baseline is None
    ]
    figures = [
        Task(TaskKind.COLLECT_FIGURE, figure.key, figure.collect_who, figure.collect_on)
        for figure in plan.figures
        if figure.to_collect
    ]
    return tuple(sorted(baselines + figures, key=lambda task: task.due or date.max))
