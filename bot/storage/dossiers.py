"""The dossier of a plan: read whole, written by its differences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import BindParameter, Connection, Table, bindparam, delete, exists, select, update

from bot.storage.dossier_json import from_json, removal_from_json, removal_to_json, to_json, value_from_json
from bot.storage.plans import PlanRow
from bot.storage.put import put
from bot.storage.tables import answer, closed_repeat, plan, removal, repeat_row, row_code
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path

__all__ = ["Conflict", "NoSuchPlan", "from_json", "load", "load_with_plan", "save", "to_json"]

K = TypeVar("K")
V = TypeVar("V")


class NoSuchPlan(LookupError):
    """The plan was deleted, or never was."""


class Conflict(Exception):
    """Somebody else changed the dossier since it was read: roll back, read it again, run the step again."""


_PLAN: BindParameter[int] = bindparam("plan")


_FILLED = {"has_rows": repeat_row, "has_codes": row_code, "has_closed": closed_repeat, "has_removals": removal}
"""Which tables hold anything of a plan's dossier: an empty one is not asked."""
_HEAD = select(
    plan,
    *(exists().where(table.c.plan_id == plan.c.id).label(name) for name, table in _FILLED.items()),
).where(plan.c.id == _PLAN)
_LOCKED_HEAD = _HEAD.with_for_update()


def load(db: Connection, plan_id: int, *, lock: bool = False) -> Dossier:
    """Return the dossier; with `lock`, nobody else may lock or save it until the transaction ends.

    Raises NoSuchPlan.
    """
    return load_with_plan(db, plan_id, lock=lock)[1]


def load_with_plan(db: Connection, plan_id: int, *, lock: bool = False) -> tuple[PlanRow, Dossier]:
    """Return the same, after what is known of the plan beside it."""
    here = {"plan": plan_id}
    head = db.execute(_LOCKED_HEAD if lock else _HEAD, here).one_or_none()
    if head is None:
        raise NoSuchPlan(plan_id)
    rows: dict[Path, tuple[str, ...]] = {}
    for repeat, row in db.execute(_ROWS, here) if head.has_rows else ():
        path = Path.parse(repeat)
        rows[path] = (*rows.get(path, ()), row)
    closed = db.scalars(_CLOSED, here) if head.has_closed else ()
    removals = db.execute(_REMOVALS, here) if head.has_removals else ()
    codes = db.execute(_CODES, here) if head.has_codes else ()
    dossier = Dossier(
        script_version=head.script_version,
        revision=head.revision,
        answers={
            Path.parse(row.path): Answer(
                value_from_json(row.value), AnswerStatus(row.status), row.revision, row.author, row.at
            )
            for row in db.execute(_ANSWERS, here)
        },
        rows=rows,
        closed=frozenset(Path.parse(repeat) for repeat in closed),
        removals=tuple(removal_from_json(row.id, row.at, row.body) for row in removals),
        codes={Path.parse(row): code for row, code in codes},
    )
    return PlanRow(*head[: len(plan.columns)]), dossier


_GROW = (
    update(plan)
    .where(plan.c.id == _PLAN, plan.c.revision == bindparam("was"))
    .values(revision=bindparam("grown"), script_version=bindparam("version"))
)


def save(db: Connection, plan_id: int, before: Dossier, after: Dossier) -> None:
    """Write what differs between `before`, as it was loaded, and `after`; its revision grows.

    Raises Conflict when the stored revision is no longer that of `before`.
    """
    if after == before:
        return
    grown = max(after.revision, before.revision + 1)
    changes = {"plan": plan_id, "was": before.revision, "grown": grown, "version": after.script_version}
    if not db.execute(_GROW, changes).rowcount:
        raise Conflict(plan_id)
    for part in _PARTS:
        part.save(db, plan_id, before, after)


@dataclass(frozen=True, slots=True)
class _Part(Generic[K, V]):
    """One table of the dossier: what it holds, and the columns of its keys and values."""

    table: Table
    of: Callable[[Dossier], Mapping[K, V]]
    key: Callable[[K], dict[str, Any]]
    values: Callable[[V], dict[str, Any]]

    def save(self, db: Connection, plan_id: int, before: Dossier, after: Dossier) -> None:
        former, new = self.of(before), self.of(after)
        for gone in former.keys() - new.keys():
            db.execute(delete(self.table).filter_by(plan_id=plan_id, **self.key(gone)))
        absent = object()
        changed = [name for name, value in new.items() if former.get(name, absent) != value]
        put(db, self.table, [{"plan_id": plan_id, **self.key(name), **self.values(new[name])} for name in changed])


_PARTS: tuple[_Part[Any, Any], ...] = (
    _Part(
        answer,
        of=lambda dossier: dossier.answers,
        key=lambda path: {"path": str(path)},
        values=lambda given: {
            "value": given.value,
            "status": given.status.value,
            "revision": given.revision,
            "author": given.author,
            "at": given.at,
        },
    ),
    _Part(
        repeat_row,
        of=lambda dossier: {
            (repeat, row): position for repeat, rows in dossier.rows.items() for position, row in enumerate(rows)
        },
        key=lambda place: {"repeat": str(place[0]), "row": place[1]},
        values=lambda position: {"position": position},
    ),
    _Part(
        row_code,
        of=lambda dossier: dossier.codes,
        key=lambda row: {"row": str(row)},
        values=lambda code: {"code": code},
    ),
    _Part(
        closed_repeat,
        of=lambda dossier: dict.fromkeys(dossier.closed),
        key=lambda repeat: {"repeat": str(repeat)},
        values=lambda _nothing: {},
    ),
    _Part(
        removal,
        of=lambda dossier: {kept.id: (position, kept) for position, kept in enumerate(dossier.removals)},
        key=lambda removal_id: {"id": removal_id},
        values=lambda kept: {"position": kept[0], "at": kept[1].at, "body": removal_to_json(kept[1])},
    ),
)


_ANSWERS = select(answer).where(answer.c.plan_id == _PLAN).order_by(answer.c.path)
_ROWS = (
    select(repeat_row.c.repeat, repeat_row.c.row)
    .where(repeat_row.c.plan_id == _PLAN)
    .order_by(repeat_row.c.repeat, repeat_row.c.position)
)
_CODES = select(row_code.c.row, row_code.c.code).where(row_code.c.plan_id == _PLAN).order_by(row_code.c.row)
_CLOSED = select(closed_repeat.c.repeat).where(closed_repeat.c.plan_id == _PLAN)
_REMOVALS = select(removal).where(removal.c.plan_id == _PLAN).order_by(removal.c.position)
