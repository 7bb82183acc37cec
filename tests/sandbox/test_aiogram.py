"""aiogram, which types the Bot API independently, agrees with the sandbox."""

from typing import Any

from bot.sandbox.client import Person, World
from bot.sandbox.params import METHODS
from bot.sandbox.wire import Wire

OLDER = {"reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview"}
NEWER = {"receiver_user_id", "ephemeral_message_parameters", "callback_query_id", "rich_message"}


async def test_aiogram_reads_all_that_is_sent_and_knows_all_parameters(wire: Wire, world: World, lead: Person) -> None:
    """One test: aiogram takes seconds to import."""
    from aiogram import methods, types  # noqa: PLC0415 - only this test pays for it

    sent, updates = await exchanged(wire, world, lead)
    types.Message.model_validate(sent)
    read = [types.Update.model_validate(each) for each in updates]
    assert {each.event_type for each in read} == {"message", "edited_message", "callback_query", "my_chat_member"}
    for method, known in METHODS.values():
        typed = getattr(methods, method[0].upper() + method[1:]).model_fields
        assert known <= typed.keys(), method
        assert typed.keys() - known <= OLDER | NEWER, method


async def exchanged(wire: Wire, world: World, lead: Person) -> tuple[Any, Any]:
    """Have someone do everything; return a message of the bot and the updates that it reads."""
    group = await world.group("Forum", [lead], forum=True)
    thread = await group.open_topic("Indicateurs")
    await group.send(lead, "/plan", thread=thread)
    markup = {"inline_keyboard": [[{"text": "Oui", "callback_data": "y"}]]}
    sent = await wire("sendMessage", chat_id=lead.id, text="<i>a</i> /plan", parse_mode="HTML", reply_markup=markup)
    await lead.tap("Oui")
    await lead.edit(await lead.reply(await lead.one_message(lead.private), "r"), "s")
    for kind in ("contact", "location", "poll", "video", "voice", "sticker", "photo"):
        await lead.share(kind)
    await lead.block()
    return sent.body["result"], (await wire("getUpdates")).body["result"]
