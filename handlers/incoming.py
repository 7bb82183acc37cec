"""Telegram's updates as incoming events: the one place that knows both."""

import re

from telegram import Chat, ChatMember, Message, Update, User

from bot.chat.incoming import (
    Attachment,
    BotMembershipChanged,
    ButtonPress,
    ChatKind,
    ChatThread,
    Content,
    File,
    GroupMigrated,
    IncomingEvent,
    MessageEdited,
    Sender,
    TextMessage,
)

KINDS = ("photo", "voice", "sticker", "document", "video", "video_note", "audio", "contact", "location", "poll")
"""What may come instead of words, by the name of the message's field; anything else is `other`."""

_SPOKEN_IN = frozenset(kind.value for kind in ChatKind)
_OUT = frozenset({ChatMember.LEFT, ChatMember.BANNED})


def words(update: Update, bot_name: str) -> IncomingEvent | None:
    message = update.message
    if message is None or not message.text:
        return None
    is_mention, reply_to = _mentions(message, bot_name), _replied(message, bot_name)
    return _said(message, TextMessage(message.text, message.message_id, reply_to, is_mention, message.date))


def press(update: Update) -> IncomingEvent | None:
    query = update.callback_query
    if query is None or query.message is None or query.data is None or not _is_spoken_in(query.message.chat):
        return None
    thread = _topic(query.message) if isinstance(query.message, Message) else 0
    where = _where(query.message.chat, thread)
    return IncomingEvent(_who(query.from_user), where, ButtonPress(query.data, query.id, query.message.message_id))


def rewrite(update: Update) -> IncomingEvent | None:
    message = update.edited_message
    return _said(message, MessageEdited(message.text, message.message_id)) if message and message.text else None


def attachment(update: Update, bot_name: str) -> IncomingEvent | None:
    message = update.message
    if message is None:
        return None
    kind = next((name for name in KINDS if getattr(message, name)), "other")
    document = message.document
    file = File(document.file_id, document.file_name or "", document.file_size) if document else None
    album, reply_to, is_mention = message.media_group_id, _replied(message, bot_name), _mentions(message, bot_name)
    return _said(message, Attachment(kind, message.message_id, reply_to, album, file, is_mention=is_mention))


def standing(update: Update) -> IncomingEvent | None:
    change = update.my_chat_member
    if change is None or not _is_spoken_in(change.chat):
        return None
    is_in = change.new_chat_member.status not in _OUT
    return IncomingEvent(_who(change.from_user), _where(change.chat, 0), BotMembershipChanged(is_in))


def move(update: Update) -> IncomingEvent | None:
    message = update.message
    if message is None or message.migrate_to_chat_id is None:
        return None
    who = _who(message.from_user) if message.from_user else Sender(0, "", is_person=False)
    return IncomingEvent(
        who, _where(message.chat, 0), GroupMigrated(message.migrate_to_chat_id)
    )  # whoever did it, it is done


def _said(message: Message, what: Content) -> IncomingEvent | None:
    """None where nobody speaks with the bot, and for words of other bots."""
    if not _is_spoken_in(message.chat):
        return None
    where = _where(message.chat, _topic(message))
    if (name := message.sender_chat) is not None:
        return IncomingEvent(Sender(name.id, name.title or "", is_person=False), where, what)
    if message.from_user is None or message.from_user.is_bot:
        return None
    return IncomingEvent(_who(message.from_user), where, what)


def _is_spoken_in(chat: Chat) -> bool:
    """Whether people speak with the bot in such a chat: in channels, and kinds of chats to come, nobody does."""
    return chat.type in _SPOKEN_IN


def _who(user: User) -> Sender:
    return Sender(user.id, user.first_name, user.language_code)


def _where(chat: Chat, thread: int) -> ChatThread:
    return ChatThread(chat.id, ChatKind(chat.type), thread, chat.title or "")


def _topic(message: Message) -> int:
    """Return the forum topic; a reply thread of an ordinary group is not one."""
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def _replied(message: Message, bot_name: str) -> int | None:
    """Return the bot's message this one answers; in a topic, Telegram also marks its opening as replied to."""
    other = message.reply_to_message
    if other is None or other.from_user is None or other.forum_topic_created:
        return None
    is_ours = (other.from_user.username or "").casefold() == bot_name.casefold()
    return other.message_id if is_ours else None


def _mentions(message: Message, bot_name: str) -> bool:
    said = message.text or message.caption or ""
    return re.search(rf"(?<![\w@])@{re.escape(bot_name)}(?!\w)", said, re.IGNORECASE) is not None
