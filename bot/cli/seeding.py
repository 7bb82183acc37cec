"""A finished plan made at once: the lines of a scenario through the engine, without a chat."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.cli.scenario import Line
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Event, Resume, Tapped, Typed
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.dialogue.step import step
from domain.dialogue.talk import Prompt, Talk


def finished(
    script: Script, lines: Sequence[Line], *, author: int, now: datetime, new_id: Callable[[], str]
) -> Dossier:
    """Return the dossier that answering `lines` makes.

    Raises ValueError when a line does not answer the question that is asked.
    """
    moment = Moment(script, now, now.date(), new_id)
    outcome = step(Dossier(script.version), Talk(author), Resume(), moment)
    for line in lines:
        outcome = _answered(outcome, line, moment)
    return outcome.dossier


def _answered(outcome: Outcome, line: Line, moment: Moment) -> Outcome:
    for event in _events(line):
        live = outcome.talk.live
        if live is None or live.path is None or live.path.id != line.question:
            raise ValueError(f"{line.question} is not asked here")
        given = Tapped(live, op_of(live, event, outcome.dossier)) if isinstance(event, str) else event
        outcome = step(outcome.dossier, outcome.talk, given, moment)
    return outcome


def _events(line: Line) -> Sequence[Event | str]:
    return line.taps if line.says is None else (Typed(line.says),)


def op_of(prompt: Prompt, act: str, dossier: Dossier) -> str:
    """Return the op that presses `act`; `add` and `row:2` stand for what they mean in this dossier."""
    if act.startswith("row:"):
        act = f"pick:{_rows(prompt, dossier)[int(act.removeprefix('row:'))]}"
    index = next(place for place, offered in enumerate(prompt.acts) if offered.split(":")[0] == act or offered == act)
    selected = prompt.payload.get("selected")
    if not (isinstance(selected, list | tuple) and act.startswith("pick:")):
        return str(index)
    return f"{'-' if act.removeprefix('pick:') in selected else '+'}{index}"


def _rows(prompt: Prompt, dossier: Dossier) -> tuple[str, ...]:
    picks = [act.removeprefix("pick:") for act in prompt.acts if act.startswith("pick:")]
    tables = [rows for path, rows in dossier.rows.items() if isinstance(path, Path) and set(picks) == set(rows)]
    return tables[0]
