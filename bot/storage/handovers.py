"""Handovers: questions of a plan asked to somebody else, and what they replied."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select, update

from bot.storage.tables import handover
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.values import Value


class State(StrEnum):
    """`ANSWERED` waits for the lead; the last two are for ever."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


OPEN = (State.WAITING, State.ANSWERED)


@dataclass(frozen=True, slots=True)
class Handover:
    """`base` is the revision of the plan's answer when the question was handed, `number` how many replies were given.

    `person_id` None: whoever opens the link first. `prompt_id` is the last prompt shown to them, `card_id` the last
    card shown to the lead.
    """

    id: str
    plan_id: int
    path: Path
    base: int
    asked_by: int
    person_id: int | None
    is_by_link: bool
    state: State
    number: int
    value: Value
    status: AnswerStatus | None
    prompt_id: str | None
    card_id: str | None
    expires_at: datetime


def create(
    db: Connection,
    *,
    handover_id: str,
    plan_id: int,
    path: Path,
    base: int,
    asked_by: int,
    now: datetime,
    expires_at: datetime,
    person_id: int | None = None,
    token: str | None = None,
) -> Handover:
    """Keep a question handed to a member, or to whoever opens `token`, of which only the fingerprint is stored."""
    values = {"id": handover_id, "plan_id": plan_id, "path": str(path), "base": base, "asked_by": asked_by}
    whom = {"person_id": person_id, "token_hash": _fingerprint(token) if token else None}
    new = {**values, **whom, "state": State.WAITING.value, "number": 0, "created_at": now, "expires_at": expires_at}
    return _from_row(db.execute(insert(handover).values(new).returning(handover)).one())


def get(db: Connection, handover_id: str) -> Handover | None:
    return _one(db, handover.c.id == handover_id)


def by_token(db: Connection, token: str) -> Handover | None:
    return _one(db, handover.c.token_hash == _fingerprint(token))


def open_of_plan(db: Connection, plan_id: int) -> list[Handover]:
    """Return the questions of a plan not withdrawn nor accepted yet, the oldest first."""
    return _all(db, handover.c.plan_id == plan_id, handover.c.state.in_(OPEN))


def waiting_for(db: Connection, person_id: int) -> list[Handover]:
    """Return the questions a person has not replied to, the oldest first; some may have expired."""
    return _all(db, handover.c.person_id == person_id, handover.c.state == State.WAITING.value)


def open_with(db: Connection, plan_id: int, person_id: int) -> list[Handover]:
    """Return the open questions of a plan that this person was asked, or made a link to that nobody has opened."""
    is_theirs = handover.c.person_id == person_id
    is_loose = (handover.c.asked_by == person_id) & handover.c.person_id.is_(None)
    return _all(db, handover.c.plan_id == plan_id, handover.c.state.in_(OPEN), or_(is_theirs, is_loose))


def take(db: Connection, handover_id: str, person_id: int) -> bool:
    """Give a question to the person who opens its link; False when somebody else already did."""
    free = (handover.c.id == handover_id) & or_(handover.c.person_id.is_(None), handover.c.person_id == person_id)
    return db.execute(update(handover).where(free).values(person_id=person_id)).rowcount > 0


def reply(db: Connection, handover_id: str, value: Value, status: AnswerStatus) -> Handover:
    """Keep a reply, instead of the former one."""
    given = {"value": value, "status": status.value, "state": State.ANSWERED.value}
    return _changed(db, handover_id, **given, number=handover.c.number + 1)


def reopen(db: Connection, handover_id: str, expires_at: datetime) -> Handover:
    """Ask again: the reply is forgotten."""
    return _changed(db, handover_id, state=State.WAITING.value, value=None, status=None, expires_at=expires_at)


def settle(db: Connection, handover_id: str, state: State, now: datetime) -> Handover:
    """End it: accepted or withdrawn."""
    return _changed(db, handover_id, state=state.value, settled_at=now)


def shown(db: Connection, handover_id: str, prompt_id: str) -> None:
    """Note the prompt last shown to the person asked."""
    _changed(db, handover_id, prompt_id=prompt_id)


def carded(db: Connection, handover_id: str, card_id: str) -> None:
    """Note the card last shown to the lead."""
    _changed(db, handover_id, card_id=card_id)


def held_on(db: Connection, person_id: int) -> list[dict[str, Any]]:
    """Return as JSON values the questions a person was asked or handed; what others replied is not theirs."""
    concerned = or_(handover.c.person_id == person_id, handover.c.asked_by == person_id)
    rows = db.execute(select(handover).where(concerned).order_by(handover.c.created_at, handover.c.id)).mappings()
    return [
        {
            str(name): value.isoformat() if isinstance(value, datetime) else value
            for name, value in row.items()
            if row["person_id"] == person_id or name not in {"value", "status", "person_id"}
        }
        for row in rows
    ]


def _changed(db: Connection, handover_id: str, **values: object) -> Handover:
    change = update(handover).where(handover.c.id == handover_id).values(**values).returning(handover)
    return _from_row(db.execute(change).one())


def _one(db: Connection, condition: ColumnElement[bool]) -> Handover | None:
    row = db.execute(select(handover).where(condition)).one_or_none()
    return _from_row(row) if row else None


def _all(db: Connection, *conditions: ColumnElement[bool]) -> list[Handover]:
    query = select(handover).where(*conditions).order_by(handover.c.created_at, handover.c.id)
    return [_from_row(row) for row in db.execute(query)]


def _fingerprint(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _from_row(row: Row[Any]) -> Handover:
    return Handover(
        id=row.id,
        plan_id=row.plan_id,
        path=Path.parse(row.path),
        base=row.base,
        asked_by=row.asked_by,
        person_id=row.person_id,
        is_by_link=row.token_hash is not None,
        state=State(row.state),
        number=row.number,
        value=row.value,
        status=AnswerStatus(row.status) if row.status else None,
        prompt_id=row.prompt_id,
        card_id=row.card_id,
        expires_at=row.expires_at,
    )
