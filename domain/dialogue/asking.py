"""Which question comes next, and the prompt that asks it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Ask, Completed, Disarm, Note, Say
from domain.dialogue.outcome import Outcome
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, MultiChoice, Question, Reference, Review, Scale
from domain.dialogue.scopes import ENTRIES_A_PAGE, few, paged, scope_acts
from domain.dialogue.script import Repeat, Script
from domain.dialogue.survey import ScriptState, Slot, survey
from domain.dialogue.talk import TO_CONFIRM, Prompt, PromptKind
from domain.dialogue.values import Value

MOST_MEMBERS = 6
"""Members offered where somebody is named: others are typed."""


def ask_next(outcome: Outcome, *notes: Note) -> Outcome:
    """Withdraw the live prompt if any, and ask what comes next: the detour in progress, else the derived cursor."""
    former = outcome.talk.live
    outcome = disarm(outcome)
    if outcome.talk.chapter and outcome.survey.cursor_in(outcome.talk.chapter) is None:
        outcome = outcome.with_talk(replace(outcome.talk, chapter=None))
    slot = target(outcome)
    if slot is None:
        done = outcome.with_talk(replace(outcome.talk, live=None, focus=None, is_paused=False))
        return done.also(*(Say(note) for note in notes), Completed())
    if outcome.talk.focus != slot.path:
        outcome = outcome.with_talk(replace(outcome.talk, focus=None))
    is_same = former is not None and former.path is not None and former.path.id == slot.path.id
    is_opened = is_same and (notes or (former and former.kind in TO_CONFIRM))
    if outcome.talk.focus is None and not is_opened and _is_untouched(slot.chapter, outcome.survey):
        notes = (*notes, Note("chapter_opening", {"chapter": slot.chapter}))
    if slot.answer and slot.answer.status is AnswerStatus.STALE:
        notes = (*notes, Note("to_review", {"path": str(slot.path)}))
    return show(outcome, _still_selected(prompt_for(outcome, slot), former), *notes)


def ask_again(outcome: Outcome, *notes: Note) -> Outcome:
    """Show the question in progress anew; what waits to be confirmed still waits."""
    live = outcome.talk.live
    if live is None or live.path is None or live.kind not in TO_CONFIRM or live.path.id not in outcome.script.by_id:
        return ask_next(outcome, *notes)
    answer = outcome.dossier.answers.get(live.path)
    if live.base != (answer.revision if answer else 0):
        return ask_next(outcome, *notes)
    return show(disarm(outcome), replace(live, id=outcome.context.new_id(), asked_at=outcome.context.now), *notes)


def withdrawn(path: Path, script: Script) -> Note:
    """Say that what was asked is asked no more; a question that left the script has no name to be told by."""
    return Note("withdrawn", {"path": str(path)}) if path.id in script.by_id else Note("not_relevant")


def show(outcome: Outcome, prompt: Prompt, *notes: Note) -> Outcome:
    """Make `prompt` the live one and ask it, after the one whose buttons were taken away."""
    left = next((effect.prompt for effect in reversed(outcome.effects) if isinstance(effect, Disarm)), None)
    if left:
        prompt = replace(prompt, payload={**prompt.payload, "after": left})
    return outcome.with_talk(replace(outcome.talk, live=prompt, is_paused=False)).also(Ask(prompt, notes))


def _is_untouched(chapter: str, seen: ScriptState) -> bool:
    """Whether nothing in a chapter is answered."""
    slots = [slot for slot in seen.slots if slot.chapter == chapter]
    return not any(slot.answer or (slot.is_gate and seen.rows.get(slot.path)) for slot in slots)


def _still_selected(prompt: Prompt, former: Prompt | None) -> Prompt:
    """Carry over what was selected and not yet confirmed, when the same question is shown again."""
    if former is None or former.path != prompt.path or former.base != prompt.base or former.acts != prompt.acts:
        return prompt
    if "selected" not in former.payload or "selected" not in prompt.payload:
        return prompt
    return replace(prompt, payload={**prompt.payload, "selected": former.payload["selected"]})


def disarm(outcome: Outcome, chosen: str | None = None) -> Outcome:
    """Take the live prompt's buttons away."""
    live = outcome.talk.live
    if live is None:
        return outcome
    return outcome.with_talk(replace(outcome.talk, live=None)).also(Disarm(live.id, chosen))


