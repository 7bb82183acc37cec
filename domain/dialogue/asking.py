"""Which question comes next, and the prompt that asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Ask, Completed, Disarm, Note, Say
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, MultiChoice, Question, Reference, Review, Scale
from domain.dialogue.scopes import ENTRIES_A_PAGE, few, paged, scope_acts
from domain.dialogue.script import Repeat, Script
from domain.dialogue.survey import ScriptState, Slot
from domain.dialogue.talk import TO_CONFIRM, Prompt, PromptKind
from domain.dialogue.values import Value

MOST_MEMBERS = 6
"""Members offered where somebody is named: others are typed."""


def ask_next(outcome: Outcome, *notes: Note) -> Outcome:
    """Withdraw the live prompt if any, and ask what comes next: the detour in progress, else the derived cursor."""
    seen, former = outcome.survey, outcome.talk.live
    outcome = disarm(outcome)
    if outcome.talk.chapter and seen.cursor_in(outcome.talk.chapter) is None:
        outcome = outcome.with_talk(replace(outcome.talk, chapter=None))
    slot = target(seen, outcome)
    if slot is None:
        done = outcome.with_talk(replace(outcome.talk, live=None, focus=None, is_paused=False))
        return done.also(*(Say(note) for note in notes), Completed())
    if outcome.talk.focus != slot.path:
        outcome = outcome.with_talk(replace(outcome.talk, focus=None))
    prompt = _still_selected(prompt_for(slot, seen, outcome), former)
    is_detour = outcome.talk.focus is not None
    if not is_detour and not (_asks_same(former, prompt) and (notes or _is_to_confirm(former))):
        notes = (*notes, *_opening_note(slot, seen))
    return show(outcome, prompt, *notes, *_review_note(slot))


def ask_again(outcome: Outcome, *notes: Note) -> Outcome:
    """Show the question in progress anew; what waits to be confirmed still waits."""
    live = outcome.talk.live
    if live is None or live.kind not in TO_CONFIRM or not _is_current(live, outcome.dossier, outcome.context.script):
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


def _is_current(prompt: Prompt, dossier: Dossier, script: Script) -> bool:
    if prompt.path is None or prompt.path.id not in script.by_id:
        return False
    answer = dossier.answers.get(prompt.path)
    return prompt.base == (answer.revision if answer else 0)


def _asks_same(former: Prompt | None, prompt: Prompt) -> bool:
    return bool(former and former.path and prompt.path and former.path.id == prompt.path.id)


def _is_to_confirm(prompt: Prompt | None) -> bool:
    return prompt is not None and prompt.kind in TO_CONFIRM


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


def target(seen: ScriptState, outcome: Outcome) -> Slot | None:
    """Return the place to ask: the focus while it still applies, else the cursor; None when all is answered.

    The cursor is that of the chapter to finish first, if any, once the plan is opened. A list without enough rows is
    asked as the first question of a new row.
    """
    focus = outcome.talk.focus
    if focus and (slot := slot_at(focus, seen, outcome.dossier, outcome.context)):
        return slot
    cursor = (seen.cursor_in(outcome.talk.chapter) if is_begun(seen, outcome.context.script) else None) or seen.cursor
    if cursor and isinstance(cursor.item, Repeat) and len(outcome.dossier.rows_of(cursor.path)) < cursor.item.least:
        return opening(cursor, outcome.context.new_id())
    return cursor


def is_begun(seen: ScriptState, script: Script) -> bool:
    """Whether what comes before every chapter is answered, so that they may be taken in any order."""
    opening = seen.at(Path(script.opening)) if script.opening else None
    return opening is None or not opening.is_open


def slot_at(path: Path, seen: ScriptState, dossier: Dossier, context: StepContext) -> Slot | None:
    """Return the place at `path` if it applies, counting the first question of a row not yet created.

    A row that was removed, or that the list has no room left for, is not one to be created.
    """
    if slot := seen.at(path):
        return slot
    gate = gate_of(path, seen, context)
    if gate is None or path in dossier.answers or is_full(gate, dossier):
        return None
    return opening(gate, path.rows[-1])


def is_full(gate: Slot, dossier: Dossier) -> bool:
    return isinstance(gate.item, Repeat) and len(dossier.rows_of(gate.path)) >= gate.item.most


def gate_of(path: Path, seen: ScriptState, context: StepContext) -> Slot | None:
    """Return the gate of the repeat that `path` opens a row of, when `path` is its first question."""
    repeat = context.script.titles.get(path.id)
    return seen.at(Path(repeat.id, path.rows[:-1])) if repeat and path.rows else None


def opening(gate: Slot, row: str) -> Slot:
    """Return the first question of a row that its answer will create."""
    repeat = gate.item
    assert isinstance(repeat, Repeat)  # noqa: S101 - a gate is a repeat's
    first = repeat.items[0]
    assert isinstance(first, Question)  # noqa: S101 - the lint of the script says so
    path = Path(first.id, (*gate.path.rows, row))
    return Slot(gate.chapter, path, first, gate.known, None, is_open=True)


def prompt_for(slot: Slot, seen: ScriptState, outcome: Outcome, page: int = 0) -> Prompt:
    """Build the prompt that asks `place`, with the acts it offers: this page of those too many to show at once."""
    acts, payload = acts_of(slot, seen, outcome, page), {**_payload(slot, outcome.dossier, outcome.context)}
    if page:
        payload["page"] = page
    return Prompt(outcome.context.new_id(), _kind(slot), slot.path, base_of(slot), acts, outcome.context.now, payload)


def acts_of(slot: Slot, seen: ScriptState, outcome: Outcome, page: int = 0) -> tuple[str, ...]:
    acts = _gate_acts(slot, seen, outcome) if slot.is_gate else _question_acts(slot, seen, outcome, page)
    return tuple(acts)


def _kind(slot: Slot) -> PromptKind:
    if slot.is_gate:
        return PromptKind.GATE
    return PromptKind.REVIEW if isinstance(slot.item, Review) else PromptKind.QUESTION


def base_of(slot: Slot) -> int:
    return slot.answer.revision if slot.answer else 0


def _payload(slot: Slot, dossier: Dossier, context: StepContext) -> Mapping[str, object]:
    if isinstance(slot.item, MultiChoice):
        former = slot.answer.value if slot.answer else None
        return {"selected": list(former) if isinstance(former, tuple) else []}
    if slot.is_gate:
        return {"count": len(dossier.rows_of(slot.path))}
    if words := slot.rewordings:
        return {"reworded": {str(path): text for path, text in words.items()}}
    suggested = _suggestions(slot, context)
    return {"suggested": list(suggested)} if suggested else {}


def _suggestions(slot: Slot, context: StepContext) -> tuple[str | float, ...]:
    """The values offered: those that the question draws from earlier answers, or the members that it may name."""
    names = isinstance(slot.item, Question) and slot.item.names_somebody
    return (*slot.suggestions, *(context.members()[:MOST_MEMBERS] if names else ()))


def _gate_acts(slot: Slot, seen: ScriptState, outcome: Outcome) -> Iterator[str]:
    repeat, rows = slot.item, outcome.dossier.rows_of(slot.path)
    assert isinstance(repeat, Repeat)  # noqa: S101 - a gate is a repeat's
    if len(rows) < repeat.most:
        yield f"add:{slot.path}"
    if len(rows) >= repeat.least:
        yield "done"
    yield from few((f"open:{slot.path.row(row)}" for row in rows), slot.chapter)
    if before(slot.path, outcome.talk.trail, seen):
        yield "back"


def _question_acts(slot: Slot, seen: ScriptState, outcome: Outcome, page: int) -> Iterator[str]:
    question = slot.item
    assert isinstance(question, Question)  # noqa: S101 - gates have their own acts
    yield from (f"pick:{code}" for code in offered(slot))
    if isinstance(question, MultiChoice | Review):
        yield "ok"
    if isinstance(question, Review):
        yield from _review_acts(slot, seen, outcome.context.script)
    yield from (f"suggested:{index}" for index in range(len(_suggestions(slot, outcome.context))))
    yield from paged([f"entry:{code}" for code in slot.entries], page, ENTRIES_A_PAGE)
    yield from ways_out(question)
    if question.hands:
        yield "hand"
    if can_keep(slot):
        yield "keep"
    if (
        slot.path.rows
        and gate_of(slot.path, seen, outcome.context)
        and outcome.talk.focus == slot.path
        and not slot.answer
    ):
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


def _opening_note(slot: Slot, seen: ScriptState) -> Iterator[Note]:
    """A chapter's opening, while nothing in it is answered."""
    chapter = [other for other in seen.slots if other.chapter == slot.chapter]
    if not any(other.answer for other in chapter) and not any(seen.rows.get(o.path) for o in chapter if o.is_gate):
        yield Note("chapter_opening", {"chapter": slot.chapter})


def _review_note(slot: Slot) -> Iterator[Note]:
    """Why an answer is to be given again."""
    if slot.answer and slot.answer.status is AnswerStatus.STALE:
        yield Note("to_review", {"path": str(slot.path)})
