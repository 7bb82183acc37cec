"""Detours: editing an answer, opening a row or a chapter, going back, leaving."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.dialogue.asking import ask_again, ask_next, before, is_begun, is_full, prompt_for, slot_at
from domain.dialogue.events import Ask, Note, Redraw, Say, Toast
from domain.dialogue.outcome import Outcome
from domain.dialogue.path import Path
from domain.dialogue.removing import settle
from domain.dialogue.scopes import LATER, TOPIC, is_hidden, paged, scope_acts
from domain.dialogue.script import Repeat
from domain.dialogue.talk import TO_CONFIRM, Prompt, PromptKind


def add(outcome: Outcome, repeat_path: Path) -> Outcome:
    """Open a new row of a list: its first question is asked, its answer will create it."""
    gate = outcome.slot(repeat_path)
    if gate is None or not isinstance(gate.item, Repeat):
        return outcome.also(Toast(Note("row_gone")))
    if is_full(gate, outcome.dossier):
        return outcome.also(Toast(Note("max_rows", {"most": gate.item.most, "path": str(repeat_path)})))
    focus = Path(gate.item.title, (*repeat_path.rows, outcome.context.new_id()))
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=focus, tries=0)))


def edit(outcome: Outcome, path: Path) -> Outcome:
    slot = outcome.slot(path)
    if slot is None or is_hidden(slot):
        return settle(outcome.also(Say(Note("not_relevant"))))
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=path, tries=0)))


def go(outcome: Outcome, chapter: str) -> Outcome:
    """Finish a chapter first; one with nothing left to ask shows what it holds."""
    seen = outcome.survey
    if not is_begun(seen, outcome.script):
        return ask_again(outcome, Note("opening_first"))
    if seen.cursor_in(chapter) is None:
        return open_scope(outcome, None, chapter, ways_on=("resume",))
    return ask_next(outcome.with_talk(replace(outcome.talk, chapter=chapter, focus=None, tries=0)))


def open_scope(
    outcome: Outcome, prompt: Prompt | None, scope: str, page: int = 0, *, ways_on: tuple[str, ...] = ()
) -> Outcome:
    """Show what stands inside a scope, to be edited or removed; in place of the menu that led to it, if any."""
    acts = list(scope_acts(scope, outcome.survey, outcome.script))
    if not acts:
        return outcome.also(Toast(Note("nothing_later" if scope == LATER else "row_gone")))
    shown = [*paged(acts, page), *((f"remove:{scope}",) if "/" in scope else ()), *ways_on]
    return _menu(outcome, prompt, shown, {"scope": scope, "page": page})


def open_topic(outcome: Outcome, prompt: Prompt, code: str) -> Outcome:
    """Show the card of what a review has to say, with the acts that help."""
    slot = prompt.path and outcome.slot(prompt.path)
    acts = slot.topics.get(code) if slot else None
    if acts is None:
        return outcome.also(Toast(Note("row_gone")))
    return _menu(outcome, None, acts, {"scope": f"{TOPIC}{code}"})


def turn_page(outcome: Outcome, prompt: Prompt, page: int) -> Outcome:
    """Show another page of what a prompt offers, in its place."""
    if prompt.kind is PromptKind.MENU:
        return open_scope(outcome, prompt, str(prompt.payload.get("scope")), page)
    slot = prompt.path and slot_at(prompt.path, outcome.dossier, outcome.script)
    if not slot:
        return ask_next(outcome)
    redrawn = prompt_for(outcome, slot, page)
    return outcome.with_talk(replace(outcome.talk, live=redrawn)).also(Redraw(redrawn, instead_of=prompt.id))


def _menu(outcome: Outcome, prompt: Prompt | None, acts: Sequence[str], payload: Mapping[str, object]) -> Outcome:
    menu = outcome.prompt(PromptKind.MENU, None, 0, acts, payload)
    if prompt is not None and prompt.kind is PromptKind.MENU:
        return outcome.also(Redraw(menu, instead_of=prompt.id))
    return outcome.also(Ask(menu))


def back(outcome: Outcome) -> Outcome:
    """Return to the last answer still relevant; nothing is destroyed."""
    live, seen = outcome.talk.live, outcome.survey
    if live and live.kind in TO_CONFIRM:
        return ask_next(outcome)
    path = live.path if live else None
    if outcome.talk.focus and path and seen.at(path) is None:
        return cancel(outcome)
    earlier = before(path or Path(""), outcome.talk.trail, seen)
    if earlier is None:
        return ask_again(outcome, Note("nothing_before"))
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=earlier, tries=0)))


def cancel(outcome: Outcome) -> Outcome:
    """Leave the detour; what was recorded stays as it is."""
    if outcome.talk.focus is None:
        return ask_again(outcome, Note("nothing_to_cancel"))
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=None, tries=0)), Note("cancelled"))
