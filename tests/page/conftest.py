"""The page in a real browser, in front of the real sandbox, with a small bot that speaks HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.clock import ShiftedClock
from bot.sandbox.limits import UNHURRIED
from bot.sandbox.server import Sandbox, SandboxServer

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TOKEN = "42:page"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # Monday, noon in Paris
HINTS = [
    {
        "title_fr": "Commencer un plan",
        "title_en": "Start a plan",
        "steps_fr": ["Appuyez sur Démarrer.", "Essayez /synthese : une page arrive."],
        "steps_en": ["Press Start.", "Try /synthese: a page comes."],
    }
]
Call = Callable[..., Awaitable[Any]]
OpenPage = Callable[..., Awaitable[Page]]


class FixedBase:
    """A base that stands at noon: the sandbox's clock moves only when a test moves it."""

    def now(self) -> datetime:
        return NOON


class EchoBot:
    """Answers each text with itself and two buttons; a tap edits the message and shows a toast."""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self._call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                await self._answer(update)

    async def _answer(self, update: dict[str, Any]) -> None:
        if message := update.get("message"):
            await self._echo(message)
        elif tap := update.get("callback_query"):
            await self._tapped(tap)

    async def _echo(self, message: dict[str, Any]) -> None:
        text = message.get("text")
        if text is None and not message.get("photo") and not message.get("document"):
            return
        said = f"Vous avez écrit : {text}" if text else f"Reçu : {message.get('caption', 'sans légende')}"
        keys = [[{"text": "Oui", "callback_data": "yes"}, {"text": "Alerte", "callback_data": "alert"}]]
        keyboard = {"inline_keyboard": keys}
        await self._call("sendMessage", chat_id=message["chat"]["id"], text=said, reply_markup=keyboard)

    async def _tapped(self, tap: dict[str, Any]) -> None:
        where = {"chat_id": tap["message"]["chat"]["id"], "message_id": tap["message"]["message_id"]}
        await self._call("editMessageText", **where, text=f"Répondu : {tap['data']}")
        is_alert = tap["data"] == "alert"
        await self._call("answerCallbackQuery", callback_query_id=tap["id"], text="C’est noté", show_alert=is_alert)


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock(FixedBase())


@pytest.fixture
def sandbox(clock: ShiftedClock) -> Sandbox:
    """Claire and Sylvie have started; Karim has not."""
    sandbox = Sandbox(clock, token=TOKEN, limits=UNHURRIED)
    for first, last in (("Claire", "Morel"), ("Karim", "Benali"), ("Sylvie", "Lacaze")):
        sandbox.world.add_person(first, last, None, "fr").started = first != "Karim"
    return sandbox


@pytest.fixture
async def server(sandbox: Sandbox) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(sandbox, hints=HINTS) as server:
        yield server


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Call]:
    """Call a method of the Bot API: `await bot("sendMessage", chat_id=…, text=…)`; bytes go as files."""
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **params: object) -> Any:  # noqa: ANN401 - JSON
            form = aiohttp.FormData()
            for name, value in params.items():
                if isinstance(value, tuple):
                    form.add_field(name, value[1], filename=value[0])
                else:
                    form.add_field(name, value if isinstance(value, str) else json.dumps(value))
            async with session.post(f"{server.base_url}{TOKEN}/{method}", data=form) as response:
                answer = await response.json()
            assert answer["ok"], answer
            return answer["result"]

        yield call


@pytest.fixture
async def echo(bot: Call) -> AsyncIterator[None]:
    """Run the echo bot for the length of a test."""
    await bot("setMyCommands", commands=[{"command": "plan", "description": "Voir le plan"}])
    async with asyncio.TaskGroup() as group:
        task = group.create_task(EchoBot(bot).run())
        yield
        task.cancel()


@pytest.fixture
def chromium() -> str:
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: the page's tests need chromium (`apt install chromium`)")
    return str(CHROMIUM)


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def open_page(browser: Browser, server: SandboxServer) -> AsyncIterator[OpenPage]:
    """Open the page in a fresh context; any error in it, or any request elsewhere, fails the test."""
    wrong: list[str] = []

    async def open_it(width: int = 1440, height: int = 900, **options: Any) -> Page:  # noqa: ANN401
        context = await browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR", **options)
        page = await context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if is_local(request.url, server.url) else wrong.append(request.url))
        await page.goto(server.url)
        await page.locator(".column").first.wait_for(state="attached")
        return page

    yield open_it
    assert wrong == []


def is_local(url: str, server: str) -> bool:
    return url.startswith((f"{server}/", "data:", "blob:"))


@pytest.fixture
async def page(open_page: OpenPage) -> Page:
    return await open_page()


@pytest.fixture
def find_violations() -> Callable[[Page], Awaitable[list[str]]]:
    """Run axe-core in a page; return what it finds, one line each."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run `npm ci --ignore-scripts` at the root of the repository")
    source = AXE.read_text(encoding="utf-8")

    async def run(page: Page) -> list[str]:
        await page.evaluate(source)
        found = await page.evaluate("axe.run().then(({violations}) => violations)")
        return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]

    return run
