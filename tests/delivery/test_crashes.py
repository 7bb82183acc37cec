"""A sender that dies anywhere loses nothing and costs at most one extra copy of what it had in hand."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.chat.outgoing import SendText, body
from bot.delivery import sender as sender_module
from bot.delivery.classify import Failure, Verdict
from bot.delivery.rates import RateLimits
from bot.delivery.settlement import Delivered, Outcome, change_after
from bot.sandbox.limits import UNHURRIED, Limits
from bot.storage import outbox, sending
from bot.storage.database import Database, Unreachable

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection
    from telegram import Bot

    from bot.sandbox.client import Person
    from bot.storage.outbox import OutboxRow
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]
    ABot = Callable[..., AbstractAsyncContextManager[Bot]]

BEYOND_LEASE = sending.LEASE + timedelta(seconds=1)


@pytest.fixture
def limits() -> Limits:
    return UNHURRIED


class Mortal:
    """A database that its process loses for ever after `writes` transactions, as when the process is killed."""

    def __init__(self, db: Database, writes: int) -> None:
        self._db, self.left = db, writes

    async def write(self, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401 - as Database
        if self.left == 0:
            raise Unreachable("killed")
        self.left -= 1
        return await self._db.write(work)

    async def read(self, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401 - as Database
        return await self._db.read(work)


async def claim(delivery: Delivery, owner: str) -> list[OutboxRow]:
    """Take what is ready, as a sender does, and stop there."""

    def work(db: Connection) -> list[int]:
        now = delivery.clock.now()
        passing = dict.fromkeys(("reply", "private", "group"), now)
        rows = [candidate.row for candidate in sending.candidates(db, now=now, limit=8, passing=passing)]
        sending.take(db, rows, owner=owner, now=now)
        return [row.id for row in rows]

    return [await delivery.row(row_id) for row_id in await delivery.db.write(work)]


async def test_what_a_sender_took_and_never_sent_is_sent_by_another_once_its_lease_is_over(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    row_id = await delivery.post(lead.id)
    assert len(await claim(delivery, "dead")) == 1
    async with running(delivery.sender("heir")):
        await asyncio.sleep(0.2)
        assert delivery.accepted() == [], "the lease is still on"
        delivery.clock.jump(BEYOND_LEASE)
        row = await delivery.until_state(row_id, "delivered", seconds=4)
    assert (len(delivery.accepted()), row.ambiguous) == (1, 1)


async def test_a_sender_killed_between_sending_and_settling_costs_one_extra_copy(
    delivery: Delivery, lead: Person, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "LAST_CALLS", 0.1)
    row_id = await delivery.post(lead.id)
    async with running(delivery.sender("dead", db=Mortal(delivery.db, writes=1))):
        await delivery.until(lambda: _has_accepted(delivery, 1))
        delivery.clock.jump(BEYOND_LEASE)
        async with running(delivery.sender("heir")):
            await delivery.until_state(row_id, "delivered")
    assert len(delivery.accepted()) == 2


async def _has_accepted(delivery: Delivery, count: int) -> bool:
    return len(delivery.accepted()) >= count


async def test_a_process_that_is_alone_takes_up_at_once_what_it_was_sending_when_it_died(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    row_id = await delivery.post(lead.id)
    await claim(delivery, "dead")
    async with running(delivery.sender("reborn", alone=True)):
        await delivery.until_state(row_id, "delivered", seconds=4)


async def test_a_sender_that_is_asked_to_stop_settles_what_went_out_and_keeps_nothing(
    delivery: Delivery, running: Running
) -> None:
    await delivery.world.faults.set({"kind": "slow", "seconds": 0.3})
    people = [await delivery.world.person(f"P{n}") for n in range(4)]
    for person in people:
        await person.start()
        await delivery.post(person.id)
        await delivery.post(person.id)
    async with running(delivery.sender("stopped")):
        await delivery.until(lambda: _some_are(delivery, "sending"))
        await asyncio.sleep(0.1)
    states = Counter(await delivery.states())
    assert states["sending"] == 0
    assert states["delivered"] == len(delivery.accepted()) > 0


async def _some_are(delivery: Delivery, state: str) -> bool:
    return state in await delivery.states()


async def test_a_zombie_cannot_settle_what_another_has_taken_since(delivery: Delivery, lead: Person) -> None:
    row_id = await delivery.post(lead.id)
    [zombies] = await claim(delivery, "zombie")
    delivery.clock.jump(BEYOND_LEASE)
    now = delivery.clock.now()
    await delivery.db.write(lambda db: sending.reap(db, now=now, most_ambiguous=6))
    [heirs] = await claim(delivery, "heir")
    late = change_after(Outcome(zombies, Delivered(1)), now)
    assert await delivery.db.write(lambda db: sending.settle(db, [late], owner="zombie", now=now)) == []
    assert (await delivery.row(row_id)).state == "sending"
    good = change_after(Outcome(heirs, Delivered(2)), now)
    assert await delivery.db.write(lambda db: sending.settle(db, [good], owner="heir", now=now)) == [good]
    assert (await delivery.row(row_id)).message_id == 2


async def test_a_zombie_of_the_same_name_cannot_settle_either(delivery: Delivery, lead: Person) -> None:
    await delivery.post(lead.id)
    [former] = await claim(delivery, "one")
    now = delivery.clock.now()
    await delivery.db.write(lambda db: sending.reap_all(db, now=now, most_ambiguous=6))
    await claim(delivery, "one")
    late = change_after(Outcome(former, Delivered(1)), now)
    assert await delivery.db.write(lambda db: sending.settle(db, [late], owner="one", now=now)) == []


async def test_two_senders_never_send_one_message_twice(delivery: Delivery, running: Running, a_bot: ABot) -> None:
    people = [await delivery.world.person(f"P{n}") for n in range(8)]
    for person in people:
        await person.start()
    ids = [await delivery.post(person.id, f"{person.id}/{n}") for n in range(5) for person in people]
    free = RateLimits.none()
    async with a_bot(delivery.server) as other:
        senders = delivery.sender("one", limits=free), delivery.sender("two", limits=free, bot=other)
        async with running(*senders):
            for row_id in ids:
                await delivery.until_state(row_id, "delivered")
    texts = Counter(entry["params"]["text"] for entry in delivery.accepted())
    assert set(texts.values()) == {1}
    assert len(texts) == len(ids)


async def test_the_order_of_a_chat_holds_under_faults(delivery: Delivery, running: Running, a_bot: ABot) -> None:
    people = [await delivery.world.person(f"P{n}") for n in range(4)]
    for person in people:
        await person.start()
    await delivery.world.faults.set(
        {"kind": "500", "rate": 0.15, "methods": ["sendMessage"]},
        {"kind": "lost_ack", "rate": 0.1, "methods": ["sendMessage"]},
    )
    ids = [await delivery.post(person.id, str(n)) for n in range(6) for person in people]
    free = RateLimits.none()
    async with (
        a_bot(delivery.server, read=0.5) as other,
        running(delivery.sender("one", limits=free), delivery.sender("two", limits=free, bot=other)),
    ):
        await delivery.until(lambda: _all_ended(delivery), seconds=60)
    assert len(ids) == len(await delivery.states())
    for person in people:
        mine = [int(e["params"]["text"]) for e in delivery.accepted() if int(e["params"]["chat_id"]) == person.id]
        assert list(dict.fromkeys(mine)) == sorted(set(mine)), mine


async def _all_ended(delivery: Delivery) -> bool:
    return set(await delivery.states()) <= {"delivered", "uncertain"}


async def test_a_message_posted_twice_under_one_key_is_one_message(delivery: Delivery, lead: Person) -> None:
    def post(db: Connection) -> int | None:
        content = body(SendText("Rappel"))
        return outbox.post(
            db, chat_id=lead.id, thread_id=0, body=content, priority=1, now=delivery.clock.now(), dedup_key="1:0:7:0"
        )

    assert isinstance(await delivery.db.write(post), int)
    assert await delivery.db.write(post) is None


async def test_a_cancelled_reminder_is_not_sent(delivery: Delivery, lead: Person, running: Running) -> None:
    row_id = await delivery.post(lead.id, dedup_key="12:0:7:0", priority=1)
    other = await delivery.post(lead.id, dedup_key="120:0:7:0", priority=1)
    now = delivery.clock.now()
    assert await delivery.db.write(lambda db: outbox.cancel(db, now=now, dedup_key="12:0:7:0")) == 1
    async with running(delivery.sender()):
        await delivery.until_state(other, "delivered")
    assert (await delivery.row(row_id)).state == "cancelled"


async def test_an_unknown_refusal_is_tried_again_for_a_day_then_given_up(delivery: Delivery, lead: Person) -> None:
    await delivery.post(lead.id)
    [row] = await claim(delivery, "one")
    unknown = Outcome(row, Failure(Verdict.UNKNOWN, "unknown"))
    assert change_after(unknown, delivery.clock.now()).state == "pending"
    assert change_after(unknown, delivery.clock.now() + timedelta(hours=25)).state == "dead"
