"""An erasure goes by small pieces, hides everything at once, and is brought to its end whoever dies meanwhile."""

import itertools
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, insert, select, update

from bot.storage import (
    chats,
    dossiers,
    erasing,
    farewells,
    groups,
    invitations,
    life,
    memberships,
    outbox,
    people,
    plans,
    privacy,
    prompts,
    retention,
    talks,
    versions,
)
from bot.storage.database import Database
from bot.storage.memberships import Role
from bot.storage.tables import audit, chat, erasure, farewell, membership, metadata, occurrence, person, prompt
from bot.storage.tables import outbox as messages
from domain.dialogue.talk import Prompt, PromptKind

PAUL, MARIE = 7_000_111_222, 7_000_333_444
TRACES = (str(PAUL), "Paul", "Martin", "450 dossiers", "mot privé", "écrit le soir")
Find = Callable[[str], list[str]]


def _go_on(database: Database, pieces: int) -> None:
    for _ in range(pieces):
        database.run(privacy.go_on)


def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every piece as small as can be, so that an erasure has many."""
    monkeypatch.setattr(erasing, "AT_ONCE", 1)
    monkeypatch.setattr("bot.storage.erasure.ENOUGH", 1)


@pytest.mark.parametrize("done", [0, 1, 2, 3, 5, 8, 13, 21])
def test_an_erasure_killed_between_two_pieces_is_brought_to_its_end_by_the_next_process(  # noqa: PLR0917 - fixtures
    database_url: str,
    database: Database,
    town: int,
    find: Find,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    done: int,
) -> None:
    _small(monkeypatch)
    assert database.run(lambda db: privacy.ask(db, PAUL, now)) == privacy.Erased((), (town,))
    _go_on(database, done)
    again = Database.open(database_url)
    while again.run(privacy.is_waiting):
        again.run(privacy.go_on)
    again.shut()
    assert [place for trace in TRACES for place in find(trace)] == []


def test_meanwhile_the_person_sees_nothing_of_what_is_being_erased(
    database: Database, town: int, now: datetime
) -> None:
    database.run(lambda db: privacy.ask(db, MARIE, now))
    for who in (MARIE, PAUL):
        assert database.run(lambda db, who=who: memberships.of_person(db, who)) == []  # type: ignore[misc]
        assert {row.plan_id for row in database.run(lambda db, who=who: talks.of_person(db, who))} <= {None}  # type: ignore[misc]
    assert database.run(lambda db: people.get(db, MARIE)) is None
    assert database.run(lambda db: groups.get(db, town)) is None
    assert database.run(lambda db: invitations.of_plan(db, town, now)) == []
    waiting = select(func.count()).where(messages.c.chat_id == MARIE, messages.c.state.in_(["pending", "held"]))
    assert database.run(lambda db: db.execute(waiting).scalar_one()) == 0


def test_who_comes_back_while_they_are_erased_keeps_what_is_new(
    database: Database, town: int, find: Find, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _small(monkeypatch)
    database.run(lambda db: privacy.ask(db, PAUL, now))
    _go_on(database, 3)
    later = now + timedelta(seconds=1)

    def come_back(db: Connection) -> None:
        people.meet(db, PAUL, first_name="Paulette", language="fr", now=later)
        opened = talks.open_talk(db, person_id=PAUL, chat_id=PAUL, thread_id=0)
        asked = Prompt("fresh", PromptKind.QUESTION, None, 0, ("ok",), later, {})
        place = {"talk_id": opened.id, "plan_id": None, "chat_id": PAUL, "thread_id": 0}
        prompts.insert(db, prompts.PromptRow.of(asked, **place, audience=PAUL))  # type: ignore[arg-type]
        outbox.post(db, chat_id=PAUL, thread_id=0, body={"do": "message"}, priority=0, now=later)

    database.run(come_back)
    _go_on(database, 60)
    assert not database.run(privacy.is_waiting)
    assert database.run(lambda db: people.get(db, PAUL)) is not None
    assert database.run(lambda db: prompts.get(db, "fresh")) is not None
    assert {place.split(".")[0] for place in find(str(PAUL))} == {"person", "talk", "prompt", "outbox"}
    assert database.run(lambda db: memberships.role(db, town, PAUL)) is None


def test_one_who_asks_twice_before_the_end_leaves_nothing_either_time(
    database: Database, town: int, find: Find, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _small(monkeypatch)
    database.run(lambda db: privacy.ask(db, MARIE, now))
    _go_on(database, 4)
    database.run(lambda db: people.meet(db, MARIE, first_name="Marie", language="fr", now=now))
    database.run(lambda db: privacy.erase(db, MARIE, now + timedelta(seconds=5)))
    assert [place for trace in (str(MARIE), "Marie", "Vallons", "haut débit") for place in find(trace)] == []
    assert database.run(lambda db: plans.get(db, town)) is None


@pytest.mark.usefixtures("town")
def test_a_piece_reads_and_writes_so_many_rows_and_no_more(database: Database, now: datetime) -> None:
    """However much there is of somebody: a thousand messages and a thousand prompts take many pieces."""

    def much(db: Connection) -> None:
        for n in range(1000):
            outbox.post(db, chat_id=PAUL, thread_id=0, body={"n": n}, priority=0, now=now)
        row = db.execute(select(prompt).where(prompt.c.audience == PAUL)).mappings().first()
        assert row is not None
        db.execute(insert(prompt), [{**row, "id": f"many{n}", "labels": ["x"]} for n in range(1000)])
        db.execute(update(messages).where(messages.c.chat_id == PAUL).values(state="delivered"))

    database.run(much)
    database.run(lambda db: privacy.ask(db, PAUL, now))
    left = [database.run(_rows)]
    while database.run(privacy.is_waiting):
        database.run(privacy.go_on)
        left.append(database.run(_rows))
    assert max(before - after for before, after in itertools.pairwise(left)) <= 400
    assert len(left) > 10


def _rows(db: Connection) -> int:
    return sum(int(db.execute(select(func.count()).select_from(table)).scalar_one()) for table in (messages, prompt))


def test_a_colleague_keeps_the_prompts_of_their_other_plans_when_one_is_erased(
    database: Database, town: int, now: datetime
) -> None:
    def other(db: Connection) -> None:
        plan_id = plans.create(db, script_version=1, now=now)
        memberships.join(db, plan_id=plan_id, person_id=PAUL, role=Role.LEAD, now=now)
        talk = next(each for each in talks.of_person(db, PAUL) if each.chat_id == PAUL)
        asked = Prompt("other", PromptKind.QUESTION, None, 0, ("ok",), now, {})
        place = {"talk_id": talk.id, "plan_id": plan_id, "chat_id": PAUL, "thread_id": 0}
        prompts.insert(db, prompts.PromptRow.of(asked, **place, audience=PAUL))  # type: ignore[arg-type]

    database.run(other)
    database.run(lambda db: privacy.erase(db, MARIE, now))
    assert database.run(lambda db: plans.get(db, town)) is None
    assert database.run(lambda db: prompts.get(db, "other")) is not None


def test_who_left_the_plan_before_is_taken_out_of_its_versions_too(
    database: Database, town: int, find: Find, now: datetime
) -> None:
    def leave(db: Connection) -> None:
        memberships.leave(db, town, PAUL)
        dossier = dossiers.load(db, town)
        fresh = {path: each for path, each in dossier.answers.items() if each.author != PAUL}
        dossiers.save(db, town, dossier, type(dossier)(1, dossier.revision, fresh, dossier.rows))

    database.run(leave)
    database.run(lambda db: privacy.erase(db, PAUL, now))
    assert find(str(PAUL)) == []
    frozen = database.run(lambda db: versions.versions(db, town))[0].dossier
    assert {each.author for each in frozen.answers.values()} == {0, MARIE}


# Queries --------------------------------------------------------------------------------------------------------------

SMALL = {"erasure", "erasure_plan", "erasure_chat", "lease", "bot_lane"}
"""Tables that do not grow with use: as many rows as erasures going on, or as parts of Jalon."""


@contextmanager
def _plans_of(database: Database) -> Iterator[list[str]]:
    """Collect how SQLite would run each statement."""
    told: list[str] = []

    def explain(_conn: Connection, cursor: sqlite3.Cursor, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401 - the driver's
        if statement.split(maxsplit=1)[0] in {"SELECT", "UPDATE", "DELETE"}:
            one = parameters[0] if isinstance(parameters, list) else parameters
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", one).fetchall()
            told.extend(f"{row[3]} <- {statement}" for row in rows)

    event.listen(database._writer, "before_cursor_execute", explain)
    yield told
    event.remove(database._writer, "before_cursor_execute", explain)


def _scans(told: list[str]) -> set[str]:
    tables = "|".join(set(metadata.tables) - SMALL)
    return {line for line in told if re.match(rf"SCAN ({tables})\b", line)}


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_statement_of_an_erasure_or_of_housekeeping_reads_a_whole_table(database: Database, now: datetime) -> None:

    def work(db: Connection) -> None:
        privacy.erase(db, PAUL, now)
        privacy.erase(db, MARIE, now)
        retention.retention(db, now + timedelta(days=500))
        ids, _ = retention.unheld(db, now, -(2**62))
        retention.forget_chats(db, [*ids, 1])
        farewells.silent(db, now, (now - timedelta(days=1), 5), 10)
        farewells.forget_those_back(db, 10)
        farewells.is_spared(db, MARIE, now, now)
        life.lives(db, 1, now, now)
        life.is_led(db, 1, now)
        life.seen_members(db, 1, now)
        chats.migrate_chat(db, -5, -6)

    with _plans_of(database) as told:
        database.run(work)
    assert len(told) > 60
    assert _scans(told) == set()
    assert not [line for line in told if "IN (VALUES" in line], "SQLite crosses the columns of a list of pairs"


def test_the_reading_of_a_whole_table_is_seen(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    with _plans_of(database) as told:
        database.run(lambda db: db.execute(select(messages).where(messages.c.dedup_key.contains("7"))).all())
    database.shut()
    assert len(_scans(told)) == 1


# Files ----------------------------------------------------------------------------------------------------------------


async def test_nothing_of_what_was_erased_is_left_in_the_files_of_the_database(sqlite_url: str, now: datetime) -> None:
    database = Database.open(sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    planted = "Pangolin-Zéphyrin-7c1f"

    def plant(db: Connection) -> None:
        people.meet(db, PAUL, first_name=planted, language="fr", now=now)
        for n in range(50):
            outbox.post(db, chat_id=PAUL, thread_id=0, body={"text": f"{planted} {n} " * 60}, priority=0, now=now)

    await database.write(plant)
    assert planted.encode() in _bytes(file)
    await database.write(lambda db: privacy.erase(db, PAUL, now))
    assert await database.scrub()
    assert planted.encode() not in _bytes(file)
    await database.close()


def _bytes(file: Path) -> bytes:
    return b"".join(each.read_bytes() for each in file.parent.iterdir() if each.name.startswith(file.name))


async def test_a_reader_that_still_needs_the_log_is_waited_for_elsewhere(sqlite_url: str, now: datetime) -> None:
    database = Database.open(sqlite_url)
    reader = database._reader.connect()
    reader.execute(select(person)).all()
    await database.write(lambda db: people.meet(db, PAUL, first_name="P", language="fr", now=now))
    assert not await database.scrub()
    reader.close()
    assert await database.scrub()
    await database.close()


# Life -----------------------------------------------------------------------------------------------------------------

Sign = Callable[[Connection, int, datetime], object]
LATER = timedelta(days=1000)


def _seen(db: Connection, _plan_id: int, then: datetime) -> None:
    people.see(db, PAUL, then)


def _asked_next(db: Connection, _plan_id: int, then: datetime) -> None:
    rule = metadata.tables["rule"]
    db.execute(update(rule).values(next_at=then + timedelta(days=9), next_period="2029-09"))


def _asked_now(db: Connection, _plan_id: int, then: datetime) -> None:
    db.execute(update(occurrence).values(state="open", next_action_at=then))


def _read(db: Connection, _plan_id: int, then: datetime) -> None:
    db.execute(update(metadata.tables["reading"]).values(at=then))


def _answered(db: Connection, _plan_id: int, then: datetime) -> None:
    db.execute(update(metadata.tables["answer"]).values(at=then))


def _told(db: Connection, plan_id: int, then: datetime) -> None:
    body = {"do": "task", "plan": plan_id}
    outbox.post(db, chat_id=PAUL, thread_id=0, body=body, priority=1, now=then, not_before=then + timedelta(days=90))


def _handed(db: Connection, plan_id: int, then: datetime) -> None:
    handover = metadata.tables["handover"]
    dates = {"created_at": then, "expires_at": then + timedelta(days=9)}
    values = {"id": "h", "plan_id": plan_id, "path": "needs", "base": 0, "asked_by": MARIE, "number": 0}
    db.execute(insert(handover).values(**values, **dates, state="waiting"))


SIGNS: tuple[Sign, ...] = (_seen, _asked_next, _asked_now, _read, _answered, _told, _handed)
REQUESTS: tuple[Sign, ...] = (_asked_next, _asked_now, _told, _handed)


def _lives(database: Database, town: int, now: datetime) -> bool:
    then = now + LATER
    return database.run(lambda db: life.lives(db, town, then, then - timedelta(days=730)))


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.__name__)
def test_a_plan_lives_by_any_sign_alone(database: Database, town: int, now: datetime, sign: Sign) -> None:
    assert not _lives(database, town, now)
    database.run(lambda db: sign(db, town, now + LATER))
    assert _lives(database, town, now)


@pytest.mark.parametrize("sign", REQUESTS, ids=lambda sign: sign.__name__)
def test_what_is_asked_of_nobody_who_can_be_reached_is_no_life(
    database: Database, town: int, now: datetime, sign: Sign
) -> None:
    database.run(lambda db: sign(db, town, now + LATER))
    database.run(lambda db: db.execute(update(chat).values(status="suspended")))
    database.run(lambda db: db.execute(update(messages).where(messages.c.state == "pending").values(state="held")))
    assert not _lives(database, town, now)


@pytest.mark.usefixtures("town")
def test_everything_a_table_holds_of_an_erasure_goes_with_it(database: Database, now: datetime) -> None:
    database.run(lambda db: farewells.warn(db, farewells.Farewell(PAUL, now), now))
    database.run(lambda db: privacy.erase(db, PAUL, now))
    for table in (erasure, farewell, metadata.tables["erasure_plan"], metadata.tables["erasure_chat"]):
        assert database.run(lambda db, table=table: db.execute(select(table)).all()) == []  # type: ignore[misc]
    assert database.run(lambda db: db.execute(select(membership.c.person_id)).scalars().all()) == [MARIE]
    assert database.run(lambda db: db.execute(select(audit).where(audit.c.what == "person_erased")).all())
