"""Whatever people do and whenever the planner runs, nothing is asked twice and nothing is forgotten."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.reminders import rules
from bot.storage import people, plans, tables
from bot.storage.database import Database

# What conftest.py gives
Office: TypeAlias = Any
Names: TypeAlias = Any
Value: TypeAlias = Any

_FREQUENCIES = st.sampled_from(["weekly", "monthly", "quarterly"])
_STEPS = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 900)),  # hours
    st.tuples(st.just("follow"), st.lists(_FREQUENCIES, max_size=3)),
    st.tuples(st.just("own"), st.sampled_from(["Accueil", "Technique", None])),
    st.tuples(st.just("hour"), st.integers(0, 23)),
    st.tuples(st.just("zone"), st.sampled_from(["Europe/Paris", "Pacific/Tahiti", "Indian/Reunion"])),
    st.tuples(st.just("press"), st.sampled_from(["missing", "later:1h", "later:monday", "not_me", "fix", "same"])),
    st.tuples(st.just("type"), st.sampled_from(["65", "700", "oui", "rien", "12 jours"])),
    st.tuples(st.sampled_from(["pause", "resume", "stop"]), st.none()),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEPS, min_size=3, max_size=14))
def test_no_history_breaks_the_invariants(
    tmp_path: Path, sqlite_template: Path, desk: Names, steps: list[tuple[str, Any]]
) -> None:
    file = tmp_path / "history.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    database = Database.open(f"sqlite:///{file}")
    try:
        _live(desk, desk.make_office(database), steps)
    finally:
        database.shut()
        for left in tmp_path.glob("history.sqlite3*"):
            left.unlink()


def _live(desk: Names, office: Office, steps: list[tuple[str, Any]]) -> None:
    wishes, owner = ["weekly"], "Accueil"
    office.follow(desk.Wish("K0", frequency="weekly"))
    for what, value in steps:
        match what:
            case "follow":
                wishes = value
            case "own":
                owner = value
            case "wait":
                office.clock.jump(timedelta(hours=value))
                office.tick()
            case _:
                _do(desk, office, what, value)
        if what in {"follow", "own"}:
            office.follow(*(desk.Wish(f"K{n}", owner, each) for n, each in enumerate(wishes)))
        _check(office)


def _do(desk: Names, office: Office, what: str, value: Value) -> None:
    db, now = office.db, office.now
    changes: dict[str, Callable[[Connection], None]] = {
        "pause": lambda c: rules.pause(c, office.plan, now),
        "resume": lambda c: rules.resume(c, office.plan, now),
        "stop": lambda c: rules.stop(c, office.plan, now),
        "hour": lambda c: people.set_hour(c, desk.PAUL, value),
        "zone": lambda c: plans.set_place(c, office.plan, zone=value, region=""),
    }
    if what in changes:
        db.run(changes[what])
        db.run(lambda c: rules.realign(c, office.plan, now))
    elif any(row.chat_id == desk.PAUL for row, _ in office.sent):
        (office.press if what == "press" else office.type)(desk.PAUL, value)


def _check(office: Office) -> None:
    asked = Counter((each.rule_id, each.period) for each in office.all_occurrences())
    assert all(times == 1 for times in asked.values())
    assert all((rule.next_at is not None) == (rule.state == "active") for rule in office.rules)
    assert all(each.next_action_at is not None for each in office.open)
    assert max(Counter(each.rule_id for each in office.open).values(), default=0) <= 1
    standing = Counter(each.occurrence_id for each in office.readings if each.occurrence_id)
    assert all(times == 1 for times in standing.values())
    assert all(message.text.strip() for _, message in office.sent)
    keys = office.db.run(lambda db: list(db.scalars(select(tables.outbox.c.dedup_key))))
    assert len(keys) == len(set(keys))
