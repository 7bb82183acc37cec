"""What Telegram gives, as the inbox keeps it: an update that cannot be read is told from the others, and harms none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.storage.engines import json_text

DEEPEST = 32
"""Levels of lists and objects; Telegram's own updates have about twelve."""

LARGEST = 1024 * 1024
"""Signs of all texts of an update together; Telegram's own have some thousands."""

UNREAD = "unread"
"""The key under which an update that was no JSON says so."""

_MOST = 2**63
_LONGEST_INT = 256
"""Bits of a number that is kept; beyond, Python itself refuses to write it."""

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post", "business_message")
_IN_CHATS = ("my_chat_member", "chat_member", "chat_join_request", "message_reaction", "message_reaction_count")
_NUMBERS = frozenset({"message_id", "message_thread_id", "migrate_to_chat_id", "migrate_from_chat_id", "date"})
_NUMBERED = frozenset({"chat", "from", "sender_chat", "user", "via_bot"})
"""Objects that have a number of their own under "id"."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update with its lane; `flaw`: why it cannot be read (a code, nothing of its content), None when it can."""

    update_id: int
    lane: str
    body: Mapping[str, Any]
    flaw: str | None = None


def arrival(received: object) -> Arrival:
    """Read what Telegram gave as one update, whatever it is."""
    if (flaw := _flaw(received)) is None and isinstance(received, Mapping):
        try:
            return Arrival(received["update_id"], lane_of(received), received)
        except (KeyError, TypeError, AttributeError):
            flaw = "no_chat"
    kept = _kept(received, 0) if flaw != "too_large" else None
    body = kept if isinstance(kept, dict) else {UNREAD: kept}
    return Arrival(id_of(received) if has_id(received) else _stand_in(received, kept), "other", body, flaw)


def has_id(received: object) -> bool:
    """Whether Telegram can be told that this update was taken."""
    return isinstance(received, Mapping) and is_number(received.get("update_id")) and received["update_id"] >= 0


def id_of(received: object) -> int:
    """Return the id of an update that has one."""
    return int(received["update_id"]) if isinstance(received, Mapping) else 0


def is_number(value: object) -> bool:
    """Whether this is a whole number of 64 bits, as Telegram's ids are."""
    return isinstance(value, int) and not isinstance(value, bool) and -_MOST <= value < _MOST


def lane_of(received: Mapping[str, Any]) -> str:
    """Return the lane of an update: its chat and topic, else its person; updates of one lane are handled in order."""
    for name in _MESSAGES:
        if message := received.get(name):
            return _lane_of_message(message)
    query = received.get("callback_query") or {}
    if "message" in query:
        return _lane_of_message(query["message"])
    for name in _IN_CHATS:
        if change := received.get(name):
            return f"{change['chat']['id']}:0"
    for part in received.values():
        if isinstance(part, Mapping) and "from" in part:
            return f"person:{part['from']['id']}"
    return "other"


def chat_of(lane: str) -> int | None:
    """Return the chat of a lane, None for those that have none."""
    chat, _, thread = lane.partition(":")
    return int(chat) if thread and chat.removeprefix("-").isdecimal() else None


def _lane_of_message(message: Mapping[str, Any]) -> str:
    thread = message.get("message_thread_id", 0) if message.get("is_topic_message") else 0
    return f"{message['chat']['id']}:{thread}"


def _flaw(received: object) -> str | None:
    if not isinstance(received, Mapping):
        return "no_object"
    if not has_id(received):
        return "no_id"
    if UNREAD in received:
        return "no_json"
    return _flaw_within(received)


def _flaw_within(received: Mapping[str, Any]) -> str | None:
    """Walk through the values, without recursion: how deep they go is Telegram's choice."""
    left: list[tuple[object, int]] = [(received, 1)]
    size = 0
    while left:
        value, depth = left.pop()
        size += len(value) if isinstance(value, str) else 1
        if size > LARGEST:
            return "too_large"
        if depth > DEEPEST:
            return "too_deep"
        if _is_absurd(value):
            return "no_number"
        if isinstance(value, Mapping) and any(_is_misnumbered(name, item) for name, item in value.items()):
            return "no_number"
        if isinstance(value, Mapping):
            left += ((item, depth + 1) for item in (*value, *value.values()))
        elif isinstance(value, list):
            left += ((item, depth + 1) for item in value)
    return None


def _is_absurd(value: object) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, int) and not -_MOST <= value < _MOST


def _is_misnumbered(name: str, item: object) -> bool:
    if item is None:
        return False
    if name in _NUMBERS:
        return not is_number(item)
    return name in _NUMBERED and not (isinstance(item, Mapping) and is_number(item.get("id")))


def _kept(value: object, depth: int) -> object:
    """Return what of this JSON any database can keep, null standing for the rest."""
    match value:
        case str() | bool():
            return value
        case int() if value.bit_length() <= _LONGEST_INT:
            return value
        case float() if math.isfinite(value):
            return value
        case Mapping() if depth < DEEPEST:
            return {str(name): _kept(item, depth + 1) for name, item in value.items()}
        case list() if depth < DEEPEST:
            return [_kept(item, depth + 1) for item in value]
    return None


def _stand_in(received: object, kept: object) -> int:
    """Return an id for an update without one: negative, as no update's is, and the same when it is given again."""
    mark = json_text(kept) if kept is not None else f"{type(received).__name__}"
    return -1 - int.from_bytes(sha256(mark.encode()).digest()[:7])
