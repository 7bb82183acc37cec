"""Files read in child processes, a few at a time: what a file costs, nobody else pays."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import structlog

from bot.conversations.spreadsheet import payload, reading
from bot.conversations.spreadsheet.opening import refused_by_name
from bot.conversations.spreadsheet.payload import Sheet
from bot.conversations.spreadsheet.reading import Backdrop
from domain.importing.table import Unopened

log = structlog.get_logger(__name__)

AT_ONCE, MOST_WAITING = 2, 12
"""Files read at once, and those that may wait for it: other people keep most lanes."""
LONGEST_REPLY = 4_000_000
"""Bytes."""
_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of processor and bytes for one file; seconds of wall clock for its child, and to wait for one's turn.

    With those to fetch a file, the seconds are fewer than an update may take.
    """

    seconds: float = 1.5
    memory: int = 96 * 1024 * 1024
    clock: float = 10.0
    patience: float = 4.0


class Readers:
    """Reads files, at most `AT_ONCE` at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._free = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def read(self, content: bytes, name: str, backdrop: Backdrop) -> Sheet | Unopened:
        """Read a file in a child process, which is gone when this returns, is cancelled or fails."""
        if refused := refused_by_name(name, len(content)):
            return refused
        if not await self._has_turn():
            return Unopened.BUSY
        try:
            async with asyncio.timeout(self._limits.clock):
                return await _asked(content, self._order(name, backdrop))
        except (TimeoutError, OSError) as error:  # a machine that is too busy, or has no process left
            log.warning("a file was not read", error=type(error).__name__)
            return Unopened.BUSY
        finally:
            self._free.release()

    async def _has_turn(self) -> bool:
        if self._waiting >= MOST_WAITING:
            return False
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.patience):
                return await self._free.acquire()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1

    def _order(self, name: str, backdrop: Backdrop) -> bytes:
        order = {
            "path": [str(_CHILD.parents[3]), *filter(None, sys.path)],
            "name": name,
            "backdrop": reading.to_json(backdrop),
            "seconds": self._limits.seconds,
            "memory": self._limits.memory,
        }
        return json.dumps(order).encode() + b"\n"


async def _asked(content: bytes, order: bytes) -> Sheet | Unopened:
    _tell_of_limits()
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(_CHILD)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,  # a trace may quote the file
        env={},  # the token has no business there
        start_new_session=True,
    )
    try:
        return _understood(await _reply(child, order + content), child.returncode)
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.communicate()  # what it still had to say is read: with its pipe full, it would never be over


async def _reply(child: Process, said: bytes) -> bytes:
    """Return the whole reply, or its first LONGEST_REPLY bytes and one more."""
    assert child.stdin is not None  # noqa: S101 - both are pipes
    assert child.stdout is not None  # noqa: S101 - idem
    child.stdin.write(said)
    child.stdin.close()  # once written
    try:
        return await child.stdout.readexactly(LONGEST_REPLY + 1)
    except asyncio.IncompleteReadError as ended:
        await child.wait()
        return ended.partial


def _understood(reply: bytes, code: int | None) -> Sheet | Unopened:
    """Return what a child replied; one that was ended, for its time or its memory, had too heavy a file."""
    if code != 0:
        (log.error if code and code > 0 else log.info)("a file ended its reader", code=code)
        return Unopened.BOMB
    try:
        said: dict[str, Any] = json.loads(reply)
        if "failed" in said:
            log.error("a file broke its reader", error=said["failed"])
            return Unopened.BROKEN
        return Unopened(said["unopened"]) if "unopened" in said else payload.from_json(said["sheet"])
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        log.error("a reader replied nonsense", error=type(error).__name__)  # noqa: TRY400 - a trace may quote the file
        return Unopened.BROKEN


@cache
def _tell_of_limits() -> None:
    """Say once that this system limits no process."""
    if find_spec("resource") is None:
        log.warning("files are read without limits of memory: this system has none")
