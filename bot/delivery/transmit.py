"""A message becomes one request to Telegram."""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram import Message as Sent
from telegram.constants import ParseMode

from bot.delivery.message import (
    EditKeyboard,
    EditText,
    Keyboard,
    Message,
    SendDocument,
    SendPhoto,
    SendText,
    plain,
)

UPLOAD_TIMEOUT = 18.0
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def transmit(bot: Bot, message: Message, *, chat_id: int, thread_id: int, as_plain: bool = False) -> int:
    """Send `message`, without its markup when `as_plain`, and return its id. Raises telegram.error.TelegramError."""
    mode = None if as_plain else ParseMode.HTML
    thread = thread_id or None
    match message:
        case SendText(text, keyboard, reply_to):
            return _id_of(
                await bot.send_message(
                    chat_id,
                    plain(text) if as_plain else text,
                    parse_mode=mode,
                    message_thread_id=thread,
                    link_preview_options=_NO_PREVIEW,
                    reply_parameters=_reply(reply_to),
                    reply_markup=_markup(keyboard),
                )
            )
        case EditText(message_id, text, keyboard):
            return _id_of(
                await bot.edit_message_text(
                    plain(text) if as_plain else text,
                    chat_id,
                    message_id,
                    parse_mode=mode,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=_markup(keyboard),
                )
            )
        case EditKeyboard(message_id, keyboard):
            return _id_of(await bot.edit_message_reply_markup(chat_id, message_id, reply_markup=_markup(keyboard)))
        case SendPhoto(content, file_name, caption, keyboard):
            return _id_of(
                await bot.send_photo(
                    chat_id,
                    InputFile(content, file_name),
                    caption=plain(caption) if as_plain else caption,
                    parse_mode=mode,
                    message_thread_id=thread,
                    reply_markup=_markup(keyboard),
                    read_timeout=UPLOAD_TIMEOUT,
                )
            )
        case SendDocument(content, file_name, caption):
            return _id_of(
                await bot.send_document(
                    chat_id,
                    InputFile(content, file_name),
                    caption=plain(caption) if as_plain else caption,
                    parse_mode=mode,
                    message_thread_id=thread,
                    read_timeout=UPLOAD_TIMEOUT,
                )
            )


def _id_of(sent: Sent | bool) -> int:  # noqa: FBT001 - PTB's answer to an edit
    return sent.message_id if isinstance(sent, Sent) else 0


def _reply(message_id: int | None) -> ReplyParameters | None:
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id else None


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.text, url=button.url, callback_data=button.data) for button in row]
            for row in keyboard
        ]
    )
