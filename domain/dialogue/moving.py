"""Detours: editing an answer, opening a row or a chapter, going back, leaving."""

from collections.abc import Mapping
from dataclasses import replace

from domain.dialogue.asking import ask_again, ask_next, before, is_begun, is_full, place_at, prompt_for
from domain.dialogue.events import Ask, Note, Redraw, Say, Toast
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.path import Path
from domain.dialogue.removing import settle
from domain.dialogue.scopes import LATER, TOPIC, is_hidden, paged, scope_acts
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
    place = survey(moment.script, outcome.dossier).at(path)
    if place is None or is_hidden(place):
        return settle(outcome.also(Say(Note("not_relevant"))), moment)
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=path, tries=0)), moment)


def go(outcome: Outcome, moment: Moment, chapter: str) -> Outcome:
    """Finish a chapter first; one with nothing left to ask shows what it holds."""
    seen = survey(moment.script, outcome.dossier)
    if not is_begun(seen, moment.script):
        return ask_again(outcome, moment, Note("opening_first"))
    if seen.cursor_in(chapter) is None:
        return open_scope(outcome, moment, None, chapter, ways_on=("resume",))
    return ask_next(outcome.with_talk(replace(outcome.talk, chapter=chapter, focus=None, tries=0)), moment)


def open_scope(
    outcome: Outcome,
    moment: Moment,
    prompt: Prompt | None,
    scope: str,
    page: int = 0,
    *,
    ways_on: tuple[str, ...] = (),
) -> Outcome:
    """Show what stands inside a scope, to be edited or removed; in place of the menu that led to it, if any."""
    acts = list(scope_acts(scope, survey(moment.script, outcome.dossier), moment.script))
    if not acts:
        return outcome.also(Toast(Note("nothing_later" if scope == LATER else "row_gone")))
    shown = [*paged(acts, page), *((f"remove:{scope}",) if "/" in scope else ()), *ways_on]
    return _menu(outcome, moment, prompt, shown, {"scope": scope, "page": page})


def open_topic(outcome: Outcome, moment: Moment, prompt: Prompt, code: str) -> Outcome:
    """Show the card of what a review has to say, with the acts that help."""
    place = prompt.path and survey(moment.script, outcome.dossier).at(prompt.path)
    acts = place.topics.get(code) if place else None
    if acts is None:
        return outcome.also(Toast(Note("row_gone")))
    return _menu(outcome, moment, None, list(acts), {"scope": f"{TOPIC}{code}"})


def turn_page(outcome: Outcome, moment: Moment, prompt: Prompt, page: int) -> Outcome:
    """Show another page of what a prompt offers, in its place."""
    if prompt.kind is PromptKind.MENU:
        return open_scope(outcome, moment, prompt, str(prompt.payload.get("scope")), page)
    seen = survey(moment.script, outcome.dossier)
    place = prompt.path and place_at(prompt.path, seen, outcome.dossier, moment)
    if not place:
        return ask_next(outcome, moment)
    redrawn = prompt_for(place, seen, outcome, moment, page)
    return outcome.with_talk(replace(outcome.talk, live=redrawn)).also(Redraw(redrawn, instead_of=prompt.id))


def _menu(
    outcome: Outcome, moment: Moment, prompt: Prompt | None, acts: list[str], payload: Mapping[str, object]
) -> Outcome:
    menu = Prompt(moment.new_id(), PromptKind.MENU, None, 0, tuple(acts), moment.now, payload)
    if prompt is not None and prompt.kind is PromptKind.MENU:
        return outcome.also(Redraw(menu, instead_of=prompt.id))
    return outcome.also(Ask(menu))


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
        return ask_again(outcome, moment, Note("nothing_to_cancel"))
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=None, tries=0)), moment, Note("cancelled"))
