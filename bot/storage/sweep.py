"""Finding a number wherever it was written inside texts and JSON, and writing something else there."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import JSON, Column, Connection, String, Table, Text, cast, select, tuple_, update

from bot.storage.tables import answer, handover, metadata, outbox, plan_version, removal

Leaf = Callable[[object], object]

_ANSWERED = {answer.c.value, handover.c.value, plan_version.c.body, removal.c.body}
"""What people said."""
_NEVER: frozenset[Column[Any]] = frozenset({*_ANSWERED, outbox.c.dedup_key})  # a unique key


def renumbering(old: int, new: int) -> Leaf:
    """Return a change of leaves that writes `new` for `old`, also inside texts, where no digit touches it."""
    within = re.compile(rf"(?<![\d-]){old}(?!\d)")

    def renumber(leaf: object) -> object:
        if isinstance(leaf, str):
            return within.sub(str(new), leaf)
        return new if leaf == old and not isinstance(leaf, bool | float) else leaf

    return renumber


def unnaming(names: Iterable[str]) -> Leaf:
    """Return a change of leaves that leaves an ellipsis where a text holds one of these names as a word."""
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 1)
    within = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
    return lambda leaf: within.sub("…", leaf) if within and isinstance(leaf, str) else leaf


def changed(value: object, change: Leaf) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """Return a JSON value with every leaf and every key changed."""
    match value:
        case dict():
            return {changed(key, change): changed(item, change) for key, item in value.items()}
        case list() | tuple():
            return [changed(item, change) for item in value]
    return change(value)


def sweep(db: Connection, number: int, change: Leaf) -> None:
    """Apply `change` to every text and JSON column that holds `number`, answers and unique keys excepted."""
    for table in metadata.sorted_tables:
        for column in _columns(table):
            _sweep(db, table, column, number, change)


def _columns(table: Table) -> Iterator[Column[Any]]:
    for column in table.c:
        is_text = isinstance(column.type, String | JSON)
        if is_text and not column.primary_key and column not in _NEVER:
            yield column


def _sweep(db: Connection, table: Table, column: Column[Any], number: int, change: Leaf) -> None:
    keys = list(table.primary_key)
    holds = cast(column, Text).contains(str(number), autoescape=True)
    for *key, value in db.execute(select(*keys, column).where(holds)).all():
        if (new := changed(value, change)) != value:
            db.execute(update(table).where(tuple_(*keys) == tuple(key)).values({column: new}))
