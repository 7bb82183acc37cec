"""What the follow-up wants said, sent where the person is."""

from bot.chat.outgoing import SendText
from bot.conversations.session import Turn
from bot.reminders.reply import Reply


def carry_out(turn: Turn, reply: Reply) -> str | None:
    """Post the messages of a reply, in order; return its toast."""
    for message in reply.messages:
        turn.post(message, prompt=None if isinstance(message, SendText) else reply.prompt)
    return reply.toast
