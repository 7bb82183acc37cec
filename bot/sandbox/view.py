"""What people see, as the page and the Python client read it."""

from datetime import UTC, datetime
from itertools import takewhile

from bot.clock import Clock, ShiftedClock
from bot.sandbox.jsontypes import JsonList, JsonObject
from bot.sandbox.world import Chat, Message, Person, World

_BUTTON_FIELDS = {"text": "text", "data": "callback_data", "url": "url"}


def person(known: Person) -> JsonObject:
    return {
        "id": known.id,
        "first_name": known.first_name,
        "last_name": known.last_name,
        "username": known.username,
        "language": known.language,
        "blocked": known.blocked,
        "started": known.started,
        "deactivated": known.deactivated,
    }


def chat(world: World, known: Chat) -> JsonObject:
    title = world.bot.name if known.is_private else known.title
    return {
        "id": known.id,
        "type": known.type,
        "title": title,
        "members": list(known.members),
        "is_forum": known.is_forum,
        "topics": [
            {"id": each.id, "name": each.name, "closed": each.closed}
            for each in known.topics.values()
            if not each.deleted
        ],
    }


def message(sent: Message) -> JsonObject:
    found: JsonObject = {
        "id": sent.id,
        "chat_id": sent.chat_id,
        "thread_id": sent.thread_id,
        "from": {"id": sent.sender.id, "name": sent.sender.name, "is_bot": sent.sender.is_bot},
        "at": datetime.fromtimestamp(sent.at, UTC).isoformat(),
        "kind": sent.kind,
        "entities": [each.as_json() for each in sent.entities],
        "reply_to": sent.reply_to,
        "keyboard": [
            [{shown: button[name] for shown, name in _BUTTON_FIELDS.items() if name in button} for button in row]
            for row in sent.keyboard
        ],
        "edited": sent.edited_at is not None,
        "deleted": sent.deleted,
        "pinned": sent.pinned,
        "appeared": sent.appeared,
        "changed": sent.changed,
    }
    if sent.deleted:
        return found | {"keyboard": [], "entities": []}
    told = {
        "caption" if sent.files else "text": sent.text,
        "extra": sent.extra,
        "reaction": sent.reaction,
        "reply_keyboard": sent.reply_keyboard,
    }
    return found | {name: value for name, value in told.items() if value} | _file(sent)


def _file(sent: Message) -> JsonObject:
    if not sent.files:
        return {}
    stored, size = sent.files[-1], len(sent.files[-1].content)
    if sent.kind == "photo":
        return {"photo": {"file_id": stored.file_id, "width": stored.width, "height": stored.height}}
    kept = {"file_id": stored.file_id, "file_name": stored.name, "mime_type": stored.mime_type, "size": size}
    return {"document": kept}


def clock(told: Clock) -> JsonObject:
    shift = told.shift.total_seconds() if isinstance(told, ShiftedClock) else 0.0
    frozen = isinstance(told, ShiftedClock) and told.is_frozen
    return {"now": told.now().isoformat(), "mode": "frozen" if frozen else "real", "shift_seconds": shift}


def seen_by(world: World, who: Person, after: int) -> JsonList:
    """Return the chats of a person, each with its messages that appeared or changed after an event."""
    own = [known for known in world.chats.values() if who.id in known.members and known.migrated_to is None]
    shown = []
    for known in own:
        latest = (known.messages[message_id] for message_id in reversed(known.recent))
        fresh = takewhile(lambda sent: sent.changed > after, latest)
        messages = [message(each) for each in sorted(fresh, key=lambda each: each.id)]
        shown.append(chat(world, known) | {"messages": messages})
    return shown
