"""The page in a real browser, in front of the real sandbox, with a small bot that speaks HTTP.

A process starts one browser and keeps its windows; each test has a sandbox of its own, which the window loads afresh.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.clock import ShiftedClock
from bot.sandbox.limits import UNHURRIED
from bot.sandbox.server import Sandbox, SandboxServer

CHROMIUM = Path("/usr/bin/chromium")
LIGHTER = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--in-process-gpu", "--renderer-process-limit=1"]
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

expect.set_options(timeout=20_000)  # the machine may be shared


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


@pytest_asyncio.fixture(loop_scope="session")
async def server(sandbox: Sandbox) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(sandbox, hints=HINTS) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
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


@pytest_asyncio.fixture(loop_scope="session")
async def echo(bot: Call) -> AsyncIterator[None]:
    """Run the echo bot for the length of a test."""
    await bot("setMyCommands", commands=[{"command": "plan", "description": "Voir le plan"}])
    async with asyncio.TaskGroup() as group:
        task = group.create_task(EchoBot(bot).run())
        yield
        task.cancel()


@dataclass(slots=True)
class Window:
    """A page kept from one test to the next, and what went wrong in it: an error, or a request to elsewhere."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    @classmethod
    async def open(cls, browser: Browser, *, phone: bool) -> Self:
        context = await browser.new_context(locale="fr-FR", has_touch=phone, is_mobile=phone)
        window = cls(await context.new_page())
        window.page.on("pageerror", lambda error: window.wrong.append(str(error)))
        window.page.on("request", lambda request: window._check(request.url))
        return window

    def _check(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.wrong.append(url)

    async def load(
        self, url: str, width: int, height: int, scheme: Literal["light", "dark"], *, is_still: bool
    ) -> None:
        page = self.page
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce" if is_still else "no-preference")
        await page.mouse.move(0, 0)
        await page.goto(url)
        await page.locator(".column").first.wait_for(state="attached")

    async def forget(self) -> None:
        """Leave nothing to the next test."""
        await self.page.evaluate("localStorage.clear()")
        wrong, self.wrong = self.wrong, []
        assert wrong == []


class Windows:
    """The windows of a browser: a desk's, and a phone's once it is asked for."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[bool, Window] = {}

    async def take(self, *, phone: bool) -> Window:
        if phone not in self._kept:
            self._kept[phone] = await Window.open(self._browser, phone=phone)
        return self._kept[phone]


@pytest.fixture(scope="session")
def chromium() -> Path:
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: the page's tests need chromium (`apt install chromium`)")
    return CHROMIUM


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def windows(chromium: Path) -> AsyncIterator[Windows]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=LIGHTER)
        yield Windows(browser)
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(windows: Windows, server: SandboxServer) -> AsyncIterator[OpenPage]:
    """Load the page; any error in it, or any request elsewhere, fails the test."""
    used: list[Window] = []

    async def open_it(
        width: int = 1440,
        height: int = 900,
        *,
        phone: bool = False,
        scheme: Literal["light", "dark"] = "light",
        is_still: bool = False,
    ) -> Page:
        window = await windows.take(phone=phone)
        used.append(window)
        await window.load(server.url, width, height, scheme, is_still=is_still)
        return window.page

    yield open_it
    for window in used:
        await window.forget()


@pytest_asyncio.fixture(loop_scope="session")
async def page(open_page: OpenPage) -> Page:
    return await open_page()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run `npm ci --ignore-scripts` at the root of the repository")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def find_violations(axe: str) -> Callable[[Page], Awaitable[list[str]]]:
    """Run axe-core in a page; return what it finds, one line each."""

    async def run(page: Page) -> list[str]:
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(axe)
        found = await page.evaluate("axe.run({resultTypes: ['violations']}).then(({violations}) => violations)")
        return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]

    return run
