"""One failure never leaves its lane: faults at every seam of a running bot, and the process goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, func, insert, select

from bot.application import Jalon
from bot.delivery import settlement
from bot.delivery.health import Level
from bot.delivery.hooks import Hooks
from bot.delivery.poller import ALLOWED
from bot.delivery.ticks import Schedule, Tick
from bot.delivery_notices import Notices
from bot.storage import inbox, outbox, tables
from bot.storage.database import Unreachable

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from tests.e2e.conftest import House

PARTS = ("lanes", "sender", "web", "presence", "watch", "housekeeping", "poller")
FAILURES = [ValueError("a"), RecursionError(), Unreachable("there"), SystemExit(3), asyncio.CancelledError()]
HOOKS = [name for name in vars(Notices) if not name.startswith("_")]


def told(house: House) -> int:
    return house.logged.getvalue().count("a part failed, and goes on")


async def is_alive(house: House) -> bool:
    """Whether somebody who speaks to the bot is answered."""
    person = await house.newcomer("Inès")
    await person.send("/aide")
    await house.settle()
    return bool(await person.new_messages())


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, BaseException], None]:
    """Makes a part of every bot to come fail at its first start."""

    def break_once(part: str, error: BaseException) -> None:
        real, left = Jalon.works, [error]

        def works(jalon: Jalon) -> dict[str, Callable[[], Coroutine[Any, Any, None]]]:
            found = real(jalon)
            sound = found[part]

            async def work() -> None:
                if left:
                    raise left.pop()
                await sound()

            return found | {part: work}

        monkeypatch.setattr(Jalon, "works", works)
        monkeypatch.setattr("bot.delivery.bulkhead.FIRST_PAUSE", 0.01)

    return break_once


def test_every_part_is_tried(cabin: House) -> None:
    assert set(cabin.jalon.works()) == set(PARTS)


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("part", PARTS)
async def test_a_part_that_fails_is_begun_again_and_the_others_go_on(
    cabin: House, broken: Callable[[str, BaseException], None], part: str, error: BaseException
) -> None:
    broken(part, error)
    await cabin.restart()
    assert await is_alive(cabin)
    assert cabin.jalon.metrics.registry.get_sample_value("jalon_part_failures_total", {"part": f"part {part}"}) == 1
    assert told(cabin) == 1
    if part != "presence":  # it has ended, well
        assert cabin.jalon.health.level is Level.FAILING


@pytest.mark.parametrize("lane", ["erased", "other", "person:7", "person:-7", "7:0", "-1007:5", "", ":", "7:", "7:x"])
async def test_a_parked_update_of_any_lane_does_not_end_the_process(cabin: House, lane: str) -> None:
    row = {"update_id": 1, "lane": lane, "body": {"update_id": 1}, "state": "new", "received_at": cabin.clock.now()}
    killed = row | {"attempts": inbox.MOST_ATTEMPTS, "lease_owner": "dead", "lease_until": cabin.clock.now()}
    await cabin.stop()
    await cabin.db.write(lambda db: db.execute(insert(tables.inbox).values(killed)))
    await cabin.start()
    assert await is_alive(cabin)
    assert await cabin.db.read(inbox.counts) == {"new": 0, "dead": 1}


@pytest.mark.parametrize("hook", [*(each.name for each in fields(Hooks)), "on_delivered", "on_poison"])
async def test_a_hook_that_fails_undoes_nothing_of_what_it_is_told(
    cabin: House, hook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        [db] = [each for each in given if isinstance(each, Connection)]
        db.execute(insert(tables.audit).values(at=cabin.clock.now(), what="undone", ref=""))
        raise ValueError("of the hook")

    for name in HOOKS:
        monkeypatch.setattr(Notices, name, fail)
    monkeypatch.setattr("bot.message_composers.delivered", fail)
    await cabin.restart()
    config = cabin.jalon.sender._config
    hooks = {each.name: getattr(config.hooks, each.name) for each in fields(Hooks)}
    hooks |= {"on_delivered": config.on_delivered, "on_poison": cabin.jalon.lanes._on_poison}

    def work(db: Connection) -> None:
        db.execute(insert(tables.audit).values(at=cabin.clock.now(), what="kept", ref=""))
        hooks[hook](db, 1, 2, 3)

    await cabin.db.write(work)
    trail = await cabin.db.read(lambda db: set(db.scalars(select(tables.audit.c.what))))
    assert "kept" in trail
    assert "undone" not in trail
    assert cabin.jalon.health.level is Level.FAILING
    assert told(cabin) >= 1


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
async def test_a_handler_that_fails_in_any_way_parks_its_update_and_the_lane_goes_on(
    cabin: House, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await cabin.newcomer()
    real = cabin.jalon.conversations.receive
    failed = 0
    monkeypatch.setattr("bot.delivery.lanes.LONGEST_WAIT", 0.05)

    async def receive(event: Any) -> None:  # noqa: ANN401 - a event
        nonlocal failed
        if getattr(event.content, "text", "") == "poison" and failed < inbox.MOST_ATTEMPTS:
            failed += 1
            raise error
        await real(event)

    monkeypatch.setattr(cabin.jalon.lanes, "_handle", _through(cabin.jalon, receive))
    await lead.send("poison")
    await lead.send("Trois Vallons")
    async with asyncio.timeout(10):
        for place in range(1, inbox.MOST_ATTEMPTS + 1):
            while failed < place or await cabin.unhandled() == 0:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
            cabin.clock.jump(timedelta(seconds=5))
    await cabin.settle()
    assert failed == inbox.MOST_ATTEMPTS
    dead = 0 if isinstance(error, Unreachable) else 1  # an outage parks nothing
    assert await cabin.db.read(inbox.counts) == {"new": 0, "dead": dead}
    assert await is_alive(cabin)


def _through(jalon: Jalon, receive: Callable[[Any], Coroutine[Any, Any, None]]) -> Callable[[Any], Any]:
    from telegram import Update  # noqa: PLC0415 - as the application does

    from handlers import incoming  # noqa: PLC0415

    async def handle(body: Any) -> None:  # noqa: ANN401 - JSON
        event = incoming.words(Update.de_json(dict(body), jalon.telegram.bot), "jalon_bot")
        if event:
            await receive(event)

    return handle


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
async def test_a_tick_that_fails_is_logged_once_and_comes_again(cabin: House, error: BaseException) -> None:
    seen = 0

    async def act() -> None:
        nonlocal seen
        seen += 1
        if seen < 4:
            raise error

    schedule = Schedule([Tick("planner", 0.01, act)], cabin.jalon.health, cabin.jalon.metrics)
    before = told(cabin)
    schedule.start()
    async with asyncio.timeout(5):
        while seen < 5:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)
    schedule.close()
    assert told(cabin) - before == (0 if isinstance(error, Unreachable) else 1)
    assert "failing planner" not in cabin.jalon.health.problems


async def test_a_bot_added_to_a_channel_is_ignored_not_parked(cabin: House) -> None:
    lead = await cabin.newcomer()
    user = {"id": lead.id, "is_bot": False, "first_name": "Claire"}
    us = {"id": 1234567, "is_bot": True, "first_name": "Jalon", "username": "jalon_bot"}
    chat = {"id": -1001234567890, "type": "channel", "title": "Annonces"}
    rights = {"status": "administrator", "user": us, "can_be_edited": False, "is_anonymous": False}
    rights |= dict.fromkeys(RIGHTS, False)
    change = {"chat": chat, "from": user, "date": 0, "old_chat_member": {"status": "left", "user": us}}
    before = len(cabin.sandbox.log.after(0, accepted_only=True))
    for kind in ("channel", "something_new"):
        cabin.sandbox.updates.put(
            "my_chat_member", change | {"chat": chat | {"type": kind}, "new_chat_member": rights}, 1
        )
    cabin.sandbox.updates.put("callback_query", _pressed_in(chat, user, us), 1)
    await cabin.settle()
    assert await cabin.db.read(inbox.counts) == {"new": 0, "dead": 0}
    sent = [each.method for each in cabin.sandbox.log.after(before, accepted_only=True)]
    assert not {each for each in sent if each.startswith("send")}


RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def _pressed_in(chat: dict[str, Any], user: dict[str, Any], us: dict[str, Any]) -> dict[str, Any]:
    message = {"message_id": 5, "date": 0, "chat": chat, "from": us, "text": "a"}
    return {"id": "9", "from": user, "chat_instance": "1", "data": "x", "message": message}


async def test_nothing_is_asked_of_telegram_that_nobody_reads(cabin: House) -> None:
    assert "chat_member" not in ALLOWED
    await cabin.newcomer()
    [asked, *_] = [each.params for each in cabin.sandbox.log.after(0) if each.method == "getUpdates"]
    assert set(asked["allowed_updates"]) == set(ALLOWED)
    user = {"id": 7, "is_bot": False, "first_name": "Claire"}
    chat = {"id": 7, "type": "private"}
    assert {each for each in ALLOWED if not _is_read(cabin.jalon, each, user, chat)} == set()


def _is_read(jalon: Jalon, kind: str, user: dict[str, Any], chat: dict[str, Any]) -> bool:
    from telegram import Update  # noqa: PLC0415

    message = {"message_id": 5, "date": 0, "chat": chat, "from": user, "text": "a"}
    member = {"status": "left", "user": user}
    change = {"chat": chat, "from": user, "date": 0, "old_chat_member": member, "new_chat_member": member}
    query = {"id": "9", "from": user, "chat_instance": "1", "data": "x", "message": message}
    content = query if kind == "callback_query" else message if "message" in kind else change
    update = Update.de_json({"update_id": 1, kind: content}, jalon.telegram.bot)
    return any(handler.check_update(update) for handler in jalon.telegram.handlers[0])


async def test_a_webhook_that_telegram_will_not_have_at_first_is_set_later(
    sqlite_url: str, open_house: Callable[..., AbstractAsyncContextManager[House]]
) -> None:
    async with open_house(sqlite_url, webhook_url="http://127.0.0.1:9", webhook_secret=SecretStr("a")) as here:
        await here.stop()
        await here.world.faults.set({"kind": "500", "methods": ["setWebhook"], "count": 1})
        former = here.sandbox.log.last
        await here.start()
        async with asyncio.timeout(10):
            while here.sandbox.log.last_acted <= former:  # noqa: ASYNC110 - the bot decides
                await asyncio.sleep(0.01)
        codes = [each.code for each in here.sandbox.log.after(former) if each.method == "setWebhook"]
    assert codes == [500, 200]


async def test_an_outcome_that_cannot_be_settled_keeps_no_other_from_it(
    cabin: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong with one message, the sender goes on and the others are settled."""
    lead = await cabin.newcomer()
    other = await cabin.newcomer("Karim")
    real = settlement.change_after

    def change_after(outcome: Any, now: datetime) -> Any:  # noqa: ANN401 - as the real one
        if outcome.row.chat_id == lead.id:
            raise KeyError("odd")
        return real(outcome, now)

    await cabin.settle()
    failures = cabin.jalon.metrics.registry.get_sample_value
    before = await cabin.db.read(lambda db: _settled(db, other.id))
    monkeypatch.setattr("bot.delivery.claims.change_after", change_after)
    for person in (lead, other):
        await person.send("/aide")
    async with asyncio.timeout(10):
        while await cabin.db.read(lambda db: _settled(db, other.id)) == before:  # noqa: ASYNC110 - the sender decides
            await asyncio.sleep(0.02)
        while not failures("jalon_part_failures_total", {"part": "sender"}):  # noqa: ASYNC110 - idem
            await asyncio.sleep(0.02)
    monkeypatch.undo()


def _settled(db: Connection, chat: int) -> int:
    mine = tables.outbox.c.chat_id == chat, tables.outbox.c.state.in_(outbox.ENDED)
    return int(db.execute(select(func.count()).where(*mine)).scalar_one())
