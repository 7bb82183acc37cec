"""Those who write in the name of a group or of a channel: nobody can tell who they are, so that nothing is done."""

from bot.chat.incoming import Happening
from bot.chat.outgoing import SendText, body
from bot.conversations.desk import REPLY, Desk
from bot.storage import groups, outbox, plans


def answer(desk: Desk, happening: Happening) -> None:
    """Say how to write as oneself, once a day to each such name: channels may repeat themselves for ever."""
    who, where = happening.who, happening.where
    name = "team:anonymous_sender" if who.id == where.chat else "team:channel_sender"
    text = desk.house.book.text(_language(desk, where.chat), name, bot=desk.house.bot_name)
    outbox.post(
        desk.db,
        chat_id=where.chat,
        thread_id=where.thread,
        body=body(SendText(text)),
        priority=REPLY,
        now=desk.now,
        dedup_key=f"unnamed:{where.chat}:{who.id}:{desk.now:%Y%m%d}",
    )


def _language(desk: Desk, chat: int) -> str:
    bound = groups.by_chat(desk.db, chat)
    plan = plans.get(desk.db, bound[0].plan_id) if bound else None
    return plan.language if plan else "fr"
