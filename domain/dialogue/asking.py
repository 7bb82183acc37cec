"""Which question comes next, and the prompt that asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Ask, Completed, Disarm, Note, Say
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, MultiChoice, Question, Reference, Review, Scale
from domain.dialogue.scopes import ENTRIES_A_PAGE, few, paged, scope_acts
from domain.dialogue.script import Repeat, Script
from domain.dialogue.survey import Place, Survey
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
    place = target(seen, outcome)
    if place is None:
        done = outcome.with_talk(replace(outcome.talk, live=None, focus=None, is_paused=False))
        return done.also(*(Say(note) for note in notes), Completed())
    if outcome.talk.focus != place.path:
        outcome = outcome.with_talk(replace(outcome.talk, focus=None))
    prompt = _still_selected(prompt_for(place, seen, outcome), former)
    is_detour = outcome.talk.focus is not None
    if not is_detour and not (_asks_same(former, prompt) and (notes or _is_to_confirm(former))):
        notes = (*notes, *_opening_note(place, seen))
    return show(outcome, prompt, *notes, *_review_note(place))


def ask_again(outcome: Outcome, *notes: Note) -> Outcome:
    """Show the question in progress anew; what waits to be confirmed still waits."""
    live = outcome.talk.live
    if live is None or live.kind not in TO_CONFIRM or not _is_current(live, outcome.dossier, outcome.moment.script):
        return ask_next(outcome, *notes)
    return show(disarm(outcome), replace(live, id=outcome.moment.new_id(), asked_at=outcome.moment.now), *notes)


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


def target(seen: Survey, outcome: Outcome) -> Place | None:
    """Return the place to ask: the focus while it still applies, else the cursor; None when all is answered.

    The cursor is that of the chapter to finish first, if any, once the plan is opened. A list without enough rows is
    asked as the first question of a new row.
    """
    focus = outcome.talk.focus
    if focus and (place := place_at(focus, seen, outcome.dossier, outcome.moment)):
        return place
    cursor = (seen.cursor_in(outcome.talk.chapter) if is_begun(seen, outcome.moment.script) else None) or seen.cursor
    if cursor and isinstance(cursor.item, Repeat) and len(outcome.dossier.rows_of(cursor.path)) < cursor.item.least:
        return opening(cursor, outcome.moment.new_id())
    return cursor


def is_begun(seen: Survey, script: Script) -> bool:
    """Whether what comes before every chapter is answered, so that they may be taken in any order."""
    opening = seen.at(Path(script.opening)) if script.opening else None
    return opening is None or not opening.is_open


def place_at(path: Path, seen: Survey, dossier: Dossier, moment: Moment) -> Place | None:
    """Return the place at `path` if it applies, counting the first question of a row not yet created.

    A row that was removed, or that the list has no room left for, is not one to be created.
    """
    if place := seen.at(path):
        return place
    gate = gate_of(path, seen, moment)
    if gate is None or path in dossier.answers or is_full(gate, dossier):
        return None
    return opening(gate, path.rows[-1])


def is_full(gate: Place, dossier: Dossier) -> bool:
    return isinstance(gate.item, Repeat) and len(dossier.rows_of(gate.path)) >= gate.item.most


def gate_of(path: Path, seen: Survey, moment: Moment) -> Place | None:
    """Return the gate of the repeat that `path` opens a row of, when `path` is its first question."""
    repeat = moment.script.titles.get(path.id)
    return seen.at(Path(repeat.id, path.rows[:-1])) if repeat and path.rows else None


def opening(gate: Place, row: str) -> Place:
    """Return the first question of a row that its answer will create."""
    repeat = gate.item
    assert isinstance(repeat, Repeat)  # noqa: S101 - a gate is a repeat's
    first = repeat.items[0]
    assert isinstance(first, Question)  # noqa: S101 - the lint of the script says so
    path = Path(first.id, (*gate.path.rows, row))
    return Place(gate.chapter, path, first, gate.known, None, is_open=True)


def prompt_for(place: Place, seen: Survey, outcome: Outcome, page: int = 0) -> Prompt:
    """Build the prompt that asks `place`, with the acts it offers: this page of those too many to show at once."""
    acts, payload = acts_of(place, seen, outcome, page), {**_payload(place, outcome.dossier, outcome.moment)}
    if page:
        payload["page"] = page
    return Prompt(outcome.moment.new_id(), _kind(place), place.path, base_of(place), acts, outcome.moment.now, payload)


def acts_of(place: Place, seen: Survey, outcome: Outcome, page: int = 0) -> tuple[str, ...]:
    acts = _gate_acts(place, seen, outcome) if place.is_gate else _question_acts(place, seen, outcome, page)
    return tuple(acts)


def _kind(place: Place) -> PromptKind:
    if place.is_gate:
        return PromptKind.GATE
    return PromptKind.REVIEW if isinstance(place.item, Review) else PromptKind.QUESTION


def base_of(place: Place) -> int:
    return place.answer.revision if place.answer else 0


def _payload(place: Place, dossier: Dossier, moment: Moment) -> Mapping[str, object]:
    if isinstance(place.item, MultiChoice):
        former = place.answer.value if place.answer else None
        return {"selected": list(former) if isinstance(former, tuple) else []}
    if place.is_gate:
        return {"count": len(dossier.rows_of(place.path))}
    if words := place.rewordings:
        return {"reworded": {str(path): text for path, text in words.items()}}
    suggested = _suggestions(place, moment)
    return {"suggested": list(suggested)} if suggested else {}


def _suggestions(place: Place, moment: Moment) -> tuple[str | float, ...]:
    """The values offered: those that the question draws from earlier answers, or the members that it may name."""
    names = isinstance(place.item, Question) and place.item.names_somebody
    return (*place.suggestions, *(moment.members()[:MOST_MEMBERS] if names else ()))


def _gate_acts(place: Place, seen: Survey, outcome: Outcome) -> Iterator[str]:
    repeat, rows = place.item, outcome.dossier.rows_of(place.path)
    assert isinstance(repeat, Repeat)  # noqa: S101 - a gate is a repeat's
    if len(rows) < repeat.most:
        yield f"add:{place.path}"
    if len(rows) >= repeat.least:
        yield "done"
    yield from few((f"open:{place.path.row(row)}" for row in rows), place.chapter)
    if before(place.path, outcome.talk.trail, seen):
        yield "back"


def _question_acts(place: Place, seen: Survey, outcome: Outcome, page: int) -> Iterator[str]:
    question = place.item
    assert isinstance(question, Question)  # noqa: S101 - gates have their own acts
    yield from (f"pick:{code}" for code in offered(place))
    if isinstance(question, MultiChoice | Review):
        yield "ok"
    if isinstance(question, Review):
        yield from _review_acts(place, seen, outcome.moment.script)
    yield from (f"suggested:{index}" for index in range(len(_suggestions(place, outcome.moment))))
    yield from paged([f"entry:{code}" for code in place.entries], page, ENTRIES_A_PAGE)
    yield from ways_out(question)
    if question.hands:
        yield "hand"
    if can_keep(place):
        yield "keep"
    if (
        place.path.rows
        and gate_of(place.path, seen, outcome.moment)
        and outcome.talk.focus == place.path
        and not place.answer
    ):
        yield "cancel"
    elif before(place.path, outcome.talk.trail, seen):
        yield "back"


def _review_acts(place: Place, seen: Survey, script: Script) -> Iterator[str]:
    """What a card leads to: what its topics offer already is not offered twice."""
    topics = place.topics
    yield from (f"reword:{path}" for path in place.rewordings)
    yield from (f"topic:{code}" for code in topics)
    told = frozenset(chain.from_iterable(topics.values()))
    yield from few((act for act in scope_acts(place.chapter, seen, script) if act not in told), place.chapter)


def ways_out(question: Question) -> Iterator[str]:
    """The replies without a value that make sense for a question."""
    if question.unknown:
        yield "unknown"
    if question.not_applicable:
        yield "not_applicable"
    if not question.required:
        yield "skip"


def before(path: Path, trail: tuple[Path, ...], seen: Survey) -> Path | None:
    """Return what was answered before `path`, among what still applies; the last of the trail when it is not in it."""
    earlier = trail[: trail.index(path)] if path in trail else trail
    return next((step for step in reversed(earlier) if seen.at(step)), None)


def offered(place: Place) -> tuple[str, ...]:
    """The option codes of the moment: a reference offers the rows that exist now."""
    question = place.item
    if isinstance(question, Reference):
        return place.known.rows.get(Path(question.to, place.path.rows[: question.to.count("/")]), ())
    return question.options if isinstance(question, Question) else ()


def is_offered(value: Value, place: Place) -> bool:
    """Whether a value is still one of the options; any is, where there are none."""
    match place.item:
        case MultiChoice():
            return isinstance(value, tuple) and set(value) <= set(offered(place))
        case Choice() | Scale() | Reference():
            return str(value) in offered(place)
        case _:
            return True


def can_keep(place: Place) -> bool:
    """Whether there is an answer to keep: a link to a removed row, or an option no longer offered, is none.

    Nor is "I do not know", or "later": they have buttons of their own.
    """
    answer = place.answer
    if answer is None or answer.value is None or isinstance(place.item, Review):
        return False
    return is_offered(answer.value, place)


def _opening_note(place: Place, seen: Survey) -> Iterator[Note]:
    """A chapter's opening, while nothing in it is answered."""
    chapter = [other for other in seen.places if other.chapter == place.chapter]
    if not any(other.answer for other in chapter) and not any(seen.rows.get(o.path) for o in chapter if o.is_gate):
        yield Note("chapter_opening", {"chapter": place.chapter})


def _review_note(place: Place) -> Iterator[Note]:
    """Why an answer is to be given again."""
    if place.answer and place.answer.status is AnswerStatus.STALE:
        yield Note("to_review", {"path": str(place.path)})
