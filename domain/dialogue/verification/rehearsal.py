"""A person played by the program, against the engine alone: for explorations, tests and demonstrations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count

from domain.dialogue.asking import slot_at
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Ask, Effect, Event, Note, Redraw, Say, Tapped, Toast, Typed
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.dialogue.step import step
from domain.dialogue.survey import ScriptState, survey
from domain.dialogue.talk import Conversation, Prompt
from domain.dialogue.verification.replies import honest

LONGEST = 2000
"""Honest replies beyond which a script is said to go in circles."""


def fresh_ids(prefix: str = "r") -> Callable[[], str]:
    """Return a source of ids, each new."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


class Rehearsal:
    """One talk on one dossier: the state after the last event, and what that event showed."""

    def __init__(self, script: Script, now: datetime, *, person: int = 1, dossier: Dossier | None = None) -> None:
        self.script, self.now, self.new_id = script, now, fresh_ids(f"p{person}x")
        self.dossier, self.talk = dossier or Dossier(script.version), Conversation(person)
        self.effects: tuple[Effect, ...] = ()

    @property
    def context(self) -> StepContext:
        return StepContext(self.script, self.now, self.now.date(), self.new_id)

    @property
    def seen(self) -> ScriptState:
        return survey(self.script, self.dossier)

    @property
    def live(self) -> Prompt:
        """The live prompt.

        Raises LookupError when there is none.
        """
        if self.talk.live is None:
            raise LookupError("nothing is asked")
        return self.talk.live

    @property
    def asked(self) -> str | None:
        """The id of what is asked."""
        return self.talk.live.path.id if self.talk.live and self.talk.live.path else None

    def do(self, event: Event) -> tuple[Effect, ...]:
        outcome = step(self.dossier, self.talk, event, self.context)
        self.dossier, self.talk, self.effects = outcome.dossier, outcome.talk, outcome.effects
        return self.effects

    def type(self, text: str) -> tuple[Effect, ...]:
        return self.do(Typed(text))

    def tap(self, act: str, prompt: Prompt | None = None) -> tuple[Effect, ...]:
        """Tap the first button whose act begins with `act`, of the live prompt unless another is given."""
        shown = prompt or self.live
        index = next(index for index, other in enumerate(shown.acts) if other.startswith(act))
        return self.do(Tapped(shown, f"+{index}" if "selected" in shown.payload else str(index)))

    def shown(self) -> Prompt:
        """Return the last prompt that the last event showed."""
        return [effect.prompt for effect in self.effects if isinstance(effect, Ask | Redraw)][-1]

    def notes(self) -> list[Note]:
        """Return what the last event said, in order."""
        return list(notes_in(self.effects))

    def codes(self) -> list[str]:
        return [note.code for note in self.notes()]

    def later(self, **durations: float) -> None:
        self.now += timedelta(**durations)

    def reply_honestly(self) -> None:
        live = self.live
        slot = live.path and slot_at(live.path, self.dossier, self.script)
        if not slot:
            raise LookupError(f"{live.path} is asked and does not apply")
        self.do(honest(slot, live, self.now.date()))

    def until(self, item: str | None = None) -> Rehearsal:
        """Reply honestly until `item` is asked, or to the end.

        Raises LookupError when it never comes.
        """
        for _ in range(LONGEST):
            if self.talk.live is None or self.asked == item:
                break
            self.reply_honestly()
        if self.asked != item:
            raise LookupError(f"{item} is never asked")
        return self

    def path(self, item: str) -> Path:
        """Return the first path of this id that applies."""
        return next(slot.path for slot in self.seen.slots if slot.path.id == item)

    def value(self, item: str) -> object:
        answer = self.dossier.answers.get(self.path(item))
        return answer.value if answer else None


def notes_in(effects: Iterable[Effect]) -> Iterator[Note]:
    """What is said among effects, in order."""
    for effect in effects:
        match effect:
            case Ask(_, notes):
                yield from notes
            case Say(note) | Toast(note):
                yield note
