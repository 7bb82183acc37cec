"""Chats that change their id: a group that becomes a supergroup."""

from sqlalchemy import Column, Connection, delete, insert, literal, select, update

from bot.storage.sweep import changed, renumbering, sweep
from bot.storage.tables import chat, metadata, outbox, prompt, talk


def migrate_chat(db: Connection, old: int, new: int) -> None:
    """Write the chat id `new` everywhere for `old`; done again, it changes nothing."""
    if old == new:
        return
    _join_talks(db, old, new)
    for table in metadata.sorted_tables:
        if "chat_id" in table.c:
            db.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))
    _move_chat(db, old, new)
    _move_keys(db, old, new)
    sweep(db, old, renumbering(old, new))


def _join_talks(db: Connection, old: int, new: int) -> None:
    """A person who already spoke in the new chat keeps the talk of the old one, which has the history."""
    fresh = talk.alias()
    same = (fresh.c.person_id == talk.c.person_id) & (fresh.c.thread_id == talk.c.thread_id) & (fresh.c.chat_id == new)
    pairs = db.execute(select(talk.c.id, fresh.c.id).join(fresh, same).where(talk.c.chat_id == old)).all()
    for kept, dropped in pairs:
        db.execute(update(prompt).where(prompt.c.talk_id == dropped).values(talk_id=kept))
        db.execute(delete(talk).where(talk.c.id == dropped))


def _move_chat(db: Connection, old: int, new: int) -> None:
    columns: list[Column[object]] = [column for column in chat.c if column.name not in {"id", "kind"}]
    is_known = db.execute(select(chat.c.id).where(chat.c.id == new)).one_or_none()
    if not is_known:
        former = select(literal(new), literal("supergroup"), *columns).where(chat.c.id == old)
        db.execute(insert(chat).from_select(["id", "kind", *(column.name for column in columns)], former))
    db.execute(delete(chat).where(chat.c.id == old))


def _move_keys(db: Connection, old: int, new: int) -> None:
    holds = outbox.c.dedup_key.contains(str(old), autoescape=True)
    for row_id, key in db.execute(select(outbox.c.id, outbox.c.dedup_key).where(holds)).all():
        moved = changed(key, renumbering(old, new))
        is_taken = db.execute(select(outbox.c.id).where(outbox.c.dedup_key == moved)).one_or_none()
        if not is_taken:
            db.execute(update(outbox).where(outbox.c.id == row_id).values(dedup_key=moved))
