"""Links to the bot are followed inside the page, as the person of the column or as another."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.sandbox.server import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
Call = Callable[..., Awaitable[Any]]
LINK = "https://t.me/jalon_bot?start=inv_8f3"
SHARE = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fjalon_bot%3Fstart%3Dinv_8f3"


@pytest_asyncio.fixture(loop_scope="session")
async def invite(bot: Call, sandbox: Sandbox) -> Callable[..., Awaitable[None]]:
    """Have the bot send Claire a message, with a button when `url` is given."""

    async def send(text: str, url: str | None = None) -> None:
        keyboard = {"inline_keyboard": [[{"text": "Inviter", "url": url}]]} if url else {}
        await bot("sendMessage", chat_id=next(iter(sandbox.world.people)), text=text, reply_markup=keyboard)

    return send


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


async def test_a_link_opens_in_the_column_where_it_is_clicked(
    page: Page, invite: Callable[..., Awaitable[None]]
) -> None:
    await invite(f"Rejoignez-nous : {LINK}.")
    await page.get_by_role("link", name=LINK).click()
    await expect(column(page, "Claire Morel").locator(".out .words")).to_have_text("/start inv_8f3")
    assert len(page.context.pages) == 1


async def test_an_invitation_is_opened_as_another_person(page: Page, invite: Callable[..., Awaitable[None]]) -> None:
    karim = column(page, "Karim Benali")
    await invite(f"Invitation {LINK}")
    await invite("Invitation", LINK)
    for place in range(2):
        await page.get_by_role("button", name="Ouvrir en tant que…").nth(place).click()
        await page.get_by_role("dialog").get_by_role("button", name="Karim Benali").click()
        await expect(karim.locator(".out .words")).to_have_text(["/start inv_8f3"] * (place + 1))
        await expect(karim.get_by_placeholder("Écrire un message…")).to_be_focused()
    await expect(column(page, "Claire Morel").locator(".out")).to_have_count(0)


async def test_a_share_button_asks_who_receives_the_link(page: Page, invite: Callable[..., Awaitable[None]]) -> None:
    await invite("Invitation", SHARE)
    await page.get_by_role("button", name="Inviter", exact=True).click()
    await page.get_by_role("dialog").get_by_role("button", name="Sylvie Lacaze").click()
    await expect(column(page, "Sylvie Lacaze").locator(".out .words")).to_have_text("/start inv_8f3")


async def test_a_link_to_elsewhere_leaves_the_page_and_says_so(
    page: Page, invite: Callable[..., Awaitable[None]]
) -> None:
    for url in ("https://example.org/guide", "https://t.me/autre_bot?start=x"):
        await invite("Guide", url)
        link = page.get_by_role("link", name="Inviter").last
        await expect(link).to_have_attribute("href", url)
        await expect(link).to_have_attribute("target", "_blank")
        await expect(link).to_have_attribute("rel", "noopener noreferrer")
        await expect(link).to_have_attribute("title", "lien externe, nouvel onglet")
