"""Whether a plan lives: anything seen, given or asked there, or about to be."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, exists, or_, select

from bot.storage.tables import (
    answer,
    chat,
    handover,
    membership,
    occurrence,
    outbox,
    person,
    plan,
    reading,
    rule,
    team_group,
)


def lives(db: Connection, plan_id: int, now: datetime, since: datetime) -> bool:
    """Whether anybody was seen, or anything given, from `since` on, or anything is asked or will be.

    What is asked counts as long as one chat of the plan takes messages: asked of nobody, it is no life.
    """
    seen = exists().where(
        membership.c.plan_id == plan_id, person.c.id == membership.c.person_id, person.c.seen_at >= since
    )
    read = exists().where(reading.c.plan_id == plan_id, reading.c.at >= since)
    told = exists().where(answer.c.plan_id == plan_id, answer.c.at >= since)
    signs = or_(plan.c.created_at >= since, seen, read, told)
    if db.execute(select(plan.c.id).where(plan.c.id == plan_id, signs)).first():
        return True
    return _is_reached(db, plan_id) and (_is_asked(db, plan_id, now) or _is_told(db, plan_id))


def _is_reached(db: Connection, plan_id: int) -> bool:
    here = select(membership.c.person_id).where(membership.c.plan_id == plan_id)
    groups = select(team_group.c.chat_id).where(team_group.c.plan_id == plan_id)
    chats = {*db.scalars(here), *db.scalars(groups)}
    closed = select(chat.c.id).where(chat.c.id.in_(chats), chat.c.status == "suspended")
    return bool(chats - set(db.scalars(closed)))


def _is_asked(db: Connection, plan_id: int, now: datetime) -> bool:
    due = exists().where(rule.c.plan_id == plan_id, rule.c.next_at.is_not(None))
    open_ = exists().where(rule.c.plan_id == plan_id, occurrence.c.rule_id == rule.c.id, occurrence.c.state == "open")
    handed = exists().where(
        handover.c.plan_id == plan_id,
        or_(handover.c.state == "answered", (handover.c.state == "waiting") & (handover.c.expires_at > now)),
    )
    return db.execute(select(plan.c.id).where(plan.c.id == plan_id, or_(due, open_, handed))).first() is not None


_ASKS = frozenset({"nudge", "task"})


def _is_told(db: Connection, plan_id: int) -> bool:
    """Whether a message of the plan waits to be sent: a task of a day to come, a reminder."""
    members = select(membership.c.person_id).where(membership.c.plan_id == plan_id)
    waiting = outbox.c.chat_id.in_(members), outbox.c.state.in_(["pending", "sending"])
    bodies: Iterable[Mapping[str, object]] = db.scalars(select(outbox.c.body).where(*waiting))
    return any(body.get("plan") == plan_id and body.get("do") in _ASKS for body in bodies)


def is_led(db: Connection, plan_id: int, since: datetime, *, but: int | None = None) -> bool:
    """Whether somebody who was seen since then leads the plan, `but` excepted."""
    leads = select(membership.c.person_id).join(person, person.c.id == membership.c.person_id)
    here = leads.where(membership.c.plan_id == plan_id, membership.c.role == "lead", person.c.seen_at >= since)
    return bool(set(db.scalars(here)) - {but})


def seen_members(db: Connection, plan_id: int, since: datetime) -> list[int]:
    """Return the members of a plan who were seen since then, the earliest first."""
    query = select(membership.c.person_id).join(person, person.c.id == membership.c.person_id)
    here = query.where(membership.c.plan_id == plan_id, person.c.seen_at >= since)
    return list(db.scalars(here.order_by(membership.c.joined_at, membership.c.person_id)))
