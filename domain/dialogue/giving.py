"""Answers that come from elsewhere than the talk: a colleague's, the lines of a file."""

from collections.abc import Mapping, Sequence

from domain.dialogue.answering import refusal, same, verdict_on, write
from domain.dialogue.asking import ask_next, is_full, is_offered, place_at
from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Given, Note, Say, Toast
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.path import Path
from domain.dialogue.questions import Question
from domain.dialogue.removing import settle
from domain.dialogue.script import Repeat
from domain.dialogue.survey import Place, survey
from domain.dialogue.values import Accepted, Rejected, Value


def given(outcome: Outcome, moment: Moment, event: Given) -> Outcome:
    """Record an answer that somebody else gave, under their name, unless its question no longer takes it."""
    place = place_at(event.path, survey(moment.script, outcome.dossier), outcome.dossier, moment)
    if place is None or not isinstance(place.item, Question):
        return settle(outcome.also(Say(Note("not_relevant"))), moment)
    if event.status is AnswerStatus.OK and isinstance(verdict := _verdict(place, event.value), Rejected):
        return settle(outcome.also(Say(refusal(verdict, event.path))), moment)
    if same(place.answer, event.value, event.status):
        return settle(outcome.also(Toast(Note("saved"))), moment)
    dossier = write(outcome.dossier, moment, event.path, event.value, event.status, author=event.author)
    live, outcome = outcome.talk.live, outcome.with_dossier(dossier).also(Toast(Note("saved")))
    return ask_next(outcome, moment) if live and live.path == event.path else settle(outcome, moment)


def with_rows(
    dossier: Dossier, moment: Moment, repeat: Path, rows: Sequence[Mapping[str, Value]], author: int
) -> tuple[Dossier, int]:
    """Add rows to the list at `repeat`, each from its answers by question; return how many were added.

    A row without its title is left out, and so are the answers that do not apply, or that their question refuses, and
    the rows beyond what the list has room for.
    """
    added = 0
    for answers in rows:
        gate = survey(moment.script, dossier).at(repeat)
        if gate is None or not isinstance(gate.item, Repeat) or is_full(gate, dossier):
            break
        if gate.item.title in answers:
            dossier = _with_row(
                dossier, moment, Path(gate.item.title, (*repeat.rows, moment.new_id())), answers, author
            )
            added += 1
    return dossier, added


def _with_row(dossier: Dossier, moment: Moment, title: Path, answers: Mapping[str, Value], author: int) -> Dossier:
    dossier = write(dossier, moment, title, answers[title.id], AnswerStatus.OK, author=author)
    for item in (question.id for question in moment.script.questions() if question.id in answers):
        place = place_at(Path(item, title.rows), survey(moment.script, dossier), dossier, moment)
        value = answers[item]
        if item != title.id and place and isinstance(_verdict(place, value), Accepted):
            dossier = write(dossier, moment, place.path, value, AnswerStatus.OK, author=author)
    return dossier


def _verdict(place: Place, value: Value) -> Accepted | Rejected:
    return verdict_on(value, place) if is_offered(value, place) else Rejected("not_an_option")
