"""The dossier of a plan: read whole, written by its differences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, delete, exists, select, update

from bot.storage.dossier_json import from_json, removal_from_json, removal_to_json, to_json, value_from_json
from bot.storage.put import put
from bot.storage.tables import answer, closed_repeat, plan, removal, repeat_row, row_code
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier, Removal
from domain.dialogue.path import Path

__all__ = ["Conflict", "NoSuchPlan", "from_json", "load", "save", "to_json"]

K = TypeVar("K")
V = TypeVar("V")


class NoSuchPlan(LookupError):
    """The plan was deleted, or never was."""


class Conflict(Exception):
    """Somebody else changed the dossier since it was read: roll back, read it again, run the step again."""


_PLAN: BindParameter[int] = bindparam("plan")


def _head() -> Select[Any]:
    """What a plan's dossier is, and which of its tables hold anything of it: an empty one is not asked."""
    held = {"has_rows": repeat_row, "has_codes": row_code, "has_closed": closed_repeat, "has_removals": removal}
    has = [exists().where(table.c.plan_id == plan.c.id).label(name) for name, table in held.items()]
    return select(plan.c.script_version, plan.c.revision, *has).where(plan.c.id == _PLAN)


_HEAD = _head()
_LOCKED_HEAD = _HEAD.with_for_update()


def load(db: Connection, plan_id: int, *, lock: bool = False) -> Dossier:
    """Return the dossier; with `lock`, nobody else may lock or save it until the transaction ends.

    Raises NoSuchPlan.
    """
    head = db.execute(_LOCKED_HEAD if lock else _HEAD, {"plan": plan_id}).one_or_none()
    if head is None:
        raise NoSuchPlan(plan_id)
    return Dossier(
        script_version=head.script_version,
        revision=head.revision,
        answers=_answers(db, plan_id),
        rows=_rows(db, plan_id) if head.has_rows else {},
        closed=_closed(db, plan_id) if head.has_closed else frozenset(),
        removals=_removals(db, plan_id) if head.has_removals else (),
        codes=_codes(db, plan_id) if head.has_codes else {},
    )


def save(db: Connection, plan_id: int, before: Dossier, after: Dossier) -> None:
    """Write what differs between `before`, as it was loaded, and `after`; its revision grows.

    Raises Conflict when the stored revision is no longer that of `before`.
    """
    if after == before:
        return
    _grow(db, plan_id, before, after)
    for part in _PARTS:
        part.save(db, plan_id, before, after)


_GROW = (
    update(plan)
    .where(plan.c.id == _PLAN, plan.c.revision == bindparam("was"))
    .values(revision=bindparam("grown"), script_version=bindparam("version"))
)


def _grow(db: Connection, plan_id: int, before: Dossier, after: Dossier) -> None:
    grown = max(after.revision, before.revision + 1)
    changes = {"plan": plan_id, "was": before.revision, "grown": grown, "version": after.script_version}
    if not db.execute(_GROW, changes).rowcount:
        raise Conflict(plan_id)


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


def _answer_key(path: Path) -> dict[str, Any]:
    return {"path": str(path)}


def _answer_values(given: Answer) -> dict[str, Any]:
    return {
        "value": given.value,
        "status": given.status.value,
        "revision": given.revision,
        "author": given.author,
        "at": given.at,
    }


def _places(dossier: Dossier) -> dict[tuple[Path, str], int]:
    return {(repeat, row): place for repeat, rows in dossier.rows.items() for place, row in enumerate(rows)}


def _row_key(place: tuple[Path, str]) -> dict[str, Any]:
    return {"repeat": str(place[0]), "row": place[1]}


def _row_values(position: int) -> dict[str, Any]:
    return {"position": position}


def _code_key(row: Path) -> dict[str, Any]:
    return {"row": str(row)}


def _code_values(code: str) -> dict[str, Any]:
    return {"code": code}


def _marks(dossier: Dossier) -> dict[Path, None]:
    return dict.fromkeys(dossier.closed)


def _repeat_key(repeat: Path) -> dict[str, Any]:
    return {"repeat": str(repeat)}


def _no_values(_nothing: None) -> dict[str, Any]:
    return {}


def _kept(dossier: Dossier) -> dict[str, tuple[int, Removal]]:
    return {kept.id: (place, kept) for place, kept in enumerate(dossier.removals)}


def _removal_key(removal_id: str) -> dict[str, Any]:
    return {"id": removal_id}


def _removal_values(place: tuple[int, Removal]) -> dict[str, Any]:
    position, kept = place
    return {"position": position, "at": kept.at, "body": removal_to_json(kept)}


_PARTS: tuple[_Part[Any, Any], ...] = (
    _Part(answer, lambda dossier: dossier.answers, _answer_key, _answer_values),
    _Part(repeat_row, _places, _row_key, _row_values),
    _Part(row_code, lambda dossier: dossier.codes, _code_key, _code_values),
    _Part(closed_repeat, _marks, _repeat_key, _no_values),
    _Part(removal, _kept, _removal_key, _removal_values),
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


def _answers(db: Connection, plan_id: int) -> dict[Path, Answer]:
    rows = db.execute(_ANSWERS, {"plan": plan_id})
    return {
        Path.parse(row.path): Answer(
            value_from_json(row.value), AnswerStatus(row.status), row.revision, row.author, row.at
        )
        for row in rows
    }


def _rows(db: Connection, plan_id: int) -> dict[Path, tuple[str, ...]]:
    found: dict[Path, tuple[str, ...]] = {}
    for repeat, row in db.execute(_ROWS, {"plan": plan_id}):
        path = Path.parse(repeat)
        found[path] = (*found.get(path, ()), row)
    return found


def _codes(db: Connection, plan_id: int) -> dict[Path, str]:
    return {Path.parse(row): code for row, code in db.execute(_CODES, {"plan": plan_id})}


def _closed(db: Connection, plan_id: int) -> frozenset[Path]:
    return frozenset(Path.parse(repeat) for repeat in db.scalars(_CLOSED, {"plan": plan_id}))


def _removals(db: Connection, plan_id: int) -> tuple[Removal, ...]:
    rows = db.execute(_REMOVALS, {"plan": plan_id})
    return tuple(removal_from_json(row.id, row.at, row.body) for row in rows)
