"""How fast the sender is against a sink that accepts everything, without limits; and what it adds to one reply."""

import asyncio
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from aiohttp import web
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


async def sink() -> tuple[web.AppRunner, str, list[float]]:
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

    def fill(connection: object) -> None:
        for n in range(MESSAGES):
            content = body(SendText(f"Bonjour {n}"))
            outbox.post(connection, chat_id=1 + n % CHATS, thread_id=0, body=content, priority=1, now=clock.now())  # type: ignore[arg-type]

    await db.write(fill)
    async with asyncio.TaskGroup() as group:
        cpu, start = time.process_time(), time.perf_counter()
        task = group.create_task(sender.run())
        sender.wake()
        while len(seen) < MESSAGES:
            await asyncio.sleep(0.01)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        print(f"{db.dialect}, {in_flight} in flight: {MESSAGES / wall:.0f} msg/s, {cpu / MESSAGES * 1e3:.2f} ms CPU each (sink included)")
        await asyncio.sleep(0.2)
        added = []
        for n in range(REPLIES):
            content = body(SendText("Oui"))
            work = lambda c, n=n: outbox.post(  # noqa: E731
                c, chat_id=10_000 + n, thread_id=0, body=content, priority=0, now=clock.now() - timedelta(0)
            )
            await db.write(work)
            before = time.perf_counter()
            count = len(seen)
            sender.wake()
            while len(seen) == count:
                await asyncio.sleep(0)
            added.append((seen[-1] - before) * 1e3)
            await asyncio.sleep(0.01)
        print(f"one reply, from commit to Telegram's door: median {median(added):.1f} ms, p99 {quantiles(added, n=100)[98]:.1f} ms")
        task.cancel()
    await request.shutdown()
    await runner.cleanup()
    await db.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[2] if len(sys.argv) > 2 else None, int(sys.argv[1]) if len(sys.argv) > 1 else 8))
