"""Files fetched from Telegram: no more is received than is read."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.delivery.request import AiohttpRequest, NotSent, Unanswered

SENT = 256 * 1024


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    made = AiohttpRequest(read=5)
    yield made
    await made.shutdown()


async def _serve(app: web.Application) -> TestServer:
    server = TestServer(app)
    await server.start_server()
    return server


async def test_a_download_without_end_stops_past_what_is_read(request_: AiohttpRequest) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * SENT)

    app = web.Application()
    app.router.add_get("/endless", endless)
    server = await _serve(app)
    try:
        assert await request_.download(str(server.make_url("/endless")), most=1_000_001) == b"x" * 1_000_001
    finally:
        await server.close()


@pytest.mark.parametrize(("size", "kept"), [(0, 0), (3, 3), (10, 10), (11, 10)])
async def test_a_download_is_whole_or_its_beginning(request_: AiohttpRequest, size: int, kept: int) -> None:
    async def give(_: web.Request) -> web.Response:
        return web.Response(body=b"x" * size)

    app = web.Application()
    app.router.add_get("/file", give)
    server = await _serve(app)
    try:
        assert await request_.download(str(server.make_url("/file")), most=10) == b"x" * kept
        with pytest.raises(Unanswered):
            await request_.download(str(server.make_url("/none")), most=10)
    finally:
        await server.close()


@pytest.mark.parametrize("url", ["", "no url", "http://127.0.0.1:1/file/bot42:secret/a"])
async def test_an_address_that_gives_nothing_is_told_without_the_token(request_: AiohttpRequest, url: str) -> None:
    with pytest.raises(NotSent) as failed:
        await request_.download(url, most=10)
    assert "secret" not in str(failed.value)
