"""Detours: editing an answer, opening a row or a chapter, going back, leaving."""

from dataclasses import replace

from domain.dialogue.asking import ask_again, ask_next, before, is_full, scope_acts
from domain.dialogue.events import Ask, Note, Redraw, Say, Toast
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.path import Path
from domain.dialogue.removing import settle
from domain.dialogue.script import Repeat
from domain.dialogue.survey import survey
from domain.dialogue.talk import TO_CONFIRM, Prompt, PromptKind


def add(outcome: Outcome, moment: Moment, repeat_path: Path) -> Outcome:
    """Open a new row of a list: its first question is asked, its answer will create it."""
    seen = survey(moment.script, outcome.dossier)
    gate = seen.at(repeat_path)
    if gate is None or not isinstance(gate.item, Repeat):
        return outcome.also(Toast(Note("row_gone")))
    if is_full(gate, outcome.dossier):
        return outcome.also(Toast(Note("max_rows", {"most": gate.item.most, "path": str(repeat_path)})))
    focus = Path(gate.item.title, (*repeat_path.rows, moment.new_id()))
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=focus, tries=0)), moment)


def edit(outcome: Outcome, moment: Moment, path: Path) -> Outcome:
    if survey(moment.script, outcome.dossier).at(path) is None:
        return settle(outcome.also(Say(Note("not_relevant"))), moment)
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=path, tries=0)), moment)


def open_scope(outcome: Outcome, moment: Moment, prompt: Prompt, scope: str) -> Outcome:
    """Show what stands inside a chapter or a row, to be edited or removed."""
    seen = survey(moment.script, outcome.dossier)
    acts = list(scope_acts(scope, seen))
    if "/" in scope:
        acts.append(f"remove:{scope}")
    menu = Prompt(moment.new_id(), PromptKind.MENU, None, 0, tuple(acts), moment.now, {"scope": scope})
    if not _holds_something(acts, scope):
        return outcome.also(Toast(Note("row_gone")))
    if prompt.kind is PromptKind.MENU:
        return outcome.also(Redraw(menu, instead_of=prompt.id))
    return outcome.also(Ask(menu))


def _holds_something(acts: list[str], scope: str) -> bool:
    """Whether a scope holds anything: a row that is gone only offers its own removal."""
    return len(acts) > (1 if "/" in scope else 0)


def back(outcome: Outcome, moment: Moment) -> Outcome:
    """Return to the last answer still relevant; nothing is destroyed."""
    live, trail = outcome.talk.live, outcome.talk.trail
    if live and live.kind in TO_CONFIRM:
        return ask_next(outcome, moment)
    seen = survey(moment.script, outcome.dossier)
    if outcome.talk.focus and live and live.path and seen.at(live.path) is None:
        return cancel(outcome, moment)
    earlier = before(live.path, trail, seen) if live and live.path else before(Path(""), trail, seen)
    if earlier is None:
        return ask_again(outcome, moment, Note("nothing_before"))
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=earlier, tries=0)), moment)


def cancel(outcome: Outcome, moment: Moment) -> Outcome:
    """Leave the detour; what was recorded stays as it is."""
    if outcome.talk.focus is None:
        return outcome.also(Say(Note("nothing_to_cancel")))
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=None, tries=0)), moment, Note("cancelled"))
