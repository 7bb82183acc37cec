"""Those who write in the name of a group or of a channel: nobody can tell who they are, so that nothing is done."""

from bot.chat.incoming import IncomingEvent
from bot.chat.outgoing import SendText, body
from bot.conversations.session import REPLY, Session
from bot.storage import groups, outbox, plans


def answer(session: Session, event: IncomingEvent) -> None:
    """Say how to write as oneself, once a day to each such name: channels may repeat themselves for ever."""
    sender, chat = event.sender, event.chat
    name = "team:anonymous_sender" if sender.id == chat.chat else "team:channel_sender"
    bound = groups.by_chat(session.db, chat.chat)
    plan = plans.get(session.db, bound[0].plan_id) if bound else None
    text = session.app.book.text((plan.language if plan else "fr"), name, bot=session.app.bot_name)
    outbox.post(
        session.db,
        chat_id=chat.chat,
        thread_id=chat.thread,
        body=body(SendText(text)),
        priority=REPLY,
        now=session.now,
        dedup_key=f"unnamed:{chat.chat}:{sender.id}:{session.now:%Y%m%d}",
    )
