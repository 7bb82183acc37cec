"""What those who watch Jalon are told: health, metrics, the audit, logs without the token."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import aiohttp
import pytest
import structlog
from sqlalchemy import insert
from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.delivery.auditor import Auditor
from bot.delivery.health import Health, Level
from bot.delivery.metrics import Metrics
from bot.delivery.web import LARGEST_UPDATE, SECRET_HEADER, WEBHOOK_PATH, WebServer
from bot.storage import inbox, tables

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection

    from bot.clock import ShiftedClock
    from bot.sandbox.client import Person
    from bot.storage.database import Database
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]

TOKEN = "4242424242:AAHsandboxSandboxSandboxSandbox-xyz"
SECRET = "un-secret"


@pytest.fixture
def woken() -> list[bool]:
    return []


@pytest.fixture
async def web(database: Database, clock: ShiftedClock, woken: list[bool]) -> AsyncIterator[WebServer]:
    server = WebServer(database, clock, Health(), Metrics(), secret=SECRET, on_updates=lambda: woken.append(True))
    await server.start()
    yield server
    await server.stop()


async def post(web: WebServer, content: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(web.url + WEBHOOK_PATH, data=io.BytesIO(content), headers=headers) as answer,
    ):
        return answer.status


async def get(web: WebServer, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(web.url + path) as answer:
        return answer.status, await answer.text()


UPDATE = json.dumps({"update_id": 7, "message": {"chat": {"id": 3}, "text": "Bonjour"}}).encode()


async def kept(database: Database) -> int:
    return (await database.read(inbox.counts))["new"]


async def test_an_update_by_webhook_is_kept_before_it_is_answered_and_wakes_the_lanes(
    web: WebServer, database: Database, woken: list[bool]
) -> None:
    assert await post(web, UPDATE) == 200
    assert (await kept(database), woken) == (1, [True])


async def test_an_update_delivered_twice_by_webhook_is_kept_once(web: WebServer, database: Database) -> None:
    assert [await post(web, UPDATE) for _ in range(2)] == [200, 200]
    assert await kept(database) == 1


@pytest.mark.parametrize("secret", [None, "", "un-autre", SECRET + "x", "sécret"])
async def test_an_update_without_the_secret_is_refused(web: WebServer, database: Database, secret: str | None) -> None:
    assert await post(web, UPDATE, secret) == 403
    assert await kept(database) == 0


async def test_an_update_beyond_the_size_limit_is_refused(web: WebServer, database: Database) -> None:
    assert await post(web, UPDATE + b" " * LARGEST_UPDATE) == 413
    assert await kept(database) == 0


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"update_id": "7"}', b"\xff\xfe"])
async def test_what_is_not_an_update_is_refused(web: WebServer, content: bytes) -> None:
    assert await post(web, content) == 400


async def test_without_a_secret_there_is_no_webhook(database: Database, clock: ShiftedClock) -> None:
    server = WebServer(database, clock, Health(), Metrics())
    await server.start()
    assert await post(server, UPDATE) == 404
    await server.stop()


async def test_health_is_200_while_nobody_must_act_and_503_when_somebody_must(
    database: Database, clock: ShiftedClock
) -> None:
    health = Health()
    server = WebServer(database, clock, health, Metrics())
    await server.start()
    assert await get(server, "/healthz") == (200, '{"status": "ok", "problems": {}}')
    health.degrade("telegram", "Telegram cannot be reached")
    assert (await get(server, "/healthz"))[0] == 200
    health.fail("token", "Telegram refuses the token")
    status, text = await get(server, "/healthz")
    assert (status, json.loads(text)["status"]) == (503, "failing")
    assert set(json.loads(text)["problems"]) == {"telegram", "token"}
    await server.stop()


async def is_counted(metrics: Metrics, state: str) -> bool:
    """Whether one message is counted: it is settled in the database first."""
    return metrics.registry.get_sample_value("jalon_outbox_settled_total", {"state": state}) == 1


async def test_metrics_tell_what_waits_and_hold_nothing_personal(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    row_id = await delivery.post(lead.id, "Un texte bien à moi")
    async with running(delivery.sender()):
        await delivery.until_state(row_id, "delivered")
        await delivery.until(partial(is_counted, delivery.metrics, "delivered"))
    await delivery.post(999, "Plus tard")
    server = WebServer(delivery.db, delivery.clock, delivery.health, delivery.metrics)
    await server.start()
    status, text = await get(server, "/metrics")
    await server.stop()
    assert status == 200
    assert 'jalon_outbox_rows{state="pending"} 1.0' in text
    assert 'jalon_outbox_settled_total{state="delivered"} 1.0' in text
    assert "jalon_delivery_late_seconds_bucket" in text
    assert "bien à moi" not in text
    assert str(lead.id) not in text


# The audit ------------------------------------------------------------------------------------------------------------


async def test_an_ordinary_run_leaves_the_auditor_nothing_to_say(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    ids = [await delivery.post(lead.id, str(n)) for n in range(3)]
    gone = await delivery.post(404_404_404)
    async with running(delivery.sender()):
        await delivery.until_state(ids[-1], "delivered")
        await delivery.until_state(gone, "held")
    assert await Auditor(delivery.db, delivery.clock, delivery.health).look() == []
    assert delivery.health.level is Level.OK


def _row(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of the table
    filled = {"thread_id": 0, "priority": 1, "body": {}, "attempts": 1, "failures": 0, "ambiguous": 0}
    return filled | {"chat_id": 7, "dedup_key": None} | values


async def found(delivery: Delivery, work: Callable[[Connection], object]) -> set[str]:
    await delivery.db.write(work)
    auditor = Auditor(delivery.db, delivery.clock, delivery.health)
    return {violation.what for violation in await auditor.look()}


async def test_the_auditor_sees_a_sending_older_than_two_leases(delivery: Delivery) -> None:
    now = delivery.clock.now()
    old = now - timedelta(minutes=5)
    row = _row(state="sending", not_before=old, created_at=old, lease_until=old, lease_owner="x")
    assert await found(delivery, lambda db: db.execute(insert(tables.outbox).values(row))) == {"sending_stuck"}
    assert delivery.health.level is Level.FAILING


async def test_the_auditor_sees_a_due_message_that_nothing_holds_back(delivery: Delivery) -> None:
    old = delivery.clock.now() - timedelta(minutes=2)
    row = _row(state="pending", not_before=old, created_at=old)
    assert await found(delivery, lambda db: db.execute(insert(tables.outbox).values(row))) == {"due_but_not_sent"}


async def test_the_auditor_sees_a_chat_out_of_order_and_ends_without_a_line(delivery: Delivery) -> None:
    now = delivery.clock.now()
    old = now - timedelta(minutes=10)
    rows = [
        _row(state="delivered", not_before=old, created_at=old, settled_at=now - timedelta(seconds=10)),
        _row(state="delivered", not_before=old, created_at=old, settled_at=now - timedelta(seconds=20)),
    ]
    seen = await found(delivery, lambda db: db.execute(insert(tables.outbox), rows))
    assert seen == {"chat_out_of_order", "end_without_audit"}


async def test_the_auditor_sees_rules_and_occurrences_that_would_never_speak_again(delivery: Delivery) -> None:
    now = delivery.clock.now()

    def work(db: Connection) -> None:
        values = {"script_version": 1, "revision": 1, "zone": "Europe/Paris", "region": "FR", "follow_up": True}
        db.execute(insert(tables.plan).values(id=1, language="fr", created_at=now, **values))
        rule = {"plan_id": 1, "kpi": "k", "cadence": {}, "state": "active", "started_on": now.date()}
        db.execute(insert(tables.rule).values(id=1, **rule))
        occurrence = {"rule_id": 1, "period": "2026-W48", "due_at": now, "state": "open", "step": 0, "with_lead": False}
        db.execute(insert(tables.occurrence).values(**occurrence))

    assert await found(delivery, work) == {"active_rule_without_next", "open_occurrence_forgotten"}


# Logs -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


SENTENCES = (TOKEN, f"https://api.telegram.org/bot{TOKEN}/getMe", f"bot{TOKEN.replace(':', '%3A')}/x", "bot1:another")
LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL)


@pytest.mark.parametrize("style", ["json", "console"])
@pytest.mark.parametrize("name", ["bot.delivery", "aiohttp.client", "telegram.Bot", "asyncio", "py.warnings"])
def test_the_token_never_comes_out_of_any_log(
    stream: io.StringIO, style: Literal["json", "console"], name: str
) -> None:
    logs.configure(style=style, level="DEBUG", secrets=(TOKEN,), stream=stream)
    for level in LEVELS:
        for sentence in SENTENCES:
            logging.getLogger(name).log(level, "calling %s", sentence, extra={"url": sentence})
            structlog.get_logger(name).log(level, "calling", url=sentence, nested={"deep": [sentence]})
            try:
                raise InvalidToken(f"The token `{sentence}` was rejected")
            except TelegramError:
                logging.getLogger(name).exception("failed")
                structlog.get_logger(name).exception("failed")
    text = stream.getvalue()
    assert TOKEN not in text
    assert TOKEN.split(":")[1] not in text
    assert "1:another" not in text
    assert text.count(logs.HIDDEN) > len(LEVELS) * len(SENTENCES)


def test_json_logs_are_one_object_a_line(stream: io.StringIO) -> None:
    logs.configure(style="json", level="INFO", secrets=(TOKEN,), stream=stream)
    logging.getLogger("telegram").warning("gare à l’été")
    structlog.get_logger("bot").info("sent", row=3)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["gare à l’été", "sent"]
    assert lines[1]["row"] == 3
    assert lines[1]["level"] == "info"


async def test_a_failing_request_names_neither_the_token_nor_the_address(delivery: Delivery) -> None:
    await delivery.world.faults.set({"kind": "reset"})
    with pytest.raises(TelegramError) as caught:
        await delivery.bot.get_me()
    shown = f"{caught.value!r}{caught.value.__cause__!r}"
    assert TOKEN not in shown
    assert "127.0.0.1" not in shown
