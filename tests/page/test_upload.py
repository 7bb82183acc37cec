"""A table attached on the page reaches the bot as it was, by the paper-clip or by pasting."""

from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.async_api import FilePayload, Locator, Page, expect

from bot.sandbox.server import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def claire(page: Page) -> Locator:
    return page.get_by_role("region", name="Claire Morel")


def workbook() -> bytes:
    book, kept = Workbook(), BytesIO()
    book.worksheets[0].append(["Titre", "Pilote"])
    book.save(kept)
    return kept.getvalue()


def received(sandbox: Sandbox) -> tuple[str, str, bytes]:
    """The name, the type and the bytes of the last document a person sent."""
    sent = [each for chat in sandbox.world.chats.values() for each in chat.messages.values() if each.files]
    stored = sent[-1].files[0]
    return stored.name, stored.mime_type, stored.content


@pytest.mark.usefixtures("echo")
async def test_the_paper_clip_sends_a_workbook_as_it_is(page: Page, sandbox: Sandbox) -> None:
    content = workbook()
    await claire(page).get_by_role("button", name="Joindre").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Un fichier…").click()
    payload: FilePayload = {"name": "Plan été.xlsx", "mimeType": XLSX, "buffer": content}
    await (await chooser.value).set_files(payload)
    await expect(claire(page).locator(".out .document-name")).to_have_text("Plan été.xlsx")
    await expect(claire(page).locator(".in .words")).to_have_text("Reçu : sans légende")
    assert received(sandbox) == ("Plan été.xlsx", XLSX, content)


@pytest.mark.usefixtures("echo")
async def test_the_same_file_can_be_sent_twice(page: Page) -> None:
    payload: FilePayload = {"name": "plan.csv", "mimeType": "text/csv", "buffer": b"Titre;Pilote\n"}
    for count in (1, 2):
        await claire(page).locator("input[type=file]").set_input_files(payload)
        await expect(claire(page).locator(".out .document-name")).to_have_count(count)


async def test_an_empty_file_is_sent_too(page: Page) -> None:
    payload: FilePayload = {"name": "vide.csv", "mimeType": "text/csv", "buffer": b""}
    await claire(page).locator("input[type=file]").set_input_files(payload)
    await expect(claire(page).locator(".out .document-name")).to_have_text("vide.csv")


async def test_a_file_too_heavy_for_telegram_is_refused_on_the_spot(page: Page) -> None:
    heavy = "new File([new Uint8Array(20_000_001)], 'plan.csv', {type: 'text/csv'})"
    await (
        claire(page)
        .locator("input[type=file]")
        .evaluate(
            f"input => {{ const held = new DataTransfer(); held.items.add({heavy}); input.files = held.files;"
            " input.dispatchEvent(new Event('change', {bubbles: true})); }"
        )
    )
    await expect(page.get_by_text("Fichier trop lourd")).to_be_visible()
    await expect(claire(page).locator(".out")).to_have_count(0)
