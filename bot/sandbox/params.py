"""Parameters of a request: which ones each method knows, and how to read them."""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.jsontypes import JsonObject

_COPY = (
    "chat_id message_thread_id direct_messages_topic_id disable_notification protect_content allow_paid_broadcast "
    "message_effect_id suggested_post_parameters reply_parameters reply_markup"
)
_SEND = f"business_connection_id {_COPY}"
_CAPTION = "caption parse_mode caption_entities show_caption_above_media"
_EDIT = "business_connection_id chat_id message_id inline_message_id reply_markup"
_PIN = "business_connection_id chat_id message_id"

_TABLE = {
    "getMe": "",
    "logOut": "",
    "close": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "setWebhook": "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "sendMessage": f"{_SEND} text parse_mode entities link_preview_options",
    "sendPhoto": f"{_SEND} {_CAPTION} photo has_spoiler",
    "sendDocument": f"{_SEND} document thumbnail caption parse_mode caption_entities disable_content_type_detection",
    "sendChatAction": "business_connection_id chat_id message_thread_id action",
    "copyMessage": f"{_COPY} {_CAPTION} from_chat_id message_id video_start_timestamp",
    "forwardMessage": "chat_id message_thread_id direct_messages_topic_id from_chat_id video_start_timestamp "
    "disable_notification protect_content message_effect_id suggested_post_parameters message_id",
    "editMessageText": f"{_EDIT} text parse_mode entities link_preview_options",
    "editMessageCaption": f"{_EDIT} {_CAPTION}",
    "editMessageMedia": f"{_EDIT} media",
    "editMessageReplyMarkup": _EDIT,
    "deleteMessage": "chat_id message_id",
    "deleteMessages": "chat_id message_ids",
    "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
    "getFile": "file_id",
    "setMyCommands": "commands scope language_code",
    "getMyCommands": "scope language_code",
    "deleteMyCommands": "scope language_code",
    "setMyName": "name language_code",
    "getMyName": "language_code",
    "setMyDescription": "description language_code",
    "getMyDescription": "language_code",
    "setMyShortDescription": "short_description language_code",
    "getMyShortDescription": "language_code",
    "setChatMenuButton": "chat_id menu_button",
    "getChatMenuButton": "chat_id",
    "getChat": "chat_id",
    "getChatMember": "chat_id user_id",
    "getChatAdministrators": "chat_id return_bots",
    "getChatMemberCount": "chat_id",
    "leaveChat": "chat_id",
    "pinChatMessage": f"{_PIN} disable_notification",
    "unpinChatMessage": _PIN,
    "unpinAllChatMessages": "chat_id",
    "setMessageReaction": "chat_id message_id reaction is_big",
}
METHODS = {name.lower(): (name, frozenset(known.split())) for name, known in _TABLE.items()}
"""Lower-case name → the name as documented and the parameters it knows (Bot API 10.0)."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    content: bytes
    mime_type: str


class Params:
    """Values as they came, strings from a form or JSON's own, read on demand."""

    __slots__ = ("files", "values")

    def __init__(self, values: JsonObject, files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def check_known(self, known: frozenset[str]) -> None:
        """Raise for a parameter that the method does not have: Telegram ignores it, which hides the slip."""
        named = json.dumps(self.values) if self.files else ""
        loose = {name for name in self.files if name not in known and f"attach://{name}" not in named}
        if unknown := (self.values.keys() - known) | loose:
            raise bad_request(f'unknown parameter "{min(unknown)}"')

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        try:
            return None if value is None or value == "" else int(value)
        except (TypeError, ValueError) as error:
            raise bad_request(f"invalid {name} specified") from error

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value.lower() in {"true", "yes", "1"} if isinstance(value, str) else bool(value)

    def parsed(self, name: str) -> Any:  # noqa: ANN401 - JSON's values are of any type
        """Return a value that a form carries as JSON; None where it is absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError as error:
            raise bad_request(f"can't parse {name} JSON object") from error

    def record(self) -> JsonObject:
        """Return what the log keeps: values as they came, files by name and size."""
        if not self.files:
            return self.values
        kept = {name: {"file_name": each.name, "size": len(each.content)} for name, each in self.files.items()}
        return self.values | kept


_NUMBERS = frozenset({"chat_id", "message_id", "message_thread_id", "offset", "limit", "timeout", "from_chat_id"})


def readable(values: JsonObject) -> JsonObject:
    """Return recorded values with numbers as numbers and JSON as JSON, however they travelled."""
    found = dict(values)
    for name, value in values.items():
        if not isinstance(value, str):
            continue
        if name in _NUMBERS and value.lstrip("-").isdigit():
            found[name] = int(value)
        elif value[:1] in {"{", "["} and name not in {"text", "caption"}:
            with suppress(ValueError):
                found[name] = json.loads(value)
    return found
