"""Groups: who joins and leaves, topics, and the move to a supergroup."""

from collections.abc import Sequence

from bot.sandbox import shapes
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Chat, Message, Person, Topic

_RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
]


def membership(person: Person, status: str) -> JsonObject:
    found: JsonObject = {"user": shapes.user(person), "status": status}
    match status:
        case "creator":
            return found | {"is_anonymous": False}
        case "administrator":
            return found | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
        case "kicked":
            return found | {"until_date": 0}
    return found


def create(sandbox: Sandbox, title: str, kind: str, members: Sequence[Person], *, is_forum: bool) -> Chat:
    chat = sandbox.world.add_group(title, kind, is_forum=is_forum)
    chat.members = {person.id: "member" for person in members}
    if members:
        chat.members[members[0].id] = "creator"
    sandbox.announce(chat)
    return chat


def say(
    sandbox: Sandbox,
    chat: Chat,
    sender: Person,
    extra: JsonObject,
    *,
    thread_id: int | None = None,
    number: int | None = None,
) -> Message:
    """Post a service message; the bot reads them whatever its privacy mode."""
    message = Message(
        id=number or next(chat.ids),
        chat_id=chat.id,
        sender=sender,
        at=sandbox.second(),
        kind="service",
        extra=extra,
        thread_id=thread_id,
    )
    sandbox.post(message)
    if sandbox.bot.id in chat.members and sender is not sandbox.bot:
        sandbox.tell_bot("message", message)
    return message


def join(sandbox: Sandbox, chat: Chat, person: Person, *, by: Person, status: str = "member") -> None:
    """Add someone, or change the status of someone who is there."""
    before = chat.members.get(person.id) or chat.left.pop(person.id, "left")
    is_new = person.id not in chat.members
    chat.members[person.id] = status
    _tell_status(sandbox, chat, person, by, before)
    if is_new and chat.type != "channel":
        say(sandbox, chat, by, {"new_chat_members": [shapes.user(person)]})
    sandbox.announce(chat)


def leave(sandbox: Sandbox, chat: Chat, person: Person, *, by: Person) -> None:
    """Take someone out; thrown out when `by` is another."""
    before = chat.members[person.id]
    if chat.type != "channel":
        say(sandbox, chat, by, {"left_chat_member": shapes.user(person)})
    del chat.members[person.id]
    chat.left[person.id] = "left" if by is person else "kicked"
    _tell_status(sandbox, chat, person, by, before)
    sandbox.announce(chat)


def _tell_status(sandbox: Sandbox, chat: Chat, person: Person, by: Person, before: str) -> None:
    kind = "my_chat_member" if person is sandbox.bot else "chat_member"
    administers = chat.members.get(sandbox.bot.id) == "administrator"
    if kind == "chat_member" and not administers:
        return
    now = chat.members.get(person.id) or chat.left[person.id]
    sandbox.updates.put(kind, status_change(sandbox, chat, person, by=by, before=before, now=now), chat.id)


def status_change(sandbox: Sandbox, chat: Chat, person: Person, *, by: Person, before: str, now: str) -> JsonObject:
    return {
        "chat": shapes.chat(sandbox.world, chat),
        "from": shapes.user(by),
        "date": sandbox.second(),
        "old_chat_member": membership(person, before),
        "new_chat_member": membership(person, now),
    }


def open_topic(sandbox: Sandbox, chat: Chat, name: str, by: Person) -> Topic:
    number = next(chat.ids)
    topic = Topic(number, name)
    say(
        sandbox,
        chat,
        by,
        {"forum_topic_created": {"name": name, "icon_color": 7322096}},
        thread_id=number,
        number=number,
    )
    chat.topics[topic.id] = topic
    sandbox.announce(chat)
    return topic


def close_topic(sandbox: Sandbox, chat: Chat, topic: Topic, by: Person, *, closed: bool) -> None:
    topic.closed = closed
    say(sandbox, chat, by, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}, thread_id=topic.id)
    sandbox.announce(chat)


def delete_topic(sandbox: Sandbox, chat: Chat, topic: Topic) -> None:
    """Delete a topic with its messages; Telegram tells bots nothing of it."""
    topic.deleted = True
    for message in list(chat.messages.values()):
        if message.thread_id == topic.id and not message.deleted:
            message.deleted = True
            sandbox.touch(message, "delete")
    sandbox.announce(chat)


def migrate(sandbox: Sandbox, chat: Chat, by: Person) -> Chat:
    """Turn a group into a supergroup: another id, other message numbers, a service message on both sides."""
    new = sandbox.world.add_group(chat.title or "", "supergroup", is_forum=False)
    new.members = dict(chat.members)
    say(sandbox, chat, by, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    say(sandbox, new, by, {"migrate_from_chat_id": chat.id})
    sandbox.announce(chat)
    sandbox.announce(new)
    return new
