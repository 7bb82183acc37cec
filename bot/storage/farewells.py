"""Farewells: silent people who are told, a month then a week before, that they will be erased."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, and_, delete, or_, select, update

from bot.storage import life, memberships
from bot.storage.put import put
from bot.storage.tables import farewell, person

MONTH, WEEK = timedelta(days=30), timedelta(days=7)


class Due(StrEnum):
    """What is to be done about somebody silent now."""

    WARN = "warn"
    REMIND = "remind"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Farewell:
    """A silent person; both instants are when they should be told, whether or not the message reaches them."""

    person_id: int
    seen_at: datetime
    warned_at: datetime | None = None
    reminded_at: datetime | None = None

    def erased_at(self, period: timedelta, now: datetime) -> datetime:
        """Return when they are erased: silent for `period`, told a month before, and a week before."""
        warned = self.warned_at or now
        waits = [self.seen_at + period, warned + MONTH]
        return max([*waits, self.reminded_at + WEEK] if self.reminded_at else waits)

    def due(self, period: timedelta, now: datetime) -> Due | None:
        at = self.erased_at(period, now)
        if self.warned_at is None:
            return Due.WARN
        if self.reminded_at is None:
            return Due.REMIND if now >= at - WEEK else None
        return Due.ERASE if now >= at else None


def silent_since(now: datetime, period: timedelta) -> datetime:
    """Return since when somebody was not seen who is warned now."""
    return now - period + MONTH


def get(db: Connection, person_id: int) -> Farewell | None:
    """Return how far it has gone for somebody; None when they are unknown."""
    told = and_(farewell.c.person_id == person.c.id, farewell.c.seen_at == person.c.seen_at)
    columns = person.c.id, person.c.seen_at, farewell.c.warned_at, farewell.c.reminded_at
    query = select(*columns).outerjoin(farewell, told).where(person.c.id == person_id)
    row = db.execute(query).one_or_none()
    return Farewell(*row) if row else None


def silent(db: Connection, before: datetime, after: tuple[datetime, int] | None, limit: int) -> list[Farewell]:
    """Return a page of the people not seen since `before`, the longest silent first; `after` is the last one's."""
    told = and_(farewell.c.person_id == person.c.id, farewell.c.seen_at == person.c.seen_at)
    columns = person.c.id, person.c.seen_at, farewell.c.warned_at, farewell.c.reminded_at
    query = select(*columns).outerjoin(farewell, told).where(person.c.seen_at < before)
    if after is not None:
        at, last = after
        later = or_(person.c.seen_at > at, and_(person.c.seen_at == at, person.c.id > last))
        query = query.where(person.c.seen_at >= at, later)
    return [Farewell(*row) for row in db.execute(query.order_by(person.c.seen_at, person.c.id).limit(limit))]


def is_spared(db: Connection, person_id: int, now: datetime, since: datetime) -> bool:
    """Whether a plan that lives would be left with nobody: its last member stays as long as it lives."""
    plans = [each.plan_id for each in memberships.of_person(db, person_id)]
    return any(len(memberships.of_plan(db, each)) == 1 and life.lives(db, each, now, since) for each in plans)


def warn(db: Connection, of: Farewell, at: datetime) -> None:
    """Note that they are told at `at` for the first time."""
    put(db, farewell, [{"person_id": of.person_id, "seen_at": of.seen_at, "warned_at": at, "reminded_at": None}])


def remind(db: Connection, of: Farewell, at: datetime) -> None:
    """Note that they are told at `at` for the last time."""
    db.execute(update(farewell).where(farewell.c.person_id == of.person_id).values(reminded_at=at))


def forget_those_back(db: Connection, limit: int) -> int:
    """Forget the farewells of those who have come back, or are gone."""
    same = and_(person.c.id == farewell.c.person_id, person.c.seen_at == farewell.c.seen_at)
    query = select(farewell.c.person_id).outerjoin(person, same).where(farewell.c.person_id > 0, person.c.id.is_(None))
    found = list(db.scalars(query.limit(limit)))
    db.execute(delete(farewell).where(farewell.c.person_id.in_(found)))
    return len(found)
