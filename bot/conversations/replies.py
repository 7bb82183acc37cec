"""What the follow-up wants said, sent where the person is."""

from bot.chat.outgoing import SendText
from bot.conversations.desk import Desk
from bot.conversations.seat import Seat
from bot.reminders.reply import Reply


def carry_out(desk: Desk, here: Seat, reply: Reply) -> str | None:
    """Post the messages of a reply, in order; return its toast."""
    for message in reply.messages:
        desk.post(here.spot, message, prompt=None if isinstance(message, SendText) else reply.prompt)
    return reply.toast
