"""How long `jalon run` takes from its command to its first getUpdates, and the memory it then holds."""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil

from bench.dialogue import TOKEN
from bench.figure import Effort, Figure, at_most, table
from bench.pair import ROOT
from bot.clock import SystemClock
from bot.sandbox.server import Sandbox, SandboxServer

SETTLED = 1.0
"""Seconds given to the bot before its memory is looked at."""
MEGABYTE = 1024 * 1024


def measure(effort: Effort) -> list[Figure]:
    return asyncio.run(_measure(effort.of(1, 3, 7)))


async def _measure(times: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        if times > 1:
            await _started(Path(folder) / "once", Path(folder) / "compiled")  # Python compiles what it imports, once
        first, _, _ = await _started(Path(folder), Path(folder) / "compiled")
        later = [await _started(Path(folder), Path(folder) / "compiled") for _ in range(times)]
    seconds, processor, memory = (median(values) for values in zip(*later, strict=True))
    return [
        at_most("start to first getUpdates", seconds, 1.5, "s", 2),
        Figure("start, processor's time", f"{processor:.2f} s"),
        Figure("the very first start, making the database", f"{first:.2f} s"),
        at_most("resident memory after start", memory, 120, "MB"),
    ]


async def _started(folder: Path, compiled: Path) -> tuple[float, float, float]:
    """Return seconds until the first poll, seconds of processor until then, and megabytes a little later."""
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - nothing runs beside it
    sandbox = Sandbox(SystemClock(), token=TOKEN)
    async with SandboxServer(sandbox) as server:
        settings = {
            "JALON_TELEGRAM_TOKEN": TOKEN,
            "JALON_TELEGRAM_BASE_URL": server.url,
            "JALON_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
            "JALON_WEB_PORT": "0",
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(compiled),
        }
        began = time.perf_counter()
        quiet = asyncio.subprocess.DEVNULL
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env={**os.environ, **settings}, stdout=quiet, stderr=quiet
        )
        while not sandbox.updates.is_awaited:
            assert bot.returncode is None, "the bot did not start"
            await sandbox.events.change(0.002)
        seconds, used = time.perf_counter() - began, psutil.Process(bot.pid).cpu_times()
        await asyncio.sleep(SETTLED)
        memory = psutil.Process(bot.pid).memory_info().rss / MEGABYTE
        bot.terminate()
        await bot.wait()
    return seconds, used.user + used.system, memory


if __name__ == "__main__":
    print(table(measure(Effort.asked(sys.argv))))
