"""Every Telegram handler of Jalon, in the order they are tried: the first that fits takes the update."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, ContextTypes, MessageHandler, filters

from bot.chat.incoming import IncomingEvent
from handlers import incoming

Receive = Callable[[IncomingEvent], Awaitable[None]]
Context = ContextTypes.DEFAULT_TYPE
Reader = Callable[[Update, str], IncomingEvent | None]


def handlers(receive: Receive) -> list[BaseHandler[Any, Any, Any]]:
    """Return the handlers, each translating its updates and handing them to `receive`."""
    edited, fresh = filters.UpdateType.EDITED_MESSAGE, filters.UpdateType.MESSAGE
    return [
        CallbackQueryHandler(_on(lambda update, _: incoming.press(update), receive)),
        MessageHandler(edited, _on(lambda update, _: incoming.rewrite(update), receive)),
        MessageHandler(fresh & filters.TEXT, _on(incoming.words, receive)),
        MessageHandler(filters.StatusUpdate.MIGRATE, _on(lambda update, _: incoming.move(update), receive)),
        MessageHandler(filters.StatusUpdate.ALL, _ignore),
        MessageHandler(fresh, _on(incoming.attachment, receive)),
        ChatMemberHandler(_on(lambda update, _: incoming.standing(update), receive), ChatMemberHandler.MY_CHAT_MEMBER),
    ]


def _on(read: Reader, receive: Receive) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def handle(update: Update, context: Context) -> None:
        event = read(update, context.bot.username)
        if event is not None:
            await receive(event)

    return handle


async def _ignore(_update: Update, _context: Context) -> None:
    """Service messages (someone joined, a title changed) ask for nothing."""
