"""HTTP for python-telegram-bot over aiohttp; its errors say whether the request may have reached Telegram."""

import asyncio
import math
from http import HTTPStatus
from typing import Any, cast

import aiohttp
from telegram._utils.defaultvalue import DEFAULT_NONE  # PTB's own marker for "not given"; it has no public name
from telegram._utils.types import ODVInput
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.delivery import answers

USER_AGENT = "Jalon"


class NotSent(NetworkError):
    """The request surely did not reach Telegram: no connection was had."""


class Unanswered(NetworkError):
    """The request left and no usable answer came: Telegram may have accepted it."""


class ServerFailed(Unanswered):
    """Telegram answered 5xx: it may have accepted the request before failing."""


UNSAID_RETRY_AFTER = 5.0
"""Seconds to wait when a 429 names none, or nothing that is one."""

LONGEST_RETRY_AFTER = 3600.0
"""Seconds after which Telegram is asked again, whatever it said."""


class TooManyRequests(NetworkError):
    """Telegram answered 429; PTB's own RetryAfter warns of its coming change of type each time it is made.

    `retry_after`, in seconds, becomes a time that can be waited for, whatever was given.
    """

    def __init__(self, retry_after: object) -> None:
        self.retry_after = _bearable(retry_after)
        super().__init__(f"retry after {self.retry_after:g} s")


_CODES: dict[int, type[TelegramError]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,  # what is said of a malformed token
    409: Conflict,
}
_LONGEST_DESCRIPTION = 300
_SUPERGROUPS = range(-(2**52), 0)
"""Ids a group may move to; Telegram's have at most 52 significant bits."""

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
            sent = session.request(method, url, data=_body(request_data), timeout=timeout, allow_redirects=False)
            async with sent as response:
                code, payload = response.status, await response.read()
        except _NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from None  # the original names the address, which holds the token
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unanswered(type(error).__name__) from None
        if not 200 <= code < 300:
            raise _refusal(code, payload)
        return code, payload

    async def download(self, url: str, *, most: int) -> bytes:
        """Return what a file holds, or its first `most` bytes: those beyond are not waited for.

        Raises NotSent or Unanswered.
        """
        await self.initialize()
        session = cast("aiohttp.ClientSession", self._session)
        timeout = aiohttp.ClientTimeout(connect=self._wait + self._connect, sock_read=self._read)
        try:
            async with session.get(url, timeout=timeout, headers={"Accept-Encoding": "identity"}) as response:
                if response.status != HTTPStatus.OK:
                    raise Unanswered(f"HTTP {response.status}")
                return await response.content.readexactly(most)
        except asyncio.IncompleteReadError as ended:
            return ended.partial
        except _NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from None  # the original names the address, which holds the token
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unanswered(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer that says yes; refuse any other without logging it as PTB does: it may quote a message.

        Raises Unanswered.
        """
        answer = _object(payload)
        if answer.get("ok") is not True or "result" not in answer:
            raise Unanswered("the answer is not one of the Bot API")
        return answer


def _seconds(given: ODVInput[float], default: float) -> float:
    return float(given) if isinstance(given, int | float) else default


def _refusal(code: int, payload: bytes) -> TelegramError:
    """Return what an answer other than 2xx means; what is not the Bot API's own word is no answer at all."""
    if code >= 500:
        return ServerFailed(f"HTTP {code}")
    answer = _object(payload)
    given = answer.get("parameters")
    parameters: dict[str, Any] = given if isinstance(given, dict) else {}
    if code == 429 or "retry_after" in parameters:
        return TooManyRequests(parameters.get("retry_after"))
    if code == 413:
        return NetworkError("Request Entity Too Large (413)")
    if answer.get("ok") is not False:
        return Unanswered(f"HTTP {code} from something else than the Bot API")
    moved = parameters.get("migrate_to_chat_id")
    if type(moved) is int and moved in _SUPERGROUPS:
        return ChatMigrated(moved)
    said = answer.get("description")
    return _CODES.get(code, NetworkError)(said[:_LONGEST_DESCRIPTION] if isinstance(said, str) else f"HTTP {code}")


def _object(payload: bytes) -> dict[str, Any]:
    """Return the JSON object in an answer, an empty one when there is none."""
    try:
        return answers.read(payload)
    except ValueError:
        return {}


def _bearable(seconds: object) -> float:
    """Return how long to wait when `seconds` were asked: finite, more than nothing, an hour at most."""
    try:
        asked = float(cast("float", seconds))
    except OverflowError:  # an integer of hundreds of digits
        return LONGEST_RETRY_AFTER
    except (TypeError, ValueError):
        return UNSAID_RETRY_AFTER
    return min(asked, LONGEST_RETRY_AFTER) if asked > 0 and not math.isnan(asked) else UNSAID_RETRY_AFTER


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
