"""How fast the sender is against a sink that accepts everything, without limits; and what it adds to one reply."""

import asyncio
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from aiohttp import web
from sqlalchemy import Connection
from telegram import Bot

from bot.clock import SystemClock
from bot.delivery.message import SendText, body
from bot.delivery.rates import RateLimits
from bot.delivery.request import AiohttpRequest
from bot.delivery.sender import Sender
from bot.storage import outbox
from bot.storage.database import Database, migrate

MESSAGES, CHATS, REPLIES = 5_000, 500, 200
ANSWER = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":"x"}}'


async def sink() -> tuple[web.ServerRunner, str, list[float]]:
    """Serve in this process; what it costs is part of the figure."""
    seen: list[float] = []

    async def accept(request: web.BaseRequest) -> web.Response:
        await request.read()
        seen.append(time.perf_counter())
        return web.Response(body=ANSWER, content_type="application/json")

    runner = web.ServerRunner(web.Server(accept))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/bot", seen


async def main(url: str | None, in_flight: int) -> None:
    folder = tempfile.mkdtemp()
    db = Database.open(url or f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    migrate(db)
    runner, base, seen = await sink()
    clock = SystemClock()
    request = AiohttpRequest()
    sender = Sender(
        db,
        Bot("1:x", base_url=base, request=request),
        clock,
        "bench",
        {},
        lambda *_: None,
        RateLimits.none(in_flight=in_flight),
    )

    def post(connection: Connection, *, chat: int, content: dict[str, Any], priority: int) -> None:
        outbox.post(connection, chat_id=chat, thread_id=0, body=content, priority=priority, now=clock.now())

    def fill(connection: Connection) -> None:
        for n in range(MESSAGES):
            post(connection, chat=1 + n % CHATS, content=body(SendText(f"Bonjour {n}")), priority=1)

    await db.write(fill)
    async with asyncio.TaskGroup() as group:
        cpu, start = time.process_time(), time.perf_counter()
        task = group.create_task(sender.run())
        sender.wake()
        while len(seen) < MESSAGES:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        pace, cost = MESSAGES / wall, cpu / MESSAGES * 1e3
        print(f"{db.dialect}, {in_flight} in flight: {pace:.0f} msg/s, {cost:.2f} ms CPU each, sink included")
        await asyncio.sleep(0.2)
        added = []
        for n in range(REPLIES):
            content = body(SendText("Oui"))
            await db.write(partial(post, chat=10_000 + n, content=content, priority=0))
            before = time.perf_counter()
            count = len(seen)
            sender.wake()
            while len(seen) == count:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0)
            added.append((seen[-1] - before) * 1e3)
            await asyncio.sleep(0.01)
        middle, worst = median(added), quantiles(added, n=100)[98]
        print(f"one reply, from commit to Telegram's door: median {middle:.1f} ms, p99 {worst:.1f} ms")
        task.cancel()
    await request.shutdown()
    await runner.cleanup()
    await db.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[2] if len(sys.argv) > 2 else None, int(sys.argv[1]) if len(sys.argv) > 1 else 8))
