"""Methods that change or remove messages that are there."""

from bot.sandbox import keyboards, shapes, texts
from bot.sandbox.entities import Entity
from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile
from bot.sandbox.jsontypes import JsonList, JsonObject
from bot.sandbox.methods import access, sending
from bot.sandbox.params import Params
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Chat, Message

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_text(sandbox: Sandbox, params: Params) -> JsonObject:
    text, entities = texts.read_text(params, sandbox.limits.text)
    message, keyboard = _editable(sandbox, params)
    if message.files or message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _apply(sandbox, message, text=text, entities=entities, files=message.files, keyboard=keyboard)


def edit_caption(sandbox: Sandbox, params: Params) -> JsonObject:
    text, entities = texts.read_caption(params, sandbox.limits.caption)
    message, keyboard = _editable(sandbox, params)
    if not message.files:
        raise bad_request("there is no caption in the message to edit")
    return _apply(sandbox, message, text=text, entities=entities, files=message.files, keyboard=keyboard)


def edit_media(sandbox: Sandbox, params: Params) -> JsonObject:
    media = params.parsed("media")
    if not isinstance(media, dict) or media.get("type") not in {"photo", "document"}:
        raise bad_request("can't parse InputMedia: type must be photo or document")
    nested = Params(media)
    text, entities = texts.read_caption(nested, sandbox.limits.caption)
    stored = sending.file(sandbox, params, media["type"], nested.text("media"))
    message, keyboard = _editable(sandbox, params)
    message.kind = stored.kind
    return _apply(sandbox, message, text=text, entities=entities, files=(stored,), keyboard=keyboard)


def edit_markup(sandbox: Sandbox, params: Params) -> JsonObject:
    message, keyboard = _editable(sandbox, params)
    return _apply(
        sandbox, message, text=message.text, entities=message.entities, files=message.files, keyboard=keyboard
    )


def _editable(sandbox: Sandbox, params: Params) -> tuple[Message, JsonList]:
    """Return the bot's own message and the keyboard it is to have; without one its keyboard goes."""
    keyboard, other = keyboards.read(params.parsed("reply_markup"), sandbox.limits)
    if other:
        raise bad_request("inline keyboard expected")
    chat = access.writable_chat(sandbox, params)
    message = access.message(chat, params, "edit")
    if message.sender is not sandbox.bot or message.reply_keyboard or message.kind == "service":
        raise bad_request("message can't be edited")
    return message, keyboard


def _apply(
    sandbox: Sandbox,
    message: Message,
    *,
    text: str,
    entities: tuple[Entity, ...],
    files: tuple[StoredFile, ...],
    keyboard: JsonList,
) -> JsonObject:
    said = (text, entities, files) != (message.text, message.entities, message.files)
    if not said and keyboard == message.keyboard:
        raise bad_request(_UNCHANGED)
    chat, at = sandbox.world.chats[message.chat_id], sandbox.instant()
    sandbox.rates.check(chat, at)
    sandbox.rates.take(chat, at)
    message.text, message.entities, message.files, message.keyboard = text, entities, files, keyboard
    message.edited_at = int(at) if said else message.edited_at
    sandbox.touch(message, "edit")
    return shapes.message(sandbox.world, message)


def delete_message(sandbox: Sandbox, params: Params) -> bool:
    chat = access.known_chat(sandbox, params)
    message = access.message(chat, params, "delete")
    administers = chat.members.get(sandbox.bot.id) == "administrator"
    if message.sender is not sandbox.bot and not chat.is_private and not administers:
        raise bad_request("message can't be deleted")
    if sandbox.second() - message.at > sandbox.limits.delete_hours * 3600 and not administers:
        raise bad_request("message can't be deleted for everyone")
    _remove(sandbox, message)
    return True


def delete_messages(sandbox: Sandbox, params: Params) -> bool:
    """Delete those that can be; the others are skipped, as Telegram does."""
    chat = access.known_chat(sandbox, params)
    numbers = params.parsed("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    for message in [chat.messages[number] for number in numbers if number in chat.messages]:
        if not message.deleted:
            _remove(sandbox, message)
    return True


def _remove(sandbox: Sandbox, message: Message) -> None:
    message.deleted = True
    message.keyboard = []
    sandbox.touch(message, "delete")


def pin_message(sandbox: Sandbox, params: Params) -> bool:
    chat = _pinnable(sandbox, params)
    message = access.message(chat, params, "pin")
    message.pinned = True
    chat.pinned = [*(each for each in chat.pinned if each != message.id), message.id]
    sandbox.touch(message, "edit")
    return True


def unpin_message(sandbox: Sandbox, params: Params) -> bool:
    chat = _pinnable(sandbox, params)
    number = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    _unpin(sandbox, chat, [number])
    return True


def unpin_all(sandbox: Sandbox, params: Params) -> bool:
    chat = _pinnable(sandbox, params)
    _unpin(sandbox, chat, list(chat.pinned))
    return True


def _pinnable(sandbox: Sandbox, params: Params) -> Chat:
    chat = access.writable_chat(sandbox, params)
    if chat.type == "supergroup" and chat.members.get(sandbox.bot.id) != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _unpin(sandbox: Sandbox, chat: Chat, numbers: list[int]) -> None:
    for number in numbers:
        chat.pinned.remove(number)
        message = chat.messages[number]
        message.pinned = False
        sandbox.touch(message, "edit")


def set_reaction(sandbox: Sandbox, params: Params) -> bool:
    message = access.message(access.writable_chat(sandbox, params), params, "react")
    reactions = params.parsed("reaction") or []
    if len(reactions) > 1 or any(each.get("type") != "emoji" or not each.get("emoji") for each in reactions):
        raise bad_request("REACTION_INVALID")
    message.reaction = reactions[0]["emoji"] if reactions else None
    sandbox.touch(message, "edit")
    return True
