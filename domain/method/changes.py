"""What changed between two versions of a plan, row by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from domain.plan import Action, Evidence, Kpi, Meeting, Need, Objective, Plan

Row = Need | Objective | Kpi | Action | Meeting
Told = str | float | bool | date | frozenset[str] | Evidence | None
"""A value of a plan, of a type of the plan; links are the rows they lead to."""

_PLAN_FIELDS = (
    "name",
    "start_year",
    "end_year",
    "ambition",
    "official",
    "budget",
    "cofunding",
    "heard",
    "participation",
)
_NAMES: Mapping[type[Row], str] = {
    Need: "sentence",
    Objective: "sentence",
    Kpi: "label",
    Action: "title",
    Meeting: "topic",
}
_NOT_TOLD = frozenset({"row", "code", "entry", "kpis", "score"})
"""Where a row stands, what is told by itself (KPIs, marks), and what nobody typed."""
_OF_OBJECTIVE = "deadline"
"""That of a KPI is its objective's, and told once."""


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Changed(StrEnum):
    """What a change is about."""

    PLAN = "plan"
    FIGURE = "figure"
    NEED = "need"
    OBJECTIVE = "objective"
    KPI = "kpi"
    ACTION = "action"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Change:
    """One row added or removed, or one field of a row (or of the plan, without row) that has another value.

    `name` is that of the row, as it is now when it still exists; a figure has its key as row, and no name. A `field`
    is that of the type of the plan, or a mark.
    """

    kind: ChangeKind
    about: Changed
    row: str | None = None
    name: str | None = None
    field: str | None = None
    before: Told = None
    after: Told = None

    @property
    def is_of_target(self) -> bool:
        return self.about is Changed.KPI and self.field in {"target", "ceiling"}


def changes(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return the changes from one version to a later one, in the order of `Changed`.

    Of each list: what changed, in the order of the later version, with what was added to it; then what was removed.
    """
    found: list[Change] = []
    values = [(name, getattr(before, name), getattr(after, name)) for name in _PLAN_FIELDS]
    for name, old, new in (("territory", before.territory.name, after.territory.name), *values):
        if old != new:
            found.append(Change(ChangeKind.CHANGED, Changed.PLAN, field=name, before=old, after=new))
    former, known = ({figure.key: figure.value for figure in plan.figures} for plan in (before, after))
    for key in former | known:
        old, new = former.get(key), known.get(key)
        if old != new:
            found.append(Change(ChangeKind.CHANGED, Changed.FIGURE, key, field="value", before=old, after=new))
    return (
        *found,
        *_of_list(Changed.NEED, before.needs, after.needs),
        *_of_list(Changed.OBJECTIVE, before.objectives, after.objectives),
        *_of_list(Changed.KPI, before.kpis, after.kpis),
        *_of_list(Changed.ACTION, before.actions, after.actions),
        *_of_list(Changed.MEETING, before.meetings, after.meetings),
    )


def _of_list(about: Changed, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Change]:
    former, kept = {row.row: row for row in before}, {row.row for row in after}
    for row in after:
        if row.row in former:
            told = _told(row)
            for field, old in _told(former[row.row]).items():
                if old != told[field]:
                    yield Change(ChangeKind.CHANGED, about, row.row, _name(row), field, old, told[field])
        else:
            yield Change(ChangeKind.ADDED, about, row.row, _name(row))
    for row in before:
        if row.row not in kept:
            yield Change(ChangeKind.REMOVED, about, row.row, _name(row))


def _told(row: Row) -> dict[str, Told]:
    skipped = _NOT_TOLD | ({_OF_OBJECTIVE} if isinstance(row, Kpi) else set())
    told = {field.name: getattr(row, field.name) for field in fields(row) if field.name not in skipped}
    if isinstance(row, Action):
        told |= {mark.name: getattr(row.score, mark.name) for mark in fields(row.score)}
    return told


def _name(row: Row) -> str:
    return str(getattr(row, _NAMES[type(row)]))
