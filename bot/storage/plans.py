"""Plans: what is known of one beside its dossier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.storage.tables import answer, plan

NAME = "frame.plan_name"
"""The path of what a plan is called."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """`zone` is an IANA name, `region` a holiday region, `follow_up` whether KPI reminders are switched on."""

    id: int
    script_version: int
    revision: int
    language: str
    zone: str
    region: str
    follow_up: bool
    created_at: datetime
    completed_at: datetime | None


def create(
    db: Connection,
    *,
    script_version: int,
    now: datetime,
    language: str = "fr",
    zone: str = "Europe/Paris",
    region: str = "",
) -> int:
    """Start an empty plan and return its id."""
    values = {"script_version": script_version, "language": language, "zone": zone, "region": region, "created_at": now}
    row = insert(plan).values(revision=0, follow_up=False, **values).returning(plan.c.id)
    return int(db.execute(row).scalar_one())


_ONE = select(plan).where(plan.c.id == bindparam("plan"))


def get(db: Connection, plan_id: int) -> PlanRow | None:
    row = db.execute(_ONE, {"plan": plan_id}).one_or_none()
    return PlanRow(*row) if row else None


def existing(db: Connection, plan_id: int) -> PlanRow:
    """Return a plan that is known to be there. Raises LookupError when it is gone."""
    if (found := get(db, plan_id)) is None:
        raise LookupError("a plan is gone")
    return found


def hold(db: Connection, plan_id: int) -> None:
    """Keep others from leaving, changing or erasing a plan until the transaction ends."""
    db.execute(_ONE.with_for_update(), {"plan": plan_id})


def names(db: Connection, plan_ids: Iterable[int]) -> dict[int, str]:
    """Return what plans are called, those that have no name yet left out."""
    called = answer.c.plan_id.in_(list(plan_ids)) & (answer.c.path == NAME)
    rows = db.execute(select(answer.c.plan_id, answer.c.value).where(called))
    return {plan_id: str(value) for plan_id, value in rows if value}


def set_language(db: Connection, plan_id: int, language: str) -> None:
    _change(db, plan_id, language=language)


def set_place(db: Connection, plan_id: int, *, zone: str, region: str) -> None:
    """Say in which time zone and holiday region the territory is."""
    _change(db, plan_id, zone=zone, region=region)


def set_follow_up(db: Connection, plan_id: int, *, on: bool) -> None:
    """Switch KPI reminders on or off."""
    _change(db, plan_id, follow_up=on)


def complete(db: Connection, plan_id: int, now: datetime) -> bool:
    """Note that every question is answered; return whether this was new."""
    fresh = (plan.c.id == plan_id) & plan.c.completed_at.is_(None)
    return db.execute(update(plan).where(fresh).values(completed_at=now)).rowcount > 0


def remove(db: Connection, plan_id: int) -> None:
    """Delete a plan and everything that belongs to it."""
    db.execute(delete(plan).where(plan.c.id == plan_id))


def _change(db: Connection, plan_id: int, **values: object) -> None:
    db.execute(update(plan).where(plan.c.id == plan_id).values(**values))
