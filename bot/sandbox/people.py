"""What people do: write, tap, edit, start, block. Each gesture becomes the update Telegram would send."""

from dataclasses import dataclass, field, replace

from bot.sandbox import groups, shapes, texts
from bot.sandbox.entities import automatic, units
from bot.sandbox.files import StoredFile
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.sandbox import Query, Sandbox
from bot.sandbox.world import Chat, Message, Person

_ADMINISTRATORS = frozenset({"creator", "administrator"})
_FILE_NAMES = {
    "photo": "photo.jpg",
    "voice": "voice.ogg",
    "sticker": "sticker.webp",
    "video": "video.mp4",
    "video_note": "video_note.mp4",
    "audio": "audio.mp3",
    "document": "document.bin",
}
KINDS = frozenset({*_FILE_NAMES, "text", "contact", "location", "venue", "poll", "dice", "story"})
GROUP_ANONYMOUS = Person(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_BOT = Person(136_817_688, "Channel", username="Channel_Bot", is_bot=True)
"""Those who stand for whoever writes in the name of a group or of a channel."""


class GestureError(Exception):
    """What a person's own Telegram would not let them do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as a person prepares it."""

    text: str = ""
    kind: str = "text"
    thread: int | None = None
    reply_to: int | None = None
    filename: str = ""
    content: bytes = b""
    media_group: str | None = None
    name: int | None = None  # the group or the channel in whose name it is written
    extra: JsonObject = field(default_factory=dict)


def send(sandbox: Sandbox, person: Person, chat: Chat, draft: Draft) -> list[Message]:
    """Send a message; a text too long for one is cut as Telegram's own apps cut it."""
    _check_may_write(person, chat, draft)
    text = texts.clean(draft.text).strip()
    if draft.kind == "text" and not text:
        raise GestureError("an empty message cannot be sent")
    files: tuple[StoredFile, ...] = ()
    if draft.kind in _FILE_NAMES:
        name = draft.filename or _FILE_NAMES[draft.kind]
        files = (sandbox.world.files.add(draft.kind, name, draft.content or b"\0"),)
    if chat.is_private and not person.started:  # whoever writes to the bot has started it
        person.started = True
        sandbox.announce(sandbox.world.chats[person.id])
    return [_say(sandbox, person, chat, replace(draft, text=part), files) for part in _parts(text, sandbox.limits.text)]


def _check_may_write(person: Person, chat: Chat, draft: Draft) -> None:
    if person.id not in chat.members:
        raise GestureError(f"{person.first_name} is not in this chat")
    if person.deactivated:
        raise GestureError(f"{person.first_name} has no account any more")
    if chat.is_private and person.blocked:
        raise GestureError(f"{person.first_name} blocked the bot: unblock it or press Start first")
    if chat.migrated_to is not None:
        raise GestureError(f"this group has become the supergroup {chat.migrated_to}")
    topic = chat.topics.get(draft.thread or 0)
    if draft.thread and (topic is None or topic.closed or topic.deleted):
        raise GestureError("this topic is closed or does not exist")
    if draft.kind not in KINDS:
        raise GestureError(f"no message is of the kind {draft.kind}")
    if chat.type == "channel" and chat.members[person.id] not in _ADMINISTRATORS:
        raise GestureError("only the administrators of a channel post in it")


def _sender(sandbox: Sandbox, person: Person, chat: Chat, name: int | None) -> Person:
    """Return who a message seems to come from; only administrators of a supergroup or of the channel may hide so."""
    if name is None:
        return person
    named = sandbox.world.chats.get(name)
    if chat.type != "supergroup" or named is None or named.members.get(person.id) not in _ADMINISTRATORS:
        raise GestureError(
            "one writes in the name of this supergroup, or of a channel in one, as its administrator only"
        )
    if named is not chat and named.type != "channel":
        raise GestureError("one writes in the name of the group itself or of a channel")
    return GROUP_ANONYMOUS if named is chat else CHANNEL_BOT


def _parts(text: str, most: int) -> list[str]:
    if units(text) <= most:
        return [text]
    parts, begin, size = [], 0, 0
    for at, sign in enumerate(text):
        width = 1 + (ord(sign) > 0xFFFF)
        if size + width > most:
            parts.append(text[begin:at])
            begin, size = at, 0
        size += width
    return [*parts, text[begin:]]


def _extra(sandbox: Sandbox, person: Person, draft: Draft) -> JsonObject:
    found = dict(draft.extra)
    if draft.name is not None:
        found["sender_chat"] = shapes.chat(sandbox.world, sandbox.world.chats[draft.name])
    match draft.kind:
        case "contact":
            found["contact"] = {"phone_number": "+33100000000", "first_name": person.first_name, "user_id": person.id}
        case "location":
            found["location"] = _PLACE
        case "venue":
            found |= {"location": _PLACE, "venue": {"location": _PLACE, "title": "Mairie", "address": "1 place"}}
        case "dice":
            found["dice"] = {"emoji": "🎲", "value": 3}
        case "story":
            found["story"] = {"chat": shapes.chat(sandbox.world, sandbox.world.chats[person.id]), "id": 1}
        case "poll":
            found["poll"] = {
                "id": "1",
                "question": "?",
                "options": [{"text": each, "voter_count": 0, "persistent_id": each} for each in ("1", "2")],
                "total_voter_count": 0,
                "type": "regular",
                "members_only": False,
                "is_closed": False,
                "is_anonymous": True,
                "allows_multiple_answers": False,
                "allows_revoting": True,
            }
    return found | {"media_group_id": draft.media_group} if draft.media_group else found


_PLACE: JsonObject = {"latitude": 48.85, "longitude": 2.35}


def _say(sandbox: Sandbox, person: Person, chat: Chat, draft: Draft, files: tuple[StoredFile, ...]) -> Message:
    message = Message(
        id=next(chat.ids),
        chat_id=chat.id,
        sender=_sender(sandbox, person, chat, draft.name),
        at=sandbox.second(),
        kind=draft.kind,
        text=draft.text,
        entities=automatic(draft.text),
        files=files,
        thread_id=draft.thread,
        reply_to=draft.reply_to,
        extra=_extra(sandbox, person, draft),
    )
    sandbox.post(message)
    if reads(sandbox, chat, message):
        sandbox.tell_bot("channel_post" if chat.type == "channel" else "message", message)
    return message


def reads(sandbox: Sandbox, chat: Chat, message: Message) -> bool:
    """Say whether the bot gets a message: all of a private chat, and in groups what concerns it."""
    if chat.is_private:
        return not sandbox.world.people[chat.id].blocked
    status = chat.members.get(sandbox.bot.id)
    if status is None or not sandbox.privacy or status == "administrator":
        return status is not None
    original = chat.messages.get(message.reply_to or 0)
    if original is not None and original.sender is sandbox.bot:
        return True
    own = f"@{sandbox.bot.username}".lower()
    for each in message.entities:
        if each.type in {"bot_command", "mention"}:
            raw = message.text.encode("utf-16-le")[2 * each.offset : 2 * each.end].decode("utf-16-le").lower()
            if raw.endswith(own) or (each.type == "bot_command" and "@" not in raw):
                return True
    return False


def edit(sandbox: Sandbox, person: Person, chat: Chat, message_id: int, text: str) -> Message:
    message = chat.messages.get(message_id)
    if message is None or message.deleted or message.sender is not person:
        raise GestureError("only one's own messages can be edited")
    message.text = texts.clean(text).strip()
    message.entities = automatic(message.text)
    message.edited_at = sandbox.second()
    sandbox.touch(message, "edit")
    if reads(sandbox, chat, message):
        sandbox.tell_bot("edited_message", message)
    return message


def tap(sandbox: Sandbox, person: Person, chat: Chat, message_id: int, data: str) -> str:
    """Press a button, with its data as shown or forged; return the id of the query."""
    if person.id not in chat.members:
        raise GestureError(f"{person.first_name} is not in this chat")
    message = chat.messages.get(message_id)
    gone = message is None or message.deleted
    query_id = str(sandbox.random.randrange(10**17, 10**18))
    sandbox.queries[query_id] = Query(person.id, sandbox.instant())
    content = {
        "id": query_id,
        "from": shapes.user(person),
        "message": shapes.inaccessible(sandbox.world, chat, message_id)
        if message is None or gone
        else shapes.message(sandbox.world, message),
        "chat_instance": str(7 * 10**17 + abs(chat.id)),
        "data": data,
    }
    sandbox.updates.put("callback_query", content, chat.id)
    return query_id


def start(sandbox: Sandbox, person: Person, payload: str) -> Message:
    """Press Start, or follow a deep link; this unblocks the bot."""
    if person.blocked:
        unblock(sandbox, person)
    text = f"/start {payload}".strip()
    return send(sandbox, person, sandbox.world.chats[person.id], Draft(text))[0]


def block(sandbox: Sandbox, person: Person) -> None:
    _set_blocked(sandbox, person, blocked=True)


def unblock(sandbox: Sandbox, person: Person) -> None:
    _set_blocked(sandbox, person, blocked=False)


def _set_blocked(sandbox: Sandbox, person: Person, *, blocked: bool) -> None:
    if person.blocked == blocked:
        return
    person.blocked = blocked
    chat = sandbox.world.chats[person.id]
    before, now = ("member", "kicked") if blocked else ("kicked", "member")
    sandbox.updates.put(
        "my_chat_member", groups.status_change(sandbox, chat, sandbox.bot, by=person, before=before, now=now), chat.id
    )
    sandbox.announce(chat)
