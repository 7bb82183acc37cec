"""How long the writer is held by `/supprimer` and by housekeeping, in a database of many plans.

    python -m bench.erasing [--plans 100000] [--url sqlite:////folder/filled.sqlite3]

A database that is filled already is used as it is. Prints one line a case: transactions, the longest, all together.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, func, insert, select

from bot.clock import ShiftedClock
from bot.conversations.session import AppContext
from bot.storage.database import Database, migrate
from bot.storage.tables import metadata, plan
from bot.wording.wordbook import Wordbook
from domain.questionnaire import SCRIPT

T = TypeVar("T")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEADS, AGENTS, BUSY, SILENT = 10_000_000, 20_000_000, 30_000_000, 40_000_000
ANSWERS, CHUNK, SHARED, QUIET = 20, 500, 200, 30
Rows = dict[str, list[dict[str, Any]]]


def fill(db: Database, plans: int) -> None:
    """Make plans with a lead, an agent and what they hold; one person is in SHARED of them."""
    for start in range(1, plans + 1, CHUNK):
        rows: Rows = {}
        for number in range(start, min(start + CHUNK, plans + 1)):
            _plan(rows, number)
        if start == 1:
            _people(rows)
        db.run(lambda it, rows=rows: _insert(it, rows))  # type: ignore[misc]


def _insert(it: Connection, rows: Rows) -> None:
    for table in metadata.sorted_tables:
        if found := rows.get(table.name):
            it.execute(insert(table), found)


def _plan(rows: Rows, n: int) -> None:
    lead, agent = LEADS + n, AGENTS + n
    add = _adder(rows)
    add("plan", id=n, script_version=1, revision=1, language="fr", zone="Europe/Paris", region="", follow_up=True,
        created_at=NOW - timedelta(days=400))  # fmt: skip
    for person, role in ((lead, "lead"), (agent, "contributor"), *(((BUSY, "lead"),) if n <= SHARED else ())):
        add("membership", plan_id=n, person_id=person, role=role, label=None, joined_at=NOW)
    for person in (lead, agent):
        _person(rows, person, NOW)
        add("chat", id=person, kind="private", status="active")
        _said(rows, n, person)
    body = {"answers": {}, "rows": [], "removals": []}
    for k in range(ANSWERS):
        author = BUSY if n <= SHARED and k % 2 else lead
        add("answer", plan_id=n, path=f"needs/sentence[{k}]", value=f"Un besoin {k} du plan {n}", status="ok",
            revision=1, author=author, at=NOW)  # fmt: skip
        body["answers"][f"needs/sentence[{k}]"] = {"value": "x" * 60, "author": author}  # type: ignore[index]
    add("plan_version", plan_id=n, number=1, frozen_at=NOW, body=body)
    if "version_author" in metadata.tables:
        for author in {lead, *((BUSY,) if n <= SHARED else ())}:
            add("version_author", plan_id=n, number=1, person_id=author)
    add("rule", id=n, plan_id=n, kpi="objectives/o1/kpis/k1", cadence={"every": "monthly"}, owner_key=None,
        state="active", next_at=NOW + timedelta(days=9), next_period="2026-12", started_on=NOW.date())  # fmt: skip
    for k in range(3):
        add("occurrence", id=n * 3 + k, rule_id=n, period=f"2026-0{k + 1}", due_at=NOW, state="done", step=0,
            with_lead=False)  # fmt: skip
        add("reading", plan_id=n, kpi="objectives/o1/kpis/k1", on=NOW.date(), value=1.0 * k, author=agent, at=NOW)


def _said(rows: Rows, n: int, person: int) -> None:
    add = _adder(rows)
    for k in range(4):
        add("prompt", id=f"{person % 100_000_000:x}{k}", plan_id=n, chat_id=person, thread_id=0, audience=person,
            kind="question", base=0, acts=["ok"], labels=["D’accord"], payload={"proposed": "mot"},
            state="live" if k == 3 else "closed", asked_at=NOW, closed_at=None if k == 3 else NOW)  # fmt: skip
        add("outbox", chat_id=person, thread_id=0, priority=0, not_before=NOW, state="delivered", attempts=1,
            body={"do": "message"}, failures=0, ambiguous=0, created_at=NOW, settled_at=NOW,
            dedup_key=f"nudge:{person}:{k}")  # fmt: skip
        add("audit", at=NOW, what="delivered", ref=f"outbox:{person * 4 + k}")
    add("talk", person_id=person, chat_id=person, thread_id=0, plan_id=n, state={"focus": None})


def _people(rows: Rows) -> None:
    _person(rows, BUSY, NOW)
    for n in range(QUIET):
        _person(rows, SILENT + n, NOW - timedelta(days=800))


def _person(rows: Rows, person: int, seen: datetime) -> None:
    _adder(rows)("person", id=person, first_name=f"Ana{person}", language="fr", consent_at=seen, created_at=seen,
                 seen_at=seen)  # fmt: skip


def _adder(rows: Rows) -> Callable[..., None]:
    def add(table: str, **values: object) -> None:
        rows.setdefault(table, []).append(values)

    return add


class Watch:
    """The database, whose writes are timed: from being asked to being durable, and what they take of a processor."""

    def __init__(self, db: Database) -> None:
        self.db, self.times, self.works = db, list[float](), list[float]()
        self.read, self.scrub, self.dialect = db.read, db.scrub, db.dialect

    async def write(self, work: Callable[[Connection], T]) -> T:
        began = time.perf_counter()
        try:
            return await self.db.write(lambda it: self._timed(it, work))
        finally:
            self.times.append(1000 * (time.perf_counter() - began))

    def _timed(self, it: Connection, work: Callable[[Connection], T]) -> T:
        began = time.thread_time()
        try:
            return work(it)
        finally:
            self.works.append(1000 * (time.thread_time() - began))

    def told(self, what: str) -> dict[str, object]:
        wall, work = sorted(self.times), sorted(self.works)
        middle = len(wall) // 2
        found = {"case": what, "transactions": len(wall), "longest_ms": round(wall[-1], 1)}
        found |= {"median_ms": round(wall[middle], 1), "longest_cpu_ms": round(work[-1], 1), "all_ms": round(sum(wall))}
        self.times.clear()
        self.works.clear()
        return found


async def measure(db: Database) -> Iterator[dict[str, object]]:
    from bot.housekeeping import Housekeeping  # noqa: PLC0415 - it was not there before
    from bot.storage import privacy  # noqa: PLC0415
    from domain.followup.asking_times import calendar  # noqa: PLC0415

    watch, clock = Watch(db), ShiftedClock()
    clock.jump(NOW - clock.now())
    keeper = Housekeeping(watch, clock, AppContext(Wordbook(), SCRIPT), iter(map(str, range(10**6))).__next__)  # type: ignore[arg-type]
    told = []
    calendar("").is_working(NOW.date())
    for what, person in (("lead of one plan", LEADS + 700), ("person of 200 plans", BUSY)):
        await watch.write(lambda it, person=person: privacy.ask(it, person, NOW))  # type: ignore[misc]
        await keeper.erase()
        told.append(watch.told(f"/supprimer, {what}"))
    for what, days in (("warned", 0), ("reminded", 24), ("erased", 32)):
        clock.jump(NOW + timedelta(days=days) - clock.now())
        await keeper.tidy()
        told.append(watch.told(f"housekeeping, {QUIET} silent people {what}"))
    return iter(told)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--plans", type=int, default=100_000)
    asked.add_argument("--url")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = Database.open(options.url or f"sqlite:///{Path(folder) / 'filled.sqlite3'}")
        migrate(db)
        if not db.run(lambda it: it.execute(select(func.count()).select_from(plan)).scalar_one()):
            fill(db, options.plans)
        for line in asyncio.run(measure(db)):
            print(json.dumps(line, ensure_ascii=False))
        db.shut()


if __name__ == "__main__":
    main()
