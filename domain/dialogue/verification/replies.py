"""What a person may reply to a prompt, one reply for each class of replies the script can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.events import Event, Tapped, Typed
from domain.dialogue.path import Path
from domain.dialogue.questions import (
    Choice,
    Date,
    Decimal,
    MultiChoice,
    Question,
    Recognised,
    Reference,
    Scale,
    Text,
)
from domain.dialogue.script import Item, Script
from domain.dialogue.survey import FULL, Slot
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.values import Accepted, Rejected, Understanding, Value
from domain.dialogue.view import View

PROBES = (-1, 0, 5, 10, 15, 100, 101)
"""Numbers tried where a rule compares."""
WORDS = "mots du catalogue"
"""What any entry of a catalogue is held to say."""
ALIKE = ("pick:", "entry:", "page:")
"""Acts of which one stands for several."""
_classes: list[tuple[Script, dict[str, Mapping[str, tuple[str, ...]]]]] = []
"""The classes of options of the last script asked about: every state asks for them again."""
_DAYS = (("late", 365), ("early", -1))
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reply:
    """`label` names the class: an act, or what was typed ("text", "low", "high", "refused:too_short")."""

    label: str
    event: Event

    @property
    def is_refused(self) -> bool:
        return self.label.startswith("refused")


def taps(prompt: Prompt, script: Script) -> Iterator[Reply]:
    """One tap for each act that leads elsewhere than the others."""
    question, selected = script.question(prompt.path.id) if prompt.path else None, prompt.payload.get("selected")
    picked = _representatives(prompt, question, script)
    for index, act in enumerate(prompt.acts):
        if act.startswith(ALIKE) and act not in picked:
            continue
        op = str(index)
        if isinstance(selected, list | tuple):
            op = f"-{index}" if act.removeprefix("pick:") in selected else f"+{index}"
        yield Reply(act, Tapped(prompt, op, WORDS if act.startswith("entry:") else ""))


def compared(script: Script) -> frozenset[str]:
    """The questions whose very number counts: a rule reads it."""
    return frozenset(need for question in script.questions() if question.rules for need in question.needs)


def typed(slot: Slot, today: date, compared: frozenset[str] | None = None) -> Iterator[Reply]:
    """One text for each class of texts, given the answers that the question's rules read.

    Without `compared`, every number counts: the lowest and the highest accepted are two classes.
    """
    if not isinstance(slot.item, Question):
        return
    seen: set[str] = set()
    for label, text in _texts(slot, today):
        verdict = reading(slot, text, today)
        if isinstance(verdict, Rejected):
            name = f"refused:{verdict.code}"
        else:
            name = label if compared is None or slot.path.id in compared else "answer"
        if name not in seen:
            seen.add(name)
            yield Reply(name, Typed(text))


def honest(slot: Slot, prompt: Prompt, today: date) -> Event:
    """The reply of somebody who wants to get to the end: what is asked, else what the buttons allow.

    Raises LookupError when the prompt accepts nothing.
    """
    if prompt.kind is PromptKind.QUESTION and isinstance(slot.item, Text | Decimal | Date):
        good = next((reply.event for reply in typed(slot, today) if not reply.is_refused), None)
        if good:
            return good
    selected = prompt.payload.get("selected")
    if isinstance(slot.item, MultiChoice) and isinstance(selected, list | tuple) and len(selected) < slot.item.least:
        missing = next((f"pick:{code}" for code in slot.item.choices if code not in selected), None)
        if missing:
            return Tapped(prompt, f"+{prompt.acts.index(missing)}")
    wanted = ("confirm", "ok", "done", "pick:", "keep", "unknown", "not_applicable", "skip", "add:")
    ranks = (index for verb in wanted for index, act in enumerate(prompt.acts) if act.startswith(verb))
    index = next(ranks, None)
    if index is None:
        raise LookupError(str(prompt.path))
    return Tapped(prompt, str(index))


def reading(slot: Slot, text: str, today: date) -> Understanding:
    """Understand a text and hold it against the question's rules."""
    assert isinstance(slot.item, Question)  # noqa: S101 - gates have no text
    verdict = slot.item.read(text, today, slot.heard)
    return slot.item.accepts(verdict.value, slot.view) if isinstance(verdict, Accepted) else verdict


