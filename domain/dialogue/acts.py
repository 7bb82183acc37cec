"""Whether an act of a prompt still means something: prompts are stored, and outlive the script they were made for."""

from collections.abc import Sequence

from domain.dialogue.path import Path
from domain.dialogue.questions import Question, Scale
from domain.dialogue.script import Script
from domain.dialogue.talk import Prompt

_REPLIES = frozenset(
    {"pick", "ok", "unknown", "not_applicable", "skip", "suggested", "entry", "but", "others", "replace", "confirm"}
)
"""Verbs that answer a question."""
_LONGEST = 3
"""Figures of the highest place in a list."""


def makes_sense(act: str, prompt: Prompt, script: Script) -> bool:
    """Whether an act can be carried out at all, whatever the plan has become."""
    verb, _, argument = act.partition(":")
    question = script.question(prompt.path.id) if prompt.path else None
    if verb in _REPLIES and not isinstance(question, Question):
        return False
    match verb:
        case "page":
            return is_index(argument)
        case "suggested":
            offered = prompt.payload.get("suggested")
            return is_index(argument) and isinstance(offered, list | tuple) and int(argument) < len(offered)
        case "pick":
            return not isinstance(question, Scale) or is_index(argument)
        case "remove":
            return _is_row(Path.parse(argument), script)
        case "detach" | "remove_too":
            return prompt.path is not None and _is_row(prompt.path, script)
        case _:
            return True


def act_at(acts: Sequence[str], place: str) -> str | None:
    """Return the act that a button names by its place; None when it names none, whoever forged it."""
    return acts[int(place)] if is_index(place) and int(place) < len(acts) else None


def is_index(text: str) -> bool:
    """Whether a text is the place of something in a list, counted from 0."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST


def _is_row(path: Path, script: Script) -> bool:
    return path.id in script.lists and len(path.rows) == path.id.count("/") + 1
