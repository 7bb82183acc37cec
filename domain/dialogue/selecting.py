"""Options ticked one by one, before they are confirmed together."""

from dataclasses import replace

from domain.dialogue.events import Redraw
from domain.dialogue.outcome import Outcome
from domain.dialogue.script import Script
from domain.dialogue.talk import Prompt


def select(outcome: Outcome, prompt: Prompt, code: str, *, is_on: bool) -> Outcome:
    """Tick an option or not; what rests on one that is not ticked is not either."""
    selected, script = prompt.payload.get("selected"), outcome.script
    kept = [str(other) for other in selected if other != code] if isinstance(selected, list | tuple) else []
    after = [*kept, code] if is_on else [other for other in kept if _rests_on(other, script) != code]
    if is_on and (ground := _rests_on(code, script)) and f"pick:{ground}" in prompt.acts and ground not in after:
        after.append(ground)
    if isinstance(selected, list | tuple) and set(after) == set(selected):
        return outcome
    redrawn = replace(prompt, payload={**prompt.payload, "selected": after})
    return outcome.with_talk(replace(outcome.talk, live=redrawn)).also(Redraw(redrawn))


def _rests_on(field: str, script: Script) -> str | None:
    """The field without which this one means nothing."""
    question = script.question(field)
    return question.rests_on if question else None
