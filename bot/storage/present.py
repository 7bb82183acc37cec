"""The present as it was last noted: a clock that was set back since is found out by it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.storage.tables import lease
from bot.storage.upserts import insert_into

NOTED_EVERY = timedelta(seconds=10)
TOLERANCE = timedelta(seconds=30)
"""How far the clocks of replicas may be from one another; what is this little ahead of the present is waited for."""


def is_to_note(db: Connection, name: str, now: datetime) -> bool:
    """Whether `went_back` has something to say or to write."""
    noted = _noted(db, name)
    return noted is None or not now - NOTED_EVERY < noted <= now + TOLERANCE


def went_back(db: Connection, name: str, now: datetime, *, is_exact: bool = False) -> bool:
    """Note the present of the part `name`; return whether it had noted a later one, once for each time.

    `is_exact`: note it although the last one noted is fresh.
    """
    noted = _noted(db, name)
    is_back = noted is not None and noted > now + TOLERANCE
    if noted is None or is_back or now >= noted + NOTED_EVERY or (is_exact and now > noted):
        values = {"name": _row(name), "owner": "", "epoch": 0, "expires_at": now}
        insertion = insert_into(db, lease).values(values)
        db.execute(insertion.on_conflict_do_update(index_elements=["name"], set_={"expires_at": now}))
    return is_back


def _noted(db: Connection, name: str) -> datetime | None:
    noted: datetime | None = db.execute(select(lease.c.expires_at).where(lease.c.name == _row(name))).scalar()
    return noted


def _row(name: str) -> str:
    return f"present:{name}"
