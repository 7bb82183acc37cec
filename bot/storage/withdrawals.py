"""What a plan still has under way in a chat that is to hear of it no more."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.storage import outbox as messages
from bot.storage import prompts
from bot.storage.prompts import CLOSED, LIVE, PromptRow
from bot.storage.tables import outbox, prompt


def close_prompts(
    db: Connection, plan_id: int, chat_id: int, now: datetime, *, but: str | None = None
) -> list[PromptRow]:
    """End the live prompts of a plan in a chat, those of the kind `but` excepted; return them, the latest first."""
    here = (prompt.c.plan_id == plan_id) & (prompt.c.chat_id == chat_id) & (prompt.c.state == LIVE)
    theirs = here if but is None else here & (prompt.c.kind != but)
    ended = update(prompt).where(theirs).values(state=CLOSED, closed_at=now).returning(*prompt.c)
    rows = [prompts.from_row(row) for row in db.execute(ended)]
    return sorted(rows, key=lambda row: (row.asked_at, row.id), reverse=True)


def drop_messages(db: Connection, plan_id: int, chat_id: int, now: datetime) -> None:
    """Drop what waits to be sent to a chat and is known to be about a plan: documents, reminders, cards."""
    waiting = (outbox.c.chat_id == chat_id) & outbox.c.state.in_(messages.WAITING)
    rows = db.execute(select(outbox.c.id, outbox.c.body).where(waiting)).all()
    shown = [str(row.body["prompt"]) for row in rows if row.body.get("prompt")]
    of_plan = (prompt.c.plan_id == plan_id) & prompt.c.id.in_(shown)
    cards = set(db.scalars(select(prompt.c.id).where(of_plan)))
    ids = [row.id for row in rows if row.body.get("plan") == plan_id or row.body.get("prompt") in cards]
    messages.cancel(db, now=now, ids=ids, reason="access_withdrawn")
