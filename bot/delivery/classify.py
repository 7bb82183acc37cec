"""What each failure of a request to Telegram means, read from its cause and not from its class.

PTB's classes mislead: BadRequest is a NetworkError, and so is a time-out.
"""

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from bot.delivery.request import NotSent, ServerFailed, TooManyRequests, Unanswered


class Verdict(StrEnum):
    """What to do with the message whose sending failed."""

    NOT_SENT = auto()  # surely not received: again
    AMBIGUOUS = auto()  # perhaps received: again, a bounded number of times
    SLOW_DOWN = auto()  # nobody sends before the time Telegram gave
    SUSPEND = auto()  # this chat is closed to us until the person comes back
    MIGRATED = auto()  # the group has a new id
    NO_TOPIC = auto()  # send it outside of the topic
    DONE = auto()  # what was wanted is already so
    GONE = auto()  # what it was about no longer exists
    PLAIN = auto()  # once more without markup, else give up
    DEAD = auto()  # will never be accepted
    TOKEN = auto()  # our token is refused: stop everything
    CONFLICT = auto()  # another program polls with our token
    UNKNOWN = auto()  # not seen yet: again for a day, and tell the operator


@dataclass(frozen=True, slots=True)
class Failure:
    """A verdict with its reason (a short code, never a user's words)."""

    verdict: Verdict
    reason: str
    retry_after: float = 0  # seconds
    new_chat_id: int | None = None


# The first line that fits decides: (class of the error, pattern in Telegram's words, verdict, reason).
TABLE: tuple[tuple[type[TelegramError], str, Verdict, str], ...] = (
    (NotSent, "", Verdict.NOT_SENT, "no_connection"),
    (ServerFailed, "", Verdict.AMBIGUOUS, "server_failed"),
    (Unanswered, "", Verdict.AMBIGUOUS, "no_answer"),
    (Conflict, "", Verdict.CONFLICT, "conflict"),
    (InvalidToken, "", Verdict.TOKEN, "token_refused"),
    (Forbidden, "bot was blocked by the user", Verdict.SUSPEND, "blocked"),
    (Forbidden, "user is deactivated", Verdict.SUSPEND, "deactivated"),
    (Forbidden, "can't initiate conversation", Verdict.SUSPEND, "never_started"),
    (Forbidden, "bot was kicked|bot is not a member", Verdict.SUSPEND, "left_group"),
    (Forbidden, "", Verdict.SUSPEND, "forbidden"),
    (BadRequest, "chat not found|peer_id_invalid", Verdict.SUSPEND, "chat_not_found"),
    (BadRequest, "group chat was deactivated|channel_private", Verdict.SUSPEND, "group_closed"),
    (BadRequest, "have no rights to send|not enough rights to send|chat_write_forbidden", Verdict.SUSPEND, "no_right"),
    (BadRequest, "topic_closed|topic closed|message thread not found|topic_deleted", Verdict.NO_TOPIC, "no_topic"),
    (BadRequest, "message is not modified", Verdict.DONE, "not_modified"),
    (BadRequest, "query is too old|query_id_invalid", Verdict.DONE, "query_too_old"),
    (BadRequest, "message to edit not found|message can't be edited|message_id_invalid", Verdict.GONE, "message_gone"),
    (BadRequest, "can't parse entities|can't parse caption", Verdict.PLAIN, "markup"),
    (
        BadRequest,
        "message is too long|message_too_long|caption is too long|caption_too_long",
        Verdict.PLAIN,
        "too_long",
    ),
    (BadRequest, "text is empty|text must be non-empty", Verdict.DEAD, "empty"),
    (BadRequest, "button_|reply_markup|reply markup|keyboard", Verdict.DEAD, "buttons"),
    (BadRequest, "photo_|image_process_failed|file is too big|wrong file", Verdict.DEAD, "file"),
    (TelegramError, r"too large|\(413\)", Verdict.DEAD, "file"),
)


def classify(error: TelegramError) -> Failure:
    """Return what `error` means for the message that was being sent."""
    match error:
        case TooManyRequests():
            return Failure(Verdict.SLOW_DOWN, "slow_down", retry_after=error.retry_after)
        case ChatMigrated():
            return Failure(Verdict.MIGRATED, "migrated", new_chat_id=error.new_chat_id)
    for kind, pattern, verdict, reason in TABLE:
        if isinstance(error, kind) and re.search(pattern, error.message, re.IGNORECASE):
            return Failure(verdict, reason)
    return Failure(Verdict.UNKNOWN, "unknown")
