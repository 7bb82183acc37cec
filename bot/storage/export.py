"""Everything that is held on a person, for them to read."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Table, Text, cast, or_, select, union

from bot.storage import handovers
from bot.storage.tables import (
    answer,
    audit,
    chat,
    farewell,
    handover,
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
    held: JsonObject = {}
    for kind, table, condition in _held(db, person_id):
        rows = db.execute(select(table).where(condition).order_by(*table.primary_key)).mappings()
        held[kind] = [
            {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in row.items()}
            for row in rows
        ]
    plans = list(db.scalars(_plans(person_id)))
    versions = select(plan_version.c.body).where(plan_version.c.plan_id.in_(plans))
    versions = versions.order_by(plan_version.c.plan_id, plan_version.c.number)
    removals = select(removal.c.body).where(removal.c.plan_id.in_(plans))
    removals = removals.order_by(removal.c.plan_id, removal.c.position)
    return {
        **held,
        "handed_questions": handovers.held_on(db, person_id),
        "updates": list(_updates(db, person_id)),
        "answers_in_versions": [
            given for body in db.scalars(versions) for given in _authored(body["answers"].items(), person_id)
        ],
        "answers_in_removals": [
            given for body in db.scalars(removals) for given in _authored(body["detached"], person_id)
        ],
    }


def _held(db: Connection, person_id: int) -> Iterator[tuple[str, Table, ColumnElement[bool]]]:
    talks = list(db.scalars(select(talk.c.id).where(talk.c.person_id == person_id)))
    yield "person", person, person.c.id == person_id
    yield "farewell", farewell, farewell.c.person_id == person_id
    yield "memberships", membership, membership.c.person_id == person_id
    yield "invitations", invitation, or_(invitation.c.created_by == person_id, invitation.c.used_by == person_id)
    yield "answers", answer, answer.c.author == person_id
    yield "readings", reading, reading.c.author == person_id
    yield "talks", talk, talk.c.person_id == person_id
    mine = or_(prompt.c.audience == person_id, prompt.c.chat_id == person_id, prompt.c.talk_id.in_(talks))
    yield "prompts", prompt, mine
    yield "chat", chat, chat.c.id == person_id
    yield "messages", outbox, outbox.c.chat_id == person_id
    yield "trail", audit, audit.c.ref == f"chat:{person_id}"


def _plans(person_id: int) -> CompoundSelect[Any]:
    """The plans in whose versions they may have answered: those they are in, or left a trace in."""
    traces = (
        (membership, membership.c.person_id),
        (answer, answer.c.author),
        (reading, reading.c.author),
        (talk, talk.c.person_id),
        (prompt, prompt.c.audience),
        (handover, handover.c.person_id),
        (handover, handover.c.asked_by),
        (invitation, invitation.c.used_by),
    )
    return union(*(select(table.c.plan_id).where(whose == person_id) for table, whose in traces))


def _authored(answers: Any, person_id: int) -> Iterator[JsonObject]:  # noqa: ANN401 - pairs of JSON
    for path, body in answers:
        if body["author"] == person_id:
            yield {"path": path, **body}


def _updates(db: Connection, person_id: int) -> Iterator[Mapping[str, Any]]:
    """What they sent and is not handled: an update that is done has no body."""
    holds = cast(inbox.c.body, Text).contains(str(person_id), autoescape=True)
    for state in ("dead", "new"):
        kept = select(inbox.c.body).where(inbox.c.state == state, holds).order_by(inbox.c.update_id)
        yield from (body for body in db.scalars(kept) if is_from(body, person_id))


def is_from(body: object, person_id: int) -> bool:
    """Whether an update of Telegram comes from this person, or from their private chat."""
    parts = body.values() if isinstance(body, dict) else ()
    happenings = [part for part in parts if isinstance(part, dict)]
    return any(_id(part, "from") == person_id or _id(part, "chat") == person_id for part in happenings)


def _id(part: Mapping[str, Any], name: str) -> object:
    found = part.get(name)
    return found.get("id") if isinstance(found, dict) else None
