"""The door of the web server: how many come in at once, and how long they may take to say what they want."""

import asyncio
from collections.abc import Callable
from typing import cast

MOST_CONNECTIONS = 200
HEADER_SECONDS = 10.0
"""Seconds within which a connection says its first request, up to the end of its headers."""


class Door:
    """Makes the protocol of each connection; `inside` makes aiohttp's own, which serves it.

    One connection more than `most` is cut at once, and one that is not `heard` within `seconds`.
    """

    def __init__(self, inside: Callable[[], asyncio.BaseProtocol], *, most: int, seconds: float) -> None:
        self._inside, self._most, self._seconds = inside, most, seconds
        self._silent: dict[asyncio.BaseProtocol, asyncio.TimerHandle] = {}
        self._count = 0

    def __call__(self) -> asyncio.Protocol:
        return _Visitor(self, cast("asyncio.Protocol", self._inside()))

    def enters(self, inside: asyncio.BaseProtocol, transport: asyncio.Transport) -> bool:
        """Count a connection; False when it is one too many."""
        if self._count >= self._most:
            return False
        self._count += 1
        self._silent[inside] = asyncio.get_running_loop().call_later(self._seconds, transport.abort)
        return True

    def heard(self, inside: asyncio.BaseProtocol) -> None:
        """Note that a connection said a whole request; aiohttp itself ends it when it then stays idle."""
        if timer := self._silent.pop(inside, None):
            timer.cancel()

    def leaves(self, inside: asyncio.BaseProtocol) -> None:
        self.heard(inside)
        self._count -= 1


class _Visitor(asyncio.Protocol):
    """One connection; what is cut at the door never reaches aiohttp."""

    def __init__(self, door: Door, inside: asyncio.Protocol) -> None:
        self._door, self._inside, self._is_in = door, inside, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        socket = cast("asyncio.Transport", transport)
        self._is_in = self._door.enters(self._inside, socket)
        if self._is_in:
            self._inside.connection_made(transport)
        else:
            socket.abort()

    def data_received(self, data: bytes) -> None:
        if self._is_in:
            self._inside.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inside.eof_received() if self._is_in else None

    def connection_lost(self, error: Exception | None) -> None:
        if self._is_in:
            self._door.leaves(self._inside)
            self._inside.connection_lost(error)

    def pause_writing(self) -> None:
        self._inside.pause_writing()

    def resume_writing(self) -> None:
        self._inside.resume_writing()
