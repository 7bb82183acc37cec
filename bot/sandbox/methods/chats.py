"""Methods that look at chats and their members, or leave them."""

from bot.sandbox import groups, shapes
from bot.sandbox.errors import bad_request
from bot.sandbox.jsontypes import JsonList, JsonObject
from bot.sandbox.methods import access
from bot.sandbox.params import Params
from bot.sandbox.sandbox import Sandbox


def get_chat(sandbox: Sandbox, params: Params) -> JsonObject:
    chat = access.known_chat(sandbox, params)
    if chat.is_private and not sandbox.world.people[chat.id].started:
        raise bad_request("chat not found")
    found = shapes.chat(sandbox.world, chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.pinned:
        found["pinned_message"] = shapes.message(sandbox.world, chat.messages[chat.pinned[-1]])
    return found


def get_member(sandbox: Sandbox, params: Params) -> JsonObject:
    chat = access.known_chat(sandbox, params)
    person = sandbox.world.member(params.integer("user_id") or 0)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    status = chat.members.get(person.id) or chat.left.get(person.id)
    if status is None:
        raise bad_request("member not found")
    return groups.membership(person, status)


def get_administrators(sandbox: Sandbox, params: Params) -> JsonList:
    chat = access.known_chat(sandbox, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    chiefs = {who: status for who, status in chat.members.items() if status in {"creator", "administrator"}}
    with_bots = params.flag("return_bots")
    found = [(person, status) for who, status in chiefs.items() if (person := sandbox.world.member(who))]
    return [
        groups.membership(person, status)
        for person, status in found
        if with_bots or not person.is_bot or person is sandbox.bot
    ]


def count_members(sandbox: Sandbox, params: Params) -> int:
    return len(access.known_chat(sandbox, params).members)


def leave(sandbox: Sandbox, params: Params) -> bool:
    chat = access.known_chat(sandbox, params)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    groups.leave(sandbox, chat, sandbox.bot, by=sandbox.bot)
    return True
