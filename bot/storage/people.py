"""People: who Jalon talks to, and what they prefer."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.storage.tables import person
from bot.storage.upserts import inserting

LONGEST_NAME = 128


@dataclass(frozen=True, slots=True)
class Person:
    """`hour` is the preferred local hour of reminders, 0-23; `consent_at` None: nothing may be asked yet.

    `seen_at` is when they last did something.
    """

    id: int
    first_name: str
    language: str
    consent_at: datetime | None
    hour: int | None
    created_at: datetime
    seen_at: datetime


_ONE = select(person).where(person.c.id == bindparam("person"))


@cache
def _meeting(dialect: str) -> ReturningInsert[Any]:
    statement = inserting(dialect, person)
    renewed = {"first_name": statement.excluded.first_name, "seen_at": statement.excluded.seen_at}
    return statement.on_conflict_do_update(index_elements=["id"], set_=renewed).returning(*person.c)


def get(db: Connection, person_id: int) -> Person | None:
    row = db.execute(_ONE, {"person": person_id}).one_or_none()
    return Person(*row) if row else None


def meet(db: Connection, person_id: int, *, first_name: str, language: str, now: datetime) -> Person:
    """Return this person, known from now on; the name follows Telegram's, the language stays the one they chose."""
    name = first_name.replace("\0", "")[:LONGEST_NAME]
    met = {"id": person_id, "first_name": name, "language": language, "created_at": now, "seen_at": now}
    return Person(*db.execute(_meeting(db.dialect.name), met).one())


def see(db: Connection, person_id: int, now: datetime) -> None:
    """Note that somebody who is known did something, in a group."""
    _change(db, person_id, seen_at=now)


def consent(db: Connection, person_id: int, now: datetime | None) -> None:
    """Note that this person agreed, or (None) no longer does."""
    _change(db, person_id, consent_at=now)


def set_language(db: Connection, person_id: int, language: str) -> None:
    _change(db, person_id, language=language)


def set_hour(db: Connection, person_id: int, hour: int | None) -> None:
    _change(db, person_id, hour=hour)


def _change(db: Connection, person_id: int, **values: object) -> None:
    db.execute(update(person).where(person.c.id == person_id).values(**values))
