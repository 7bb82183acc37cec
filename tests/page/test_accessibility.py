"""The page by keyboard, by ear, enlarged, in the dark: and axe-core finds nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.sandbox.server import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
Call = Callable[..., Awaitable[Any]]
OpenPage = Callable[..., Awaitable[Page]]
FindViolations = Callable[[Page], Awaitable[list[str]]]
KEYS = {
    "inline_keyboard": [
        [{"text": "Oui", "callback_data": "yes"}],
        [{"text": "Site", "url": "https://t.me/jalon_bot?start=a"}],
    ]
}
OPENERS = [
    "Ajouter une personne",
    "Créer un groupe",
    "Raccourcis clavier",
    "Ouvrir en tant que…",
    "Joindre",
    "Commandes",
]


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


@pytest_asyncio.fixture(loop_scope="session")
async def talk(bot: Call, sandbox: Sandbox) -> None:
    """A conversation with something of everything."""
    claire = next(iter(sandbox.world.people))
    await bot("setMyCommands", commands=[{"command": "plan", "description": "Voir le plan"}])
    text = "<b>Bonjour</b> <code>x</code> <pre>y</pre> /plan https://t.me/jalon_bot?start=b <tg-spoiler>z</tg-spoiler>"
    sent = await bot("sendMessage", chat_id=claire, text=text, parse_mode="HTML", reply_markup=KEYS)
    await bot("sendDocument", chat_id=claire, document=("plan.pdf", b"%PDF"), caption="Le plan")
    await bot("sendMessage", chat_id=claire, text="Suite", reply_parameters={"message_id": sent["message_id"]})


@pytest.mark.usefixtures("talk")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_at_any_size(open_page: OpenPage, find_violations: FindViolations, scheme: str) -> None:
    page = await open_page(scheme=scheme, is_still=True)
    await page.get_by_text("Suite").first.wait_for()
    for width, height in ((1440, 900), (720, 450), (360, 740)):
        await page.set_viewport_size({"width": width, "height": height})
        assert await find_violations(page) == [], f"{width} × {height}"


@pytest.mark.usefixtures("talk")
async def test_axe_finds_nothing_in_what_a_button_opens(open_page: OpenPage, find_violations: FindViolations) -> None:
    page = await open_page(is_still=True)
    for name in OPENERS:
        await page.get_by_role("button", name=name, exact=True).first.click()
        await expect(page.locator("dialog, .menu, .suggestions:not([hidden])")).to_be_visible()
        assert await find_violations(page) == [], name
        await page.keyboard.press("Escape")


@pytest.mark.usefixtures("echo")
async def test_the_keyboard_alone_starts_reads_taps_and_writes(page: Page) -> None:
    karim = column(page, "Karim Benali")
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await karim.get_by_role("button", name="Démarrer").evaluate("it => it === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    await expect(karim.get_by_placeholder("Écrire un message…")).to_be_focused()
    await expect(karim.locator(".key")).to_have_count(2)
    await page.keyboard.press("Control+ArrowUp")
    await expect(karim.locator("article").last).to_be_focused()
    await page.keyboard.press("Tab")  # the command quoted in the text
    await page.keyboard.press("Tab")
    await expect(karim.get_by_role("button", name="Oui")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(karim.locator(".in .words")).to_have_text("Répondu : yes")
    await expect(karim.locator("article").last).to_be_focused()
    await page.keyboard.press("r")
    await page.keyboard.type("Merci")
    await page.keyboard.press("Enter")
    await expect(karim.locator(".out .quote")).to_contain_text("Répondu : yes")


@pytest.mark.usefixtures("talk")
async def test_a_list_of_messages_is_one_stop_and_arrows_move_in_it(page: Page) -> None:
    claire = column(page, "Claire Morel")
    await expect(claire.locator("article")).to_have_count(3)
    await expect(claire.locator("article[tabindex='0']")).to_have_count(1)
    await claire.locator("article").last.focus()
    await page.keyboard.press("Home")
    await expect(claire.locator("article").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(claire.locator("article").nth(1)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(claire.get_by_placeholder("Écrire un message…")).to_be_focused()


async def test_focus_is_always_visible(page: Page) -> None:
    outlines = set()
    for _ in range(12):
        await page.keyboard.press("Tab")
        outlines.add(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert outlines == {"solid"}


async def test_new_messages_and_toasts_are_announced(page: Page, bot: Call, sandbox: Sandbox) -> None:
    claire = next(iter(sandbox.world.people))
    keyboard = {"inline_keyboard": [[{"text": "Oui", "callback_data": "y"}, {"text": "Non", "callback_data": "n"}]]}
    await bot("sendMessage", chat_id=claire, text="Avez-vous un site ?", reply_markup=keyboard)
    announcer = page.locator("#announcer")
    await expect(announcer).to_have_attribute("aria-live", "polite")
    await expect(announcer).to_contain_text("Jalon à Claire")
    await expect(announcer).to_contain_text("Avez-vous un site\u202f? (2 boutons)")


@pytest.mark.usefixtures("talk")
async def test_at_200_percent_nothing_is_cut_and_the_field_is_reached(open_page: OpenPage) -> None:
    page = await open_page(720, 450)
    assert await page.evaluate("document.documentElement.scrollWidth") == 720
    field = page.get_by_placeholder("Écrire un message…").first
    await field.scroll_into_view_if_needed()
    await expect(field).to_be_in_viewport()


async def test_nothing_moves_for_who_asked_for_less_motion(open_page: OpenPage, bot: Call, sandbox: Sandbox) -> None:
    page = await open_page(is_still=True)
    await bot("sendMessage", chat_id=next(iter(sandbox.world.people)), text="Bonjour")
    article = page.locator("article").first
    assert await article.evaluate("it => getComputedStyle(it).animationName") == "none"
