"""A text too long for one message, which the application that sends it cuts: its pieces are one text."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.chat.incoming import TextMessage
from bot.conversations.session import Turn
from domain.parsing.visible import visible

LIMIT = 4096
"""UTF-16 units of a message, as Telegram counts them."""
TRIMMED = 16
"""Units that may be lost where a text is cut: the spaces around each piece are."""
SOUGHT = 300
"""Units in which an application looks back for the end of a sentence to cut at."""
WINDOW = timedelta(seconds=5)
"""Between two pieces, as they were sent."""
AN_ANSWER = 500
"""Signs of the longest answer: a piece so short may be one, and is not left without a word."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A long message that may be the beginning of a paste."""

    message: int
    at: datetime
    size: int
    ends_sentence: bool

    def is_continued_by(self, words: TextMessage) -> bool:
        """Whether the next message is the rest of this one, and not one of its own sent soon after.

        It must follow at once, and this one be cut: its next word had no room left, or it ends a sentence near the
        limit.
        """
        if words.at is None or words.message != self.message + 1 or abs(words.at - self.at) > WINDOW:
            return False
        first_word = (visible(words.text).split() or [""])[0]
        has_no_room = self.size + 1 + _units(first_word) > LIMIT - TRIMMED
        return has_no_room or (self.ends_sentence and self.size > LIMIT - SOUGHT)

    def written(self) -> str:
        return f"{self.message} {self.at.timestamp():.0f} {self.size} {int(self.ends_sentence)}"

    @classmethod
    def read(cls, kept: str) -> "_Piece | None":
        parts = kept.split()
        if len(parts) != 4:
            return None
        message, at, size, ends = (int(part) for part in parts)
        return cls(message, datetime.fromtimestamp(at, UTC), size, bool(ends))


def continues_paste(turn: Turn, words: TextMessage) -> bool:
    """Whether this text is the rest of a paste whose beginning was just answered."""
    begun = _Piece.read(turn.conversation.aside.get("paste", ""))
    return begun is not None and begun.is_continued_by(words)


def note_piece(turn: Turn, words: TextMessage) -> Turn:
    """Remember a text so long that it may have been cut."""
    size = _units(words.text)
    if words.at is None or size <= LIMIT - SOUGHT:
        return turn
    ends_sentence = words.text.rstrip()[-1:] in set(".!?…:;»)")
    return turn.remember("paste", _Piece(words.message, words.at, size, ends_sentence).written())


def may_be_an_answer(words: TextMessage) -> bool:
    return len(words.text) <= AN_ANSWER


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
