"""What can happen in a talk, and what the engine wants done about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.talk import Prompt
from domain.dialogue.values import Value


@dataclass(frozen=True, slots=True)
class Typed:
    """Free text, as typed; the caller has already turned the text of a button into `Tapped`."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button of `prompt`: `op` is an index into its acts, `+i` or `-i` for a multi-choice.

    `words` is what an entry of a catalogue says in the person's language. The caller has checked that the prompt
    belongs to this talk and audience.
    """

    prompt: Prompt
    op: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Go:
    """Finish this chapter first."""

    chapter: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that somebody else gave at `path`, and that this person accepts."""

    path: Path
    value: Value
    status: AnswerStatus
    author: int


@dataclass(frozen=True, slots=True)
class Resume:
    """Show where we are and ask again; ends a pause."""


@dataclass(frozen=True, slots=True)
class Back:
    """Return to the last answer still relevant; nothing is destroyed."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Leave the detour in progress; nothing is changed."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop asking until `Resume` or the next reply."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Open the answer at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class Revise:
    """The message that gave the answer at `path` was edited to `text`: offer to replace it."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A photo, voice, sticker, … where words were expected; `kind` names it, `facts` fill what is said of it."""

    kind: str
    facts: Mapping[str, str] = field(default_factory=dict)


Event = Typed | Tapped | Go | Given | Resume | Back | Cancel | Pause | Edit | Revise | Unreadable


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say: `code` names the wording, `params` fill it (JSON values; paths and codes, never wording)."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """Show `prompt` in a new message, after the notes if any."""

    prompt: Prompt
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Redraw:
    """Show `prompt` again in the message of `instead_of`, or its own (a multi-choice whose selection changed)."""

    prompt: Prompt
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Say:
    note: Note


@dataclass(frozen=True, slots=True)
class Toast:
    """A short word on the tapped button itself."""

    note: Note


@dataclass(frozen=True, slots=True)
class Disarm:
    """Take the buttons of a prompt away; `chosen` is the act it was answered by, to be shown in its place."""

    prompt: str
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """Offer to have a colleague answer what is asked at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class Completed:
    """Every question that applies is answered; `again` when it was so already."""

    again: bool = False


Effect = Ask | Redraw | Say | Toast | Disarm | HandOver | Completed
