"""Readings: the values that people gave of KPIs, the replaced ones kept."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from bot.storage.tables import person, reading
from domain.plan import Reading


@dataclass(frozen=True, slots=True)
class KeptReading:
    """`value` None: not available that time; `author` 0: erased; `replaced_at` set when it was corrected."""

    id: int
    plan_id: int
    kpi: str
    on: date
    value: float | None
    author: int
    at: datetime
    occurrence_id: int | None
    replaced_at: datetime | None


def of_plan(db: Connection, plan_id: int) -> tuple[Reading, ...]:
    """Return the readings that stand, the oldest first; the author is a first name."""
    rows = db.execute(
        select(reading.c.kpi, reading.c.on, reading.c.value, person.c.first_name)
        .outerjoin(person, person.c.id == reading.c.author)
        .where(reading.c.plan_id == plan_id, reading.c.replaced_at.is_(None))
        .order_by(reading.c.on, reading.c.id)
    )
    return tuple(Reading(*row) for row in rows)


def kept_of_plan(db: Connection, plan_id: int) -> tuple[KeptReading, ...]:
    """Return the same as they are kept, with their ids."""
    return _all(db, (reading.c.plan_id == plan_id) & reading.c.replaced_at.is_(None))


def history(db: Connection, plan_id: int, kpi: str) -> tuple[KeptReading, ...]:
    """Return every reading of a KPI, corrected ones included, the oldest first."""
    return _all(db, (reading.c.plan_id == plan_id) & (reading.c.kpi == kpi))


def get(db: Connection, reading_id: int) -> KeptReading | None:
    return next(iter(_all(db, reading.c.id == reading_id)), None)


def add(
    db: Connection,
    *,
    plan_id: int,
    kpi: str,
    on: date,
    value: float | None,
    author: int,
    now: datetime,
    occurrence_id: int | None = None,
) -> int:
    """Keep a value and return its id; it takes the place of the one given for the same occurrence, if any."""
    if occurrence_id is not None:
        former = (reading.c.occurrence_id == occurrence_id) & reading.c.replaced_at.is_(None)
        db.execute(update(reading).where(former).values(replaced_at=now))
    values = {"plan_id": plan_id, "kpi": kpi, "on": on, "value": value, "author": author, "at": now}
    new = insert(reading).values(occurrence_id=occurrence_id, **values).returning(reading.c.id)
    return int(db.execute(new).scalar_one())


def _all(db: Connection, condition: ColumnElement[bool]) -> tuple[KeptReading, ...]:
    rows = db.execute(select(reading).where(condition).order_by(reading.c.on, reading.c.id))
    return tuple(KeptReading(*tuple(row)) for row in rows)
