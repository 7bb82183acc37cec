"""A tap on a button of any prompt, old or new: what it does to the dossier and the talk."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from domain.dialogue.acts import act_at, makes_sense
from domain.dialogue.answering import (
    along,
    filled,
    kept_fills,
    offer,
    proposed,
    refusal,
    refuse,
    reply,
    same,
    take,
    verdict_on,
    write,
)
from domain.dialogue.asking import ask_again, ask_next, base_of, disarm, is_offered, slot_at, withdrawn
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Ask, Disarm, HandOver, Note, Say, Toast
from domain.dialogue.moving import add, back, cancel, edit, open_scope, open_topic, turn_page
from domain.dialogue.outcome import Outcome
from domain.dialogue.path import Path
from domain.dialogue.proposing import ON_PROPOSAL
from domain.dialogue.questions import MultiChoice, Question, Scale
from domain.dialogue.removing import decide, remove, settle, undo
from domain.dialogue.script import Repeat
from domain.dialogue.selecting import select
from domain.dialogue.talk import Prompt, PromptKind, bare, listed, worded, words_of
from domain.dialogue.values import Accepted, Rejected, Value

JUST_ANSWERED = timedelta(minutes=1)
"""A second tap this soon after the first is a double tap: the question that follows is already on screen."""

STATUSES = {
    "unknown": AnswerStatus.UNKNOWN,
    "not_applicable": AnswerStatus.NOT_APPLICABLE,
    "skip": AnswerStatus.SKIPPED,
}


def tapped(outcome: Outcome, prompt: Prompt, op: str, words: str = "") -> Outcome:
    """Carry a tap out; `words` is what the entry of a catalogue that was tapped says."""
    live = outcome.talk.live
    act = act_at(prompt.acts, op.removeprefix("+").removeprefix("-"))
    if act is None:
        return outcome.also(Toast(Note("stale_button")))
    if prompt.path and prompt.path.id not in outcome.script.by_id:
        return ask_next(outcome.also(Disarm(prompt.id), Toast(Note("stale_button"))))
    if act == "resume":
        return ask_again(outcome)
    is_live = live is not None and prompt.id == live.id
    if not makes_sense(act, prompt, outcome.script):
        outcome = outcome.also(Toast(Note("stale_button")))
        return ask_next(outcome) if is_live else outcome
    if live and is_live:
        return _live(outcome, worded(live, words), op, act)
    if prompt.is_standing:
        return _standing(outcome, prompt, act)
    return _stale(outcome, prompt, act)


def _live(outcome: Outcome, prompt: Prompt, op: str, act: str) -> Outcome:
    """Acts of the question in progress."""
    verb, _, argument = act.partition(":")
    if verb == "pick" and "selected" in prompt.payload:
        return select(outcome, prompt, argument, is_on=not op.startswith("-"))
    if prompt.kind is PromptKind.PROPOSAL and verb in ON_PROPOSAL:
        return ON_PROPOSAL[verb](outcome, prompt, argument)
    if verb in ON_LIVE:
        return ON_LIVE[verb](outcome, prompt, argument)
    match verb:
        case "pick" | "ok" | "suggested" | "unknown" | "not_applicable" | "skip":
            return _replied(outcome, prompt, verb, argument)
        case "page":
            return turn_page(outcome, prompt, int(argument))
        case "hand":
            return outcome.also(HandOver(prompt.path or Path("")))
        case "cancel":
            return cancel(outcome)
        case "back":
            return back(outcome)
        case _:
            return _standing(outcome, prompt, act)


def _standing(outcome: Outcome, prompt: Prompt, act: str) -> Outcome:
    """Acts that any prompt may carry and that are checked against the dossier of the moment."""
    verb, _, argument = act.partition(":")
    match verb:
        case "edit":
            return edit(outcome, Path.parse(argument))
        case "open":
            return open_scope(outcome, prompt, argument)
        case "page" if prompt.kind is PromptKind.MENU:
            return turn_page(outcome, prompt, int(argument))
        case "add":
            return add(outcome, Path.parse(argument))
        case "remove":
            return remove(outcome, Path.parse(argument))
        case "undo":
            return undo(outcome, prompt, argument)
        case "detach" | "remove_too" | "cancel":
            return decide(outcome, prompt, act)
        case "keep":
            return settle(outcome.also(Disarm(prompt.id, act)))
        case "replace":
            return _replace(outcome, prompt)
        case _:
            return outcome.also(Toast(Note("stale_button")))


def _stale(outcome: Outcome, prompt: Prompt, act: str) -> Outcome:
    """A button of a prompt that is no longer live: change nothing, say what is recorded, show the current question."""
    answer, live, now = prompt.path and outcome.dossier.answers.get(prompt.path), outcome.talk.live, outcome.context.now
    outcome = outcome.also(Disarm(prompt.id))
    if not answer or not prompt.path:
        outcome = outcome.also(Toast(Note("stale_button")))
        has_just_followed = live and live.payload.get("after") == prompt.id and now - live.asked_at < JUST_ANSWERED
        return outcome if has_just_followed else ask_again(outcome)
    about = {"path": str(prompt.path)}
    outcome = outcome.also(Toast(Note("already_answered", about)))
    if act.startswith("pick:") and "selected" not in prompt.payload and act != f"pick:{answer.value}":
        told = outcome.prompt(PromptKind.NOTE, prompt.path, answer.revision, (f"edit:{prompt.path}",))
        outcome = outcome.also(Ask(told, (Note("already_answered_otherwise", about),)))
    is_asked = live is not None or outcome.survey.cursor is None
    return outcome if is_asked and now - answer.at < JUST_ANSWERED else ask_again(outcome)


def _replied(outcome: Outcome, prompt: Prompt, verb: str, argument: str) -> Outcome:
    """Buttons that stand for a value: an option, what was ticked, what the question suggested; or for having none."""
    question = outcome.script.question(prompt.path.id) if prompt.path else None
    value: Value = None
    match verb:
        case "pick":
            value = int(argument) if isinstance(question, Scale) else argument
        case "suggested":
            suggested = prompt.payload.get("suggested")
            offered = suggested[int(argument)] if isinstance(suggested, list | tuple) else None
            value = offered if isinstance(offered, str | int | float) else None
        case "ok" if isinstance(question, MultiChoice):
            selected = prompt.payload.get("selected")
            codes = map(str, selected) if isinstance(selected, list | tuple) else None
            verdict = Accepted(()) if codes is None else question.chosen(codes)
            if isinstance(verdict, Rejected):
                return refuse(outcome, verdict, prompt.path or Path(question.id))
            value = verdict.value
        case "ok":
            value = "ok"
        case _:
            return reply(outcome, bare(prompt), None, STATUSES[verb])
    return reply(outcome, prompt, value, AnswerStatus.OK)


def _enter(outcome: Outcome, prompt: Prompt, code: str) -> Outcome:
    """Record the words of an entry, and the answers that it entails; unless it is no longer offered."""
    if not (words := words_of(prompt)):
        return outcome.also(Toast(Note("stale_button")))
    slot = prompt.path and slot_at(prompt.path, outcome.dossier, outcome.script)
    if slot:
        entries = slot.item.entries if isinstance(slot.item, Question) else None
        if entries is None or code not in slot.entries:
            return ask_next(outcome, Note("stale_button"))
        prompt = replace(prompt, payload={**prompt.payload, "fills": listed(entries.fills(code, slot.heard))})
    return reply(outcome, prompt, words, AnswerStatus.OK)


def _reword(outcome: Outcome, prompt: Prompt, argument: str) -> Outcome:
    """Offer to replace a text by the words that the card proposes."""
    words, slot = prompt.payload.get("reworded"), outcome.slot(Path.parse(argument))
    if slot is None or slot.answer is None or not isinstance(words, Mapping):
        return outcome.also(Toast(Note("row_gone")))
    note = Note("reworded", {"path": argument})
    return offer(outcome, slot, str(words[argument]), AnswerStatus.OK, note=note)


def _keep(outcome: Outcome, prompt: Prompt, _: str) -> Outcome:
    """Confirm the answer shown; a stale one is held against the rules again."""
    answer = prompt.path and outcome.dossier.answers.get(prompt.path)
    if not answer or (answer.status is AnswerStatus.STALE and answer.value is None):
        return ask_next(outcome)
    if answer.revision != prompt.base:
        return ask_next(outcome, Note("changed_meanwhile"))
    status = AnswerStatus.OK if answer.status is AnswerStatus.STALE else answer.status
    return reply(outcome.with_talk(replace(outcome.talk, focus=None)), prompt, answer.value, status)


def _close(outcome: Outcome, prompt: Prompt, _: str) -> Outcome:
    """ "That is all": the list is complete for now."""
    dossier, path = outcome.dossier, prompt.path
    repeat = outcome.script.by_id.get(path.id) if path else None
    if not isinstance(repeat, Repeat) or path is None:
        return outcome.also(Toast(Note("stale_button")))
    if len(dossier.rows_of(path)) < repeat.least:
        return ask_next(outcome, Note("min_rows", {"least": repeat.least, "path": str(path)}))
    closed = replace(dossier, closed=dossier.closed | {path}, revision=dossier.revision + 1)
    outcome = disarm(outcome.with_dossier(closed), "done")
    trail = (*(step for step in outcome.talk.trail if step != path), path)
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=None, trail=trail, tries=0)))


def _confirm(outcome: Outcome, prompt: Prompt, _: str) -> Outcome:
    """Apply a change whose consequences were announced, unless the answer moved meanwhile."""
    value, status = proposed(prompt)
    answer = prompt.path and outcome.dossier.answers.get(prompt.path)
    if not prompt.path or not answer or answer.revision != prompt.base:
        return ask_next(outcome, Note("changed_meanwhile"))
    slot = outcome.slot(prompt.path)
    if slot is None:
        return ask_next(outcome, withdrawn(prompt.path, outcome.script))
    return take(outcome, slot, prompt=prompt, value=value, status=status, is_confirmed=True)


def _replace(outcome: Outcome, prompt: Prompt) -> Outcome:
    """Put the proposed answer in place of the recorded one, unless that moved again."""
    value, status = proposed(prompt)
    slot = prompt.path and slot_at(prompt.path, outcome.dossier, outcome.script)
    outcome = outcome.also(Disarm(prompt.id, "replace"))
    if not slot or (status is AnswerStatus.OK and not is_offered(value, slot)):
        return settle(outcome.also(Toast(Note("row_gone"))))
    if same(slot.answer, value, status):
        return settle(outcome.also(Toast(Note("saved"))))
    if status is AnswerStatus.OK and isinstance(verdict := verdict_on(value, slot), Rejected):
        return settle(outcome.also(Say(refusal(verdict, slot.path))))
    if base_of(slot) != prompt.base:
        note = Note("conflict", {"path": str(slot.path)})
        return offer(outcome, slot, value, status, note=note, fills=kept_fills(prompt))
    before = outcome.dossier
    dossier = write(before, outcome.context, slot.path, value, status, author=outcome.talk.person)
    outcome = filled(outcome.with_dossier(dossier), slot.path, prompt).also(Toast(Note("saved")))
    outcome, notes, reason = along(outcome, slot.path, before)
    if reason:
        return ask_next(outcome.with_talk(replace(outcome.talk, focus=reason)), *notes)
    return settle(outcome, *notes)


ON_LIVE: Mapping[str, Callable[[Outcome, Prompt, str], Outcome]] = {
    "entry": _enter,
    "keep": _keep,
    "done": _close,
    "confirm": _confirm,
    "reword": _reword,
    "topic": open_topic,
}
"""Acts of the live prompt alone, with the argument of each."""
