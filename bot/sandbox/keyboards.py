"""Keyboards under messages: what Telegram accepts of them."""

from bot.sandbox.entities import checked_link
from bot.sandbox.errors import bad_request
from bot.sandbox.jsontypes import JsonList, JsonObject
from bot.sandbox.limits import Limits

_ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def read(markup: JsonObject | None, limits: Limits) -> tuple[JsonList, JsonObject | None]:
    """Return the inline keyboard, and the reply keyboard that replaces or removes the person's own."""
    if not markup:
        return [], None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if not any(kind in markup for kind in _KINDS):
        raise bad_request("can't parse reply keyboard markup JSON object")
    if "inline_keyboard" not in markup:
        _check_rows(markup.get("keyboard", []))
        return [], markup
    _check_rows(markup["inline_keyboard"])
    kept = [[_button(button, limits) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in kept) > limits.buttons:
        raise bad_request("reply markup is too long")
    return kept, None


def _check_rows(rows: object) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')


def _button(button: JsonObject, limits: Limits) -> JsonObject:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if unknown := button.keys() - _ACTIONS - _LOOKS:
        raise bad_request(f'can\'t parse inline keyboard button: unknown field "{min(unknown)}"')
    if not _ACTIONS & button.keys():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "surrogatepass")) <= limits.button_data:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not checked_link(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button
