"""Talks: where each person stands in each chat or topic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from bot.storage import prompts
from bot.storage.put import put_once
from bot.storage.tables import prompt as prompt_table
from bot.storage.tables import talk as talk_table
from domain.dialogue.path import Path
from domain.dialogue.talk import Talk

_FRESH: dict[str, object] = {"focus": None, "trail": [], "tries": 0, "paused": False, "aside": {}}


@dataclass(frozen=True, slots=True)
class TalkRow:
    """`aside` holds what the chat must remember beside the engine's talk, by name."""

    id: int
    person_id: int
    chat_id: int
    thread_id: int
    plan_id: int | None
    talk: Talk
    aside: Mapping[str, str] = field(default_factory=dict)


def open_talk(db: Connection, *, person_id: int, chat_id: int, thread_id: int) -> TalkRow:
    """Return this person's talk here, created when new, locked until the transaction ends."""
    place = {"person_id": person_id, "chat_id": chat_id, "thread_id": thread_id}
    put_once(db, talk_table, {**place, "state": _FRESH})
    here = (
        (talk_table.c.person_id == person_id)
        & (talk_table.c.chat_id == chat_id)
        & (talk_table.c.thread_id == thread_id)
    )
    return _talks(db, here, lock=True)[0]


def save(db: Connection, row: TalkRow) -> None:
    """Write a talk; its live prompt is kept by `prompts.insert`."""
    state = {
        "focus": str(row.talk.focus) if row.talk.focus else None,
        "trail": [str(path) for path in row.talk.trail],
        "tries": row.talk.tries,
        "paused": row.talk.is_paused,
        "aside": dict(row.aside),
    }
    live = row.talk.live.id if row.talk.live else None
    change = update(talk_table).where(talk_table.c.id == row.id)
    db.execute(change.values(plan_id=row.plan_id, live_prompt=live, state=state))


def get(db: Connection, talk_id: int) -> TalkRow | None:
    """Return a talk, not locked."""
    return next(iter(_talks(db, talk_table.c.id == talk_id)), None)


def of_plan(db: Connection, plan_id: int, *, lock: bool = False) -> list[TalkRow]:
    """Return every talk about a plan, in the order in which they may be locked."""
    return _talks(db, talk_table.c.plan_id == plan_id, lock=lock)


def of_person(db: Connection, person_id: int) -> list[TalkRow]:
    return _talks(db, talk_table.c.person_id == person_id)


def _talks(db: Connection, condition: ColumnElement[bool], *, lock: bool = False) -> list[TalkRow]:
    query = (
        select(talk_table, prompt_table)
        .outerjoin(prompt_table, prompt_table.c.id == talk_table.c.live_prompt)
        .where(condition)
        .order_by(talk_table.c.id)
    )
    rows = db.execute(query.with_for_update(of=talk_table) if lock else query)
    return [_from_row(row) for row in rows]


def _from_row(row: Row[Any]) -> TalkRow:
    found = row._mapping  # noqa: SLF001 - a Row's public face
    talk_id, person_id, chat_id, thread_id, plan_id = (found[column] for column in list(talk_table.c)[:5])
    state = found[talk_table.c.state]
    live = prompts.from_row(row) if found[prompt_table.c.id] else None
    talk = Talk(
        person=person_id,
        live=live.prompt if live and live.is_engine else None,
        focus=Path.parse(state["focus"]) if state["focus"] else None,
        trail=tuple(Path.parse(path) for path in state["trail"]),
        tries=state["tries"],
        is_paused=state["paused"],
    )
    return TalkRow(talk_id, person_id, chat_id, thread_id, plan_id, talk)
