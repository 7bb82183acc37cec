"""Files sent together: what was said of one holds for the others of its kind; each document is told apart."""

from dataclasses import dataclass, replace

from bot.chat.incoming import Attachment
from bot.chat.outgoing import EditText
from bot.conversations.desk import Desk
from bot.conversations.offers import offer
from bot.conversations.seat import Seat, remember
from bot.storage import prompts
from domain.parsing.visible import visible


@dataclass(frozen=True, slots=True)
class _Album:
    """The album last seen in a talk: the kinds already answered, the message that names its refused files."""

    id: str
    kinds: str = ""
    refused: str = ""

    @classmethod
    def of(cls, here: Seat, attachment: Attachment) -> "_Album":
        id_, _, rest = here.talk.aside.get("album", "").partition("|")
        kinds, _, refused = rest.partition("|")
        return cls(id_, kinds, refused) if id_ == attachment.album else cls(attachment.album or "")

    def kept(self, desk: Desk, here: Seat) -> Seat:
        return remember(desk, here, "album", f"{self.id}|{self.kinds}|{self.refused}")


def is_answered(here: Seat, attachment: Attachment) -> bool:
    """Whether another piece of the same album and of the same kind was already answered."""
    return attachment.album is not None and attachment.kind in _Album.of(here, attachment).kinds.split()


def note(desk: Desk, here: Seat, attachment: Attachment) -> Seat:
    """Remember that this kind of piece is answered in this album."""
    if attachment.album is None:
        return here
    album = _Album.of(here, attachment)
    return replace(album, kinds=f"{album.kinds} {attachment.kind}".strip()).kept(desk, here)


def refuse(desk: Desk, here: Seat, attachment: Attachment, reason: str) -> None:
    """Say why a file of an album is not taken: all of them are named in one message, which grows."""
    album, name = _Album.of(here, attachment), visible(attachment.file.name if attachment.file else "")
    row = prompts.get(desk.db, album.refused) if album.refused else None
    former = row.payload["files"] if row else []
    assert isinstance(former, list)  # noqa: S101 - written below
    payload: dict[str, object] = {"files": [*former, [name, reason]]}
    text = _told(desk, here, [*former, [name, reason]])
    if row is not None:
        prompts.redraw(desk.db, row.id, payload, row.labels)
        desk.post(here.spot, EditText(row.message_id, text), prompt=row.id)
        return
    prompt = offer(desk, here.spot, text, (), payload=payload)
    prompts.close(desk.db, prompt, chosen=None, now=desk.now)
    replace(album, refused=prompt).kept(desk, here)


def _told(desk: Desk, here: Seat, files: list[list[str]]) -> str:
    """The names of the files by the reason why they are not taken, then what is still asked."""
    reasons = dict.fromkeys(reason for _, reason in files)
    names = {reason: [name for name, why in files if why == reason] for reason in reasons}
    parts = [
        desk.text(here.spot, "imports:refused_files", names=names[reason], reason=desk.text(here.spot, reason))
        for reason in reasons
    ]
    return "\n\n".join([*parts, *still_asked(desk, here)])


def still_asked(desk: Desk, here: Seat) -> list[str]:
    """How to come back to the question in progress, if there is one."""
    return [desk.text(here.spot, "imports:still_asked")] if here.talk.talk.live is not None else []
