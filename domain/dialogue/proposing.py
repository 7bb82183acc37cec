"""What was understood of a text: shown to be confirmed, field by field, before anything is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.dialogue.answering import reply, take, with_fills, write
from domain.dialogue.asking import ask_next, base_of, disarm, show, slot_at, ways_out
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Note, Redraw
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.questions import Question, Recognised
from domain.dialogue.survey import Slot
from domain.dialogue.talk import Prompt, PromptKind, bare, fills_of, listed
from domain.dialogue.values import Understanding, Understood, Unsure


def read_after(live: Prompt, slot: Slot, text: str, context: StepContext) -> tuple[str, Understanding]:
    """Understand a text, with the one whose proposal still waits where it says more about it; return what was read."""
    assert isinstance(slot.item, Question)  # noqa: S101 - only questions are replied to
    former = live.payload.get("text")
    if isinstance(former, str) and isinstance(slot.item, Recognised) and slot.item.narrow:
        whole, narrowed = f"{former} {text}", slot.item.narrow(former, text, context.today)
        if narrowed is not None and len(whole) <= slot.item.longest:
            return whole, narrowed
    return text, slot.item.read(text, context.today, slot.heard)


def propose(outcome: Outcome, slot: Slot, reading: Understood | Unsure, text: str) -> Outcome:
    """Show what a text was understood as, or may be; one that says nothing more than itself is recorded at once."""
    prompt = _proposal(outcome, slot, reading, text)
    live = outcome.talk.live
    if live and isinstance(reading, Understood) and reading.is_literal and not prompt.payload["fills"]:
        return take(outcome, slot, prompt=bare(live), value=reading.value, status=AnswerStatus.OK)
    return show(disarm(outcome.with_talk(replace(outcome.talk, tries=0))), prompt)


def _choose(outcome: Outcome, prompt: Prompt, code: str) -> Outcome:
    """Show one of the values a text might mean, to be confirmed."""
    slot, today = _slot_of(outcome, prompt), outcome.context.today
    reading = slot.item.read(code, today, slot.heard) if slot and isinstance(slot.item, Question) else None
    if slot is None or not isinstance(reading, Understood):
        return ask_next(outcome, Note("stale_button"))
    options = prompt.payload.get("options")
    others = tuple(other for other in options if other != code) if isinstance(options, list | tuple) else ()
    return _redrawn(outcome, prompt, slot, replace(reading, others=others))


def _others(outcome: Outcome, prompt: Prompt, _: str) -> Outcome:
    """Show the other values a text might mean."""
    slot, others = _slot_of(outcome, prompt), prompt.payload.get("others")
    if slot is None or not isinstance(others, list | tuple):
        return ask_next(outcome)
    return _redrawn(outcome, prompt, slot, Unsure(tuple(map(str, others))))


def _accept(outcome: Outcome, prompt: Prompt, but: str) -> Outcome:
    """Record what was understood, without the fields said to be wrong: those are asked in their turn."""
    value = prompt.payload.get("value")
    if not isinstance(value, str):
        return ask_next(outcome)
    kept = {item: said for item, said in fills_of(prompt.payload).items() if item != but}
    payload = {**prompt.payload, "fills": listed(kept)}
    return reply(outcome, replace(prompt, payload=payload), value, AnswerStatus.OK)


def _slot_of(outcome: Outcome, prompt: Prompt) -> Slot | None:
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    return slot_at(prompt.path, outcome.dossier, outcome.script)


def _redrawn(outcome: Outcome, former: Prompt, slot: Slot, reading: Understood | Unsure) -> Outcome:
    """Show another reading of the same text, in place of the former."""
    prompt = _proposal(outcome, slot, reading, str(former.payload.get("text", "")))
    return outcome.with_talk(replace(outcome.talk, live=prompt)).also(Redraw(prompt, instead_of=former.id))


def _proposal(outcome: Outcome, slot: Slot, reading: Understood | Unsure, text: str) -> Prompt:
    payload: dict[str, object]
    if isinstance(reading, Unsure):
        payload = {"options": list(reading.options)}
        acts = [f"pick:{code}" for code in reading.options]
    else:
        path, context, author = slot.path, outcome.context, outcome.talk.person
        after = write(outcome.dossier, context, path, reading.value, AnswerStatus.OK, author=author)
        _, written = with_fills(after, context, path, reading.fills, author=author)
        # the other fields are so already, or do not make sense here
        fills = {item: value for item, value in reading.fills.items() if item in written}
        payload = {"value": reading.value, "fills": listed(fills), "others": list(reading.others)}
        acts = ["ok", *(f"pick:{item}" if len(fills) > 1 else f"but:{item}" for item in fills)]
        if len(fills) > 1:
            payload["selected"] = list(fills)
        if reading.others:
            acts.append("others")
    if isinstance(slot.item, Recognised) and slot.item.narrow:
        payload["text"] = text
    ways = ways_out(slot.item) if isinstance(slot.item, Question) else ()
    return outcome.prompt(PromptKind.PROPOSAL, slot.path, base_of(slot), (*acts, *ways, "back"), payload)


ON_PROPOSAL: Mapping[str, Callable[[Outcome, Prompt, str], Outcome]] = {
    "pick": _choose,
    "ok": _accept,
    "but": _accept,
    "others": _others,
}
"""Acts of a proposal, with the argument of each."""
