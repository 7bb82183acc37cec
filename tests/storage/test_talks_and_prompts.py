"""Talks and prompts are found again as they were shown."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.storage import plans, prompts, talks
from bot.storage.database import Database
from bot.storage.prompts import PromptRow
from domain.dialogue.path import Path
from domain.dialogue.talk import Conversation, Prompt, PromptKind


@pytest.fixture
def asked(now: datetime) -> Prompt:
    payload = {"selected": ["a"], "proposed": None, "counts": {"stale": 2}}
    return Prompt("3Kf9", PromptKind.QUESTION, Path("needs/pillar", ("n1",)), 2, ("pick:a", "ok"), now, payload)


@pytest.fixture
def row(asked: Prompt) -> PromptRow:
    place = {"talk_id": None, "plan_id": None, "chat_id": -5, "thread_id": 4}
    return PromptRow.of(asked, **place, audience=7, labels=("Services ✓", "C’est tout"))  # type: ignore[arg-type]


@pytest.fixture
def shown(database: Database, row: PromptRow) -> PromptRow:
    database.run(lambda db: prompts.insert(db, row))
    return row


def test_a_prompt_is_read_back_as_it_was_shown(database: Database, shown: PromptRow, asked: Prompt) -> None:
    found = database.run(lambda db: prompts.get(db, shown.id))
    assert found == shown
    assert found
    assert found.prompt == asked
    assert database.run(lambda db: prompts.get(db, "other")) is None


def test_a_prompt_of_another_kind_than_the_engines_is_kept_but_not_the_engines(
    database: Database, row: PromptRow
) -> None:
    nudge = replace(row, id="n", kind="nudge", path=None)
    database.run(lambda db: prompts.insert(db, nudge))
    found = database.run(lambda db: prompts.get(db, "n"))
    assert found == nudge
    assert found
    assert not found.is_engine
    with pytest.raises(ValueError, match="nudge"):
        _ = found.prompt


def test_a_prompt_is_found_by_its_message_and_by_the_message_that_answered_it(
    database: Database, shown: PromptRow, now: datetime
) -> None:
    def work(db: Connection) -> list[PromptRow | None]:
        prompts.set_message(db, shown.id, 31)
        prompts.close(db, shown.id, chosen="pick:a", now=now, source_message_id=32)
        found = [prompts.by_message(db, -5, 31), prompts.by_source(db, -5, 32)]
        return [*found, prompts.by_message(db, -6, 31), prompts.by_source(db, -5, 31)]

    closed = replace(shown, state="closed", chosen="pick:a", message_id=31, source_message_id=32, closed_at=now)
    assert database.run(work) == [closed, closed, None, None]


def test_a_message_that_showed_two_prompts_stands_for_the_latest(
    database: Database, shown: PromptRow, now: datetime
) -> None:
    def work(db: Connection) -> PromptRow | None:
        prompts.insert(db, replace(shown, id="0001", asked_at=now + timedelta(seconds=1), message_id=31))
        prompts.set_message(db, shown.id, 31)
        return prompts.by_message(db, -5, 31)

    found = database.run(work)
    assert found
    assert found.id == "0001"


def test_a_prompt_closes_once_and_keeps_its_first_ending(database: Database, shown: PromptRow, now: datetime) -> None:
    assert database.run(lambda db: prompts.close(db, shown.id, chosen="pick:a", now=now))
    assert not database.run(lambda db: prompts.close(db, shown.id, chosen="ok", now=now))
    found = database.run(lambda db: prompts.get(db, shown.id))
    assert found
    assert (found.chosen, found.is_live) == ("pick:a", False)


def test_a_redrawn_prompt_keeps_its_acts_and_takes_its_new_face(database: Database, shown: PromptRow) -> None:
    database.run(lambda db: prompts.redraw(db, shown.id, {"selected": ["a", "b"]}, ("Services", "C’est tout")))
    found = database.run(lambda db: prompts.get(db, shown.id))
    assert found == replace(shown, payload={"selected": ["a", "b"]}, labels=("Services", "C’est tout"))


def test_a_talk_is_opened_once_for_each_person_chat_and_topic(database: Database) -> None:
    def ids(db: Connection) -> list[int]:
        places = [(7, -5, 0), (7, -5, 4), (8, -5, 0), (7, -5, 0)]
        return [talks.open_talk(db, person_id=p, chat_id=c, thread_id=t).id for p, c, t in places]

    first, topic, other, again = database.run(ids)
    assert first == again
    assert len({first, topic, other}) == 3


def test_a_talk_is_read_back_with_its_live_prompt(database: Database, asked: Prompt, now: datetime) -> None:
    plan_id = database.run(lambda db: plans.create(db, script_version=1, now=now))
    path = Path("needs/sentence", ("n1",))
    told = Conversation(7, asked, focus=path, trail=(Path("frame.name"), path), tries=2, is_paused=True)

    def work(db: Connection) -> talks.ConversationRow:
        opened = talks.open_talk(db, person_id=7, chat_id=7, thread_id=0)
        assert opened.talk == Conversation(7)
        place = {"talk_id": opened.id, "plan_id": plan_id, "chat_id": 7, "thread_id": 0}
        prompts.insert(db, PromptRow.of(asked, **place, audience=7))  # type: ignore[arg-type]
        kept = replace(opened, plan_id=plan_id, talk=told)
        talks.save(db, kept)
        return kept

    kept = database.run(work)
    assert database.run(lambda db: talks.open_talk(db, person_id=7, chat_id=7, thread_id=0)) == kept
    assert database.run(lambda db: talks.of_plan(db, plan_id)) == [kept]
    assert database.run(lambda db: talks.of_person(db, 7)) == [kept]
    assert database.run(lambda db: talks.get(db, kept.id)) == kept


def test_a_talk_whose_prompt_is_gone_has_no_live_prompt(database: Database, asked: Prompt) -> None:
    def work(db: Connection) -> Prompt | None:
        opened = talks.open_talk(db, person_id=7, chat_id=7, thread_id=0)
        talks.save(db, replace(opened, talk=Conversation(7, asked)))
        return talks.open_talk(db, person_id=7, chat_id=7, thread_id=0).talk.live

    assert database.run(work) is None
