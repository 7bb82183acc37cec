"""HTTP for python-telegram-bot over aiohttp; its errors say whether the request may have reached Telegram."""

import json
from typing import Any, cast

import aiohttp
from telegram._utils.defaultvalue import DEFAULT_NONE  # PTB's own marker for "not given"; it has no public name
from telegram._utils.types import ODVInput
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

USER_AGENT = "Jalon"


class NotSent(NetworkError):
    """The request surely did not reach Telegram: no connection was had."""


class Unanswered(NetworkError):
    """The request left and no usable answer came: Telegram may have accepted it."""


class ServerFailed(Unanswered):
    """Telegram answered 5xx: it may have accepted the request before failing."""


class TooManyRequests(NetworkError):
    """Telegram answered 429; PTB's own RetryAfter warns of its coming change of type each time it is made."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after:g} s")
        self.retry_after = retry_after


UNSAID_RETRY_AFTER = 5.0
"""Seconds to wait when a 429 names none."""

_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class AiohttpRequest(BaseRequest):
    """A pool of kept connections; one for sending and one for polling are given to a bot. Timeouts are in seconds."""

    def __init__(self, *, pool: int = 16, connect: float = 5, read: float = 10, wait_for_connection: float = 5) -> None:
        self._pool, self._connect, self._read, self._wait = pool, connect, read, wait_for_connection
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            # kept connections are dropped before Telegram drops them: a stale one would look like a lost reply
            connector = aiohttp.TCPConnector(limit=self._pool, keepalive_timeout=15, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector, headers={"User-Agent": USER_AGENT})

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0917 - PTB calls it so
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,  # aiohttp has none; the read timeout covers it
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(
            connect=_seconds(pool_timeout, self._wait) + _seconds(connect_timeout, self._connect),
            sock_connect=_seconds(connect_timeout, self._connect),
            sock_read=_seconds(read_timeout, self._read),
        )
        if self._session is None:
            await self.initialize()
        session = cast("aiohttp.ClientSession", self._session)
        try:
            async with session.request(method, url, data=_body(request_data), timeout=timeout) as response:
                code, payload = response.status, await response.read()
        except _NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from None  # the original names the address, which holds the token
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unanswered(type(error).__name__) from None
        if code >= 500:
            raise ServerFailed(f"HTTP {code}")
        if code == 429:
            raise TooManyRequests(_retry_after(payload))
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Refuse what is not JSON, without logging it as PTB does: it may quote a message."""
        try:
            return cast("dict[str, Any]", json.loads(payload))
        except ValueError:
            raise Unanswered("the answer is not JSON") from None


def _seconds(given: ODVInput[float], default: float) -> float:
    return float(given) if isinstance(given, int | float) else default


def _retry_after(payload: bytes) -> float:
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return UNSAID_RETRY_AFTER


def _body(data: RequestData | None) -> aiohttp.FormData | aiohttp.JsonPayload | None:
    if data is None:
        return None
    if not data.contains_files:
        return aiohttp.JsonPayload(data.parameters)
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in data.multipart_data.items():
        form.add_field(name, cast("bytes", content), filename=file_name, content_type=kind)
    return form
