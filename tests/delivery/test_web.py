"""Whatever is sent to the webhook, to health and to metrics: an answer below 500, and the others are served."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from typing import TYPE_CHECKING

import pytest

from bot.delivery import web as web_module
from bot.delivery.health import Health
from bot.delivery.metrics import Metrics
from bot.delivery.web import LARGEST_UPDATE, SECRET_HEADER, WEBHOOK_PATH, WebServer
from bot.storage import inbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.clock import ShiftedClock
    from bot.storage.database import Database

SECRET = "un-secret"
UPDATE = json.dumps({"update_id": 7, "message": {"chat": {"id": 3}, "text": "Bonjour"}}).encode()
DEEP = b'{"update_id": 7, "message": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite alone: what is tried here is the wire."""
    return sqlite_url


@pytest.fixture
async def web(database: Database, clock: ShiftedClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WebServer]:
    monkeypatch.setattr(web_module, "HEADER_SECONDS", 0.3)
    monkeypatch.setattr(web_module, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(web_module, "MOST_CONNECTIONS", 10)
    server = WebServer(database, clock, Health(), Metrics(), secret=SECRET)
    await server.start()
    yield server
    await server.stop()


class Caller:
    """A raw connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def to(cls, web: WebServer) -> Caller:
        host, port = web.url.removeprefix("http://").split(":")
        return cls(*await asyncio.open_connection(host, int(port)))

    async def status(self) -> int | None:
        """Return the status answered, None when the connection is cut instead."""
        async with asyncio.timeout(5):
            try:
                line = await self.reader.readline()
            except ConnectionError:
                return None
        return int(line.split()[1]) if line else None

    def close(self) -> None:
        self.writer.close()


def asked(
    body: bytes = b"",
    *,
    path: str = WEBHOOK_PATH,
    method: str = "POST",
    secret: str | bytes = SECRET,
    **headers: bytes | str,
) -> bytes:
    """Return a request: `asked(UPDATE, Content_Type="text/plain")`."""
    given: dict[str, bytes | str] = {SECRET_HEADER: secret, "Content_Length": str(len(body)), **headers}
    lines = [f"{method} {path} HTTP/1.1".encode(), b"Host: x"]
    for name, value in given.items():
        if value != "":
            lines.append(
                name.replace("_", "-").encode() + b": " + (value if isinstance(value, bytes) else value.encode())
            )
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


async def answered(web: WebServer, request: bytes) -> int | None:
    caller = await Caller.to(web)
    caller.writer.write(request)
    status = await caller.status()
    caller.close()
    return status


async def is_well(web: WebServer) -> bool:
    return await answered(web, asked(path="/healthz", method="GET")) == 200


@pytest.mark.parametrize(
    "secret", [b"\xff", b"\xff\xfe\x80", "sécret".encode(), SECRET.encode() + b"\xff", b"\xed\xa0\x80", b" "]
)
async def test_a_byte_of_no_alphabet_in_the_secret_is_a_wrong_secret(web: WebServer, secret: bytes) -> None:
    assert await answered(web, asked(UPDATE, secret=secret)) == 403


BODIES = {
    "nothing": b"",
    "a list": b"[]",
    "a list of updates": b"[" + UPDATE + b"]",
    "a string": b'"update"',
    "a number": b"7",
    "null": b"null",
    "NaN alone": b"NaN",
    "a text that is NaN": b'{"update_id": 7, "message": {"chat": {"id": 3}, "text": NaN}}',
    "a number without end": b'{"update_id": 7, "message": {"chat": {"id": 3}, "date": 1e400}}',
    "minus infinity": b'{"update_id": 7, "message": {"chat": {"id": -Infinity}}}',
    "an id that is true": b'{"update_id": true}',
    "an id of words": b'{"update_id": "7"}',
    "an id with a point": b'{"update_id": 7.0}',
    "an id that is NaN": b'{"update_id": NaN}',
    "an id of thousands of digits": b'{"update_id": ' + b"9" * 5000 + b"}",
    "depth": DEEP,
    "half": UPDATE[:-5],
    "two": UPDATE + UPDATE,
    "bytes": b"\xff\xfe\x00\x01",
    "another alphabet": UPDATE.decode().encode("utf-7") + b"+",
    "a form": b"update_id=7",
}


@pytest.mark.parametrize("what", BODIES)
async def test_a_body_that_is_no_update_is_refused(web: WebServer, database: Database, what: str) -> None:
    assert await answered(web, asked(BODIES[what])) == 400
    assert (await database.read(inbox.counts))["new"] == 0


@pytest.mark.parametrize(
    "body",
    [
        b'{"update_id": 7}',
        b'{"update_id": -7, "message": null}',
        b'{"update_id": 7, "message": 5}',
        b'{"update_id": 7, "message": {"chat": 5}}',
        b'{"update_id": 7, "message": {"chat": {"id": [1]}}}',
        b'{"update_id": 7, "message": {}}',
        b'{"update_id": 7, "callback_query": {"message": null}}',
        b'{"update_id": 7, "my_chat_member": []}',
        b'{"update_id": ' + b"9" * 30 + b"}",
        b'{"update_id": 7, "message": {"chat": {"id": ' + b"9" * 30 + b'}, "text": "\\ud800"}}',
        b'{"update_id": 7, "message": {"chat": {"id": 3}, "text": "\\ud83d \\u0000"}}',
        b'{"update_id": 1, "update_id": 7, "message": {"chat": {"id": 3}}}',
        b'{"update_id": 7, "message": {"chat": {"id": "' + b"x" * 500 + b'"}}}',
    ],
)
async def test_an_update_of_an_odd_shape_is_kept_or_refused(web: WebServer, body: bytes) -> None:
    assert await answered(web, asked(body)) in {200, 400}
    assert await answered(web, asked(b'{"update_id": 8, "message": {"chat": {"id": 3}}}')) == 200


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "rot13", "gzip, gzip"])
@pytest.mark.parametrize(
    "body",
    [UPDATE, b"\x1f\x8b", gzip.compress(UPDATE), zlib.compress(b"0" * 2**24)],
    ids=["not at all", "its first bytes", "well", "a bomb"],
)
async def test_what_is_compressed_is_refused_unread(web: WebServer, encoding: str, body: bytes) -> None:
    assert await answered(web, asked(body, Content_Encoding=encoding)) == 415


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "a/b; charset=no"]
)
async def test_the_type_a_body_says_it_has_does_not_matter(web: WebServer, kind: str) -> None:
    assert await answered(web, asked(UPDATE, Content_Type=kind)) == 200


async def test_a_body_over_the_limit_is_refused_whether_it_says_so_or_comes_in_pieces(web: WebServer) -> None:
    assert await answered(web, asked(UPDATE, Content_Length=str(LARGEST_UPDATE * 9)) + b" " * LARGEST_UPDATE * 2) == 413
    pieces = b"".join(b"10000\r\n" + b" " * 0x10000 + b"\r\n" for _ in range(20))
    request = asked(Content_Length="", Transfer_Encoding="chunked") + pieces + b"0\r\n\r\n"
    assert await answered(web, request) == 413


@pytest.mark.parametrize(
    "request_",
    [
        asked(UPDATE, Content_Length="10000"),
        asked(Content_Length="", Transfer_Encoding="chunked") + b"5\r\nabcde\r\n",
        asked(Content_Length="", Transfer_Encoding="chunked"),
    ],
)
async def test_a_body_that_does_not_end_is_cut(web: WebServer, request_: bytes) -> None:
    assert await answered(web, request_) == 408
    assert await is_well(web)


@pytest.mark.parametrize("said", [b"", b"\r\n\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b", b"GET /metrics HTT"])
async def test_whoever_does_not_end_its_request_is_cut(web: WebServer, said: bytes) -> None:
    caller = await Caller.to(web)
    caller.writer.write(said)
    assert await caller.status() in {None, 400}
    caller.close()


async def test_whoever_sends_its_headers_byte_by_byte_is_cut(web: WebServer) -> None:
    caller = await Caller.to(web)
    for _ in range(100):
        caller.writer.write(b"GET /healthz HTTP/1.1\r\n"[_ : _ + 1] or b"X")
        if caller.reader.at_eof() or caller.writer.is_closing():
            break
        await asyncio.sleep(0.01)
    assert await caller.status() in {None, 400}
    caller.close()


async def test_one_connection_too_many_is_cut_and_the_next_is_served_once_there_is_room(web: WebServer) -> None:
    callers = [await Caller.to(web) for _ in range(10)]
    await asyncio.sleep(0.05)
    one_more = await Caller.to(web)
    assert await one_more.status() is None
    one_more.close()
    for caller in callers:
        caller.close()
    await asyncio.sleep(0.05)
    assert await is_well(web)


@pytest.mark.parametrize("path", ["/healthz", "/metrics", WEBHOOK_PATH, "/", "/%ff", "/healthz?x=%00", "//", "/../.."])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS", "TRACE", "PUT", "X"])
async def test_no_path_nor_method_is_answered_500(web: WebServer, path: str, method: str) -> None:
    status = await answered(web, asked(b"\xff\x00", path=path, method=method, Content_Encoding="gzip"))
    assert status is not None
    assert status < 500


@pytest.mark.parametrize("path", ["/healthz", "/metrics", WEBHOOK_PATH])
@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Length": "-1"},
        {"Content_Length": "9" * 30},
        {"Content_Length": "x"},
        {"Transfer_Encoding": "gzip"},
        {"Transfer_Encoding": "chunked", "Content_Length": "3"},
        {"X": b"\xff" * 100},
        {"X": "y" * 20_000},
        {f"X{n}": "y" for n in range(500)},
        {"Upgrade": "websocket", "Connection": "upgrade"},
        {"Expect": "100-continue"},
        {"Expect": "a miracle"},
    ],
)
async def test_no_header_is_answered_500(web: WebServer, path: str, headers: dict[str, bytes | str]) -> None:
    status = await answered(web, asked(b"{}", path=path, method="GET" if path != WEBHOOK_PATH else "POST", **headers))
    assert status is None or status < 500
    assert await is_well(web)
