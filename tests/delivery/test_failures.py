"""Each row of the failure table, against the sandbox."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, event, func, select
from telegram import Bot

from bot import logs
from bot.chat.outgoing import Button, EditKeyboard, EditText, SendDocument, SendText
from bot.delivery.chats import resume_chat, suspend_chat
from bot.delivery.health import Level
from bot.delivery.rates import RateLimits
from bot.delivery.request import AiohttpRequest
from bot.sandbox.limits import UNHURRIED
from bot.storage import audits, outbox
from bot.storage.tables import chat

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.sandbox.client import Person
    from bot.sandbox.limits import Limits
    from bot.storage.database import Database
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]
    ABot = Callable[..., AbstractAsyncContextManager[Bot]]


@pytest.fixture
def limits() -> Limits:
    return UNHURRIED


async def test_a_message_that_could_not_leave_waits_and_is_not_perhaps_received(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    request = AiohttpRequest()
    nowhere = Bot("1:x", base_url="http://127.0.0.1:9/bot", request=request)
    row_id = await delivery.post(lead.id)
    async with running(delivery.sender(bot=nowhere)):
        await delivery.until(lambda: _failed(delivery, row_id))
    row = await delivery.row(row_id)
    assert (row.state, row.ambiguous) == ("pending", 0)
    async with running(delivery.sender("two")):
        await delivery.until_state(row_id, "delivered")
    assert len(delivery.accepted()) == 1
    await request.shutdown()


async def _failed(delivery: Delivery, row_id: int) -> bool:
    return (await delivery.row(row_id)).failures > 0


@pytest.mark.parametrize("kind", ["500", "reset", "hang"])
async def test_a_message_lost_before_acceptance_is_sent_again_and_noted_as_perhaps_received(
    delivery: Delivery, lead: Person, running: Running, kind: str
) -> None:
    await delivery.world.faults.set({"kind": kind, "methods": ["sendMessage"], "count": 1})
    row_id = await delivery.post(lead.id)
    async with running(delivery.sender()):
        row = await delivery.until_state(row_id, "delivered")
    assert row.ambiguous == 1
    assert len(delivery.accepted()) == 1


@pytest.mark.parametrize("kind", ["500", "reset", "lost_ack"])
async def test_a_reply_of_telegram_that_is_lost_costs_one_extra_copy(
    delivery: Delivery, lead: Person, running: Running, kind: str
) -> None:
    await delivery.world.faults.set({"kind": kind, "methods": ["sendMessage"], "when": "after", "count": 1})
    row_id = await delivery.post(lead.id)
    async with running(delivery.sender()):
        row = await delivery.until_state(row_id, "delivered")
    assert row.ambiguous == 1
    assert len(delivery.accepted()) == 2


async def test_a_message_whose_replies_are_all_lost_ends_as_uncertain_after_two_extra_copies(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    await delivery.world.faults.set({"kind": "reset", "methods": ["sendMessage"], "when": "after"})
    row_id = await delivery.post(lead.id)
    async with running(delivery.sender()):
        row = await delivery.until_state(row_id, "uncertain")
    assert len(delivery.accepted()) == 3
    listed = await delivery.db.read(lambda db: outbox.undeliverable(db, [lead.id]))
    assert [each.id for each in listed] == [row.id]


async def test_a_429_holds_every_replica_for_exactly_the_time_given(
    delivery: Delivery, lead: Person, running: Running, a_bot: ABot
) -> None:
    other = await delivery.world.person("Marc")
    await other.start()
    await delivery.world.faults.set({"kind": "429", "methods": ["sendMessage"], "retry_after": 2, "count": 1})
    first = await delivery.post(lead.id)
    async with a_bot(delivery.server) as second_bot, running(delivery.sender("a")):
        await delivery.until(lambda: _has_requests(delivery, 1))
        async with running(delivery.sender("b", bot=second_bot)):
            second = await delivery.post(other.id)
            await delivery.until_state(second, "delivered")
            await delivery.until_state(first, "delivered")
    refused, *accepted = delivery.server.sandbox.log.after(0)[-3:]
    assert refused.code == 429
    waits = [entry.at - refused.at for entry in accepted]
    assert all(2 <= wait < 3.5 for wait in waits), waits


async def _has_requests(delivery: Delivery, count: int) -> bool:
    return len(delivery.requests()) >= count


async def test_a_person_who_blocks_us_keeps_what_waits_and_the_lead_is_told_once(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    await lead.block()
    ids = [await delivery.post(lead.id, str(n)) for n in range(3)]
    async with running(delivery.sender()):
        for row_id in ids:
            await delivery.until_state(row_id, "held")
        later = await delivery.post(lead.id, "3")
        await delivery.until_state(later, "held")
        assert len(delivery.requests()) == 1, "a closed chat is not knocked at again"
        assert delivery.told.suspended == [(lead.id, "blocked")]
        await lead.unblock()
        kept = await delivery.db.write(lambda db: resume_chat(db, lead.id, delivery.clock.now()))
        assert [row.id for row in kept] == [*ids, later]
        await delivery.until_state(later, "delivered")
    assert [entry["params"]["text"] for entry in delivery.accepted()] == ["0", "1", "2", "3"]


async def test_the_notices_kept_for_a_closed_chat_are_dropped_on_return(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    await lead.block()
    ids = [await delivery.post(lead.id, str(n), priority=priority) for n, priority in enumerate((2, 2, 1))]
    async with running(delivery.sender()):
        for row_id in ids:
            await delivery.until_state(row_id, "held")
        await lead.unblock()
        await delivery.db.write(lambda db: resume_chat(db, lead.id, delivery.clock.now()))
        await delivery.until(lambda: _has_accepted(delivery, 1))
    assert [entry["params"]["text"] for entry in delivery.accepted()] == ["2"]
    assert (await delivery.states())[:2] == ["cancelled"] * 2


async def _has_accepted(delivery: Delivery, count: int) -> bool:
    return len(delivery.accepted()) >= count


async def test_a_chat_that_telegram_does_not_know_is_closed(delivery: Delivery, running: Running) -> None:
    row_id = await delivery.post(999_999_999)
    async with running(delivery.sender()):
        await delivery.until_state(row_id, "held")
    assert delivery.told.suspended == [(999_999_999, "chat_not_found")]


async def test_a_group_that_became_a_supergroup_gets_its_message_under_its_new_id(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    group = await delivery.world.group("Équipe", [lead])
    old = group.id
    await group.migrate()
    ids = [await delivery.post(old, str(n)) for n in range(2)]
    async with running(delivery.sender()):
        rows = [await delivery.until_state(row_id, "delivered") for row_id in ids]
    assert {row.chat_id for row in rows} != {old}
    assert [entry["params"]["text"] for entry in delivery.accepted()] == ["0", "1"]


@pytest.mark.parametrize("how", ["close_topic", "delete_topic"])
async def test_a_message_for_a_closed_topic_is_sent_outside_of_it_and_the_group_is_told(
    delivery: Delivery, lead: Person, running: Running, how: str
) -> None:
    group = await delivery.world.group("Équipe", [lead], forum=True, kind="supergroup")
    thread = await group.open_topic("Suivi")
    await getattr(group, how)(thread)
    row_id = await delivery.post(group.id, thread_id=thread)
    async with running(delivery.sender()):
        row = await delivery.until_state(row_id, "delivered")
    assert row.thread_id == 0
    assert delivery.told.topics == [row_id]


async def test_an_edit_that_changes_nothing_counts_as_done(delivery: Delivery, lead: Person, running: Running) -> None:
    first = await delivery.post(lead.id, "Bonjour")
    async with running(delivery.sender()):
        sent = await delivery.until_state(first, "delivered")
        again = await delivery.post(lead.id, EditText(sent.message_id, "Bonjour"))
        await delivery.until_state(again, "delivered")


async def test_an_edit_with_nothing_left_to_do_is_no_warning(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    said = StringIO()
    logs.configure(level="WARNING", secrets=(), stream=said)
    async with running(delivery.sender()):
        sent = await delivery.until_state(await delivery.post(lead.id, "Bonjour"), "delivered")
        assert sent.message_id is not None
        for edit in (EditText(sent.message_id, "Bonjour"), EditKeyboard(sent.message_id), EditKeyboard(424_242)):
            await delivery.until(partial(_ended, delivery, await delivery.post(lead.id, edit)))
    assert said.getvalue() == ""


async def _ended(delivery: Delivery, row_id: int) -> bool:
    return (await delivery.row(row_id)).state not in {"pending", "sending"}


async def test_an_edit_of_a_message_that_is_gone_is_dropped_without_a_word(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    row_id = await delivery.post(lead.id, EditKeyboard(424_242))
    async with running(delivery.sender()):
        row = await delivery.until_state(row_id, "cancelled")
    assert row.reason == "message_gone"
    assert delivery.told.dead == []


async def test_a_text_that_cannot_be_parsed_is_sent_without_its_markup(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    row_id = await delivery.post(lead.id, SendText("<b>Budget &lt; 3 000 €"))
    async with running(delivery.sender()):
        await delivery.until_state(row_id, "delivered")
    assert [entry["params"]["text"] for entry in delivery.accepted()] == ["Budget < 3 000 €"]


async def test_a_text_that_is_too_long_even_without_markup_ends_in_a_dead_letter_with_notice(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    row_id = await delivery.post(lead.id, SendText("a" * 5000))
    async with running(delivery.sender()):
        row = await delivery.until_state(row_id, "dead")
    assert row.reason == "too_long"
    assert delivery.told.dead == [(row_id, "too_long")]
    assert len(delivery.requests()) == 2
    assert await delivery.db.write(lambda db: outbox.replay(db, [row_id], delivery.clock.now())) == 1


async def test_buttons_that_telegram_refuses_end_in_a_dead_letter(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    row_id = await delivery.post(lead.id, SendText("Oui ?", ((Button("Oui", data="é" * 40),),)))
    async with running(delivery.sender()):
        assert (await delivery.until_state(row_id, "dead")).reason == "buttons"


async def test_a_refused_token_stops_sending_turns_health_red_and_leaves_us_up(
    delivery: Delivery, lead: Person, running: Running, a_bot: ABot
) -> None:
    row_id = await delivery.post(lead.id)
    async with a_bot(delivery.server, "1:wrong") as wrong, running(delivery.sender(bot=wrong)):
        await delivery.until(lambda: _is_red(delivery))
        await delivery.until_state(row_id, "pending")
    async with running(delivery.sender("mended")):
        await delivery.until_state(row_id, "delivered")


async def _is_red(delivery: Delivery) -> bool:
    return delivery.health.level is Level.FAILING


async def test_after_three_network_failures_only_get_me_goes_out_until_telegram_answers(
    delivery: Delivery, running: Running
) -> None:
    people = [await delivery.world.person(f"P{n}") for n in range(6)]
    for person in people:
        await person.start()
    await delivery.world.faults.set({"kind": "reset"})
    ids = [await delivery.post(person.id) for person in people]
    async with running(delivery.sender(limits=RateLimits(in_flight=1))):
        await delivery.until(lambda: _has_probed(delivery))
        assert len(delivery.requests()) == 3
        await delivery.world.faults.clear()
        for row_id in ids:
            await delivery.until_state(row_id, "delivered")
    assert delivery.health.level is Level.OK


async def _has_probed(delivery: Delivery) -> bool:
    return len(delivery.requests("getMe")) >= 2


async def test_when_too_many_chats_close_at_once_none_of_them_is_closed(delivery: Delivery, running: Running) -> None:
    people = [await delivery.world.person(f"P{n}") for n in range(6)]
    for person in people:
        await person.start()
        await person.block()
    ids = [await delivery.post(person.id) for person in people]
    async with running(delivery.sender(limits=RateLimits.none())):
        await delivery.until(lambda: _mass_was_noticed(delivery))
        await delivery.until(lambda: _none_is(delivery, "sending"))
    assert "mass_refusal" in delivery.health.problems
    assert await delivery.db.read(_suspended) <= 1, "one that closed after the alarm may be"
    states = [(await delivery.row(row_id)).state for row_id in ids]
    assert states.count("pending") >= 5


def test_a_refusal_costs_no_more_when_hundreds_were_refused_before(database: Database, now: datetime) -> None:
    """90 % of refusals left 7 requests a second: each one opened every chat closed within the window again."""
    costs = [database.run(lambda db, many=many: _cost_of_refusal(db, many, now)) for many in (10, 200)]  # type: ignore[misc]
    assert costs[0] == costs[1] <= 3


def _cost_of_refusal(db: Connection, many: int, now: datetime) -> int:
    """Return how many statements one more refusal takes, once Telegram refuses `many` chats."""
    statements: list[str] = []
    for chat_id in range(many):
        suspend_chat(db, -1 - chat_id, "forbidden", now)
    event.listen(db, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert suspend_chat(db, 7, "forbidden", now).is_mass
    return len(statements)


def _suspended(db: Connection) -> int:
    return int(db.scalar(select(func.count()).where(chat.c.status == "suspended")) or 0)


async def _mass_was_noticed(delivery: Delivery) -> bool:
    since = delivery.clock.now() - timedelta(minutes=5)
    return bool(await delivery.db.read(lambda db: audits.refs(db, "mass_refusal", since)))


async def _none_is(delivery: Delivery, state: str) -> bool:
    return state not in await delivery.states()


async def test_a_file_reaches_the_person_with_its_name(delivery: Delivery, lead: Person, running: Running) -> None:
    made = SendDocument(b"%PDF-1.7 ...", "plan.pdf", "Votre plan")
    row_id = await delivery.post(lead.id, body={"do": "plan"})
    async with running(delivery.sender(composers={"plan": lambda _db, _row: lambda: made})):
        await delivery.until_state(row_id, "delivered")
    assert [entry["params"]["caption"] for entry in delivery.accepted("sendDocument")] == ["Votre plan"]
    assert "plan.pdf" in str(await lead.view())


async def test_a_message_with_nothing_to_say_any_more_is_cancelled(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    row_id = await delivery.post(lead.id, body={"do": "nudge"})
    async with running(delivery.sender(composers={"nudge": lambda _db, _row: None})):
        await delivery.until_state(row_id, "cancelled")
    assert delivery.requests() == []


async def test_a_message_that_cannot_be_made_does_not_stop_the_others(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    other = await delivery.world.person("Marc")
    await other.start()
    broken = await delivery.post(lead.id, body={"do": "nudge"})
    good = await delivery.post(other.id)

    def nudge(*_: object) -> None:
        raise KeyError("a template that lacks")

    async with running(delivery.sender(composers={"nudge": nudge})):
        await delivery.until_state(good, "delivered")
        await delivery.until_state(broken, "dead", seconds=20)
    assert delivery.told.dead == [(broken, "unmade")]


async def test_a_reminder_beyond_its_time_is_not_sent(delivery: Delivery, lead: Person, running: Running) -> None:
    row_id = await delivery.post(lead.id, expires_at=delivery.clock.now() + timedelta(hours=1), priority=1)
    delivery.clock.jump(timedelta(hours=2))
    async with running(delivery.sender()):
        await delivery.until_state(row_id, "expired")
    assert delivery.requests() == []
