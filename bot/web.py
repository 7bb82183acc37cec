"""The web server beside the bot: the webhook, health, and metrics."""

import asyncio
import hmac
import json
from collections.abc import Callable
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery.health import Health, Level
from bot.delivery.metrics import Metrics
from bot.storage import inbox, outbox
from bot.storage.database import Database, DatabaseError

log = structlog.get_logger(__name__)

LARGEST_UPDATE = 1024 * 1024
"""Bytes; Telegram's updates are some kilobytes."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
WEBHOOK_PATH = "/telegram"


class WebServer:
    """Serves until cancelled. Without `secret` there is no webhook.

    `on_updates` is called after each commit; `port` 0 takes a free one, then told by `url`.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        health: Health,
        metrics: Metrics,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        secret: str | None = None,
        on_updates: Callable[[], None] = lambda: None,
    ) -> None:
        self._db, self._clock, self._health, self._metrics = db, clock, health, metrics
        self._host, self._port, self._secret, self._on_updates = host, port, secret, on_updates
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address, once started."""
        if self._runner is None:
            raise RuntimeError("start the server first")
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def run(self) -> None:
        """Serve until cancelled."""
        await self.start()
        try:
            await asyncio.Event().wait()
        finally:
            await self.stop()

    async def start(self) -> None:
        runner = web.AppRunner(self.app(), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, self._host, self._port).start()
        self._runner = runner

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.router.add_get("/healthz", self._on_health)
        app.router.add_get("/metrics", self._on_metrics)
        if self._secret:
            app.router.add_post(WEBHOOK_PATH, self._on_update)
        return app

    async def _on_update(self, request: web.Request) -> web.Response:
        """Keep an update; 200 only once it is committed, else Telegram gives it again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), (self._secret or "").encode()):
            return web.Response(status=403)
        received = _update_in(await request.read())
        if received is None:
            return web.Response(status=400)
        now = self._clock.now()
        try:
            await self._db.write(lambda db: inbox.receive(db, [received], now))
        except DatabaseError as error:
            log.warning("update not kept", error=type(error).__name__)
            return web.Response(status=503)
        self._on_updates()
        return web.Response()

    async def _on_health(self, _: web.Request) -> web.Response:
        problems, level = dict(self._health.problems), self._health.level
        try:
            await self._db.read(inbox.counts)
        except DatabaseError as error:
            problems["database"], level = str(error), Level.FAILING
        status = 503 if level is Level.FAILING else 200
        return web.json_response({"status": level.name.lower(), "problems": problems}, status=status)

    async def _on_metrics(self, _: web.Request) -> web.Response:
        try:
            await self._db.read(self._measure)
        except DatabaseError:
            self._health.fail("database", "the database does not answer")
        self._metrics.healthy.set(self._health.level is not Level.FAILING)
        body = generate_latest(self._metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _measure(self, db: Connection) -> None:
        now = self._clock.now()
        for state, count in outbox.counts(db).items():
            self._metrics.outbox_rows.labels(state).set(count)
        for state, count in inbox.counts(db).items():
            self._metrics.inbox_rows.labels(state).set(count)
        oldest = outbox.oldest_due(db, now)
        self._metrics.oldest_due.set((now - oldest).total_seconds() if oldest else 0)


def _update_in(payload: bytes) -> dict[str, Any] | None:
    try:
        received = json.loads(payload)
    except ValueError:
        return None
    is_update = isinstance(received, dict) and isinstance(received.get("update_id"), int)
    return received if is_update else None
