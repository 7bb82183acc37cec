"""Prompts as they were shown: what a tap, a reply or an edited message refers to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Executable, Select, bindparam, select, update
from sqlalchemy import insert as insert_into

from bot.storage.tables import prompt as prompt_table
from domain.dialogue.path import Path
from domain.dialogue.talk import Prompt, PromptKind

LIVE = "live"
CLOSED = "closed"
_ENGINE_KINDS = frozenset(PromptKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptRow:
    """A prompt and where it was shown; `kind` is one of the engine's, or another's ("nudge", "consent", …).

    `audience` None: any lead or contributor of the plan. `chosen` is the act it was closed by, `source_message_id` the
    person's message that answered it.
    """

    id: str
    talk_id: int | None
    plan_id: int | None
    chat_id: int
    thread_id: int = 0
    audience: int | None
    kind: str
    path: Path | None = None
    base: int = 0
    acts: tuple[str, ...]
    asked_at: datetime
    payload: Mapping[str, object] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    state: str = LIVE
    chosen: str | None = None
    message_id: int | None = None
    source_message_id: int | None = None
    closed_at: datetime | None = None

    @classmethod
    def of(
        cls,
        prompt: Prompt,
        *,
        talk_id: int | None,
        plan_id: int | None,
        chat_id: int,
        thread_id: int,
        audience: int | None,
        labels: tuple[str, ...] = (),
    ) -> Self:
        """Return the row of an engine's prompt, about to be shown."""
        return cls(
            id=prompt.id,
            talk_id=talk_id,
            plan_id=plan_id,
            chat_id=chat_id,
            thread_id=thread_id,
            audience=audience,
            kind=prompt.kind.value,
            path=prompt.path,
            base=prompt.base,
            acts=prompt.acts,
            asked_at=prompt.asked_at,
            payload=prompt.payload,
            labels=labels,
        )

    @property
    def prompt(self) -> Prompt:
        """The engine's prompt.

        Raises ValueError when the kind is not one of the engine's.
        """
        kind = PromptKind(self.kind)
        return Prompt(self.id, kind, self.path, self.base, self.acts, self.asked_at, self.payload)

    @property
    def is_engine(self) -> bool:
        return self.kind in _ENGINE_KINDS

    @property
    def is_live(self) -> bool:
        return self.state == LIVE


_NAMES = tuple(column.name for column in prompt_table.c)
_INSERT = insert_into(prompt_table)


def _newest(condition: ColumnElement[bool]) -> Select[Any]:
    order = prompt_table.c.asked_at.desc(), prompt_table.c.id.desc()
    return select(prompt_table).where(condition).order_by(*order).limit(1)


_IN_CHAT = prompt_table.c.chat_id == bindparam("chat")
_BY_ID = select(prompt_table).where(prompt_table.c.id == bindparam("prompt"))
_BY_MESSAGE = _newest(_IN_CHAT & (prompt_table.c.message_id == bindparam("message")))
_BY_SOURCE = _newest(_IN_CHAT & (prompt_table.c.source_message_id == bindparam("message")))
_NEWEST = _newest(_IN_CHAT & (prompt_table.c.audience == bindparam("person")))
_CLOSE = (
    update(prompt_table)
    .where(prompt_table.c.id == bindparam("prompt"), prompt_table.c.state == LIVE)
    .values(state=CLOSED, chosen=bindparam("act"), closed_at=bindparam("now"), source_message_id=bindparam("source"))
    .returning(*prompt_table.c)
)
_SET_MESSAGE = (
    update(prompt_table).where(prompt_table.c.id == bindparam("prompt")).values(message_id=bindparam("message"))
)


def insert(db: Connection, row: PromptRow) -> None:
    """Keep a prompt that is about to be shown."""
    values = {name: getattr(row, name) for name in _NAMES}
    path = str(row.path) if row.path else None
    db.execute(_INSERT, {**values, "path": path, "payload": dict(row.payload)})


def get(db: Connection, prompt_id: str) -> PromptRow | None:
    return _one(db, _BY_ID, prompt=prompt_id)


def by_message(db: Connection, chat_id: int, message_id: int) -> PromptRow | None:
    """Return the latest prompt shown in this message."""
    return _one(db, _BY_MESSAGE, chat=chat_id, message=message_id)


def by_source(db: Connection, chat_id: int, message_id: int) -> PromptRow | None:
    """Return the latest prompt that this message of a person answered."""
    return _one(db, _BY_SOURCE, chat=chat_id, message=message_id)


def newest(db: Connection, chat_id: int, person_id: int) -> PromptRow | None:
    """Return what this person was last shown here, still live or not."""
    return _one(db, _NEWEST, chat=chat_id, person=person_id)


def live_of_plan(db: Connection, plan_id: int, chat_id: int) -> list[PromptRow]:
    """Return the live prompts of a plan in a chat."""
    here = (prompt_table.c.plan_id == plan_id) & (prompt_table.c.chat_id == chat_id) & (prompt_table.c.state == LIVE)
    return [from_row(row) for row in db.execute(select(prompt_table).where(here))]


def close(
    db: Connection, prompt_id: str, *, chosen: str | None, now: datetime, source_message_id: int | None = None
) -> PromptRow | None:
    """End a prompt, and return it; None when it was not live."""
    return _one(db, _CLOSE, prompt=prompt_id, act=chosen, now=now, source=source_message_id)


def redraw(db: Connection, prompt_id: str, payload: Mapping[str, object], labels: tuple[str, ...]) -> None:
    """Keep the new face of a prompt shown again in its message."""
    new = {"payload": dict(payload), "labels": labels}
    db.execute(update(prompt_table).where(prompt_table.c.id == prompt_id).values(new))


def set_message(db: Connection, prompt_id: str, message_id: int) -> None:
    """Note the message in which a prompt was shown."""
    db.execute(_SET_MESSAGE, {"prompt": prompt_id, "message": message_id})


def from_row(values: Iterable[Any]) -> PromptRow:
    """Return the columns of the table `prompt`, in their order, as a value."""
    fields = dict(zip(_NAMES, values, strict=True))
    path = Path.parse(fields["path"]) if fields["path"] else None
    return PromptRow(**{**fields, "acts": tuple(fields["acts"]), "labels": tuple(fields["labels"]), "path": path})


def _one(db: Connection, statement: Executable, **asked: object) -> PromptRow | None:
    row = db.execute(statement, asked).one_or_none()
    return from_row(row) if row else None
