"""The bot's menu of commands and its descriptions, as Telegram shows them."""

from collections.abc import Iterable

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.conversations.commands import COMMANDS
from bot.wording.wordbook import LANGUAGES, Wordbook

log = structlog.get_logger(__name__)

IN_GROUPS = ("synthese", "matrice", "indicateurs", "aide")


async def announce(bot: Bot, book: Wordbook) -> None:
    """Set the menus, in each language and kind of chat; French is shown to those who speak neither."""
    try:
        for language in LANGUAGES:
            code = None if language == LANGUAGES[0] else language
            private, group = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
            await bot.set_my_commands(_menu(book, language, COMMANDS), scope=private, language_code=code)
            await bot.set_my_commands(_menu(book, language, IN_GROUPS), scope=group, language_code=code)
    except TelegramError as error:
        log.warning("the menu of commands was not set", error=type(error).__name__)


def _menu(book: Wordbook, language: str, names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(name, book.label(language, f"commands:menu_{name}")) for name in names]
