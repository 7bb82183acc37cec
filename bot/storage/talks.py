"""Talks: where each person stands in each chat or topic."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select, update

from bot.storage import prompts
from bot.storage.prompts import PromptRow
from bot.storage.put import put_once
from bot.storage.tables import prompt as prompt_table
from bot.storage.tables import talk as talk_table
from domain.dialogue.path import Path
from domain.dialogue.talk import Conversation

_FRESH: dict[str, object] = {"focus": None, "trail": [], "tries": 0, "paused": False, "aside": {}}


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """`aside` holds what the chat must remember beside the engine's talk, by name.

    `shown` is the live prompt as it was read with the talk.
    """

    id: int
    person_id: int
    chat_id: int
    thread_id: int
    plan_id: int | None
    talk: Conversation
    aside: Mapping[str, str] = field(default_factory=dict)
    shown: PromptRow | None = field(default=None, compare=False)


_NAMES = tuple(column.name for column in talk_table.c)


def _select(condition: ColumnElement[bool]) -> Select[Any]:
    joined = select(talk_table, prompt_table).outerjoin(prompt_table, prompt_table.c.id == talk_table.c.live_prompt)
    return joined.where(condition).order_by(talk_table.c.id)


_HERE = _select(
    (talk_table.c.person_id == bindparam("person"))
    & (talk_table.c.chat_id == bindparam("chat"))
    & (talk_table.c.thread_id == bindparam("thread"))
).with_for_update(of=talk_table)
_BY_ID = _select(talk_table.c.id == bindparam("talk"))
_OF_PLAN = _select(talk_table.c.plan_id == bindparam("plan"))
_OF_PERSON = _select(talk_table.c.person_id == bindparam("person"))
_HELD = _OF_PERSON.with_for_update(of=talk_table)
_OTHERS_ASKED = _select(
    (talk_table.c.plan_id == bindparam("plan"))
    & (talk_table.c.id != bindparam("talk"))
    & talk_table.c.live_prompt.is_not(None)
).with_for_update(of=talk_table)
_SAVE = (
    update(talk_table)
    .where(talk_table.c.id == bindparam("talk"))
    .values(plan_id=bindparam("plan"), live_prompt=bindparam("live"), state=bindparam("new"))
)


def open_talk(db: Connection, *, person_id: int, chat_id: int, thread_id: int) -> ConversationRow:
    """Return this person's talk here, created when new, locked until the transaction ends."""
    place = {"person": person_id, "chat": chat_id, "thread": thread_id}
    if found := _talks(db, _HERE, **place):
        return found[0]
    put_once(db, talk_table, {"person_id": person_id, "chat_id": chat_id, "thread_id": thread_id, "state": _FRESH})
    return _talks(db, _HERE, **place)[0]


def save(db: Connection, row: ConversationRow) -> None:
    """Write a talk; its live prompt is kept by `prompts.insert`."""
    state = {
        "focus": str(row.talk.focus) if row.talk.focus else None,
        "trail": [str(path) for path in row.talk.trail],
        "tries": row.talk.tries,
        "paused": row.talk.is_paused,
        "chapter": row.talk.chapter,
        "aside": dict(row.aside),
    }
    live = row.talk.live.id if row.talk.live else None
    db.execute(_SAVE, {"talk": row.id, "plan": row.plan_id, "live": live, "new": state})


def get(db: Connection, talk_id: int) -> ConversationRow | None:
    """Return a talk, not locked."""
    return next(iter(_talks(db, _BY_ID, talk=talk_id)), None)


def of_plan(db: Connection, plan_id: int) -> list[ConversationRow]:
    """Return every talk about a plan."""
    return _talks(db, _OF_PLAN, plan=plan_id)


def others_asked(db: Connection, plan_id: int, talk_id: int) -> list[ConversationRow]:
    """Return the talks about a plan in which something is asked, this one excepted, in the order they may be locked."""
    return _talks(db, _OTHERS_ASKED, plan=plan_id, talk=talk_id)


def of_person(db: Connection, person_id: int) -> list[ConversationRow]:
    return _talks(db, _OF_PERSON, person=person_id)


def forget(db: Connection, plan_id: int, person_id: int, *, is_left: bool) -> None:
    """Leave what this person was being asked about a plan; `is_left`: and turn away from it."""
    for row in _talks(db, _HELD, person=person_id):
        about = select(prompt_table.c.id).where(prompt_table.c.id.in_(row.aside.values()))
        ended = set(db.scalars(about.where(prompt_table.c.plan_id == plan_id)))
        aside = {name: kept for name, kept in row.aside.items() if kept not in ended}
        if row.plan_id == plan_id:
            kept_plan = None if is_left else plan_id
            save(db, replace(row, plan_id=kept_plan, talk=Conversation(person_id), aside=aside))
        elif ended:
            save(db, replace(row, aside=aside))


def _talks(db: Connection, query: Select[Any], **asked: int) -> list[ConversationRow]:
    talks = []
    for row in db.execute(query, asked):
        found, shown = dict(zip(_NAMES, row, strict=False)), row[len(_NAMES) :]
        state, person = found["state"], found["person_id"]
        live = prompts.from_row(shown) if shown[0] is not None else None
        talk = Conversation(
            person=person,
            live=live.prompt if live and live.is_engine else None,
            focus=Path.parse(state["focus"]) if state["focus"] else None,
            trail=tuple(Path.parse(path) for path in state["trail"]),
            tries=state["tries"],
            is_paused=state["paused"],
            chapter=state.get("chapter"),
        )
        place, aside = (found["chat_id"], found["thread_id"]), state.get("aside", {})
        talks.append(ConversationRow(found["id"], person, *place, found["plan_id"], talk, aside, live))
    return talks
