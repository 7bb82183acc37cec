"""Hostile texts, long conversations, a server that goes away, readers and writers who are not disturbed."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox import people
from bot.sandbox.people import Draft
from bot.sandbox.server import Sandbox, SandboxServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
Call = Callable[..., Awaitable[Any]]
OpenPage = Callable[..., Awaitable[Page]]
HOSTILE = '<img src=x onerror="window.broken = 1"><script>window.broken = 1</script>"\'{{7*7}} \u202eabc'


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def fill(sandbox: Sandbox, count: int) -> None:
    claire = next(iter(sandbox.world.people.values()))
    for number in range(count):
        people.send(sandbox, claire, sandbox.world.chats[claire.id], Draft(f"Message {number}"))


async def test_hostile_text_is_shown_and_never_run(open_page: OpenPage, bot: Call, sandbox: Sandbox) -> None:
    claire = next(iter(sandbox.world.people))
    sandbox.world.add_person(HOSTILE, HOSTILE, None, HOSTILE)
    sandbox.bot.first_name = HOSTILE
    page = await open_page()
    await bot("setMyCommands", commands=[{"command": "plan", "description": HOSTILE}])
    keyboard = {"inline_keyboard": [[{"text": HOSTILE, "callback_data": "x"}]]}
    sent = await bot("sendMessage", chat_id=claire, text=HOSTILE, reply_markup=keyboard)
    await bot("sendDocument", chat_id=claire, document=("<svg onload=alert(1)>.html", b"<script>"), caption=HOSTILE)
    await bot("sendMessage", chat_id=claire, text="fin", reply_parameters={"message_id": sent["message_id"]})
    first = column(page, "Claire Morel")
    await expect(first.locator(".words").first).to_have_text(HOSTILE)
    await expect(first.locator(".key")).to_have_text(HOSTILE)
    await expect(page.locator("article img, article script, article svg:not(.icon)")).to_have_count(0)
    assert await page.evaluate("window.broken") is None


async def test_only_ordinary_addresses_become_links(page: Page) -> None:
    urls = ["javascript:alert(1)", "data:text/html,x", " javascript:alert(1)", "vbscript:x", "file:///etc/passwd"]
    read = "urls => import('/page/links.js').then(({safeUrl}) => urls.map((url) => safeUrl(url)?.href ?? null))"
    assert await page.evaluate(read, [*urls, "example.org"]) == [None] * len(urls) + ["https://example.org/"]


async def test_overlapping_entities_lose_no_letter(page: Page) -> None:
    shown = await page.evaluate(
        """() => import('/page/entities.js').then(({renderText}) => {
            const kinds = ['bold', 'italic', 'code', 'underline'];
            const wrong = [];
            for (let seed = 0; seed < 2000; seed++) {
                const drawn = (factor, most) => (seed * factor) % most;
                const at = (place, type) => ({type, offset: drawn(place + 3, 11), length: 1 + drawn(place + 5, 9)});
                const entities = kinds.map((type, place) => at(place, type));
                const text = 'abcdefghij';
                const seen = renderText(text, entities, {}).map((node) => node.textContent).join('');
                if (seen !== text) wrong.push([seen, entities]);
            }
            return wrong;
        })"""
    )
    assert shown == []


async def test_500_messages_load_within_two_seconds_and_the_next_shows_at_once(
    sandbox: Sandbox, open_page: OpenPage, bot: Call
) -> None:
    fill(sandbox, 500)
    page = await open_page()
    await expect(column(page, "Claire Morel").locator("article")).to_have_count(500)
    loaded = await page.evaluate("performance.now()")
    filled = await page.evaluate(
        """async () => {
            const log = document.querySelector('.log');
            const begun = performance.now();
            const person = document.querySelector('.column').id.slice('column-'.length);
            const body = JSON.stringify({text: 'Dernier'});
            await fetch(`/sandbox/people/${person}/messages`, {method: 'POST', body});
            while (!log.lastElementChild.textContent.includes('Dernier')) await new Promise(requestAnimationFrame);
            return performance.now() - begun;
        }"""
    )
    assert loaded < 2000 * 3  # the machine may be shared; alone it takes a third of a second
    assert filled < 500
    await expect(page.get_by_text("Dernier").first).to_be_in_viewport()
    await bot("getMe")


async def test_a_reader_of_older_messages_is_not_moved(page: Page, bot: Call, sandbox: Sandbox) -> None:
    claire = next(iter(sandbox.world.people))
    fill(sandbox, 60)
    log = column(page, "Claire Morel").locator(".log")
    await expect(log.locator("article")).to_have_count(60)
    await log.evaluate("log => { log.scrollTop = 200; }")
    to_end = column(page, "Claire Morel").get_by_role("button", name="Derniers messages")
    await expect(to_end).to_be_visible()
    await bot("sendMessage", chat_id=claire, text="Nouveau")
    await expect(log.locator("article")).to_have_count(61)
    assert await log.evaluate("log => log.scrollTop") == 200
    await to_end.click()
    await expect(log.get_by_text("Nouveau")).to_be_in_viewport()


async def test_who_is_writing_keeps_focus_and_text(page: Page, bot: Call, sandbox: Sandbox) -> None:
    everyone = list(sandbox.world.people)
    field = column(page, "Claire Morel").get_by_placeholder("Écrire un message…")
    await field.fill("Je réfléch")
    for number in range(5):
        await bot("sendMessage", chat_id=everyone[0], text=f"Rappel {number}")
        await bot("sendMessage", chat_id=everyone[2], text=f"Rappel {number}")
    await expect(column(page, "Sylvie Lacaze").locator("article")).to_have_count(5)
    await page.keyboard.type("is")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("Je réfléchis")


async def test_a_server_that_goes_is_said_and_its_return_catches_up(
    open_page: OpenPage, sandbox: Sandbox, server: SandboxServer
) -> None:
    page = await open_page()
    port = int(server.url.rpartition(":")[2])
    await server.__aexit__(None, None, None)
    await expect(page.get_by_role("alert").filter(has_text="Le bac à sable ne répond plus.")).to_be_visible()
    fill(sandbox, 1)
    await column(page, "Claire Morel").get_by_placeholder("Écrire un message…").fill("Brouillon")
    async with SandboxServer(sandbox, port=port):
        await expect(column(page, "Claire Morel").locator(".out .words")).to_have_text("Message 0")
        await expect(page.locator("#gone")).to_be_hidden()
        await expect(column(page, "Claire Morel").get_by_placeholder("Écrire un message…")).to_have_value("Brouillon")


async def test_a_new_world_replaces_the_old_one(open_page: OpenPage, sandbox: Sandbox, server: SandboxServer) -> None:
    page = await open_page()
    fill(sandbox, 1)
    await expect(page.get_by_text("Message 0").first).to_be_visible()
    port = int(server.url.rpartition(":")[2])
    await server.__aexit__(None, None, None)
    other = Sandbox(sandbox.clock, token=sandbox.token)
    other.world.add_person("Nadia", None, None, "fr")
    async with SandboxServer(other, port=port):
        await expect(page.get_by_role("region", name="Nadia")).to_be_visible()
        await expect(page.locator(".column")).to_have_count(1)
        await expect(page.locator("article")).to_have_count(0)
