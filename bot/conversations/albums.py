"""Files sent together: what was said of one holds for the others of its kind; each document is told apart."""

from dataclasses import dataclass, replace

from bot.chat.incoming import Attachment
from bot.chat.outgoing import EditText
from bot.conversations.offers import offer
from bot.conversations.session import Turn
from bot.storage import prompts
from domain.parsing.visible import visible


@dataclass(frozen=True, slots=True)
class _Album:
    """The album last seen in a talk: the kinds already answered, the message that names its refused files."""

    id: str
    kinds: str = ""
    refused: str = ""

    @classmethod
    def of(cls, turn: Turn, attachment: Attachment) -> "_Album":
        id_, _, rest = turn.conversation.aside.get("album", "").partition("|")
        kinds, _, refused = rest.partition("|")
        return cls(id_, kinds, refused) if id_ == attachment.album else cls(attachment.album or "")

    def kept(self, turn: Turn) -> Turn:
        return turn.remember("album", f"{self.id}|{self.kinds}|{self.refused}")


def is_answered(turn: Turn, attachment: Attachment) -> bool:
    """Whether another piece of the same album and of the same kind was already answered."""
    return attachment.album is not None and attachment.kind in _Album.of(turn, attachment).kinds.split()


def note(turn: Turn, attachment: Attachment) -> Turn:
    """Remember that this kind of piece is answered in this album."""
    if attachment.album is None:
        return turn
    album = _Album.of(turn, attachment)
    return replace(album, kinds=f"{album.kinds} {attachment.kind}".strip()).kept(turn)


def refuse(turn: Turn, attachment: Attachment, reason: str) -> None:
    """Say why a file of an album is not taken: all of them are named in one message, which grows."""
    album, name = _Album.of(turn, attachment), visible(attachment.file.name if attachment.file else "")
    row = prompts.get(turn.db, album.refused) if album.refused else None
    former = row.payload["files"] if row else []
    assert isinstance(former, list)  # noqa: S101 - written below
    payload: dict[str, object] = {"files": [*former, [name, reason]]}
    text = _told(turn, [*former, [name, reason]])
    if row is not None:
        prompts.redraw(turn.db, row.id, payload, row.labels)
        turn.post(EditText(row.message_id, text), prompt=row.id)
        return
    prompt = offer(turn, turn.recipient, text, (), payload=payload)
    prompts.close(turn.db, prompt, chosen=None, now=turn.now)
    replace(album, refused=prompt).kept(turn)


def _told(turn: Turn, files: list[list[str]]) -> str:
    """The names of the files by the reason why they are not taken, then what is still asked."""
    reasons = dict.fromkeys(reason for _, reason in files)
    names = {reason: [name for name, why in files if why == reason] for reason in reasons}
    parts = [turn.text("imports:refused_files", names=names[reason], reason=turn.text(reason)) for reason in reasons]
    return "\n\n".join([*parts, *still_asked(turn)])


def still_asked(turn: Turn) -> list[str]:
    """How to come back to the question in progress, if there is one."""
    return [turn.text("imports:still_asked")] if turn.conversation.talk.live is not None else []
