"""The engine's one step: a dossier, a talk and an event in; a dossier, a talk and effects out."""

from dataclasses import replace

from domain.dialogue.answering import refuse, take
from domain.dialogue.asking import ask_again, ask_next, disarm, slot_at, withdrawn
from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import (
    Ask,
    Back,
    Cancel,
    Completed,
    Edit,
    Event,
    Given,
    Go,
    Note,
    Pause,
    Resume,
    Revise,
    Tapped,
    Typed,
    Unreadable,
)
from domain.dialogue.giving import given
from domain.dialogue.moving import back, cancel, edit, go
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.proposing import propose, read_after
from domain.dialogue.questions import Question
from domain.dialogue.revising import revise
from domain.dialogue.talk import Conversation, PromptKind, bare
from domain.dialogue.tapping import tapped
from domain.dialogue.values import Accepted, Rejected
from domain.parsing.visible import visible


def step(dossier: Dossier, talk: Conversation, event: Event, context: StepContext) -> Outcome:
    """Return what `event` changes and what must be shown.

    Pure: time and fresh ids come from `moment`; nothing is sent or stored here.
    """
    begun = Outcome(dossier, replace(talk, is_paused=False), context)
    outcome = _stepped(begun, event)
    if Completed() in outcome.effects and begun.survey.cursor is None:
        again = (Completed(again=True) if effect == Completed() else effect for effect in outcome.effects)
        return replace(outcome, effects=tuple(again))
    return outcome


def _stepped(outcome: Outcome, event: Event) -> Outcome:
    match event:
        case Typed(text):
            return _typed(outcome, text)
        case Tapped(prompt, op, words):
            return tapped(outcome, prompt, op, words)
        case Given():
            return given(outcome, event)
        case Revise(path, text):
            live = outcome.talk.live
            is_proposed = live is not None and live.kind is PromptKind.PROPOSAL and live.path == path
            return _typed(outcome, text) if is_proposed else revise(outcome, path, text)
        case Unreadable(kind, facts):
            return ask_again(outcome, Note("unreadable", {"kind": kind, **facts}))
        case Go() | Edit() | Back() | Cancel() | Resume() | Pause():
            return _moved(outcome, event)


def _moved(outcome: Outcome, event: Go | Edit | Back | Cancel | Resume | Pause) -> Outcome:
    match event:
        case Go(chapter):
            return go(outcome, chapter)
        case Edit(path):
            return edit(outcome, path)
        case Back():
            return back(outcome)
        case Cancel():
            return cancel(outcome)
        case Resume():
            return ask_again(outcome)
        case Pause():
            resting = outcome.prompt(PromptKind.NOTE, None, 0, ("resume",))
            return outcome.with_talk(replace(outcome.talk, is_paused=True)).also(Ask(resting, (Note("paused"),)))


def withdraw(dossier: Dossier, talk: Conversation, context: StepContext) -> Outcome:
    """Take back another person's question that a change has made pointless, and ask them what comes next."""
    outcome, live = Outcome(dossier, talk, context), talk.live
    if live is None or live.path is None or slot_at(live.path, dossier, context.script):
        return outcome
    return disarm(outcome) if talk.is_paused else ask_next(outcome, withdrawn(live.path, context.script))


def _typed(outcome: Outcome, text: str) -> Outcome:
    live, script = outcome.talk.live, outcome.script
    if live is None or live.path is None:
        return ask_next(outcome, Note("nothing_asked"))
    if live.path.id in script.by_id and not visible(text):
        return refuse(outcome, Rejected("empty"), live.path)
    if live.path.id in script.by_id and live.kind not in {PromptKind.QUESTION, PromptKind.PROPOSAL}:
        return refuse(outcome, Rejected("not_an_option"), live.path)
    slot = slot_at(live.path, outcome.dossier, script)
    if slot is None or not isinstance(slot.item, Question):
        return ask_next(outcome, withdrawn(live.path, script))
    text, reading = read_after(live, slot, text, outcome.context)
    match reading:
        case Accepted(value):
            return take(outcome, slot, prompt=bare(live), value=value, status=AnswerStatus.OK)
        case Rejected() as verdict:
            return refuse(outcome, verdict, live.path)
        case understood:
            return propose(outcome, slot, understood, text)
