"""Updates are kept before they are confirmed, and handled in order within a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest
from sqlalchemy import select
from telegram import Bot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.clock import ShiftedClock
from bot.delivery.health import Health, Level
from bot.delivery.lanes import Lanes
from bot.delivery.poller import Poller
from bot.delivery.request import AiohttpRequest
from bot.delivery.ticket import current_ticket
from bot.storage import inbox, leases
from bot.storage.arrivals import lane_of
from bot.storage.database import Database, Unreachable
from bot.storage.inbox import LostLeaseError
from bot.storage.tables import inbox as table

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection

    from bot.sandbox.client import Person
    from bot.storage.inbox import InboxRow
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]
    ABot = Callable[..., AbstractAsyncContextManager[Bot]]


class Handled:
    """Handles updates by noting them; fails on the words "poison"."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.now: set[str] = set()
        self.together = 0

    async def __call__(self, received: Mapping[str, Any]) -> None:
        lane, text = lane_of(received), received["message"]["text"]
        assert lane not in self.now, "two updates of one lane at once"
        self.now.add(lane)
        self.together = max(self.together, len(self.now))
        await asyncio.sleep(0.01)
        self.now.discard(lane)
        self.texts.append(text)
        if text == "poison":
            raise ValueError("cannot")


def an_update(number: int, text: str = "Bonjour", chat: int = 7) -> dict[str, Any]:
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}, "text": text},
    }


async def keep(db: Database, clock: ShiftedClock, *updates: dict[str, Any]) -> int:
    return await db.write(lambda connection: inbox.receive(connection, updates, clock.now()))


async def states(db: Database) -> dict[int, str]:
    query = select(table.c.update_id, table.c.state)
    return dict(await db.read(lambda c: [(number, state) for number, state in c.execute(query)]))


async def until_all(db: Database, *wanted: str, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not set((await states(db)).values()) <= set(wanted):  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.02)


@pytest.fixture
async def poller_request() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest()
    yield request
    await request.shutdown()


@pytest.fixture
def poller(delivery: Delivery, poller_request: AiohttpRequest) -> Callable[..., Poller]:
    def build(
        owner: str = "one", db: Database | None = None, bot: Bot | None = None, wake: Callable[[], None] = lambda: None
    ) -> Poller:
        return Poller(
            db or delivery.db,
            bot or delivery.bot,
            poller_request,
            delivery.clock,
            owner,
            wake,
            health=delivery.health,
            poll_seconds=1,
            first_pause=0.05,
        )

    return build


async def test_updates_of_one_chat_are_handled_in_order_and_several_chats_at_once(
    database: Database, clock: ShiftedClock, running: Running
) -> None:
    handled = Handled()
    await keep(database, clock, *(an_update(n, f"{n % 3}:{n}", chat=n % 3 + 1) for n in range(12)))
    async with running(Lanes(database, clock, "one", handled)):
        await until_all(database, "done")
    for chat in "012":
        own = [int(text[2:]) for text in handled.texts if text[0] == chat]
        assert own == sorted(own)
    assert handled.together > 1
    assert len(handled.texts) == 12


async def test_two_replicas_share_the_lanes_and_handle_each_update_once(
    database: Database, clock: ShiftedClock, running: Running
) -> None:
    handled = Handled()
    await keep(database, clock, *(an_update(n, str(n), chat=n % 4 + 1) for n in range(16)))
    async with running(Lanes(database, clock, "one", handled), Lanes(database, clock, "two", handled)):
        await until_all(database, "done")
    assert sorted(map(int, handled.texts)) == list(range(16))


async def test_an_update_given_twice_is_kept_once(database: Database, clock: ShiftedClock) -> None:
    assert await keep(database, clock, an_update(5), an_update(5)) == 1
    assert await keep(database, clock, an_update(5), an_update(6)) == 1


async def test_a_handled_update_keeps_nothing_personal(
    database: Database, clock: ShiftedClock, running: Running
) -> None:
    await keep(database, clock, an_update(5, "Je m’appelle Claire"))
    async with running(Lanes(database, clock, "one", Handled())):
        await until_all(database, "done")
    bodies = await database.read(lambda c: c.execute(select(table.c.body)).scalars().all())
    assert bodies == [None]


