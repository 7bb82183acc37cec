"""Prompts as they were shown: what a tap, a reply or an edited message refers to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Row, select, update
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


def insert(db: Connection, row: PromptRow) -> None:
    """Keep a prompt that is about to be shown."""
    values = {column.name: getattr(row, column.name) for column in prompt_table.c}
    path = str(row.path) if row.path else None
    db.execute(insert_into(prompt_table).values({**values, "path": path, "payload": dict(row.payload)}))


def get(db: Connection, prompt_id: str) -> PromptRow | None:
    return _one(db, prompt_table.c.id == prompt_id)


def by_message(db: Connection, chat_id: int, message_id: int) -> PromptRow | None:
    """Return the latest prompt shown in this message."""
    return _one(db, (prompt_table.c.chat_id == chat_id) & (prompt_table.c.message_id == message_id))


def by_source(db: Connection, chat_id: int, message_id: int) -> PromptRow | None:
    """Return the latest prompt that this message of a person answered."""
    return _one(db, (prompt_table.c.chat_id == chat_id) & (prompt_table.c.source_message_id == message_id))


def close(
    db: Connection, prompt_id: str, *, chosen: str | None, now: datetime, source_message_id: int | None = None
) -> bool:
    """End a live prompt; return whether it was live."""
    live = (prompt_table.c.id == prompt_id) & (prompt_table.c.state == LIVE)
    ending = {"state": CLOSED, "chosen": chosen, "closed_at": now, "source_message_id": source_message_id}
    return db.execute(update(prompt_table).where(live).values(ending)).rowcount > 0


def redraw(db: Connection, prompt_id: str, payload: Mapping[str, object], labels: tuple[str, ...]) -> None:
    """Keep the new face of a prompt shown again in its message."""
    new = {"payload": dict(payload), "labels": labels}
    db.execute(update(prompt_table).where(prompt_table.c.id == prompt_id).values(new))


def set_message(db: Connection, prompt_id: str, message_id: int) -> None:
    """Note the message in which a prompt was shown."""
    db.execute(update(prompt_table).where(prompt_table.c.id == prompt_id).values(message_id=message_id))


def from_row(row: Row[Any]) -> PromptRow:
    """Return a row of the table `prompt` as a value."""
    fields = {name: row._mapping[column] for name, column in prompt_table.c.items()}  # noqa: SLF001 - a Row's public face
    tuples = {name: tuple(fields[name]) for name in ("acts", "labels")}
    path = Path.parse(fields["path"]) if fields["path"] else None
    return PromptRow(**{**fields, **tuples, "path": path})


def _one(db: Connection, condition: ColumnElement[bool]) -> PromptRow | None:
    newest = (prompt_table.c.asked_at.desc(), prompt_table.c.id.desc())
    row = db.execute(select(prompt_table).where(condition).order_by(*newest).limit(1)).one_or_none()
    return from_row(row) if row else None
