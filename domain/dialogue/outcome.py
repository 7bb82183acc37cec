"""The given of one step, and what comes out of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Self

from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Effect
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.dialogue.survey import ScriptState, Slot, survey
from domain.dialogue.talk import Conversation, Prompt, PromptKind


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step is given from outside: the script, the instant (aware), the local day, and fresh ids.

    `members` gives what those who joined the plan are known by, to be offered where somebody is named.
    """

    script: Script
    now: datetime
    today: date
    new_id: Callable[[], str]
    members: Callable[[], Sequence[str]] = tuple


@dataclass(frozen=True, slots=True)
class Outcome:
    """A dossier and a conversation, in the context of their step, and the effects asked for so far."""

    dossier: Dossier
    talk: Conversation
    context: StepContext
    effects: tuple[Effect, ...] = ()

    @property
    def script(self) -> Script:
        return self.context.script

    @property
    def survey(self) -> ScriptState:
        """What applies of the dossier as it is now."""
        return survey(self.context.script, self.dossier)

    def slot(self, path: Path) -> Slot | None:
        """Return the slot at `path`, if it applies."""
        return self.survey.at(path)

    def prompt(
        self,
        kind: PromptKind,
        path: Path | None,
        base: int,
        acts: Sequence[str],
        payload: Mapping[str, object] = MappingProxyType({}),
    ) -> Prompt:
        """Return a new prompt of this instant."""
        return Prompt(self.context.new_id(), kind, path, base, tuple(acts), self.context.now, payload)

    def also(self, *effects: Effect) -> Self:
        return replace(self, effects=(*self.effects, *effects))

    def with_talk(self, talk: Conversation) -> Self:
        return replace(self, talk=talk)

    def with_dossier(self, dossier: Dossier) -> Self:
        return replace(self, dossier=dossier)
