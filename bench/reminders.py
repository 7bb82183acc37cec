"""How fast reminders are planned: 1 000 due of 100 000, beside APScheduler on the same store."""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from apscheduler.executors.base import BaseExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Connection, Table, insert, text

from bench.figure import Effort, Figure, at_least, at_most, table
from bot.reminders import planner
from bot.storage import tables
from bot.storage.database import Database, migrate
from bot.storage.rules import cadence_to_json, owner_key
from domain.followup.asking_times import cadence_for
from domain.plan import Frequency

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # 10:00 in Paris, a Tuesday
RULES, DUE, PER_PLAN, BATCH, POLLS = 100_000, 1_000, 5, 100, 200
PER_INSERT = 5_000


def measure(effort: Effort) -> list[Figure]:
    rules = effort.of(2_000, 10_000, RULES)
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        found = planned(f"sqlite:///{Path(folder) / 'bench.sqlite3'}", rules=rules)
    return [
        at_most(f"planning 1 000 due of {rules:,}".replace(",", " "), found["plan_ms"], 100, "ms"),
        at_least("planning, times faster than APScheduler", found["ratio"], 10, "×"),
        at_most("longest transaction while planning", found["worst_batch_ms"], 20, "ms", 1),
        at_most("looking when nothing is due", found["idle_poll_ms"], 2, "ms", 2),
    ]


def planned(url: str, *, rules: int = RULES, due: int = DUE, against: bool = True) -> dict[str, float]:
    """Return figures in milliseconds, on an empty database at `url`, and the ratio to APScheduler in the same run."""
    db = Database.open(url)
    migrate(db)
    db.run(lambda c: _fill(c, rules, due + BATCH))
    db.run(lambda c: planner.plan_due(c, NOW, limit=BATCH))  # compiles the statements, imports the holidays
    poll = _idle(db, NOW - timedelta(days=30))
    cpu = time.process_time()
    batches = _planned(db)
    cpu = time.process_time() - cpu
    figures = {
        "rules": float(rules),
        "planned": float(due),
        "plan_ms": sum(batches) * 1e3,
        "plan_cpu_ms": cpu * 1e3,
        "worst_batch_ms": max(batches) * 1e3,
        "idle_poll_ms": poll * 1e3,
        "idle_poll_after_ms": _idle(db, NOW) * 1e3,
    }
    messages = db.run(lambda c: int(c.execute(text("select count(*) from outbox")).scalar_one()))
    db.shut()
    if against:
        figures["apscheduler_ms"] = _apscheduler(url, rules, due) * 1e3
        figures["ratio"] = figures["apscheduler_ms"] / figures["plan_ms"]
    return {**figures, "messages": float(messages)}


def _fill(db: Connection, rules: int, due: int) -> None:
    cadence = cadence_to_json(cadence_for(Frequency.MONTHLY, None, zone="Europe/Paris", region=""))
    count = rules // PER_PLAN
    _insert(db, tables.plan, (_plan(n) for n in range(1, count + 1)))
    _insert(
        db,
        tables.person,
        (
            {"id": n, "first_name": "P", "language": "fr", "created_at": NOW, "seen_at": NOW}
            for n in range(1, count + 1)
        ),
    )
    _insert(db, tables.membership, (_member(n) for n in range(1, count + 1)))
    _insert(db, tables.rule, (_rule(n, cadence, is_due=n < due) for n in range(rules)))


def _plan(n: int) -> dict[str, Any]:
    facts = {"script_version": 1, "revision": 0, "language": "fr", "zone": "Europe/Paris", "region": ""}
    return {"id": n, "follow_up": True, "created_at": NOW, **facts}


def _member(n: int) -> dict[str, Any]:
    return {"plan_id": n, "person_id": n, "role": "lead", "label": "Accueil", "joined_at": NOW}


def _rule(n: int, cadence: dict[str, str], *, is_due: bool) -> dict[str, Any]:
    awaited = (NOW - timedelta(minutes=30), "2026-12") if is_due else (NOW + timedelta(days=30), "2027-01")
    return {
        "plan_id": 1 + n // PER_PLAN,
        "kpi": f"objectives/o1/kpis/k{n}",
        "cadence": cadence,
        "owner_key": owner_key("Accueil"),
        "state": "active",
        "next_at": awaited[0],
        "next_period": awaited[1],
        "started_on": date(2026, 1, 1),
    }


def _insert(db: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    listed = list(rows)
    for start in range(0, len(listed), PER_INSERT):
        db.execute(insert(table), listed[start : start + PER_INSERT])


def _planned(db: Database) -> list[float]:
    taken = []
    count = BATCH
    while count == BATCH:
        start = time.perf_counter()
        count = db.run(lambda c: planner.plan_due(c, NOW, limit=BATCH))
        if count:
            taken.append(time.perf_counter() - start)
    return taken


def _idle(db: Database, now: datetime) -> float:
    def poll() -> float:
        start = time.perf_counter()
        db.run(lambda c: planner.plan_due(c, now))
        return time.perf_counter() - start

    return median(poll() for _ in range(POLLS))


class _NoExecutor(BaseExecutor):  # type: ignore[misc] # the library has no types
    """Accepts every job and runs none: only the scheduling itself is measured."""

    def _do_submit_job(self, job: Any, run_times: Any) -> None:  # noqa: ANN401 - the library has no types
        self._run_job_success(job.id, [])


def nothing() -> None:
    """What the jobs do."""


def _apscheduler(url: str, jobs: int, due: int) -> float:
    """Seconds APScheduler takes for one wake-up over the same number of due and waiting jobs in the same store."""
    address = url.replace("postgresql://", "postgresql+psycopg://")
    store = SQLAlchemyJobStore(url=address)
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_jobstore(store, "default")
    scheduler.add_executor(_NoExecutor(), "default")
    scheduler.start(paused=True)
    trigger = CronTrigger(day=1, hour=9, minute=30, timezone="Europe/Paris")
    options = {"misfire_grace_time": None, "coalesce": True, "executor": "default"}
    past, future = datetime.now(UTC) - timedelta(seconds=1), datetime.now(UTC) + timedelta(days=30)  # noqa: TID251 - it reads the clock itself
    first = scheduler.add_job(nothing, trigger, id="0", next_run_time=past, **options)
    _store_jobs(store, first, (past, future), jobs, due)
    start = time.perf_counter()
    scheduler.state = 1
    scheduler._process_jobs()  # noqa: SLF001 - one wake-up, as its thread does
    taken = time.perf_counter() - start
    scheduler.shutdown(wait=False)
    return taken


def _store_jobs(store: Any, first: Any, ats: tuple[datetime, datetime], jobs: int, due: int) -> None:  # noqa: ANN401
    """Write the other jobs in its table at once: one by one, the library would take a quarter of an hour."""
    import pickle  # noqa: PLC0415 - the library's own format

    def row(n: int) -> dict[str, Any]:
        at = ats[0] if n < due else ats[1]
        state = {**first.__getstate__(), "id": str(n), "next_run_time": at}
        first.__setstate__(state)
        return {"id": str(n), "next_run_time": at.timestamp(), "job_state": pickle.dumps(state, 5)}

    with store.engine.begin() as connection:
        for start in range(1, jobs, PER_INSERT):
            connection.execute(store.jobs_t.insert(), [row(n) for n in range(start, min(jobs, start + PER_INSERT))])


if __name__ == "__main__":
    print(table(measure(Effort.asked(sys.argv))))