async def test_an_update_that_fails_three_times_is_parked_and_its_chat_goes_on(
    database: Database, clock: ShiftedClock, running: Running
) -> None:
    told: list[int] = []

    def on_poison(_: Connection, row: InboxRow, __: object) -> None:
        told.append(row.update_id)

    handled = Handled()
    await keep(database, clock, an_update(1, "poison"), an_update(2, "ensuite"))
    async with running(Lanes(database, clock, "one", handled, on_poison=on_poison)):
        await until_all(database, "done", "dead")
    assert handled.texts == ["poison"] * 3 + ["ensuite"]
    assert told == [1]
    assert [row.update_id for row in await database.read(inbox.dead)] == [1]
    assert await database.write(inbox.replay) == [inbox.Replayed(1, later=1)]


async def test_an_update_whose_handling_kills_the_process_each_time_is_parked(
    database: Database, clock: ShiftedClock, running: Running
) -> None:
    await keep(database, clock, an_update(1))
    for _ in range(1 + inbox.MOST_ATTEMPTS):  # once among others, then alone
        await database.write(lambda db: inbox.claim(db, owner="dead", now=clock.now(), limit=1))
        clock.jump(inbox.LEASE + timedelta(seconds=1))
    handled = Handled()
    async with running(Lanes(database, clock, "one", handled)):
        await until_all(database, "dead")
    assert handled.texts == []


async def test_an_update_left_in_hand_by_a_process_that_died_is_taken_up_at_its_next_start(
    database: Database, clock: ShiftedClock, running: Running
) -> None:
    await keep(database, clock, an_update(1))
    await database.write(lambda db: inbox.claim(db, owner="dead", now=clock.now(), limit=1))
    handled = Handled()
    async with running(Lanes(database, clock, "one", handled, alone=True)):
        await until_all(database, "done", seconds=5)
    assert handled.texts == ["Bonjour"]


async def test_a_use_case_settles_its_update_in_its_own_transaction(
    database: Database, clock: ShiftedClock, running: Running
) -> None:
    await keep(database, clock, an_update(1))

    async def handle(_: Mapping[str, Any]) -> None:
        ticket = current_ticket.get()
        assert ticket is not None
        await database.write(ticket.settle_in)
        assert await states(database) == {1: "done"}

    async with running(Lanes(database, clock, "one", handle)):
        await until_all(database, "done")


async def test_a_use_case_whose_update_is_in_other_hands_undoes_its_transaction(
    database: Database, clock: ShiftedClock
) -> None:
    await keep(database, clock, an_update(1))
    [zombie] = await database.write(lambda db: inbox.claim(db, owner="one", now=clock.now(), limit=1))
    clock.jump(inbox.LEASE + timedelta(seconds=1))
    [row] = await database.write(lambda db: inbox.claim(db, owner="two", now=clock.now(), limit=1))

    def work(db: Connection) -> None:
        inbox.receive(db, [an_update(99)], clock.now())
        inbox.done(db, zombie, owner="one")

    with pytest.raises(LostLeaseError):
        await database.write(work)
    assert set(await states(database)) == {1}
    await database.write(lambda db: inbox.done(db, row, owner="two"))


async def test_what_people_write_comes_through_the_poller_in_order(
    delivery: Delivery, lead: Person, running: Running, poller: Callable[..., Poller]
) -> None:
    handled = Handled()
    lanes = Lanes(delivery.db, delivery.clock, "one", handled)
    for n in range(5):
        await lead.send(str(n))
    async with running(lanes, poller(wake=lanes.wake)):
        await delivery.until(lambda: _has(handled, 6))
    assert handled.texts == ["/start", *"01234"]


async def _has(handled: Handled, count: int) -> bool:
    return len(handled.texts) >= count