def _texts(slot: Slot, today: date) -> Iterator[tuple[str, str]]:
    match slot.item:
        case Recognised(samples=samples):
            yield from ((f"text {number}", text) for number, text in enumerate(samples, 1))
        case Text(shortest=shortest, longest=longest):
            yield "text", "mot " * (shortest // 4 + 1)
            yield from (("short", "x" * (shortest - 1)), ("long", "x" * (longest + 1)))
        case Decimal():
            numbers = sorted(_numbers(slot))
            good = [n for n in numbers if isinstance(reading(slot, _written(n), today), Accepted)]
            yield from (("low", _written(n)) for n in good[:1])
            yield from (("high", _written(n)) for n in good[1:][-1:])
            yield from (("other", _written(n)) for n in numbers)
            yield from (("words", "beaucoup"), ("half", "1,5"))
        case Date():
            yield from ((label, (today + timedelta(days=days)).isoformat()) for label, days in _DAYS)
            yield "words", "un jour"
        case _:
            yield "words", "\u200b"


def _numbers(slot: Slot) -> set[float]:
    """Bounds of the question, and what lies around the earlier numbers its rules may compare with."""
    question = slot.item
    assert isinstance(question, Decimal)  # noqa: S101 - only numbers have such classes
    read = [n for need in question.needs if isinstance(n := slot.view[need], int | float)]
    around = {n + gap for n in read for gap in (-1, 0, 1, 10, 11)}
    return {*PROBES, *around, *(n for n in (question.low, question.high) if abs(n) < 1e9), question.low - 1}


def _written(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number).replace(".", ",")


def _representatives(prompt: Prompt, question: Question | None, script: Script) -> frozenset[str]:
    picks = [act for act in prompt.acts if act.startswith("pick:")]
    first = [next((act for act in prompt.acts if act.startswith(verb)), "") for verb in ("entry:", "page:")]
    if isinstance(question, Reference):
        return frozenset((*first, *picks[:1], *picks[-1:]))
    if isinstance(question, Choice | Scale):
        return frozenset((*first, *(f"pick:{code}" for code in option_classes(script, question))))
    return frozenset((*first, *picks))


def option_classes(script: Script, question: Question) -> Mapping[str, tuple[str, ...]]:
    """The options of each class, by its first: a class is what no later guard or rule, nor the path, tells apart."""
    if not _classes or _classes[0][0] is not script:
        _classes[:] = [(script, {})]
    known = _classes[0][1]
    if question.id not in known:
        dependents = [other for other in script.items() if question.id in other.needs]
        found: dict[object, list[str]] = {}
        for code in question.options:
            told = tuple(_signature(script, other, question, code) for other in dependents)
            found.setdefault((told, question.id == script.path and code == FULL), []).append(code)
        known[question.id] = {codes[0]: tuple(codes) for codes in found.values()}
    return known[question.id]


def _signature(script: Script, dependent: Item, question: Question, code: str) -> tuple[object, ...]:
    """What a guard and the rules beside it say of an option, with each of the answers that they read beside it."""
    value: Value = code
    if isinstance(question, MultiChoice | Scale):
        value = int(code) if isinstance(question, Scale) else (code,)
    others = [need for need in dependent.needs if need != question.id]
    rules = dependent.rules if isinstance(dependent, Question) else ()
    signature: list[object] = []
    for values in product(*(_samples(script, other) for other in others)):
        given = {**dict(zip(others, values, strict=True)), question.id: value}
        answers: dict[Path, Answer] = {}
        for item, known in given.items():
            if isinstance(known, AnswerStatus):
                answers[Path(item)] = Answer(None, known, 1, 0, _EPOCH)
            elif known is not None:
                answers[Path(item)] = Answer(known, AnswerStatus.OK, 1, 0, _EPOCH)
        view = View(dependent.needs, (), answers, dict.fromkeys(answers, ("row",)))
        signature += [bool(dependent.when(view)), *(rule(number, view) is None for rule in rules for number in PROBES)]
    return tuple(signature)


def _samples(script: Script, item: str) -> tuple[Value, ...]:
    """Values that an item may have, the ways to have none among them."""
    question = script.question(item)
    ways = (("unknown", question.unknown), ("not_applicable", question.not_applicable)) if question else ()
    without = (None, *(AnswerStatus(status) for status, is_offered in ways if is_offered))
    return (*question.options[:8], *without) if isinstance(question, Choice) else (10, *without)
