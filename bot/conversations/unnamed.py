"""Those who write in the name of a group or of a channel: nobody can tell who they are, so that nothing is done."""

from bot.chat.incoming import Happening
from bot.chat.outgoing import SendText, body
from bot.conversations.session import REPLY, Session
from bot.storage import groups, outbox, plans


def answer(session: Session, happening: Happening) -> None:
    """Say how to write as oneself, once a day to each such name: channels may repeat themselves for ever."""
    who, where = happening.who, happening.where
    name = "team:anonymous_sender" if who.id == where.chat else "team:channel_sender"
    bound = groups.by_chat(session.db, where.chat)
    plan = plans.get(session.db, bound[0].plan_id) if bound else None
    text = session.app.book.text((plan.language if plan else "fr"), name, bot=session.app.bot_name)
    outbox.post(
        session.db,
        chat_id=where.chat,
        thread_id=where.thread,
        body=body(SendText(text)),
        priority=REPLY,
        now=session.now,
        dedup_key=f"unnamed:{where.chat}:{who.id}:{session.now:%Y%m%d}",
    )
