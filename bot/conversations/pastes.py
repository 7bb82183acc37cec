"""Pieces of one paste and pictures of one album: answered once, never taken for the next answer."""

from datetime import datetime, timedelta

from bot.conversations.desk import Desk
from bot.conversations.seat import Seat, remember
from bot.happening import Attachment, Words

FULL_PIECE = 4000
"""UTF-16 units from which a message was likely cut by the application that sent it (Telegram's limit is 4 096)."""
PASTE_WINDOW = timedelta(seconds=5)


def continues_paste(desk: Desk, here: Seat) -> bool:
    """Whether this text is the rest of a paste whose beginning was just answered."""
    begun = here.talk.aside.get("paste")
    return begun is not None and desk.now - datetime.fromisoformat(begun) <= PASTE_WINDOW


def note_paste(desk: Desk, here: Seat, words: Words) -> Seat:
    """Remember that a paste begins, when the text is as long as a message can be."""
    is_cut = len(words.text.encode("utf-16-le")) // 2 >= FULL_PIECE
    return remember(desk, here, "paste", desk.now.isoformat()) if is_cut else here


def continues_album(here: Seat, attachment: Attachment) -> bool:
    """Whether another picture of the same album was already answered."""
    return attachment.album is not None and here.talk.aside.get("album") == attachment.album


def note_album(desk: Desk, here: Seat, attachment: Attachment) -> Seat:
    return remember(desk, here, "album", attachment.album) if attachment.album else here
