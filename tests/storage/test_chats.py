"""A group that becomes a supergroup is the same group everywhere."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection, insert, select

from bot.storage import groups, inbox, outbox, talks
from bot.storage.chats import migrate_chat
from bot.storage.database import Database
from bot.storage.sweep import changed, renumbering, unnaming
from bot.storage.tables import chat

MARIE, GROUP, SUPER = 7_000_333_444, -1_000_555_666, -1_001_000_555_777


def test_no_trace_of_the_former_id_is_left(
    database: Database, town: int, find: Callable[[str], list[str]], now: datetime
) -> None:
    before = {place.split(":")[0] for place in find(str(GROUP))}
    database.run(lambda db: migrate_chat(db, GROUP, SUPER))
    assert find(str(GROUP)) == []
    assert {place.split(":")[0] for place in find(str(SUPER))} == before
    assert [group.plan_id for group in database.run(lambda db: groups.by_chat(db, SUPER))] == [town]
    row = database.run(lambda db: db.execute(select(chat).where(chat.c.id == SUPER)).one())
    assert (row.kind, row.status, row.tat) == ("supergroup", "active", now)


@pytest.mark.usefixtures("town")
def test_updates_that_wait_are_handled_in_the_new_chat(database: Database, now: datetime) -> None:
    database.run(lambda db: migrate_chat(db, GROUP, SUPER))
    rows = database.run(lambda db: inbox.claim(db, owner="me", now=now, limit=9))
    assert (rows[-1].lane, rows[-1].body["message"]["chat"]["id"]) == (f"{SUPER}:0", SUPER)


@pytest.mark.usefixtures("town")
def test_a_reminder_already_posted_to_the_group_is_not_posted_again(database: Database, now: datetime) -> None:
    database.run(lambda db: migrate_chat(db, GROUP, SUPER))

    def post(db: Connection) -> int | None:
        key = f"2:0:{SUPER}:0"
        return outbox.post(db, chat_id=SUPER, thread_id=0, body={}, priority=1, now=now, dedup_key=key)

    assert database.run(post) is None


@pytest.mark.usefixtures("town")
def test_a_talk_begun_in_the_new_chat_joins_the_one_with_the_history(database: Database) -> None:
    old = database.run(lambda db: talks.open_talk(db, person_id=MARIE, chat_id=GROUP, thread_id=0))
    database.run(lambda db: talks.open_talk(db, person_id=MARIE, chat_id=SUPER, thread_id=0))
    database.run(lambda db: migrate_chat(db, GROUP, SUPER))
    again = database.run(lambda db: talks.open_talk(db, person_id=MARIE, chat_id=SUPER, thread_id=0))
    assert (again.id, again.talk) == (old.id, old.talk)


@pytest.mark.usefixtures("town")
def test_migrating_twice_or_to_a_chat_already_known_is_harmless(database: Database) -> None:
    database.run(lambda db: db.execute(insert(chat).values(id=SUPER, kind="supergroup", status="active")))
    for _ in range(2):
        database.run(lambda db: migrate_chat(db, GROUP, SUPER))
    database.run(lambda db: migrate_chat(db, SUPER, SUPER))
    assert database.run(lambda db: len(groups.by_chat(db, SUPER, 0))) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"id": 12, "text": "12 or 123, -12"}, {"id": 7, "text": "7 or 123, -12"}),
        ({"12": [True, 12.0, None]}, {"7": [True, 12.0, None]}),
        ("chat:12", "chat:7"),
    ],
)
def test_a_number_is_changed_where_it_stands_alone(value: object, expected: object) -> None:
    assert changed(value, renumbering(12, 7)) == expected


def test_a_name_is_taken_out_as_a_word_only() -> None:
    assert changed(["Jean, Jeanne et JEAN"], unnaming({"Jean", ""})) == ["…, Jeanne et JEAN"]
