"""The answer to a tap."""

from bot.sandbox.entities import units
from bot.sandbox.errors import bad_request
from bot.sandbox.params import Params
from bot.sandbox.sandbox import Sandbox

_LATE = "query is too old and response timeout expired or query ID is invalid"


def answer(sandbox: Sandbox, params: Params) -> bool:
    """Show the toast; a query takes one answer, soon after the tap."""
    text = params.text("text")
    if units(text) > sandbox.limits.toast:
        raise bad_request("MESSAGE_TOO_LONG")
    if (url := params.text("url")) and not url.startswith(f"https://t.me/{sandbox.bot.username}?start="):
        raise bad_request("URL_INVALID")
    query = sandbox.queries.pop(params.text("callback_query_id"), None)
    if query is None or sandbox.instant() - query.at > sandbox.limits.query_seconds:
        raise bad_request(_LATE)
    sandbox.toast(query.person, text, alert=params.flag("show_alert"))
    return True