class FailingOnce:
    """A database that dies under the first commit of updates, as when the machine stops there."""

    def __init__(self, db: Database) -> None:
        self._db, self.failures = db, 0

    async def write(self, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401 - as Database
        def dying(db: Connection) -> Any:  # noqa: ANN401 - as Database
            result = work(db)
            if isinstance(result, int) and db.execute(select(table.c.update_id)).first() and not self.failures:
                self.failures += 1
                raise Unreachable("gone")
            return result

        return await self._db.write(dying)


async def test_an_update_is_confirmed_to_telegram_only_once_it_is_committed(
    delivery: Delivery, lead: Person, running: Running, poller: Callable[..., Poller]
) -> None:
    await lead.send("précieux")
    dying = FailingOnce(delivery.db)
    async with running(poller(db=cast("Database", dying))):
        await delivery.until(lambda: _is_kept(delivery, 2))
    assert dying.failures == 1
    offsets = [entry["params"].get("offset") for entry in delivery.requests("getUpdates")]
    assert offsets[:2] == [None, None], "the offset moved before the commit"


async def _is_kept(delivery: Delivery, count: int) -> bool:
    return len(await states(delivery.db)) >= count


async def test_updates_that_telegram_repeats_or_shuffles_are_kept_once(
    delivery: Delivery, lead: Person, running: Running, poller: Callable[..., Poller]
) -> None:
    await delivery.world.faults.set({"kind": "duplicate", "rate": 0.5}, {"kind": "reorder", "rate": 0.5})
    for n in range(10):
        await lead.send(str(n))
    handled = Handled()
    lanes = Lanes(delivery.db, delivery.clock, "one", handled)
    async with running(lanes, poller(wake=lanes.wake)):
        await delivery.until(lambda: _has(handled, 11))
        await asyncio.sleep(0.2)
    assert sorted(handled.texts) == sorted(["/start", *map(str, range(10))])


async def test_only_one_replica_polls(
    delivery: Delivery, lead: Person, running: Running, poller: Callable[..., Poller]
) -> None:
    async with running(poller("one"), poller("two")):
        await lead.send("un")
        await delivery.until(lambda: _is_kept(delivery, 2))
    assert not [entry for entry in delivery.requests("getUpdates") if entry["code"] == 409]


async def test_a_lease_passes_on_with_a_new_epoch_and_the_old_holder_knows(
    database: Database, clock: ShiftedClock
) -> None:
    minute = timedelta(minutes=1)

    def take(db: Connection, owner: str) -> int | None:
        return leases.take(db, "poller", owner=owner, now=clock.now(), duration=minute)

    assert await database.write(lambda db: take(db, "one")) == 1
    assert await database.write(lambda db: take(db, "two")) is None
    assert await database.write(lambda db: take(db, "one")) == 1
    clock.jump(2 * minute)
    assert await database.write(lambda db: take(db, "two")) == 2
    assert not await database.write(lambda db: leases.holds(db, "poller", owner="one", epoch=1))


async def test_another_program_that_polls_turns_health_red_and_we_take_over_when_it_stops(
    delivery: Delivery, lead: Person, running: Running, poller: Callable[..., Poller]
) -> None:
    await delivery.bot.request.post(
        f"{delivery.bot.base_url}/setWebhook", _parameters(url="https://ailleurs.example/hook")
    )
    async with running(poller()):
        await lead.send("encore là")
        await delivery.until(lambda: _is_kept(delivery, 2))
    assert {entry["code"] for entry in delivery.requests("getUpdates")} >= {409, 200}
    assert delivery.requests("deleteWebhook")[0]["params"].get("drop_pending_updates") in {None, False, "false"}


def _parameters(**values: str) -> RequestData:
    return RequestData([RequestParameter(name, value, None) for name, value in values.items()])


async def test_a_refused_token_turns_health_red_and_polling_stays_up(
    delivery: Delivery, running: Running, poller: Callable[..., Poller], a_bot: ABot
) -> None:
    async with a_bot(delivery.server, "1:wrong") as wrong, running(poller(bot=wrong)):
        await delivery.until(lambda: _is(delivery.health, Level.FAILING))
    assert "token" in delivery.health.problems


async def _is(health: Health, level: Level) -> bool:
    return health.level is level


async def test_polling_survives_an_outage(
    delivery: Delivery, lead: Person, running: Running, poller: Callable[..., Poller]
) -> None:
    await delivery.world.faults.outage()
    async with running(poller()):
        await delivery.until(lambda: _is(delivery.health, Level.DEGRADED))
        await delivery.world.faults.outage(up=True)
        await lead.send("de retour")
        await delivery.until(lambda: _is_kept(delivery, 2))
    assert delivery.health.level is Level.OK


@pytest.mark.parametrize(
    ("received", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "message_thread_id": 9, "is_topic_message": True}}, "-5:9"),
        ({"update_id": 1, "message": {"chat": {"id": -5}, "message_thread_id": 9}}, "-5:0"),
        ({"update_id": 1, "callback_query": {"from": {"id": 3}, "message": {"chat": {"id": 7}}}}, "7:0"),
        ({"update_id": 1, "callback_query": {"from": {"id": 3}, "inline_message_id": "x"}}, "person:3"),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -8}, "from": {"id": 3}}}, "-8:0"),
        ({"update_id": 1, "poll": {"id": "4"}}, "other"),
    ],
)
def test_the_lane_of_an_update_is_its_chat_and_topic(received: dict[str, Any], lane: str) -> None:
    assert lane_of(received) == lane
