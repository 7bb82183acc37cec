"""Every statement that Jalon emits finds its rows by an index, in a database that many plans share."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from inspect import isfunction, signature
from pkgutil import iter_modules
from typing import Any

import pytest
from sqlalchemy import Connection, event

import bot.storage
from bot.storage.database import Database
from bot.storage.tables import metadata
from tests.storage import samples

pytestmark = [pytest.mark.checkout, pytest.mark.slow]  # the databases are filled by `bench`

SOME, MANY = 300, 10_000
"""Plans of the quick sample and of the whole proof."""
MOST_STEPS = 15_000
"""Steps of SQLite's machine that one statement may take: a plan's worth of rows, never a row for each plan."""
MOST_ROWS = 2_000
"""Rows that PostgreSQL may read for one statement."""
SMALL = {"bot_lane", "lease", "erasure", "erasure_chat", "erasure_plan"}
"""Tables that do not grow with use."""
ELSEWHERE = {
    "erasing": "a person is erased by its own pieces, proven beside them",
    "erasure": "idem",
    "retention": "housekeeping goes by its own pieces, proven beside them",
    "sweep": "only erasures sweep",
    "migrations": "runs alone, before anybody is served",
    "sole": "locks a file, asks the database nothing",
    "put": "takes any table: every function that writes goes through it",
    "upserts": "builds statements, runs none",
}
RARE = re.compile(r"\bix_(rule|occurrence)_lost\b")
"""Indexes of what should never be: they are empty."""
SCANS = {
    "outbox.is_awaiting": "asked by the tour, the demonstration and tests alone: whether all is said",
    "lanes.rewind": "once, when the clock was set back: everything of a later present comes back to this one",
    "occurrences.recall": "idem",
    "rules.recall": "idem",
    "rewind.rewind_if_back": "idem",
    "outbox.counts": "counts what waits, for the metrics, on a reader",
    "metrics": "idem",
}
"""What may walk through a table or a whole state of it, and why."""


def functions() -> Iterator[str]:
    """Every function of the storage that is given a connection."""
    for found in iter_modules(bot.storage.__path__):
        module = import_module(f"bot.storage.{found.name}")
        for name, value in vars(module).items():
            is_own = isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
            if is_own and found.name not in ELSEWHERE and next(iter(signature(value).parameters), "") == "db":
                yield f"{found.name}.{name}"


def test_every_function_of_the_storage_has_its_sample() -> None:
    assert set(functions()) == set(samples.SAMPLES)


@pytest.mark.parametrize("is_analysed", [False, True], ids=["as it is", "analysed"])
def test_no_statement_walks_through_a_table_of_sqlite(sqlite_url: str, is_analysed: bool) -> None:  # noqa: FBT001 - a parameter
    assert list(_walks(sqlite_url, SOME, is_analysed=is_analysed)) == []


@pytest.mark.postgres
def test_no_statement_walks_through_a_table_of_postgresql(postgres_url: str) -> None:
    assert list(_walks(postgres_url, SOME, is_analysed=True)) == []


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("is_analysed", [False, True], ids=["as it is", "analysed"])
def test_no_statement_walks_through_a_table_of_sqlite_shared_by_10_000_plans(
    sqlite_url: str,
    is_analysed: bool,  # noqa: FBT001 - a parameter
) -> None:
    assert list(_walks(sqlite_url, MANY, is_analysed=is_analysed)) == []


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.timeout(900)
def test_no_statement_walks_through_a_table_of_postgresql_shared_by_10_000_plans(postgres_url: str) -> None:
    assert list(_walks(postgres_url, MANY, is_analysed=True)) == []


def _walks(url: str, plans: int, *, is_analysed: bool) -> Iterator[str]:
    from bench import crowd  # noqa: PLC0415 - a wheel holds no measures

    with _opened(url) as database:
        crowd.fill(database, plans)
        if is_analysed:
            crowd.analyse(database)
        look = _sqlite if database.dialect == "sqlite" else _postgres
        for name, run in samples.all_of(database):
            found = database.run(partial(look, run)) if name not in SCANS else ()
            yield from (f"{name}: {what}" for what in found)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database.open(url)
    try:
        yield database
    finally:
        database.shut()


class _Undone(Exception):
    """Nothing of a sample stays."""


def _statements(db: Connection, run: samples.Sample, note: Callable[[str, Any], None]) -> None:
    """Run a sample, telling each statement before it is sent; then undo it."""

    def before(_c: object, _cursor: object, statement: str, parameters: Any, _x: object, is_many: bool) -> None:  # noqa: ANN401, FBT001
        note(statement, parameters[0] if is_many and isinstance(parameters, list) else parameters)

    event.listen(db, "before_cursor_execute", before)
    try:
        with suppress(_Undone), db.begin_nested():
            run(db)
            raise _Undone
    finally:
        event.remove(db, "before_cursor_execute", before)


# SQLite ---------------------------------------------------------------------------------------------------------------


def _sqlite(run: samples.Sample, db: Connection) -> list[str]:
    raw = db.connection.driver_connection
    assert raw is not None
    plan: list[tuple[str, list[str]]] = []
    steps: list[int] = []

    def note(statement: str, parameters: Any) -> None:  # noqa: ANN401 - the driver's own
        if _is_looking(statement):
            lines = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            plan.append((statement, lines))
            steps.append(0)

    def step() -> int:
        if steps:
            steps[-1] += 100
        return 0

    raw.set_progress_handler(step, 100)
    try:
        _statements(db, run, note)
    finally:
        raw.set_progress_handler(None, 0)
    walks = [f"{line} in {statement}" for statement, lines in plan for line in lines if _is_scan(line)]
    long = (f"{taken} steps in {each}" for each, taken in zip(plan, steps, strict=True) if taken > MOST_STEPS)
    return [*walks, *long]


def _is_scan(line: str) -> bool:
    """Whether SQLite walks through a whole table or index, one of few rows excepted."""
    found = re.match(r"(?:SCAN|SEARCH) (\w+)(.*)", line)
    is_whole = bool(found) and (line.startswith("SCAN") or "USING" not in line)
    named = re.sub(r"_\d+$", "", found[1]) if found else ""
    return is_whole and named in metadata.tables and named not in SMALL and not RARE.search(line)


def _is_looking(statement: str) -> bool:
    return statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH"))


# PostgreSQL -----------------------------------------------------------------------------------------------------------


def _postgres(run: samples.Sample, db: Connection) -> list[str]:
    raw = db.connection.driver_connection
    assert raw is not None
    walks: list[str] = []

    def note(statement: str, parameters: Any) -> None:  # noqa: ANN401 - the driver's own
        if not _is_looking(statement):
            return
        raw.execute("SAVEPOINT looking")  # it is carried out
        explained = raw.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).fetchone()[0]
        raw.execute("ROLLBACK TO looking")
        walks.extend(f"{what} in {statement}" for what in _walked(explained[0]["Plan"]))

    _statements(db, run, note)
    return walks


def _walked(node: dict[str, Any]) -> Iterator[str]:
    table, loops = node.get("Relation Name", ""), node["Actual Loops"]
    read = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * loops
    if table and table not in SMALL and read > MOST_ROWS:
        yield f"{read} rows of {table}, {node['Node Type']} {node.get('Index Name', '')}"
    for part in node.get("Plans", ()):
        yield from _walked(part)
