"""Whether the bot may write somewhere, and to which message."""

from bot.sandbox.errors import RefusedError, bad_request, forbidden
from bot.sandbox.params import Params
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import GENERAL_TOPIC, Chat, Message

GONE = frozenset({"left", "kicked"})


def known_chat(sandbox: Sandbox, params: Params, name: str = "chat_id") -> Chat:
    """Return the chat the bot may look at; raise where it never met it, or was thrown out."""
    raw = params.text(name)
    if not raw:
        raise bad_request(f"{name} is empty")
    chat = sandbox.world.chats.get(int(raw)) if raw.lstrip("-").isdigit() else None
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        moved = {"migrate_to_chat_id": chat.migrated_to}
        raise RefusedError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
    if chat.is_private:
        return chat
    match chat.members.get(sandbox.bot.id, chat.left.get(sandbox.bot.id)):
        case None:
            raise bad_request("chat not found")
        case "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        case "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
    return chat


def writable_chat(sandbox: Sandbox, params: Params) -> Chat:
    """Return the chat the bot may write to."""
    chat = known_chat(sandbox, params)
    if chat.is_private:
        person = sandbox.world.people[chat.id]
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
    return chat


def thread(sandbox: Sandbox, chat: Chat, params: Params, replied: int | None) -> int | None:
    """Return the topic to write in, by default that of the message replied to; None in the general one."""
    wanted = params.integer("message_thread_id")
    if wanted is None:
        wanted = chat.messages[replied].thread_id if replied is not None else None
    if wanted is None:
        return None
    if not chat.is_forum:
        raise bad_request("message thread not found")
    if wanted == GENERAL_TOPIC:
        return None
    topic = chat.topics.get(wanted)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and chat.members[sandbox.bot.id] != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return wanted


def reply(chat: Chat, params: Params) -> int | None:
    """Return the message replied to, or None where there is none and that is allowed."""
    asked = params.parsed("reply_parameters")
    if not asked:
        return None
    if not isinstance(asked, dict) or not isinstance(asked.get("message_id"), int):
        raise bad_request("can't parse reply parameters: message identifier is not specified")
    original = chat.messages.get(asked["message_id"])
    if original is not None and not original.deleted:
        return original.id
    if asked.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def message(chat: Chat, params: Params, purpose: str) -> Message:
    """Return the message a request names; `purpose` completes "message to … not found"."""
    number = params.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    found = chat.messages.get(number)
    if found is None or found.deleted:
        raise bad_request(f"message to {purpose} not found")
    return found
