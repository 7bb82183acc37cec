"""What the follow-up answers to a tap or to words."""

from dataclasses import dataclass

from bot.chat.outgoing import Stored


@dataclass(frozen=True, slots=True)
class Reply:
    """`messages` are posted in order; an EditText without message id edits the message of `prompt`, a SendText is new.

    `awaits_words`: what the person types next answers `prompt`.
    """

    toast: str | None = None
    messages: tuple[Stored, ...] = ()
    prompt: str | None = None
    awaits_words: bool = False
