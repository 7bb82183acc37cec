"""One request to the Bot API: find the method, check its parameters, carry it out, keep it in the log."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import RefusedError
from bot.sandbox.faults import Fault
from bot.sandbox.methods import account, callbacks, chats, editing, sending, webhooks
from bot.sandbox.params import METHODS, Params
from bot.sandbox.sandbox import Sandbox

Method = Callable[[Sandbox, Params], Any]

_METHODS: dict[str, Method] = {
    "getMe": account.get_me,
    "logOut": account.yes,
    "close": account.yes,
    "setWebhook": webhooks.set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": editing.edit_media,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin_message,
    "unpinChatMessage": editing.unpin_message,
    "unpinAllChatMessages": editing.unpin_all,
    "setMessageReaction": editing.set_reaction,
    "answerCallbackQuery": callbacks.answer,
    "getFile": account.get_file,
    "setMyCommands": account.set_commands,
    "getMyCommands": account.get_commands,
    "deleteMyCommands": account.delete_commands,
    "setMyName": account.set_name,
    "getMyName": account.get_name,
    "setMyDescription": account.set_description,
    "getMyDescription": account.get_description,
    "setMyShortDescription": account.set_short_description,
    "getMyShortDescription": account.get_short_description,
    "setChatMenuButton": account.set_menu_button,
    "getChatMenuButton": account.get_menu_button,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_member,
    "getChatAdministrators": chats.get_administrators,
    "getChatMemberCount": chats.count_members,
    "leaveChat": chats.leave,
}


async def carry_out(sandbox: Sandbox, method: str, params: Params, *, fault: Fault | None = None) -> Any:  # noqa: ANN401
    """Return the result; raise RefusedError as Telegram refuses. A `fault` befalls the reply only, later."""
    log, kept = sandbox.log, params.record()
    try:
        if sandbox.strict:
            params.check_known(METHODS[method.lower()][1])
        result = await get_updates(sandbox, params) if method == "getUpdates" else _METHODS[method](sandbox, params)
    except RefusedError as refused:
        log.add(sandbox.instant(), method, kept, "refused", code=refused.code, description=refused.description)
        raise
    number = result.get("message_id") if isinstance(result, dict) else None
    told = fault.kind if fault else None
    log.add(sandbox.instant(), method, kept, "accepted", message_id=number, fault=told)
    return result


async def get_updates(sandbox: Sandbox, params: Params) -> Any:  # noqa: ANN401
    sandbox.updates.allow(params.parsed("allowed_updates"))
    limit = params.integer("limit") or 100
    return await sandbox.updates.poll(
        offset=params.integer("offset") or 0,
        limit=max(1, min(limit, 100)),
        timeout=min(params.integer("timeout") or 0, 50),
    )
