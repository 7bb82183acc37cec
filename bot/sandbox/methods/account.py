"""What the bot says of itself: name, descriptions, commands, menu; and files it may fetch."""

import re

from bot.sandbox import shapes
from bot.sandbox.errors import bad_request
from bot.sandbox.jsontypes import JsonList, JsonObject
from bot.sandbox.params import Params
from bot.sandbox.sandbox import Sandbox

_MOST = {"name": 64, "description": 512, "short_description": 120}
_TOO_LONG = {
    "name": "BOT_TITLE_INVALID",
    "description": "USER_DESCRIPTION_INVALID",
    "short_description": "USER_ABOUT_INVALID",
}
_SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


def get_me(sandbox: Sandbox, _params: Params) -> JsonObject:
    return shapes.user(sandbox.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not sandbox.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


def yes(_sandbox: Sandbox, _params: Params) -> bool:
    return True


def _key(params: Params) -> tuple[str, str]:
    scope = params.parsed("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    place = ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return place, _language(params)


def _language(params: Params) -> str:
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("language code is invalid")
    return language


def set_commands(sandbox: Sandbox, params: Params) -> bool:
    commands = params.parsed("commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not isinstance(each, dict) or not isinstance(each.get("command"), str):
            raise bad_request("can't parse BotCommand")
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", each["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(each.get("description", "")).strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    sandbox.profile.commands[_key(params)] = commands
    sandbox.events.publish("commands", None, lambda: {"commands": shown_commands(sandbox)})
    return True


def shown_commands(sandbox: Sandbox) -> JsonList:
    """Return the commands of the menu: private chats first, in the bot's first language."""
    known = sandbox.profile.commands
    for scope in ("all_private_chats", "default"):
        for key in ((scope, "fr"), (scope, "")):
            if known.get(key):
                return known[key]
    return []


def get_commands(sandbox: Sandbox, params: Params) -> JsonList:
    return sandbox.profile.commands.get(_key(params), [])


def delete_commands(sandbox: Sandbox, params: Params) -> bool:
    sandbox.profile.commands.pop(_key(params), None)
    return True


def set_name(sandbox: Sandbox, params: Params) -> bool:
    return _set_text(sandbox, params, "name")


def set_description(sandbox: Sandbox, params: Params) -> bool:
    return _set_text(sandbox, params, "description")


def set_short_description(sandbox: Sandbox, params: Params) -> bool:
    return _set_text(sandbox, params, "short_description")


def get_name(sandbox: Sandbox, params: Params) -> JsonObject:
    return {"name": sandbox.profile.texts.get(("name", _language(params)), sandbox.bot.first_name)}


def get_description(sandbox: Sandbox, params: Params) -> JsonObject:
    return {"description": sandbox.profile.texts.get(("description", _language(params)), "")}


def get_short_description(sandbox: Sandbox, params: Params) -> JsonObject:
    return {"short_description": sandbox.profile.texts.get(("short_description", _language(params)), "")}


def _set_text(sandbox: Sandbox, params: Params, name: str) -> bool:
    text = params.text(name)
    if len(text) > _MOST[name]:
        raise bad_request(_TOO_LONG[name])
    sandbox.profile.texts[name, _language(params)] = text
    return True


def set_menu_button(sandbox: Sandbox, params: Params) -> bool:
    button = params.parsed("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"commands", "web_app", "default"}:
        raise bad_request("can't parse menu button: unsupported type specified")
    sandbox.profile.menu_buttons[params.integer("chat_id")] = button
    return True


def get_menu_button(sandbox: Sandbox, params: Params) -> JsonObject:
    return sandbox.profile.menu_buttons.get(params.integer("chat_id"), {"type": "commands"})


def get_file(sandbox: Sandbox, params: Params) -> JsonObject:
    stored = sandbox.world.files.get(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > sandbox.limits.download:
        raise bad_request("file is too big")
    found = stored.as_json()
    names = ("file_id", "file_unique_id", "file_size")
    return {name: found[name] for name in names} | {"file_path": f"{stored.kind}s/{stored.file_id}"}
