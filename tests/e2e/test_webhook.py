"""With a webhook, Telegram pushes updates; health and metrics are on the same server."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import aiohttp
import pytest
from pydantic import SecretStr

if TYPE_CHECKING:
    from tests.e2e.conftest import House

SECRET = "open-sesame"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
async def pushed(
    sqlite_url: str, open_house: "Callable[..., AbstractAsyncContextManager[House]]"
) -> "AsyncIterator[House]":
    """A bot that Telegram calls."""
    port = _free_port()
    where = f"http://127.0.0.1:{port}"
    async with open_house(sqlite_url, webhook_url=where, webhook_secret=SecretStr(SECRET), web_port=port) as here:
        yield here


async def test_a_conversation_goes_on_by_webhook(pushed: "House") -> None:
    lead = await pushed.newcomer()
    await lead.tap(pushed.words("frame:frame_territory__act_not_applicable"))
    await lead.send("Trois Vallons")
    assert await pushed.asked(lead) == "frame.territory_kind"
    await lead.tap(pushed.option("frame.territory_kind", "epci"))
    assert await pushed.asked(lead) == "frame.population"
    assert not [each for each in pushed.sandbox.log.after(0) if each.method == "getUpdates"]


async def test_an_update_without_the_secret_is_refused(pushed: "House") -> None:
    lead = await pushed.lead(until="frame.population")
    body = pushed.past[-1].body | {"update_id": 1}
    async with aiohttp.ClientSession() as session:
        for secret in ("", "wrong"):
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            async with session.post(f"{pushed.jalon.web.url}/telegram", json=body, headers=headers) as answer:
                assert answer.status == 403
    assert await pushed.asked(lead) == "frame.population"


async def test_what_came_while_the_bot_was_down_is_pushed_again(pushed: "House") -> None:
    lead = await pushed.lead(until="frame.population")
    await pushed.stop()
    await lead.send("18 640")
    await pushed.start()
    assert await pushed.asked(lead) == "frame.path"


async def test_health_and_metrics_can_be_read(pushed: "House") -> None:
    await pushed.newcomer()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{pushed.jalon.web.url}/healthz") as answer:
            assert (answer.status, (await answer.json())["status"]) == (200, "ok")
        async with session.get(f"{pushed.jalon.web.url}/metrics") as answer:
            metrics = await answer.text()
    assert 'result="done"' in metrics
    assert "outbox" in metrics
    assert "Claire" not in metrics
