"""People, chats and messages in the shapes of the Bot API."""

from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.world import Chat, Message, Person, World


def user(person: Person) -> JsonObject:
    found: JsonObject = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    if person.last_name:
        found["last_name"] = person.last_name
    if person.username:
        found["username"] = person.username
    if not person.is_bot and person.language:
        found["language_code"] = person.language
    return found


def chat(world: World, known: Chat) -> JsonObject:
    if known.is_private:
        person = user(world.people[known.id])
        names = ("id", "first_name", "last_name", "username")
        return {name: person[name] for name in names if name in person} | {"type": "private"}
    found: JsonObject = {"id": known.id, "title": known.title, "type": known.type}
    return found | {"is_forum": True} if known.is_forum else found


def message(world: World, sent: Message, *, with_reply: bool = True) -> JsonObject:
    """Return the message as the Bot API writes it; the message replied to comes without its own reply."""
    known = world.chats[sent.chat_id]
    found: JsonObject = {
        "message_id": sent.id,
        "from": user(sent.sender),
        "chat": chat(world, known),
        "date": sent.at,
    }
    if known.type == "channel":
        found["sender_chat"] = found["chat"]
        del found["from"]
    if sent.thread_id is not None:
        found |= {"message_thread_id": sent.thread_id, "is_topic_message": True}
    if sent.edited_at is not None:
        found["edit_date"] = sent.edited_at
    if with_reply and sent.reply_to is not None and (original := known.messages.get(sent.reply_to)):
        found["reply_to_message"] = message(world, original, with_reply=False)
    found |= sent.extra | body(sent)
    if sent.keyboard:
        found["reply_markup"] = {"inline_keyboard": sent.keyboard}
    return found


def body(sent: Message) -> JsonObject:
    """Return the fields of what was said or joined."""
    found: JsonObject = {}
    if sent.files:
        kind = sent.kind
        found[kind] = [each.as_json() for each in sent.files] if kind == "photo" else sent.files[0].as_json()
    if sent.text:
        text, entities = ("caption", "caption_entities") if sent.files else ("text", "entities")
        found[text] = sent.text
        if sent.entities:
            found[entities] = [each.as_json() for each in sent.entities]
    return found


def inaccessible(world: World, known: Chat, message_id: int) -> JsonObject:
    """Return what stands for a message that is gone."""
    return {"chat": chat(world, known), "message_id": message_id, "date": 0}
