"""What was understood of a text: shown to be confirmed, field by field, before anything is recorded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from domain.dialogue.answering import reply, take, with_fills, write
from domain.dialogue.asking import ask_next, base_of, disarm, show, slot_at, ways_out
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Note, Redraw
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.questions import Question, Recognised
from domain.dialogue.survey import Slot
from domain.dialogue.talk import Prompt, PromptKind, bare, fills_of, listed
from domain.dialogue.values import Understanding, Understood, Unsure, Value


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
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    slot = slot_at(prompt.path, outcome.survey, outcome.dossier, outcome.context)
    reading = (
        slot.item.read(code, outcome.context.today, slot.heard) if slot and isinstance(slot.item, Question) else None
    )
    if slot is None or not isinstance(reading, Understood):
        return ask_next(outcome, Note("stale_button"))
    options = prompt.payload.get("options")
    rest = tuple(other for other in options if other != code) if isinstance(options, list | tuple) else ()
    return _redraw(outcome, _proposal(outcome, slot, replace(reading, others=rest), _text(prompt)), prompt)


def _others(outcome: Outcome, prompt: Prompt, _: str) -> Outcome:
    """Show the other values a text might mean."""
    found = prompt.payload.get("others")
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    slot = slot_at(prompt.path, outcome.survey, outcome.dossier, outcome.context)
    if slot is None or not isinstance(found, list | tuple):
        return ask_next(outcome)
    return _redraw(outcome, _proposal(outcome, slot, Unsure(tuple(map(str, found))), _text(prompt)), prompt)


def _accept(outcome: Outcome, prompt: Prompt, but: str) -> Outcome:
    """Record what was understood, without the fields said to be wrong: those are asked in their turn."""
    value = prompt.payload.get("value")
    if not isinstance(value, str):
        return ask_next(outcome)
    kept = {item: said for item, said in fills_of(prompt.payload).items() if item != but}
    payload = {**prompt.payload, "fills": listed(kept)}
    return reply(outcome, replace(prompt, payload=payload), value, AnswerStatus.OK)


def _redraw(outcome: Outcome, prompt: Prompt, former: Prompt) -> Outcome:
    return outcome.with_talk(replace(outcome.talk, live=prompt)).also(Redraw(prompt, instead_of=former.id))


def _text(prompt: Prompt) -> str:
    return str(prompt.payload.get("text", ""))


def _proposal(outcome: Outcome, slot: Slot, reading: Understood | Unsure, text: str) -> Prompt:
    payload = _payload(outcome, slot, reading)
    if isinstance(slot.item, Recognised) and slot.item.narrow:
        payload = {**payload, "text": text}
    acts = (*_acts(payload), *_ways_out(slot), "back")
    return Prompt(
        outcome.context.new_id(), PromptKind.PROPOSAL, slot.path, base_of(slot), acts, outcome.context.now, payload
    )


def _payload(outcome: Outcome, slot: Slot, reading: Understood | Unsure) -> dict[str, object]:
    if isinstance(reading, Unsure):
        return {"options": list(reading.options)}
    fills = _that_apply(outcome, slot, reading)
    payload: dict[str, object] = {"value": reading.value, "fills": listed(fills), "others": list(reading.others)}
    return {**payload, "selected": list(fills)} if len(fills) > 1 else payload


def _that_apply(outcome: Outcome, slot: Slot, reading: Understood) -> dict[str, Value]:
    """The fields that recording would write: the others are already so, or do not make sense here."""
    person = outcome.talk.person
    after = write(outcome.dossier, outcome.context, slot.path, reading.value, AnswerStatus.OK, author=person)
    _, written = with_fills(after, outcome.context, slot.path, reading.fills, author=person)
    return {item: value for item, value in reading.fills.items() if item in written}


def _acts(payload: Mapping[str, object]) -> Iterator[str]:
    options, fills = payload.get("options"), fills_of(payload)
    if isinstance(options, list):
        yield from (f"pick:{code}" for code in options)
        return
    yield "ok"
    yield from (f"pick:{item}" if len(fills) > 1 else f"but:{item}" for item in fills)
    if payload.get("others"):
        yield "others"


def _ways_out(slot: Slot) -> Iterator[str]:
    if isinstance(slot.item, Question):
        yield from ways_out(slot.item)


ON_PROPOSAL: Mapping[str, Callable[[Outcome, Prompt, str], Outcome]] = {
    "pick": _choose,
    "ok": _accept,
    "but": _accept,
    "others": _others,
}
"""Acts of a proposal, with the argument of each."""
