"""One person's conversation in one chat or topic, and the prompts it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from domain.dialogue.path import Path
from domain.dialogue.values import Value


class PromptKind(StrEnum):
    """What a prompt is for.

    Standing ones are offers: their buttons work, but they never take the free-text focus.
    """

    QUESTION = "question"
    GATE = "gate"
    REVIEW = "review"
    DRY_RUN = "dry_run"
    CONFLICT = "conflict"
    REMOVAL = "removal"
    MENU = "menu"
    NOTE = "note"
    PROPOSAL = "proposal"


STANDING = frozenset({PromptKind.CONFLICT, PromptKind.REMOVAL, PromptKind.MENU, PromptKind.NOTE})
TO_CONFIRM = frozenset({PromptKind.DRY_RUN, PromptKind.PROPOSAL})
"""Prompts that hold back something not recorded yet."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One asked instance of something.

    `base` is the revision of the answer it showed (0: none). `acts` is the snapshot of what can be done, in the order
    of the buttons; a callback names an act by its place in it. Each act is `verb` or `verb:argument`:
    `pick:<option>`, `ok`, `unknown`, `not_applicable`, `skip`, `keep`, `back`, `add:<list>`, `done`, `edit:<path>`,
    `open:<chapter or row>`, `remove:<row>`, `undo:<removal>`, `detach`, `remove_too`, `replace`, `confirm`, `cancel`,
    `do:<command>`; on a proposal, `but:<question>` accepts all but one field and `others` offers other values;
    `suggested:<index>` takes a value that the question offers, `reword:<path>` proposes other words for an answer;
    `entry:<code>` takes an entry of a catalogue, `page:<number>` shows others, `topic:<code>` opens what a card has to
    say, `hand` has a colleague answer.
    `payload` holds what the prompt must remember: `text` (what a proposal was read in), `is_brief` (shown without its
    text), `selected` (codes of a multi-choice), `proposed` (a value awaiting confirmation), `fills` (fields and their
    values, in pairs), `page` (of what is offered), counts to show, …: JSON values only.
    """

    id: str
    kind: PromptKind
    path: Path | None
    base: int
    acts: tuple[str, ...]
    asked_at: datetime
    payload: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_standing(self) -> bool:
        return self.kind in STANDING


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where one person stands: the live prompt, a detour, the trail of what they answered, tries on the live prompt.

    `focus` is the path of an edit or of a new row being opened; None means "follow the derived cursor". `chapter` is
    the one to finish first, chosen by the person.
    """

    person: int
    live: Prompt | None = None
    focus: Path | None = None
    trail: tuple[Path, ...] = ()
    tries: int = 0
    chapter: str | None = None
    is_paused: bool = False


def listed(fills: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """Write fields down in their order: a database keeps that of a list, and none in a mapping."""
    return list(fills.items())


def fills_of(payload: Mapping[str, object]) -> dict[str, Value]:
    """Return the fields that a payload proposes, in their order."""
    pairs = payload.get("fills")
    return {str(item): value for item, value in pairs} if isinstance(pairs, list | tuple) else {}


def briefly(prompt: Prompt) -> Prompt:
    """Return the same prompt, to be shown without its text under what is said before it."""
    return replace(prompt, payload={**prompt.payload, "is_brief": True})


def bare(prompt: Prompt) -> Prompt:
    """Return the same prompt without the fields it proposes, for a reply that is not the one they follow from."""
    return replace(prompt, payload={name: kept for name, kept in prompt.payload.items() if name != "fills"})


def page_of(prompt: Prompt) -> int:
    """Return the page, from 0, of what the prompt offers too much of to show at once."""
    page = prompt.payload.get("page", 0)
    return page if isinstance(page, int) else 0


def worded(prompt: Prompt, words: str) -> Prompt:
    """Return the same prompt, with what the entry of a catalogue that was tapped says."""
    return replace(prompt, payload={**prompt.payload, "words": words}) if words else prompt


def words_of(prompt: Prompt) -> str:
    words = prompt.payload.get("words")
    return words if isinstance(words, str) else ""
