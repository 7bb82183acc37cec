"""python-telegram-bot finds Telegram in the sandbox."""

from collections.abc import AsyncIterator

import pytest
import telegram

from bot.sandbox.client import Person, World
from bot.sandbox.server import SandboxServer

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000040000000200802000000") + b"\0" * 16


@pytest.fixture
async def ptb(server: SandboxServer) -> AsyncIterator[telegram.Bot]:
    bot = telegram.Bot("42:sandbox", base_url=server.base_url, base_file_url=f"{server.url}/file/bot")
    async with bot:
        yield bot


def one_button() -> telegram.InlineKeyboardMarkup:
    return telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Oui", callback_data="y")]])


async def test_ptb_asks_is_answered_answers_and_edits(ptb: telegram.Bot, lead: Person) -> None:
    sent = await ptb.send_message(lead.id, "<b>Prêts</b> ?", parse_mode="HTML", reply_markup=one_button())
    assert sent.parse_entities() == {sent.entities[0]: "Prêts"}
    await lead.tap("Oui")
    query = (await ptb.get_updates(offset=-1))[0].callback_query
    assert query
    await query.answer("Noté")
    await query.edit_message_text("C’est parti")
    assert [each.text for each in await lead.toasts()] == ["Noté"]
    newest = await lead.one_message()
    assert (newest.text, newest.edited, newest.keyboard) == ("C’est parti", True, ())


async def test_ptb_sends_photos_and_documents_from_bytes(ptb: telegram.Bot, world: World, lead: Person) -> None:
    photo = await ptb.send_photo(lead.id, PNG, caption="matrice")
    document = await ptb.send_document(
        lead.id, b"%PDF", filename="synthèse.pdf", caption="*là*", parse_mode="MarkdownV2"
    )
    assert photo.photo[-1].width == 64
    assert document.document
    assert bytes(await (await document.document.get_file()).download_as_bytearray()) == b"%PDF"
    await ptb.edit_message_media(telegram.InputMediaDocument(b"%PDF2", filename="v2.pdf"), lead.id, document.message_id)
    seen = await lead.new_messages()
    assert [each.said for each in seen] == ["matrice", ""]
    assert await world.file(seen[1].file_id or "") == b"%PDF2"


async def test_ptb_knows_each_refusal_by_its_class(
    ptb: telegram.Bot, world: World, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    group = await world.group("Équipe", [lead])
    new = await group.migrate()
    with pytest.raises(telegram.error.ChatMigrated) as moved:
        await ptb.send_message(group.id, "a")
    assert moved.value.new_chat_id == new.id
    await lead.block()
    with pytest.raises(telegram.error.Forbidden, match="blocked by the user"):
        await ptb.send_message(lead.id, "a")
    await world.faults.set({"kind": "429", "retry_after": 3})
    with pytest.raises(telegram.error.RetryAfter):
        await ptb.send_message(new.id, "a")
    await world.faults.set({"kind": "reset"})
    with pytest.raises(telegram.error.NetworkError):
        await ptb.send_message(new.id, "a")


async def test_ptb_calls_every_other_method_the_bot_needs(ptb: telegram.Bot, world: World, lead: Person) -> None:
    commands = [("plan", "Mon plan"), ("aide", "Aide")]
    assert await ptb.set_my_commands(commands, language_code="fr")
    assert [each.command for each in await ptb.get_my_commands(language_code="fr")] == ["plan", "aide"]
    assert [each["command"] for each in (await world.overview())["bot"]["commands"]] == ["plan", "aide"]
    assert await ptb.set_my_description("Jalon aide à écrire un plan.")
    assert (await ptb.get_my_description()).description == "Jalon aide à écrire un plan."
    assert await ptb.set_my_short_description("Plans")
    assert await ptb.set_chat_menu_button(menu_button=telegram.MenuButtonCommands())
    assert (await ptb.get_chat_menu_button()).type == "commands"
    assert await ptb.send_chat_action(lead.id, "typing")
    assert (await ptb.get_chat(lead.id)).first_name == "Claire"
    sent = await ptb.send_message(lead.id, "a")
    assert await sent.pin()
    assert (await ptb.get_chat(lead.id)).pinned_message == sent
    assert await sent.unpin()
    said = await lead.send("b")
    assert await ptb.set_message_reaction(lead.id, said.id, "👍")
    copied = await ptb.copy_message(lead.id, lead.id, sent.message_id)
    forwarded = await ptb.forward_message(lead.id, lead.id, said.id)
    assert forwarded.forward_origin
    assert await ptb.delete_messages(lead.id, [copied.message_id, forwarded.message_id])
    assert [each.text for each in await lead.messages()] == ["/start", "a", "b"]
    assert await ptb.delete_my_commands(language_code="fr")
