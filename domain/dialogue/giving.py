"""Answers that somebody else gave, recorded under their name."""

from dataclasses import replace

from domain.dialogue.answering import judged, refusal, same, write
from domain.dialogue.asking import ask_next, slot_at
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Given, Note, Say, Toast
from domain.dialogue.outcome import Outcome
from domain.dialogue.questions import Question
from domain.dialogue.removing import settle
from domain.dialogue.values import Rejected


def given(outcome: Outcome, event: Given) -> Outcome:
    """Record an answer that somebody else gave, under their name, unless its question no longer takes it."""
    slot = slot_at(event.path, outcome.dossier, outcome.script)
    if slot is None or not isinstance(slot.item, Question):
        return settle(outcome.also(Say(Note("not_relevant"))))
    if event.status is AnswerStatus.OK and isinstance(verdict := judged(slot, event.value), Rejected):
        return settle(outcome.also(Say(refusal(verdict, event.path))))
    if same(slot.answer, event.value, event.status):
        return settle(outcome.also(Toast(Note("saved"))))
    dossier = write(outcome.dossier, outcome.context, event.path, event.value, event.status, author=event.author)
    outcome = outcome.with_dossier(dossier).also(Toast(Note("saved")))
    talk = outcome.talk
    if talk.focus == event.path:
        outcome = outcome.with_talk(replace(talk, focus=None))
    return ask_next(outcome) if talk.live and talk.live.path == event.path else settle(outcome)
