"""Chats that change their id: a group that becomes a supergroup."""

from sqlalchemy import Column, Connection, Text, and_, cast, delete, insert, literal, or_, select, update

from bot.storage.sweep import changed, renumbering
from bot.storage.tables import audit, chat, inbox, metadata, outbox, prompt, talk


def migrate_chat(db: Connection, old: int, new: int) -> None:
    """Write the chat id `new` everywhere for `old`; done again, it changes nothing."""
    if old == new:
        return
    # A person who already spoke in the new chat keeps the talk of the old one, which has the history.
    fresh = talk.alias()
    same = (fresh.c.person_id == talk.c.person_id) & (fresh.c.thread_id == talk.c.thread_id) & (fresh.c.chat_id == new)
    pairs = db.execute(select(talk.c.id, fresh.c.id).join(fresh, same).where(talk.c.chat_id == old)).all()
    for kept, dropped in pairs:
        db.execute(update(prompt).where(prompt.c.talk_id == dropped).values(talk_id=kept))
        db.execute(delete(talk).where(talk.c.id == dropped))
    for table in metadata.sorted_tables:
        if "chat_id" in table.c:
            db.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))
    if not db.execute(select(chat.c.id).where(chat.c.id == new)).one_or_none():
        columns: list[Column[object]] = [column for column in chat.c if column.name not in {"id", "kind"}]
        former = select(literal(new), literal("supergroup"), *columns).where(chat.c.id == old)
        db.execute(insert(chat).from_select(["id", "kind", *(column.name for column in columns)], former))
    db.execute(delete(chat).where(chat.c.id == old))
    _renumber_texts(db, old, new)


def _renumber_texts(db: Connection, old: int, new: int) -> None:
    """Write the new id inside the texts and JSON of what belongs to the chat: nothing else is looked at."""
    change, lane = renumbering(old, new), f"{old}:0"  # a group that becomes a supergroup never had topics
    ours = (
        (outbox, outbox.c.chat_id == new, ("dedup_key", "body")),
        (prompt, prompt.c.chat_id == new, ("payload", "acts")),
        (talk, talk.c.chat_id == new, ("state",)),
        (audit, audit.c.ref == f"chat:{old}", ("ref",)),
        (inbox, inbox.c.lane == lane, ("lane", "body")),
    )
    for table, here, names in ours:
        columns, keys = [table.c[name] for name in names], list(table.primary_key)
        holds = or_(*(cast(column, Text).contains(str(old), autoescape=True) for column in columns))
        for row in db.execute(select(*keys, *columns).where(here, holds)).all():
            changes = {
                column.name: changed(value, change) for column, value in zip(columns, row[len(keys) :], strict=True)
            }
            new_key = changes.get("dedup_key")
            if new_key is not None and db.execute(select(outbox.c.id).where(outbox.c.dedup_key == new_key)).first():
                del changes["dedup_key"]  # another message has taken it: this one was posted twice, and stays as it is
            same = and_(*(key == value for key, value in zip(keys, row, strict=False)))
            db.execute(update(table).where(same).values(changes))