def target(outcome: Outcome) -> Slot | None:
    """Return the slot to ask: the focus while it still applies, else the cursor; None when all is answered.

    The cursor is that of the chapter to finish first, if any, once the plan is opened. A list without enough rows is
    asked as the first question of a new row.
    """
    focus, seen, script = outcome.talk.focus, outcome.survey, outcome.script
    if focus and (slot := slot_at(focus, outcome.dossier, script)):
        return slot
    cursor = (seen.cursor_in(outcome.talk.chapter) if is_begun(seen, script) else None) or seen.cursor
    if cursor and isinstance(cursor.item, Repeat) and len(outcome.dossier.rows_of(cursor.path)) < cursor.item.least:
        return opening(cursor, outcome.context.new_id())
    return cursor


def is_begun(seen: ScriptState, script: Script) -> bool:
    """Whether what comes before every chapter is answered, so that they may be taken in any order."""
    opening = seen.at(Path(script.opening)) if script.opening else None
    return opening is None or not opening.is_open


def slot_at(path: Path, dossier: Dossier, script: Script) -> Slot | None:
    """Return the slot at `path` if it applies, counting the first question of a row not yet created.

    A row that was removed, or that the list has no room left for, is not one to be created.
    """
    seen = survey(script, dossier)
    if slot := seen.at(path):
        return slot
    gate = gate_of(path, seen, script)
    if gate is None or path in dossier.answers or is_full(gate, dossier):
        return None
    return opening(gate, path.rows[-1])


def is_full(gate: Slot, dossier: Dossier) -> bool:
    return isinstance(gate.item, Repeat) and len(dossier.rows_of(gate.path)) >= gate.item.most


def gate_of(path: Path, seen: ScriptState, script: Script) -> Slot | None:
    """Return the gate of the repeat that `path` opens a row of, when `path` is its first question."""
    repeat = script.titles.get(path.id)
    return seen.at(Path(repeat.id, path.rows[:-1])) if repeat and path.rows else None


def opening(gate: Slot, row: str) -> Slot:
    """Return the first question of a row that its answer will create."""
    repeat = gate.item
    assert isinstance(repeat, Repeat)  # noqa: S101 - a gate is a repeat's
    first = repeat.items[0]
    assert isinstance(first, Question)  # noqa: S101 - the lint of the script says so
    path = Path(first.id, (*gate.path.rows, row))
    return Slot(gate.chapter, path, first, gate.known, None, is_open=True)


def prompt_for(outcome: Outcome, slot: Slot, page: int = 0) -> Prompt:
    """Build the prompt that asks `slot`, with the acts it offers: this page of those too many to show at once."""
    kind = PromptKind.REVIEW if isinstance(slot.item, Review) else PromptKind.QUESTION
    payload: dict[str, object] = {}
    if isinstance(slot.item, MultiChoice):
        former = slot.answer.value if slot.answer else None
        payload["selected"] = list(former) if isinstance(former, tuple) else []
    elif slot.is_gate:
        kind = PromptKind.GATE
        payload["count"] = len(outcome.dossier.rows_of(slot.path))
    elif words := slot.rewordings:
        payload["reworded"] = {str(path): text for path, text in words.items()}
    elif suggested := _suggestions(outcome, slot):
        payload["suggested"] = list(suggested)
    if page:
        payload["page"] = page
    return outcome.prompt(kind, slot.path, base_of(slot), acts_of(outcome, slot, page), payload)


def base_of(slot: Slot) -> int:
    return slot.answer.revision if slot.answer else 0


