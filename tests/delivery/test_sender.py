"""Messages leave the outbox at once and in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.chat.outgoing import Button, SendText

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from bot.sandbox.client import Person
    from tests.delivery.conftest import Delivery

    Running = Callable[..., AbstractAsyncContextManager[None]]


async def test_a_reply_is_sent_as_soon_as_the_sender_is_woken(
    delivery: Delivery, lead: Person, running: Running
) -> None:
    sender = delivery.sender()
    async with running(sender):
        row_id = await delivery.post(lead.id, SendText("<b>Bonjour</b>", ((Button("Oui", "a:1"),),)))
        sender.wake()
        row = await delivery.until_state(row_id, "delivered")
    assert row.message_id == delivery.told.delivered[0][1]
    assert [m.text for m in await lead.messages() if m.sender_id != lead.id] == ["Bonjour"]
    assert row.body == {"do": "message"}, "the words are not kept once delivered"


async def test_the_messages_of_a_chat_keep_their_order(delivery: Delivery, lead: Person, running: Running) -> None:
    ids = [await delivery.post(lead.id, str(n)) for n in range(4)]
    async with running(delivery.sender()):
        await delivery.until_state(ids[-1], "delivered")
    assert [entry["params"]["text"] for entry in delivery.accepted()] == ["0", "1", "2", "3"]
