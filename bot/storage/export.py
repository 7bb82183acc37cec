"""Everything that is held on a person, for them to read."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, or_, select

from bot.storage import handovers
from bot.storage.tables import (
    answer,
    audit,
    chat,
    inbox,
    invitation,
    membership,
    outbox,
    person,
    plan_version,
    prompt,
    reading,
    removal,
    talk,
)

JsonObject = dict[str, Any]


def export(db: Connection, person_id: int) -> JsonObject:
    """Return all that is held on a person as JSON values, by kind of thing; what others answered is not theirs."""
    held = {name: _rows(db, table, condition) for name, table, condition in _held(person_id)}
    frozen = (_authored(row.body["answers"].items(), person_id) for row in db.execute(select(plan_version)))
    undone = (_authored(row.body["detached"], person_id) for row in db.execute(select(removal)))
    return {
        **held,
        "handed_questions": handovers.held_on(db, person_id),
        "updates": list(_updates(db, person_id)),
        "answers_in_versions": [found for kept in frozen for found in kept],
        "answers_in_removals": [found for kept in undone for found in kept],
    }


def _held(person_id: int) -> Iterator[tuple[str, Table, ColumnElement[bool]]]:
    talks = select(talk.c.id).where(talk.c.person_id == person_id)
    yield "person", person, person.c.id == person_id
    yield "memberships", membership, membership.c.person_id == person_id
    yield "invitations", invitation, or_(invitation.c.created_by == person_id, invitation.c.used_by == person_id)
    yield "answers", answer, answer.c.author == person_id
    yield "readings", reading, reading.c.author == person_id
    yield "talks", talk, talk.c.person_id == person_id
    mine = or_(prompt.c.audience == person_id, prompt.c.chat_id == person_id, prompt.c.talk_id.in_(talks))
    yield "prompts", prompt, mine
    yield "chat", chat, chat.c.id == person_id
    yield "messages", outbox, outbox.c.chat_id == person_id
    yield "trail", audit, audit.c.ref.regexp_match(rf"(^|[^0-9-]){person_id}($|[^0-9])")


def _rows(db: Connection, table: Table, condition: ColumnElement[bool]) -> list[JsonObject]:
    rows = db.execute(select(table).where(condition).order_by(*table.primary_key))
    return [{name: _plain(value) for name, value in row.items()} for row in rows.mappings()]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _authored(answers: Any, person_id: int) -> Iterator[JsonObject]:  # noqa: ANN401 - pairs of JSON
    for path, body in answers:
        if body["author"] == person_id:
            yield {"path": path, **body}


def _updates(db: Connection, person_id: int) -> Iterator[Mapping[str, Any]]:
    holds = cast(inbox.c.body, Text).contains(str(person_id), autoescape=True)
    for body in db.scalars(select(inbox.c.body).where(holds).order_by(inbox.c.update_id)):
        if is_from(body, person_id):
            yield body


def is_from(body: object, person_id: int) -> bool:
    """Whether an update of Telegram comes from this person, or from their private chat."""
    parts = body.values() if isinstance(body, dict) else ()
    happenings = [part for part in parts if isinstance(part, dict)]
    return any(_id(part, "from") == person_id or _id(part, "chat") == person_id for part in happenings)


def _id(part: Mapping[str, Any], name: str) -> object:
    found = part.get(name)
    return found.get("id") if isinstance(found, dict) else None
