"""A message becomes one request to Telegram."""

from collections.abc import Mapping
from typing import Any

from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter  # PTB builds requests so; it has no public name

from bot.chat.outgoing import (
    Button,
    EditKeyboard,
    EditText,
    Keyboard,
    Message,
    SendDocument,
    SendPhoto,
    SendText,
    plain,
)
from bot.delivery.request import Unanswered

UPLOAD_TIMEOUT = 18.0
LARGEST_ID = 2**63
_NO_PREVIEW = {"is_disabled": True}


async def transmit(bot: Bot, message: Message, *, chat_id: int, thread_id: int, as_plain: bool = False) -> int:
    """Send `message`, without its markup when `as_plain`, and return its id. Raises telegram.error.TelegramError.

    The request is written here: python-telegram-bot's own methods cost as much again in objects that nobody reads.
    """
    place = {"chat_id": chat_id, "message_thread_id": thread_id or None}
    match message:
        case SendText(text, keyboard, reply_to):
            said = {"text": _words(text, as_plain), "link_preview_options": _NO_PREVIEW}
            replied = {"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None
            answered = {"reply_parameters": replied, "reply_markup": _markup(keyboard)}
            return await _post(bot, "sendMessage", {**place, **_mode(as_plain), **said, **answered})
        case EditText(message_id, text, keyboard):
            said = {"text": _words(text, as_plain), "link_preview_options": _NO_PREVIEW}
            edited = {"chat_id": chat_id, "message_id": message_id, "reply_markup": _markup(keyboard)}
            return await _post(bot, "editMessageText", {**edited, **_mode(as_plain), **said})
        case EditKeyboard(message_id, keyboard):
            edited = {"chat_id": chat_id, "message_id": message_id, "reply_markup": _markup(keyboard)}
            return await _post(bot, "editMessageReplyMarkup", edited)
        case SendPhoto(content, file_name, caption, keyboard):
            file = {"photo": InputFile(content, file_name), "caption": _words(caption, as_plain)}
            file["reply_markup"] = _markup(keyboard)
            return await _post(bot, "sendPhoto", {**place, **_mode(as_plain), **file}, seconds=UPLOAD_TIMEOUT)
        case SendDocument(content, file_name, caption):
            file = {"document": InputFile(content, file_name), "caption": _words(caption, as_plain)}
            return await _post(bot, "sendDocument", {**place, **_mode(as_plain), **file}, seconds=UPLOAD_TIMEOUT)


async def _post(bot: Bot, method: str, asked: Mapping[str, Any], *, seconds: float | None = None) -> int:
    """Return the id of the message made or changed; 0 when Telegram does not tell."""
    parameters = [RequestParameter.from_input(name, value) for name, value in asked.items() if value is not None]
    times = {} if seconds is None else {"read_timeout": seconds}
    match await bot.request.post(f"{bot.base_url}/{method}", RequestData(parameters), **times):
        case True:  # an edit of a message whose content Telegram does not tell
            return 0
        case {"message_id": int(message_id)} if 0 < message_id < LARGEST_ID:
            return message_id
    raise Unanswered("the answer names no message")


def _words(text: str, as_plain: bool) -> str:  # noqa: FBT001 - as `transmit` was asked
    return plain(text) if as_plain else text


def _mode(as_plain: bool) -> dict[str, str]:  # noqa: FBT001 - idem
    return {} if as_plain else {"parse_mode": ParseMode.HTML.value}


def _markup(keyboard: Keyboard) -> dict[str, Any] | None:
    if not keyboard:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in keyboard]}


def _button(button: Button) -> dict[str, str]:
    fields = {"text": button.text, "url": button.url, "callback_data": button.data}
    return {name: value for name, value in fields.items() if value is not None}
