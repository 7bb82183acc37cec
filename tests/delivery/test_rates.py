"""Sending keeps within Telegram's rates, counted by the sandbox in its own time."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rates import Rate

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from telegram import Bot

    from bot.sandbox.client import Person
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]
    ABot = Callable[..., AbstractAsyncContextManager[Bot]]

START = datetime(2026, 1, 1, tzinfo=UTC)


def most_within(instants: list[float], seconds: float) -> int:
    """Return how many of `instants` fall within one window, at most."""
    ordered = sorted(instants)
    return max(bisect_left(ordered, start + seconds) - n for n, start in enumerate(ordered))


async def test_two_replicas_together_stay_under_thirty_requests_a_second(
    delivery: Delivery, running: Running, a_bot: ABot
) -> None:
    people = [await delivery.world.person(f"P{n}") for n in range(70)]
    for person in people:
        await person.start()
    ids = [await delivery.post(person.id, priority=1) for person in people]
    async with a_bot(delivery.server) as other, running(delivery.sender("one"), delivery.sender("two", bot=other)):
        for row_id in ids:
            await delivery.until_state(row_id, "delivered", seconds=20)
    instants = [entry["at"] for entry in delivery.requests()]
    assert most_within(_seconds(instants), 1.0) <= 30
    assert not [entry for entry in delivery.requests() if entry["code"] == 429]
    assert max(_seconds(instants)) - min(_seconds(instants)) < 6


def _seconds(instants: list[float | str]) -> list[float]:
    return [at if isinstance(at, float) else datetime.fromisoformat(str(at)).timestamp() for at in instants]


async def test_a_person_gets_a_burst_of_replies_then_one_a_second(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    ids = [await delivery.post(lead.id, str(n)) for n in range(7)]
    async with running(delivery.sender()):
        await delivery.until_state(ids[-1], "delivered")
    instants = _seconds([entry["at"] for entry in delivery.requests()])
    assert instants[3] - instants[0] < 1.5
    assert 2.0 <= instants[6] - instants[3] < 4.5
    assert len(delivery.requests()) == len(delivery.accepted())


async def test_replies_go_before_reminders(delivery: Delivery, running: Running) -> None:
    people = [await delivery.world.person(f"P{n}") for n in range(30)]
    for person in people:
        await person.start()
    for person in people[:-1]:
        await delivery.post(person.id, "rappel", priority=1)
    reply = await delivery.post(people[-1].id, "réponse")
    async with running(delivery.sender()):
        await delivery.until_state(reply, "delivered")
    assert len(delivery.accepted()) < 12


@given(
    burst=st.integers(1, 6),
    interval=st.floats(0.05, 5),
    gaps=st.lists(st.floats(0, 10), min_size=2, max_size=60),
)
def test_a_rate_never_lets_more_than_its_burst_and_its_pace_through(
    burst: int, interval: float, gaps: list[float]
) -> None:
    rate = Rate(timedelta(seconds=interval), burst)
    now, tat, slots = START, None, defaultdict[str, list[float]](list)
    for gap in gaps:
        now += timedelta(seconds=gap)
        slot, tat = rate.slot(tat, now)
        assert slot >= now
        slots["all"].append((slot - START).total_seconds())
    for window in (interval, 3 * interval, 10 * interval):
        assert most_within(slots["all"], window - 1e-4) <= window / interval + burst
