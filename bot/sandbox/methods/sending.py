"""Methods that put a message of the bot into a chat."""

from bot.sandbox import keyboards, shapes, texts
from bot.sandbox.errors import RefusedError, bad_request
from bot.sandbox.files import StoredFile, check_photo
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.methods import access
from bot.sandbox.params import Params
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Message

ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(sandbox: Sandbox, params: Params) -> JsonObject:
    text, entities = texts.read_text(params, sandbox.limits.text)
    message = _draft(sandbox, params)
    message.text, message.entities = text, entities
    return _accept(sandbox, message)


def send_photo(sandbox: Sandbox, params: Params) -> JsonObject:
    return _send_file(sandbox, params, "photo")


def send_document(sandbox: Sandbox, params: Params) -> JsonObject:
    return _send_file(sandbox, params, "document")


def _send_file(sandbox: Sandbox, params: Params, kind: str) -> JsonObject:
    caption, entities = texts.read_caption(params, sandbox.limits.caption)
    stored = file(sandbox, params, kind, params.text(kind))
    message = _draft(sandbox, params)
    message.kind, message.files, message.text, message.entities = kind, (stored,), caption, entities
    return _accept(sandbox, message)


def file(sandbox: Sandbox, params: Params, kind: str, named: str) -> StoredFile:
    """Return the file of a request: sent along with it, or known already by its file_id."""
    upload = params.files.get(named.removeprefix("attach://") if named else kind)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > sandbox.limits.upload:
            raise RefusedError(413, "Request Entity Too Large")
        if kind == "photo":
            check_photo(upload.content, sandbox.limits.photo)
        return sandbox.world.files.add(kind, upload.name, upload.content, upload.mime_type)
    if not named or named.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    if named.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = sandbox.world.files.get(named)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _draft(sandbox: Sandbox, params: Params) -> Message:
    """Return a message for the place a request names; nothing is kept of it yet."""
    inline, reply_keyboard = keyboards.read(params.parsed("reply_markup"), sandbox.limits)
    chat = access.writable_chat(sandbox, params)
    replied = access.reply(chat, params)
    return Message(
        id=0,
        chat_id=chat.id,
        sender=sandbox.bot,
        at=sandbox.second(),
        thread_id=access.thread(sandbox, chat, params, replied),
        reply_to=replied,
        keyboard=inline,
        reply_keyboard=reply_keyboard,
    )


def _accept(sandbox: Sandbox, message: Message) -> JsonObject:
    chat, at = sandbox.world.chats[message.chat_id], sandbox.instant()
    sandbox.rates.check(chat, at)
    sandbox.rates.take(chat, at)
    message.id = next(chat.ids)
    return shapes.message(sandbox.world, sandbox.post(message))


def _original(sandbox: Sandbox, params: Params, purpose: str) -> Message:
    return access.message(access.known_chat(sandbox, params, "from_chat_id"), params, purpose)


def copy_message(sandbox: Sandbox, params: Params) -> JsonObject:
    original = _original(sandbox, params, "copy")
    if original.kind == "service":
        raise bad_request("message can't be copied")
    message = _draft(sandbox, params)
    message.kind, message.files, message.extra = original.kind, original.files, dict(original.extra)
    message.text, message.entities = original.text, original.entities
    if original.files and "caption" in params.values:
        message.text, message.entities = texts.read_caption(params, sandbox.limits.caption)
    return {"message_id": _accept(sandbox, message)["message_id"]}


def forward_message(sandbox: Sandbox, params: Params) -> JsonObject:
    original = _original(sandbox, params, "forward")
    if original.kind == "service":
        raise bad_request("message can't be forwarded")
    message = _draft(sandbox, params)
    message.kind, message.files, message.text = original.kind, original.files, original.text
    message.entities = original.entities
    source = {"type": "user", "date": original.at, "sender_user": shapes.user(original.sender)}
    message.extra = original.extra | {"forward_origin": source}
    return _accept(sandbox, message)


def send_chat_action(sandbox: Sandbox, params: Params) -> bool:
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = access.writable_chat(sandbox, params)
    action = params.text("action")
    sandbox.events.publish("typing", lambda: sandbox.watchers(chat), lambda: {"chat_id": chat.id, "action": action})
    return True
