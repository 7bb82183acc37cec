"""Leases by name: one holder at a time among replicas, and an epoch that tells an old holder it has been replaced."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.storage.present import TOLERANCE
from bot.storage.tables import lease
from bot.storage.upserts import insert_into


def take(db: Connection, name: str, *, owner: str, now: datetime, duration: timedelta) -> int | None:
    """Take or prolong the lease and return its epoch; None while somebody else holds it."""
    fresh = {"name": name, "owner": owner, "epoch": 0, "expires_at": now}
    db.execute(insert_into(db, lease).values(fresh).on_conflict_do_nothing())
    row = db.execute(select(lease).where(lease.c.name == name).with_for_update()).one()
    is_held = now < row.expires_at <= now + duration + TOLERANCE  # further ahead: by a clock that was set back since
    if is_held and row.owner != owner:
        return None
    continues = row.owner == owner and is_held
    epoch: int = row.epoch if continues else row.epoch + 1
    changes = {"owner": owner, "epoch": epoch, "expires_at": now + duration}
    db.execute(update(lease).where(lease.c.name == name).values(changes))
    return epoch


def holds(db: Connection, name: str, *, owner: str, epoch: int) -> bool:
    """Tell whether nobody has taken the lease since `owner` got `epoch`; locks it until the transaction ends."""
    query = select(lease.c.name).where(lease.c.name == name, lease.c.owner == owner, lease.c.epoch == epoch)
    return db.execute(query.with_for_update()).first() is not None


def free(db: Connection, name: str, *, now: datetime) -> None:
    """End the lease, whoever holds it."""
    db.execute(update(lease).where(lease.c.name == name).values(expires_at=now))


def drop(db: Connection, name: str, *, owner: str, now: datetime) -> None:
    """Let the lease go, so that another may take it at once."""
    db.execute(update(lease).where(lease.c.name == name, lease.c.owner == owner).values(expires_at=now))