def _suggestions(outcome: Outcome, slot: Slot) -> tuple[str | float, ...]:
    """The values offered: those that the question draws from earlier answers, or the members that it may name."""
    names = isinstance(slot.item, Question) and slot.item.names_somebody
    return (*slot.suggestions, *(outcome.context.members()[:MOST_MEMBERS] if names else ()))


def acts_of(outcome: Outcome, slot: Slot, page: int = 0) -> tuple[str, ...]:
    """Return the acts that a slot offers, in the order of their buttons."""
    if isinstance(slot.item, Question):
        return tuple(_question_acts(outcome, slot, slot.item, page))
    rows = outcome.dossier.rows_of(slot.path)
    acts = [f"add:{slot.path}"] if len(rows) < slot.item.most else []
    if len(rows) >= slot.item.least:
        acts.append("done")
    acts += few((f"open:{slot.path.row(row)}" for row in rows), slot.chapter)
    if before(slot.path, outcome.talk.trail, outcome.survey):
        acts.append("back")
    return tuple(acts)


def _question_acts(outcome: Outcome, slot: Slot, question: Question, page: int) -> Iterator[str]:
    seen = outcome.survey
    yield from (f"pick:{code}" for code in offered(slot))
    if isinstance(question, MultiChoice | Review):
        yield "ok"
    if isinstance(question, Review):
        yield from _review_acts(slot, seen, outcome.script)
    yield from (f"suggested:{index}" for index in range(len(_suggestions(outcome, slot))))
    yield from paged([f"entry:{code}" for code in slot.entries], page, ENTRIES_A_PAGE)
    yield from ways_out(question)
    if question.hands:
        yield "hand"
    if can_keep(slot):
        yield "keep"
    is_new_row = slot.answer is None and gate_of(slot.path, seen, outcome.script) is not None
    if is_new_row and outcome.talk.focus == slot.path:
        yield "cancel"
    elif before(slot.path, outcome.talk.trail, seen):
        yield "back"


def _review_acts(slot: Slot, seen: ScriptState, script: Script) -> Iterator[str]:
    """What a card leads to: what its topics offer already is not offered twice."""
    topics = slot.topics
    yield from (f"reword:{path}" for path in slot.rewordings)
    yield from (f"topic:{code}" for code in topics)
    told = frozenset(chain.from_iterable(topics.values()))
    yield from few((act for act in scope_acts(slot.chapter, seen, script) if act not in told), slot.chapter)


def ways_out(question: Question) -> Iterator[str]:
    """The replies without a value that make sense for a question."""
    if question.unknown:
        yield "unknown"
    if question.not_applicable:
        yield "not_applicable"
    if not question.required:
        yield "skip"


def before(path: Path, trail: tuple[Path, ...], seen: ScriptState) -> Path | None:
    """Return what was answered before `path`, among what still applies; the last of the trail when it is not in it."""
    earlier = trail[: trail.index(path)] if path in trail else trail
    return next((step for step in reversed(earlier) if seen.at(step)), None)


def offered(slot: Slot) -> tuple[str, ...]:
    """The option codes of the moment: a reference offers the rows that exist now."""
    question = slot.item
    if isinstance(question, Reference):
        return slot.known.rows.get(Path(question.to, slot.path.rows[: question.to.count("/")]), ())
    return question.options if isinstance(question, Question) else ()


def is_offered(value: Value, slot: Slot) -> bool:
    """Whether a value is still one of the options; any is, where there are none."""
    match slot.item:
        case MultiChoice():
            return isinstance(value, tuple) and set(value) <= set(offered(slot))
        case Choice() | Scale() | Reference():
            return str(value) in offered(slot)
        case _:
            return True


def can_keep(slot: Slot) -> bool:
    """Whether there is an answer to keep: a link to a removed row, or an option no longer offered, is none.

    Nor is "I do not know", or "later": they have buttons of their own.
    """
    answer = slot.answer
    if answer is None or answer.value is None or isinstance(slot.item, Review):
        return False
    return is_offered(answer.value, slot)
