"""Plans stored before codes were kept: each row gets the code it was voted with, else that of its place."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, TextClause, bindparam, text

from bot.storage import dossiers, plans, versions
from bot.storage.database import Database, migrate
from bot.storage.migrations import downgrade
from bot.storage.tables import answer
from bot.storage.versions import Version
from domain.dialogue.dossier import Dossier
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.plan import Plan
from domain.projection import plan_from
from domain.questionnaire import SCRIPT

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANSWER = {"status": "ok", "revision": 1, "author": 7, "at": NOW.isoformat()}
TITLES = {"needs": "sentence", "objectives": "sentence", "kpis": "label", "actions": "title"}
Rows = Mapping[str, Sequence[str]]
EVERYTHING: Rows = {
    "needs": ["n1", "n2"],
    "objectives": ["o9", "o1"],
    "objectives/o1/kpis": ["k3"],
    "objectives/o9/kpis": ["k1", "k2"],
    "actions": ["a1", "a2", "a3"],
    "meetings": ["m1"],
}


@pytest.fixture
def former(database: Database) -> Database:
    """A database as it was before codes were kept."""
    downgrade(database, "0006")
    return database


def _titles(rows: Rows, but: Sequence[str] = ()) -> dict[str, str]:
    paths = {f"{repeat}/{row}": TITLES.get(repeat.rpartition("/")[2]) for repeat, kept in rows.items() for row in kept}
    return {f"{path}/{title}": path for path, title in paths.items() if title and path not in but}


def _dated(statement: str) -> TextClause:
    """Return a statement whose `at` is stored as the tables store an instant."""
    return text(statement).bindparams(bindparam("at", type_=answer.c.at.type))


def _store(database: Database, rows: Rows, *, voted: Rows | None = None, untitled: Sequence[str] = ()) -> int:
    """Store a plan as the former code did, and the versions frozen of it."""

    def work(db: Connection) -> int:
        plan_id = plans.create(db, script_version=SCRIPT.version, now=NOW)
        for path, title in _titles(rows, untitled).items():
            kept = {"plan": plan_id, "path": path, "value": json.dumps(title), "at": NOW}
            db.execute(_dated("INSERT INTO answer VALUES (:plan, :path, :value, 'ok', 1, 7, :at)"), kept)
        for repeat, ids in rows.items():
            for position, row in enumerate(ids):
                of = {"plan": plan_id, "repeat": repeat, "row": row, "position": position}
                db.execute(text("INSERT INTO repeat_row VALUES (:plan, :repeat, :row, :position)"), of)
        if voted:
            body = {
                "script_version": SCRIPT.version,
                "revision": 1,
                "answers": {path: {"value": title, **ANSWER} for path, title in _titles(voted, untitled).items()},
                "rows": voted,
                "closed": [],
                "removals": [],
            }
            frozen = {"plan": plan_id, "at": NOW, "body": json.dumps(body)}
            db.execute(_dated("INSERT INTO plan_version VALUES (:plan, 1, :at, :body)"), frozen)
        return plan_id

    return database.run(work)


def _load(database: Database, plan_id: int) -> Dossier:
    return database.run(lambda db: dossiers.load(db, plan_id))


def _told(dossier: Dossier) -> Plan:
    return plan_from(*survey(SCRIPT, dossier).known)


def _codes(dossier: Dossier) -> dict[str, str]:
    return {str(row): code for row, code in dossier.codes.items()}


def test_a_plan_never_voted_gets_the_codes_of_its_places_today(former: Database) -> None:
    plan_id = _store(former, EVERYTHING)
    migrate(former)
    dossier = _load(former, plan_id)
    assert _codes(dossier) == {
        "needs/n1": "B1",
        "needs/n2": "B2",
        "objectives/o9": "O1",
        "objectives/o1": "O2",
        "objectives/o9/kpis/k1": "K1",
        "objectives/o9/kpis/k2": "K2",
        "objectives/o1/kpis/k3": "K3",
        "actions/a1": "A1",
        "actions/a2": "A2",
        "actions/a3": "A3",
    }
    assert [action.code for action in _told(dossier).actions] == ["A1", "A2", "A3"]


def test_a_voted_plan_gets_back_the_codes_of_its_last_frozen_version(former: Database) -> None:
    plan_id = _store(former, {"actions": ["a1", "a3", "new", "a4"]}, voted={"actions": ["a1", "a2", "a3", "a4"]})
    migrate(former)
    dossier = _load(former, plan_id)
    assert [action.code for action in _told(dossier).actions] == ["A1", "A3", "A5", "A4"]
    assert dossier.codes[Path("actions", ("a2",))] == "A2"


def test_a_row_added_since_the_vote_keeps_the_code_of_its_place_when_nobody_has_it(former: Database) -> None:
    plan_id = _store(former, {"actions": ["a1", "new"]}, voted={"actions": ["a1"]})
    migrate(former)
    assert _codes(_load(former, plan_id)) == {"actions/a1": "A1", "actions/new": "A2"}


def test_a_version_frozen_before_codes_were_kept_keeps_those_it_was_printed_with(former: Database) -> None:
    plan_id = _store(former, {"actions": ["a3"]}, voted={"actions": ["bare", "a1", "a3"]}, untitled=["actions/bare"])
    migrate(former)
    (voted,) = _versions(former, plan_id)
    assert [(action.row, action.code) for action in _told(voted.dossier).actions] == [("a1", "A1"), ("a3", "A2")]
    assert [action.code for action in _told(_load(former, plan_id)).actions] == ["A2"]


def test_rows_without_a_title_are_numbered_after_the_others(former: Database) -> None:
    plan_id = _store(former, {"actions": ["bare", "a1", "a2"]}, untitled=["actions/bare"])
    migrate(former)
    assert _codes(_load(former, plan_id)) == {"actions/a1": "A1", "actions/a2": "A2", "actions/bare": "A3"}


def test_a_row_that_may_still_be_restored_has_a_code_of_its_own(former: Database) -> None:
    plan_id = _store(former, {"actions": ["a1"]})
    gone = {"plan": plan_id, "at": NOW, "body": json.dumps({"rows": [["actions", "a0", 0]], "detached": []})}
    former.run(lambda db: db.execute(_dated("INSERT INTO removal VALUES (:plan, 'x1', 0, :at, :body)"), gone))
    migrate(former)
    assert _codes(_load(former, plan_id)) == {"actions/a0": "A2", "actions/a1": "A1"}


def test_a_version_frozen_since_holds_its_own_codes(database: Database) -> None:
    def work(db: Connection) -> int:
        plan_id = plans.create(db, script_version=SCRIPT.version, now=NOW)
        start = Dossier(SCRIPT.version, codes={Path("actions", ("a3",)): "A3"})
        versions.freeze(db, plan_id, start, NOW)
        return plan_id

    (voted,) = _versions(database, database.run(work))
    assert _codes(voted.dossier) == {"actions/a3": "A3"}


def _versions(database: Database, plan_id: int) -> list[Version]:
    return database.run(lambda db: versions.versions(db, plan_id))
