"""What a person does in a conversation: write, tap, reply, edit, attach, read."""

import re
import struct
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from bot.sandbox import people
from bot.sandbox.people import Draft
from bot.sandbox.server import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
Call = Callable[..., Awaitable[Any]]
STAND_INS = {"photo": ".photo img", "document": ".document", "message vocal": ".voice", "autocollant": ".sticker"}


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def id_of(sandbox: Sandbox, first_name: str) -> int:
    return next(each.id for each in sandbox.world.people.values() if each.first_name == first_name)


async def write(page: Page, name: str, text: str) -> None:
    field = column(page, name).get_by_placeholder("Écrire un message…")
    await field.fill(text)
    await field.press("Enter")


def png(width: int, height: int) -> bytes:
    """Return a white picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + b"\xff" * 3 * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.usefixtures("echo")
async def test_a_sent_text_is_answered_in_that_column_only(page: Page) -> None:
    await write(page, "Claire Morel", "Bonjour\tà tous")
    await expect(column(page, "Claire Morel").locator(".in .words")).to_have_text("Vous avez écrit : Bonjour à tous")
    await expect(column(page, "Claire Morel").locator(".out")).to_have_count(1)
    await expect(column(page, "Sylvie Lacaze").locator("article")).to_have_count(0)


@pytest.mark.usefixtures("echo")
async def test_a_tap_edits_the_message_in_place_and_shows_a_toast_or_an_alert_to_close(page: Page) -> None:
    claire = column(page, "Claire Morel")
    await write(page, "Claire Morel", "Bonjour")
    await claire.get_by_role("button", name="Oui", exact=True).click()
    await expect(claire.locator(".in .words")).to_have_text("Répondu : yes")
    await expect(claire.locator(".in .meta")).to_contain_text("modifié")
    await expect(claire.locator(".key")).to_have_count(0)
    await expect(claire.locator(".toast")).to_have_text("C’est noté")
    await write(page, "Claire Morel", "Encore")
    await page.get_by_role("button", name="Alerte").click()
    alert = page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("C’est noté")
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_have_count(0)


async def test_a_photo_opens_large_with_its_caption(page: Page, bot: Call, sandbox: Sandbox) -> None:
    await bot("sendPhoto", chat_id=id_of(sandbox, "Claire"), photo=("m.png", png(40, 30)), caption="La matrice")
    await page.get_by_role("button", name="Agrandir la photo").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("img", name="La matrice")).to_be_visible()
    assert await dialog.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 40
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="Agrandir la photo")).to_be_focused()


async def test_a_document_is_downloaded_as_it_was_sent(page: Page, bot: Call, sandbox: Sandbox) -> None:
    await bot("sendDocument", chat_id=id_of(sandbox, "Claire"), document=("plan.pdf", b"%PDF-1.4 test"))
    await expect(page.get_by_role("link", name="plan.pdf", exact=True)).to_have_attribute("target", "_blank")
    async with page.expect_download() as started:
        await page.get_by_role("link", name="Télécharger plan.pdf").click()
    download = await started.value
    assert download.suggested_filename == "plan.pdf"
    assert (await download.path()).read_bytes() == b"%PDF-1.4 test"


@pytest.mark.usefixtures("echo")
async def test_entities_become_elements_at_the_right_places(page: Page, bot: Call, sandbox: Sandbox) -> None:
    text = '😀 <b>gras <i>et penché</i></b> <code>&lt;b&gt;</code> <a href="https://example.org/a?b=1">lien</a> fin'
    await bot("sendMessage", chat_id=id_of(sandbox, "Claire"), text=text, parse_mode="HTML")
    words = column(page, "Claire Morel").locator(".words")
    await expect(words).to_have_text("😀 gras et penché <b> lien fin")
    await expect(words.locator("strong")).to_have_text("gras et penché")
    await expect(words.locator("strong em")).to_have_text("et penché")
    await expect(words.locator("code")).to_have_text("<b>")
    await expect(words.locator("a")).to_have_attribute("href", "https://example.org/a?b=1")
    await expect(words.locator("a")).to_have_attribute("rel", re.compile("noopener"))


@pytest.mark.usefixtures("echo")
async def test_a_reply_quotes_the_message_it_answers(page: Page, sandbox: Sandbox) -> None:
    claire = column(page, "Claire Morel")
    await write(page, "Claire Morel", "Premier")
    await claire.locator(".in").hover()
    await claire.locator(".in").get_by_role("button", name="Répondre").click()
    await expect(claire.locator(".composer-bar")).to_contain_text("Réponse à Jalon")
    await page.keyboard.type("Second")
    await page.keyboard.press("Enter")
    await expect(claire.locator(".out .quote")).to_contain_text("Vous avez écrit : Premier")
    sent = [each for each in sandbox.world.chats[id_of(sandbox, "Claire")].messages.values() if each.text == "Second"]
    assert sent[0].reply_to is not None


async def test_the_up_arrow_edits_ones_last_message(page: Page, sandbox: Sandbox) -> None:
    claire = column(page, "Claire Morel")
    await write(page, "Claire Morel", "Mairi")
    await expect(claire.locator(".out")).to_have_count(1)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.type("e")
    await page.keyboard.press("Enter")
    await expect(claire.locator(".out .words")).to_have_text("Mairie")
    await expect(claire.locator(".out .meta")).to_contain_text("modifié")
    assert [each.text for each in sandbox.world.chats[id_of(sandbox, "Claire")].messages.values()] == ["Mairie"]


async def test_a_deleted_message_leaves_only_a_mark(page: Page, bot: Call, sandbox: Sandbox) -> None:
    sent = await bot("sendMessage", chat_id=id_of(sandbox, "Claire"), text="Confidentiel")
    await expect(page.get_by_text("Confidentiel").first).to_be_visible()
    await bot("deleteMessage", chat_id=id_of(sandbox, "Claire"), message_id=sent["message_id"])
    await expect(column(page, "Claire Morel").locator("article")).to_have_text("Message supprimé")


@pytest.mark.usefixtures("echo")
async def test_shift_enter_goes_to_the_next_line_and_enter_sends(page: Page) -> None:
    field = column(page, "Claire Morel").get_by_placeholder("Écrire un message…")
    await field.focus()
    await page.keyboard.type("une")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("deux")
    await page.keyboard.press("Enter")
    sent = column(page, "Claire Morel").locator(".out .words")
    assert await sent.evaluate("words => words.textContent") == "une\ndeux"
    await expect(field).to_have_value("")


@pytest.mark.usefixtures("echo")
async def test_a_file_goes_with_the_typed_text_as_its_caption(page: Page) -> None:
    claire = column(page, "Claire Morel")
    await claire.get_by_placeholder("Écrire un message…").fill("Ma pièce")
    content: FilePayload = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"bonjour"}
    await claire.locator("input[type=file]").set_input_files(content)
    await expect(claire.locator(".out .document-name")).to_have_text("note.txt")
    await expect(claire.locator(".out .words")).to_have_text("Ma pièce")
    await expect(claire.locator(".in .words")).to_have_text("Reçu : Ma pièce")


async def test_each_stand_in_is_sent_from_the_menu(page: Page) -> None:
    claire = column(page, "Claire Morel")
    for item, shown in STAND_INS.items():
        await claire.get_by_role("button", name="Joindre").click()
        await page.get_by_role("menuitem", name=item).click()
        await expect(claire.locator(f".out {shown}")).to_be_visible()


@pytest.mark.usefixtures("echo")
async def test_a_command_is_chosen_from_the_list(page: Page) -> None:
    claire = column(page, "Claire Morel")
    await claire.get_by_role("button", name="Commandes").click()
    await expect(claire.get_by_role("option")).to_have_text("/planVoir le plan")
    await page.keyboard.press("Enter")
    await expect(claire.locator(".out .words")).to_have_text("/plan")


async def test_start_is_offered_to_who_has_not_started_and_unblock_to_who_blocked(page: Page) -> None:
    karim = column(page, "Karim Benali")
    await karim.get_by_role("button", name="Démarrer").click()
    await expect(karim.locator(".out .words")).to_have_text("/start")
    await karim.get_by_role("button", name="Options de la conversation").click()
    await page.get_by_role("menuitem", name="Bloquer Jalon").click()
    await karim.get_by_role("button", name="Débloquer").click()
    await expect(karim.get_by_placeholder("Écrire un message…")).to_be_visible()


async def test_typing_is_shown_until_the_message_comes(page: Page, bot: Call, sandbox: Sandbox) -> None:
    claire = id_of(sandbox, "Claire")
    await bot("sendChatAction", chat_id=claire, action="typing")
    await expect(column(page, "Claire Morel").locator(".typing")).to_contain_text("Jalon écrit…")
    await bot("sendMessage", chat_id=claire, text="Voilà")
    await expect(column(page, "Claire Morel").locator(".typing")).to_be_hidden()


async def test_a_refused_gesture_is_said_and_the_text_kept(page: Page, sandbox: Sandbox) -> None:
    sandbox.world.chats[id_of(sandbox, "Claire")].members.pop(id_of(sandbox, "Claire"))
    await write(page, "Claire Morel", "Bonjour")
    await expect(page.locator(".notice.bad")).to_contain_text("Envoi impossible")
    await expect(column(page, "Claire Morel").get_by_placeholder("Écrire un message…")).to_have_value("Bonjour")


async def test_what_was_said_before_the_page_opened_is_there(
    sandbox: Sandbox, open_page: Callable[..., Awaitable[Page]]
) -> None:
    claire = sandbox.world.people[id_of(sandbox, "Claire")]
    people.send(sandbox, claire, sandbox.world.chats[claire.id], Draft("Avant"))
    page = await open_page()
    await expect(column(page, "Claire Morel").locator(".out .words")).to_have_text("Avant")
