"""What was understood of a text: shown to be confirmed, field by field, before anything is recorded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from domain.dialogue.answering import reply, take, with_fills, write
from domain.dialogue.asking import ask_next, base_of, disarm, place_at, show, ways_out
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Note, Redraw
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.questions import Question, Recognised
from domain.dialogue.survey import Place
from domain.dialogue.talk import Prompt, PromptKind, bare, fills_of, listed
from domain.dialogue.values import Understanding, Understood, Unsure, Value


def read_after(live: Prompt, place: Place, text: str, moment: Moment) -> tuple[str, Understanding]:
    """Understand a text, with the one whose proposal still waits where it says more about it; return what was read."""
    assert isinstance(place.item, Question)  # noqa: S101 - only questions are replied to
    former = live.payload.get("text")
    if isinstance(former, str) and isinstance(place.item, Recognised) and place.item.narrow:
        whole, narrowed = f"{former} {text}", place.item.narrow(former, text, moment.today)
        if narrowed is not None and len(whole) <= place.item.longest:
            return whole, narrowed
    return text, place.item.read(text, moment.today, place.heard)


def propose(outcome: Outcome, place: Place, reading: Understood | Unsure, text: str) -> Outcome:
    """Show what a text was understood as, or may be; one that says nothing more than itself is recorded at once."""
    prompt = _proposal(outcome, place, reading, text)
    live = outcome.talk.live
    if live and isinstance(reading, Understood) and reading.is_literal and not prompt.payload["fills"]:
        return take(outcome, place, prompt=bare(live), value=reading.value, status=AnswerStatus.OK)
    return show(disarm(outcome.with_talk(replace(outcome.talk, tries=0))), prompt)


def _choose(outcome: Outcome, prompt: Prompt, code: str) -> Outcome:
    """Show one of the values a text might mean, to be confirmed."""
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    place = place_at(prompt.path, outcome.survey, outcome.dossier, outcome.moment)
    reading = (
        place.item.read(code, outcome.moment.today, place.heard) if place and isinstance(place.item, Question) else None
    )
    if place is None or not isinstance(reading, Understood):
        return ask_next(outcome, Note("stale_button"))
    options = prompt.payload.get("options")
    rest = tuple(other for other in options if other != code) if isinstance(options, list | tuple) else ()
    return _redraw(outcome, _proposal(outcome, place, replace(reading, others=rest), _text(prompt)), prompt)


def _others(outcome: Outcome, prompt: Prompt, _: str) -> Outcome:
    """Show the other values a text might mean."""
    found = prompt.payload.get("others")
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    place = place_at(prompt.path, outcome.survey, outcome.dossier, outcome.moment)
    if place is None or not isinstance(found, list | tuple):
        return ask_next(outcome)
    return _redraw(outcome, _proposal(outcome, place, Unsure(tuple(map(str, found))), _text(prompt)), prompt)


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


def _proposal(outcome: Outcome, place: Place, reading: Understood | Unsure, text: str) -> Prompt:
    payload = _payload(outcome, place, reading)
    if isinstance(place.item, Recognised) and place.item.narrow:
        payload = {**payload, "text": text}
    acts = (*_acts(payload), *_ways_out(place), "back")
    return Prompt(
        outcome.moment.new_id(), PromptKind.PROPOSAL, place.path, base_of(place), acts, outcome.moment.now, payload
    )


def _payload(outcome: Outcome, place: Place, reading: Understood | Unsure) -> dict[str, object]:
    if isinstance(reading, Unsure):
        return {"options": list(reading.options)}
    fills = _that_apply(outcome, place, reading)
    payload: dict[str, object] = {"value": reading.value, "fills": listed(fills), "others": list(reading.others)}
    return {**payload, "selected": list(fills)} if len(fills) > 1 else payload


def _that_apply(outcome: Outcome, place: Place, reading: Understood) -> dict[str, Value]:
    """The fields that recording would write: the others are already so, or do not make sense here."""
    person = outcome.talk.person
    after = write(outcome.dossier, outcome.moment, place.path, reading.value, AnswerStatus.OK, author=person)
    _, written = with_fills(after, outcome.moment, place.path, reading.fills, author=person)
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


def _ways_out(place: Place) -> Iterator[str]:
    if isinstance(place.item, Question):
        yield from ways_out(place.item)


ON_PROPOSAL: Mapping[str, Callable[[Outcome, Prompt, str], Outcome]] = {
    "pick": _choose,
    "ok": _accept,
    "but": _accept,
    "others": _others,
}
"""Acts of a proposal, with the argument of each."""
