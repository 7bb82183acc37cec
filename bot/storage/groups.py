"""Groups: the chat or topic in which a plan's team is told things."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.storage.put import put
from bot.storage.tables import team_group


@dataclass(frozen=True, slots=True)
class Group:
    """`thread_id` 0: the whole chat."""

    plan_id: int
    chat_id: int
    thread_id: int
    bound_at: datetime


def bind(db: Connection, plan_id: int, *, chat_id: int, thread_id: int, now: datetime) -> None:
    """Make this the group of the plan, in place of another."""
    put(db, team_group, [{"plan_id": plan_id, "chat_id": chat_id, "thread_id": thread_id, "bound_at": now}])


def unbind(db: Connection, plan_id: int) -> None:
    db.execute(delete(team_group).where(team_group.c.plan_id == plan_id))


def get(db: Connection, plan_id: int) -> Group | None:
    return next(iter(_groups(db, team_group.c.plan_id == plan_id)), None)


def by_chat(db: Connection, chat_id: int, thread_id: int | None = None) -> list[Group]:
    """Return the plans bound to this chat, or to this topic of it; the latest bound first."""
    here = team_group.c.chat_id == chat_id
    return _groups(db, here if thread_id is None else here & (team_group.c.thread_id == thread_id))


def _groups(db: Connection, condition: ColumnElement[bool]) -> list[Group]:
    query = select(team_group).where(condition).order_by(team_group.c.bound_at.desc(), team_group.c.plan_id.desc())
    return [Group(*row) for row in db.execute(query)]
