"""Frozen versions of a plan: the dossier as it was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.storage.dossier_json import from_json, to_json
from bot.storage.put import put
from bot.storage.tables import plan_version, version_author
from domain.dialogue.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    frozen_at: datetime
    dossier: Dossier


def freeze(db: Connection, plan_id: int, dossier: Dossier, now: datetime) -> int:
    """Keep the dossier as it is; return the number of this version, from 1. Removals are not kept: nothing to undo."""
    number = latest(db, plan_id) + 1
    body = {**to_json(dossier), "removals": []}
    db.execute(insert(plan_version).values(plan_id=plan_id, number=number, frozen_at=now, body=body))
    authors = {answer.author for answer in dossier.answers.values()} - {0}
    put(db, version_author, [{"plan_id": plan_id, "number": number, "person_id": each} for each in sorted(authors)])
    return number


def latest(db: Connection, plan_id: int) -> int:
    """Return the number of the last version, 0 when there is none."""
    last = select(func.coalesce(func.max(plan_version.c.number), 0)).where(plan_version.c.plan_id == plan_id)
    return int(db.execute(last).scalar_one())


def get(db: Connection, plan_id: int, number: int) -> Version | None:
    """Return one version of a plan; None when there is none of this number."""
    wanted = plan_version.c.plan_id == plan_id, plan_version.c.number == number
    row = db.execute(select(plan_version).where(*wanted)).one_or_none()
    return Version(row.number, row.frozen_at, from_json(row.body)) if row else None


def versions(db: Connection, plan_id: int) -> list[Version]:
    """Return the versions of a plan, oldest first."""
    rows = db.execute(select(plan_version).where(plan_version.c.plan_id == plan_id).order_by(plan_version.c.number))
    return [Version(row.number, row.frozen_at, from_json(row.body)) for row in rows]
