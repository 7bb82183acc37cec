"""A bot on one core and its town on the other: orders go to the town, the processor's time of the bot is counted."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.sandbox.jsontypes import JsonObject

ROOT = Path(__file__).resolve().parent.parent
CORES = sorted(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Pair:
    """A bot and the town it serves."""

    town: subprocess.Popen[str]
    bot: psutil.Process

    def order(self, **asked: object) -> JsonObject:
        """Give an order; return its result, with `cpu`, the bot's milliseconds of processor for each update."""
        assert self.town.stdin
        self.town.stdin.write(json.dumps(asked) + "\n")
        self.town.stdin.flush()
        heard(self.town)  # the people are in: what follows is what is measured
        before = _processor(self.bot)
        result = heard(self.town)
        return result | {"cpu": (_processor(self.bot) - before) / result["updates"] * 1e3}


@contextmanager
def pair(module: str, place: str) -> Iterator[Pair]:
    """Start a town and the bot of this module, which keeps what it learns at `place`."""
    town = started("bench.town", core=CORES[-1])
    try:
        bot = started(module, heard(town)["url"], place, core=CORES[0])
        try:
            heard(town)
            yield Pair(town, psutil.Process(bot.pid))
        finally:
            ended(bot)
    finally:
        ended(town)


def started(*command: str, core: int) -> subprocess.Popen[str]:
    """Start one of our modules on one core."""
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 - before any thread of the child
    )


def heard(process: subprocess.Popen[str]) -> JsonObject:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"{process.args!r} ended")
    found: JsonObject = json.loads(line)
    return found


def ended(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()


def _processor(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)
