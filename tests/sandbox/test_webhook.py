"""Updates are pushed to a webhook, with its secret, until it takes them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.client import Person, World
from bot.sandbox.server import SandboxServer
from bot.sandbox.wire import Wire


@dataclass
class Hook:
    """A bot's webhook: gives back the planned statuses, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    reply: dict[str, Any] | None = None
    taken: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    secrets: set[str | None] = field(default_factory=set)

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.taken.put_nowait(await request.json())
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        return web.json_response(self.reply) if self.reply else web.Response()

    async def texts(self, many: int) -> list[str]:
        async with asyncio.timeout(5):
            return [(await self.taken.get())["message"]["text"] for _ in range(many)]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def drained(server: SandboxServer) -> None:
    async with asyncio.timeout(5):
        while server.sandbox.updates.pending:
            await server.sandbox.events.change(1)


async def test_updates_are_pushed_in_order_with_the_secret(wire: Wire, lead: Person, hook: Hook) -> None:
    assert (await wire("setWebhook", url=hook.url, secret_token="s3cret")).body["result"] is True
    for text in "abc":
        await lead.send(text)
    assert await hook.texts(4) == ["/start", "a", "b", "c"]
    assert hook.secrets == {"s3cret"}


async def test_an_update_is_pushed_again_until_it_is_taken(
    wire: Wire, lead: Person, hook: Hook, server: SandboxServer
) -> None:
    hook.statuses = [500, 503]
    await wire("setWebhook", url=hook.url)
    assert await hook.texts(3) == ["/start"] * 3
    await lead.send("a")
    assert await hook.texts(1) == ["a"]
    found = (await wire("getWebhookInfo")).body["result"]
    assert found["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    await drained(server)


async def test_a_duplicate_is_pushed_twice(wire: Wire, world: World, lead: Person, hook: Hook) -> None:
    await world.faults.set({"kind": "duplicate", "rate": 1})
    await wire("setWebhook", url=hook.url)
    await lead.send("a")
    assert sorted(await hook.texts(4)) == ["/start", "/start", "a", "a"]


async def test_the_answer_may_be_a_request(wire: Wire, lead: Person, hook: Hook) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": lead.id, "text": "Bonjour"}
    await wire("setWebhook", url=hook.url)
    await hook.texts(1)
    await wire("getMe")
    async with asyncio.timeout(5):
        while not (found := await lead.new_messages()):  # noqa: ASYNC110 - the server is another task of this loop
            await asyncio.sleep(0.005)
    assert [each.text for each in found] == ["Bonjour"]


async def test_a_poller_beside_a_webhook_is_refused(wire: Wire, hook: Hook) -> None:
    await wire("setWebhook", url=hook.url)
    words = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    assert (await wire("getUpdates")).refusal == (409, words)
    await wire("deleteWebhook")
    assert (await wire("getUpdates")).status == 200


async def test_a_webhook_ends_a_waiting_poll(wire: Wire, hook: Hook, server: SandboxServer) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(wire("getUpdates", timeout=30))
        while not server.sandbox.updates.is_awaited:  # noqa: ASYNC110 - the server is another task of this loop
            await asyncio.sleep(0.001)
        await wire("setWebhook", url=hook.url)
    assert poll.result().refusal == (409, "Conflict: terminated by setWebhook request")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"url": "http://plan.example/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://plan.example:8080/hook"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            {"url": "https://plan.example/hook", "secret_token": "a b"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_bad_webhook_is_refused(wire: Wire, asked: dict[str, str], reason: str) -> None:
    assert (await wire("setWebhook", **asked)).refusal == (400, f"Bad Request: {reason}")


async def test_pending_updates_are_dropped_on_request(wire: Wire, lead: Person) -> None:
    await lead.send("a")
    assert (await wire("getWebhookInfo")).body["result"]["pending_update_count"] == 2
    await wire("deleteWebhook", drop_pending_updates=True)
    assert (await wire("getWebhookInfo")).body["result"]["pending_update_count"] == 0


async def test_updates_are_pushed_out_of_order_when_asked(wire: Wire, world: World, lead: Person, hook: Hook) -> None:
    await lead.send("a")
    await world.faults.set({"kind": "reorder", "rate": 1, "count": 1})
    await wire("setWebhook", url=hook.url)
    assert await hook.texts(2) == ["a", "/start"]


async def test_a_webhook_that_does_not_answer_is_told_in_its_state(
    wire: Wire, lead: Person, hook: Hook, server: SandboxServer
) -> None:
    await wire("setWebhook", url="http://127.0.0.1:9/hook", drop_pending_updates=True, allowed_updates=["message"])
    await lead.send("a")
    async with asyncio.timeout(5):
        while server.sandbox.webhook.errored_at is None:  # noqa: ASYNC110 - the server is another task of this loop
            await asyncio.sleep(0.005)
    found = (await wire("getWebhookInfo")).body["result"]
    assert (found["last_error_message"], found["pending_update_count"]) == ("Connection refused", 1)
    assert found["allowed_updates"] == ["message"]
    await wire("setWebhook", url=hook.url)
    assert await hook.texts(1) == ["a"]
    await wire("setWebhook", url="")
    assert (await wire("getWebhookInfo")).body["result"]["url"] == ""


async def test_an_outage_holds_the_pushes_back(wire: Wire, world: World, lead: Person, hook: Hook) -> None:
    await wire("setWebhook", url=hook.url)
    assert await hook.texts(1) == ["/start"]
    await world.faults.outage()
    await lead.send("a")
    await wire_is_cut(wire)
    assert hook.taken.empty()
    await world.faults.outage(up=True)
    assert await hook.texts(1) == ["a"]


async def wire_is_cut(wire: Wire) -> None:
    with pytest.raises(aiohttp.ClientError):
        await wire("getMe")
