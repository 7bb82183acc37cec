"""The trail of what ended, and how."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, exists, func, insert, select

from bot.storage.tables import audit


def write(db: Connection, what: str, refs: Iterable[str], at: datetime) -> None:
    """Add a line `what` for each of `refs` ("outbox:12", "chat:34", …)."""
    if lines := [{"what": what, "ref": ref, "at": at} for ref in refs]:
        db.execute(insert(audit), lines)


def write_all(db: Connection, lines: Iterable[tuple[str, str]], at: datetime) -> None:
    """Add the lines (what, ref)."""
    if rows := [{"what": what, "ref": ref, "at": at} for what, ref in lines]:
        db.execute(insert(audit), rows)


def count_distinct(db: Connection, what: str, since: datetime, until: datetime) -> int:
    """Return to how many different things `what` happened between the two."""
    happened_then = audit.c.what == what, audit.c.at > since, audit.c.at <= until
    query = select(func.count(audit.c.ref.distinct())).where(*happened_then)
    return int(db.execute(query).scalar_one())


def happened(db: Connection, what: str, since: datetime, until: datetime) -> bool:
    """Return whether `what` happened to anything between the two."""
    return bool(
        db.execute(select(exists().where(audit.c.what == what, audit.c.at > since, audit.c.at <= until))).scalar()
    )


def refs(db: Connection, what: str, since: datetime) -> set[str]:
    """Return the things to which `what` happened since then."""
    return set(db.execute(select(audit.c.ref).where(audit.c.what == what, audit.c.at > since)).scalars())
