"""How fast the sender is against a sink that accepts everything, without limits; and what it adds to one reply."""

import asyncio
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from aiohttp import web
from sqlalchemy import Connection
from telegram import Bot

from bench.figure import Effort, Figure, table
from bot.chat.outgoing import SendText, body
from bot.clock import SystemClock
from bot.delivery.rates import RateLimits
from bot.delivery.request import AiohttpRequest
from bot.delivery.sender import Sender
from bot.storage import outbox
from bot.storage.database import Database, migrate

CHATS, IN_FLIGHT = 500, 8
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


def measure(effort: Effort) -> list[Figure]:
    return asyncio.run(_measure(effort.of(100, 1_000, 5_000), effort.of(10, 50, 200)))


async def _measure(messages: int, replies: int) -> list[Figure]:
    runner, base, seen = await sink()
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        db = Database.open(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        migrate(db)
        clock, request = SystemClock(), AiohttpRequest()
        bot, limits = Bot("1:x", base_url=base, request=request), RateLimits.none(in_flight=IN_FLIGHT)
        sender = Sender(db, bot, clock, "bench", {}, lambda *_: None, limits)
        await db.write(lambda c: [_post(c, clock, 1 + n % CHATS, priority=1) for n in range(messages)])
        async with asyncio.TaskGroup() as group:
            task = group.create_task(sender.run())
            figures = [await _all_sent(sender, seen, messages), await _replied(db, sender, clock, seen, replies)]
            task.cancel()
        await request.shutdown()
        await runner.cleanup()
        await db.close()
    return figures


def _post(db: Connection, clock: SystemClock, chat: int, *, priority: int) -> None:
    content = body(SendText("Bonjour"))
    outbox.post(db, chat_id=chat, thread_id=0, body=content, priority=priority, now=clock.now())


async def _all_sent(sender: Sender, seen: list[float], messages: int) -> Figure:
    cpu, start = time.process_time(), time.perf_counter()
    sender.wake()
    while len(seen) < messages:  # noqa: ASYNC110 - nothing tells
        await asyncio.sleep(0.01)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    value = f"{messages / wall:.0f} messages/s, {cpu / messages * 1e3:.2f} ms CPU each, sink included"
    return Figure(f"sending, {IN_FLIGHT} in flight", value)


async def _replied(db: Database, sender: Sender, clock: SystemClock, seen: list[float], replies: int) -> Figure:
    added = []
    for n in range(replies):
        await db.write(partial(_post, clock=clock, chat=10_000 + n, priority=0))
        before, count = time.perf_counter(), len(seen)
        sender.wake()
        while len(seen) == count:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0)
        added.append((seen[-1] - before) * 1e3)
        await asyncio.sleep(0.01)
    return Figure(
        "one reply, from commit to Telegram's door",
        f"median {median(added):.1f} ms, p99 {quantiles(added, n=100)[98]:.1f} ms",
    )


if __name__ == "__main__":
    print(table(measure(Effort.asked(sys.argv))))
