"""The sandbox as a web server on this machine only."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from aiohttp import web

from bot.sandbox.admin_routes import AdminRoutes
from bot.sandbox.bot_routes import BotRoutes
from bot.sandbox.group_routes import GroupRoutes
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.people_routes import PeopleRoutes, gesture_errors, not_found
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.webhook import push_forever

__all__ = ["Sandbox", "SandboxServer"]

_PAGE = Path(__file__).with_name("page")
_ROOM = 64 * 1024 * 1024  # a request may be larger than what Telegram takes, so as to be refused properly


class SandboxServer:
    """Serves a sandbox: `async with SandboxServer(sandbox) as server:` then `server.url`.

    A bot's base URL is `server.base_url`; `hints` are what the page proposes to try.
    """

    def __init__(self, sandbox: Sandbox, *, port: int = 0, hints: Sequence[JsonObject] = ()) -> None:
        self.sandbox = sandbox
        self._port = port
        self._hints = hints
        self._stack = AsyncExitStack()
        self._pusher: asyncio.Task[None] | None = None
        self.url = ""

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`."""
        return f"{self.url}/bot"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_ROOM, middlewares=[gesture_errors])
        BotRoutes(self.sandbox).register(app)
        PeopleRoutes(self.sandbox).register(app)
        GroupRoutes(self.sandbox).register(app)
        AdminRoutes(self.sandbox, self._hints).register(app)
        app.router.add_get("/", _page)
        app.router.add_get("/page/{name:[a-z0-9._-]+}", _page)
        runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.05)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", self._port, backlog=1024).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        group = await self._stack.enter_async_context(asyncio.TaskGroup())
        self._pusher = group.create_task(push_forever(self.sandbox))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pusher:
            self._pusher.cancel()
        await self._stack.aclose()


async def _page(request: web.Request) -> web.StreamResponse:
    path = _PAGE / request.match_info.get("name", "index.html")
    if not path.is_file():
        raise not_found("page")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
