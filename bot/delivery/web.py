"""The web server beside the bot: the webhook, health, and metrics."""

import asyncio
import hmac
import json
import math
from collections.abc import Callable
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery.door import HEADER_SECONDS, MOST_CONNECTIONS, Door
from bot.delivery.health import Health, Level
from bot.delivery.metrics import Metrics
from bot.storage import inbox, outbox
from bot.storage.database import Database, DatabaseError

log = structlog.get_logger(__name__)

LARGEST_UPDATE = 1024 * 1024
"""Bytes; Telegram's updates are some kilobytes."""

BODY_SECONDS = 10.0
"""Seconds within which a body is had whole."""

IDLE_SECONDS = 75
"""Seconds a connection is kept between two requests."""

LONGEST_LOOK = 5.0
"""Seconds the database has to answer those who watch."""

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
        self._listener: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """The address, once started."""
        if self._listener is None:
            raise RuntimeError("start the server first")
        host, port = self._listener.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def run(self) -> None:
        """Serve until cancelled."""
        await self.start()
        try:
            await asyncio.Event().wait()
        finally:
            await self.stop()

    async def start(self) -> None:
        # nothing is decompressed: Telegram compresses nothing, and what is compressed may be a thousand times larger
        self._runner = web.AppRunner(
            self.app(), access_log=None, auto_decompress=False, keepalive_timeout=IDLE_SECONDS, lingering_time=1
        )
        await self._runner.setup()
        server = self._runner.server
        assert server is not None  # noqa: S101 - it is set up
        self._door = Door(server, most=MOST_CONNECTIONS, seconds=HEADER_SECONDS)
        self._listener = await asyncio.get_running_loop().create_server(self._door, self._host, self._port)

    async def stop(self) -> None:
        if self._listener is not None:
            self._listener.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_UPDATE, middlewares=[self._note_heard])
        app.router.add_get("/healthz", self._on_health)
        app.router.add_get("/metrics", self._on_metrics)
        if self._secret:
            app.router.add_post(WEBHOOK_PATH, self._on_update)
        return app

    @web.middleware
    async def _note_heard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._door.heard(request.protocol)
        return await handler(request)

    async def _on_update(self, request: web.Request) -> web.Response:
        """Keep an update; 200 only once it is committed, else Telegram gives it again."""
        given = request.headers.get(SECRET_HEADER, "").encode(
            errors="surrogateescape"
        )  # as it came, whatever its bytes
        if not hmac.compare_digest(given, (self._secret or "").encode()):
            return web.Response(status=403)
        received = _update_in(await _body(request))
        if received is None:
            return web.Response(status=400)
        now = self._clock.now()
        try:
            await self._db.write(lambda db: inbox.receive(db, [received], now))
        except DatabaseError as error:
            self._health.fail("database", str(error))
            log.warning("update not kept", error=type(error).__name__)
            return web.Response(status=503)
        except Exception as error:  # noqa: BLE001 - an update of no shape we know must not look like a fault of ours
            log.warning("update not understood", error=type(error).__name__)
            return web.Response(status=400)
        self._on_updates()
        return web.Response()

    async def _on_health(self, _: web.Request) -> web.Response:
        problems, level = dict(self._health.problems), self._health.level
        if trouble := await self._trouble(inbox.counts):
            problems["database"], level = trouble, Level.FAILING
        status = 503 if level is Level.FAILING else 200
        return web.json_response({"status": level.name.lower(), "problems": problems}, status=status)

    async def _on_metrics(self, _: web.Request) -> web.Response:
        if trouble := await self._trouble(self._measure):
            self._health.fail("database", trouble)
        self._metrics.healthy.set(self._health.level is not Level.FAILING)
        body = generate_latest(self._metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _trouble(self, look: Callable[[Connection], object]) -> str | None:
        """Look at the database, and return what is wrong with it."""
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                await self._db.read(look)
        except DatabaseError as error:
            return str(error)
        except TimeoutError:
            return "the database does not answer"
        return None

    def _measure(self, db: Connection) -> None:
        now = self._clock.now()
        for state, count in outbox.counts(db).items():
            self._metrics.outbox_rows.labels(state).set(count)
        for state, count in inbox.counts(db).items():
            self._metrics.inbox_rows.labels(state).set(count)
        oldest = outbox.oldest_due(db, now)
        self._metrics.oldest_due.set((now - oldest).total_seconds() if oldest else 0)


async def _body(request: web.Request) -> bytes:
    """Return the whole body. Raises web.HTTPException: too large, too slow, compressed or broken off."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        answer = web.HTTPRequestTimeout()
        answer.force_close()
        raise answer from None
    except (web.RequestPayloadError, ConnectionError):
        raise web.HTTPBadRequest from None


def _update_in(payload: bytes) -> dict[str, Any] | None:
    try:
        received = json.loads(payload, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(received, dict) and type(received.get("update_id")) is int
    return received if is_update else None


def _no_number(_: str) -> float:
    raise ValueError("NaN and infinities are not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)
