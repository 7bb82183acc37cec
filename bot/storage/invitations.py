"""Invitations: one use, an end date, and one answer for every reason not to open."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.storage.tables import invitation

GROUP = "group"
"""The role of an invitation that binds a group instead of making a member."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """`role` is a member's, or GROUP; `reference` names it to those who may revoke it, and opens nothing."""

    reference: str
    plan_id: int
    role: str
    label: str | None
    created_by: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """The same whatever the reason, so that nothing is learnt by trying."""


def create(
    db: Connection,
    *,
    plan_id: int,
    role: str,
    created_by: int,
    token: str,
    now: datetime,
    expires_at: datetime,
    label: str | None = None,
) -> Invitation:
    """Keep an invitation that `token` opens; only its fingerprint is stored."""
    made = Invitation(_fingerprint(token), plan_id, str(role), label, created_by, expires_at)
    values = {"plan_id": plan_id, "role": made.role, "label": label, "created_by": created_by}
    dates = {"created_at": now, "expires_at": expires_at}
    db.execute(insert(invitation).values(token_hash=made.reference, **values, **dates))
    return made


def redeem(
    db: Connection, token: str, person_id: int, now: datetime, *, for_group: bool = False
) -> Invitation | Refusal:
    """Use an invitation, once; `for_group` says whether it is opened in a group, and must suit it."""
    suits = invitation.c.role == GROUP if for_group else invitation.c.role != GROUP
    use = (
        update(invitation)
        .where(invitation.c.token_hash == _fingerprint(token), suits)
        .where(invitation.c.used_at.is_(None), invitation.c.revoked_at.is_(None), invitation.c.expires_at > now)
        .values(used_by=person_id, used_at=now)
        .returning(invitation)
    )
    row = db.execute(use).one_or_none()
    return _from_row(row) if row else Refusal()


def revoke(db: Connection, plan_id: int, reference: str, now: datetime) -> bool:
    """Close an invitation of this plan; return whether it was still open."""
    live = (invitation.c.token_hash == reference) & (invitation.c.plan_id == plan_id) & invitation.c.used_at.is_(None)
    close = update(invitation).where(live, invitation.c.revoked_at.is_(None)).values(revoked_at=now)
    return db.execute(close).rowcount > 0


def revoke_from(db: Connection, plan_id: int, person_id: int, now: datetime) -> None:
    """Close the invitations of this plan that a person made and nobody has used."""
    theirs = (invitation.c.plan_id == plan_id) & (invitation.c.created_by == person_id) & invitation.c.used_at.is_(None)
    db.execute(update(invitation).where(theirs, invitation.c.revoked_at.is_(None)).values(revoked_at=now))


def of_plan(db: Connection, plan_id: int, now: datetime) -> list[Invitation]:
    """Return the invitations that still open, the oldest first."""
    query = (
        select(invitation)
        .where(invitation.c.plan_id == plan_id, invitation.c.used_at.is_(None))
        .where(invitation.c.revoked_at.is_(None), invitation.c.expires_at > now)
        .order_by(invitation.c.created_at, invitation.c.token_hash)
    )
    return [_from_row(row) for row in db.execute(query)]


def _fingerprint(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _from_row(row: Row[Any]) -> Invitation:
    return Invitation(row.token_hash, row.plan_id, row.role, row.label, row.created_by, row.expires_at)
