"""Groups: the chat or topic in which a plan's team is told things."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.storage.put import put
from bot.storage.tables import team_group

LONGEST_TITLE = 128
"""Characters of the title of a group, as Telegram allows."""


@dataclass(frozen=True, slots=True)
class Group:
    """`thread_id` 0: the whole chat. `title` is what the group was called when it was bound, if that is known."""

    plan_id: int
    chat_id: int
    thread_id: int
    bound_at: datetime
    title: str = ""


def bind(db: Connection, plan_id: int, *, chat_id: int, thread_id: int, now: datetime, title: str = "") -> None:
    """Make this the group of the plan, in place of another."""
    place = {"chat_id": chat_id, "thread_id": thread_id, "title": title[:LONGEST_TITLE]}
    put(db, team_group, [{"plan_id": plan_id, "bound_at": now, **place}])


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
