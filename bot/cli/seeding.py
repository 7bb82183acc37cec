"""A finished plan made at once: the lines of a scenario through the engine, without a chat."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.cli.scenario import Line
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Event, Resume, Tapped, Typed
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.dialogue.step import step
from domain.dialogue.talk import Conversation, Prompt


def finished(
    script: Script, lines: Sequence[Line], *, author: int, now: datetime, new_id: Callable[[], str]
) -> Dossier:
    """Return the dossier that answering `lines` makes.

    Raises ValueError when a line does not answer the question that is asked.
    """
    context = StepContext(script, now, now.date(), new_id)
    outcome = step(Dossier(script.version), Conversation(author), Resume(), context)
    for line in lines:
        events: Sequence[Event | str] = line.taps if line.says is None else (Typed(line.says),)
        for event in events:
            live = outcome.talk.live
            if live is None or live.path is None or live.path.id != line.question:
                raise ValueError(f"{line.question} is not asked here")
            given = Tapped(live, op_of(live, event, outcome.dossier)) if isinstance(event, str) else event
            outcome = step(outcome.dossier, outcome.talk, given, context)
    return outcome.dossier


def op_of(prompt: Prompt, act: str, dossier: Dossier) -> str:
    """Return the op that presses `act`; `add` and `row:2` stand for what they mean in this dossier."""
    if act.startswith("row:"):
        picks = {offered.removeprefix("pick:") for offered in prompt.acts if offered.startswith("pick:")}
        rows = next(rows for path, rows in dossier.rows.items() if isinstance(path, Path) and picks == set(rows))
        act = f"pick:{rows[int(act.removeprefix('row:'))]}"
    index = next(place for place, offered in enumerate(prompt.acts) if offered.split(":")[0] == act or offered == act)
    selected = prompt.payload.get("selected")
    if not (isinstance(selected, list | tuple) and act.startswith("pick:")):
        return str(index)
    return f"{'-' if act.removeprefix('pick:') in selected else '+'}{index}"
