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


NOTHING_LEFT = frozenset({Verdict.DONE, Verdict.GONE})
"""What ends well without a delivery, as when somebody presses twice: no warning."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A verdict with its reason (a short code, never a user's words)."""

    verdict: Verdict
    reason: str
    retry_after: float = 0  # seconds
    new_chat_id: int | None = None


# The first line that fits decides: (class of the error, pattern in Telegram's words, verdict, reason). The words are
# those of the Bot API server and of Telegram behind it, as collected in github.com/TelegramBotAPI/errors and by tdlib.
TABLE: tuple[tuple[type[TelegramError], str, Verdict, str], ...] = (
    (NotSent, "", Verdict.NOT_SENT, "no_connection"),
    (ServerFailed, "", Verdict.AMBIGUOUS, "server_failed"),
    (Unanswered, "", Verdict.AMBIGUOUS, "no_answer"),
    (Conflict, "", Verdict.CONFLICT, "conflict"),
    (InvalidToken, "", Verdict.TOKEN, "token_refused"),
    (TelegramError, r"too large|\(413\)", Verdict.DEAD, "file"),
    (
        TelegramError,
        (
            "not enough rights to send (?!text|messages?|a message)"
            "|chat_send_(?!plain)[a-z]+_forbidden|restricted receiving|voice_messages_forbidden"
        ),
        Verdict.DEAD,
        "file_refused",
    ),
    (TelegramError, "bot was blocked by the user|user_is_blocked", Verdict.SUSPEND, "blocked"),
    (TelegramError, "user is deactivated|user_deactivated", Verdict.SUSPEND, "deactivated"),
    (
        Forbidden,
        "can't initiate conversation|privacy_premium|bot can't send messages to bots",
        Verdict.SUSPEND,
        "never_started",
    ),
    (TelegramError, "bot was kicked|not a member|user_banned_in|user_not_participant", Verdict.SUSPEND, "left_group"),
    (
        TelegramError,
        "group chat was deactivated|channel_private|chat_forbidden|channel_invalid|chat_invalid|group is deactivated",
        Verdict.SUSPEND,
        "group_closed",
    ),
    (TelegramError, "topic_closed|topic closed", Verdict.NO_TOPIC, "no_topic"),
    (
        BadRequest,
        "thread not found|topic_deleted|topic deleted|topic_id_invalid|thread_invalid|not a forum|forum_",
        Verdict.NO_TOPIC,
        "no_topic",
    ),
    (
        TelegramError,
        (
            "no rights to send|not enough rights to send|not enough rights to post|need administrator rights"
            "|chat_write_forbidden|chat_send_plain_forbidden|chat_admin_required|chat_guest_send_forbidden|right_forbidden"
        ),
        Verdict.SUSPEND,
        "no_right",
    ),
    (TelegramError, "chat_restricted|group send failed", Verdict.SUSPEND, "restricted"),
    (
        BadRequest,
        "chat not found|user not found|peer_id_invalid|chat_id_invalid|user_id_invalid",
        Verdict.SUSPEND,
        "chat_not_found",
    ),
    (TelegramError, "message is not modified|message_not_modified", Verdict.DONE, "not_modified"),
    (BadRequest, "query is too old|query_id_invalid", Verdict.DONE, "query_too_old"),
    (
        TelegramError,
        (
            "message to edit not found|message can't be edited|message_id_invalid|message_edit_time_expired"
            "|message_author_required|message_edit_forbidden|there is no text in the message"
        ),
        Verdict.GONE,
        "message_gone",
    ),
    (Forbidden, "", Verdict.SUSPEND, "forbidden"),
    (BadRequest, "can't parse entities|can't parse caption|entit(y|ies)_", Verdict.PLAIN, "markup"),
    (
        BadRequest,
        "message is too long|message_too_long|caption is too long|caption_too_long",
        Verdict.PLAIN,
        "too_long",
    ),
    (BadRequest, "text is empty|text must be non-empty|message_empty|must be encoded in utf-8", Verdict.DEAD, "empty"),
    (BadRequest, "button|reply_markup|reply markup|keyboard", Verdict.DEAD, "buttons"),
    (
        BadRequest,
        "photo_|image_process_failed|file is too big|wrong file|file must be non-empty|media_|document_|file_part",
        Verdict.DEAD,
        "file",
    ),
)

_OF_THE_CHAT = frozenset({"no_right", "forbidden"})
"""Refusals that, for a file, may be about files alone: whether the chat is closed to text too is for a text to find."""


def classify(error: TelegramError, *, is_file: bool = False) -> Failure:
    """Return what `error` means for the message that was being sent; `is_file`: it was a picture or a document."""
    match error:
        case TooManyRequests():
            return Failure(Verdict.SLOW_DOWN, "slow_down", retry_after=error.retry_after)
        case ChatMigrated():
            return Failure(Verdict.MIGRATED, "migrated", new_chat_id=error.new_chat_id)
    for kind, pattern, verdict, reason in TABLE:
        if isinstance(error, kind) and re.search(pattern, error.message, re.IGNORECASE):
            if is_file and verdict is Verdict.SUSPEND and reason in _OF_THE_CHAT:
                return Failure(Verdict.DEAD, "file_refused")
            return Failure(verdict, reason)
    return Failure(Verdict.UNKNOWN, "unknown")
