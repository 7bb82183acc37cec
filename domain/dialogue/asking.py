"""Which question comes next, and the prompt that asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Ask, Completed, Disarm, Note
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, MultiChoice, Question, Reference, Review
from domain.dialogue.script import Repeat
from domain.dialogue.survey import Place, Survey, survey
from domain.dialogue.talk import Prompt, PromptKind


def ask_next(outcome: Outcome, moment: Moment, *notes: Note) -> Outcome:
    """Withdraw the live prompt if any, and ask what comes next: the detour in progress, else the derived cursor."""
    seen = survey(moment.script, outcome.dossier)
    outcome = disarm(outcome)
    place = target(seen, outcome, moment)
    if place is None:
        done = outcome.with_talk(replace(outcome.talk, live=None, focus=None, is_paused=False))
        return done.also(Completed())
    if outcome.talk.focus != place.path:
        outcome = outcome.with_talk(replace(outcome.talk, focus=None))
    prompt = prompt_for(place, seen, outcome, moment)
    talk = replace(outcome.talk, live=prompt, is_paused=False)
    return outcome.with_talk(talk).also(Ask(prompt, (*notes, *_introduction(place, seen))))


def disarm(outcome: Outcome, chosen: str | None = None) -> Outcome:
    """Take the live prompt's buttons away."""
    live = outcome.talk.live
    if live is None:
        return outcome
    return outcome.with_talk(replace(outcome.talk, live=None)).also(Disarm(live.id, chosen))


def target(seen: Survey, outcome: Outcome, moment: Moment) -> Place | None:
    """Return the place to ask: the focus while it still applies, else the cursor; None when all is answered.

    A list without enough rows is asked as the first question of a new row.
    """
    focus = outcome.talk.focus
    if focus and (place := place_at(focus, seen, outcome.dossier, moment)):
        return place
    cursor = seen.cursor
    if cursor and isinstance(cursor.item, Repeat) and len(outcome.dossier.rows_of(cursor.path)) < cursor.item.least:
        return opening(cursor, moment.new_id())
    return cursor


def place_at(path: Path, seen: Survey, dossier: Dossier, moment: Moment) -> Place | None:
    """Return the place at `path` if it applies, counting the first question of a row not yet created."""
    if place := seen.at(path):
        return place
    gate = gate_of(path, seen, moment)
    if gate is None or path.rows[-1] in dossier.rows_of(gate.path):
        return None
    return opening(gate, path.rows[-1])


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


def prompt_for(place: Place, seen: Survey, outcome: Outcome, moment: Moment) -> Prompt:
    """Build the prompt that asks `place`, with the acts it offers."""
    acts = tuple(_gate_acts(place, outcome) if place.is_gate else _question_acts(place, seen, outcome, moment))
    return Prompt(
        moment.new_id(), _kind(place), place.path, _base(place), acts, moment.now, _payload(place, outcome.dossier)
    )


def scope_acts(scope: str, seen: Survey) -> Iterator[str]:
    """The answers and rows directly inside a chapter (its id) or a row (its path), each to be opened or edited."""
    for place in seen.places:
        if _parent(place) != scope or isinstance(place.item, Review):
            continue
        if place.is_gate:
            yield from (f"open:{place.path.row(row)}" for row in seen.rows.get(place.path, ()))
        elif place.answer:
            yield f"edit:{place.path}"


def _parent(place: Place) -> str:
    if not place.path.rows:
        return place.chapter
    return str(Path(place.path.id.rsplit("/", 1)[0], place.path.rows))


def _kind(place: Place) -> PromptKind:
    if place.is_gate:
        return PromptKind.GATE
    return PromptKind.REVIEW if isinstance(place.item, Review) else PromptKind.QUESTION


def _base(place: Place) -> int:
    return place.answer.revision if place.answer else 0


def _payload(place: Place, dossier: Dossier) -> Mapping[str, object]:
    if isinstance(place.item, MultiChoice):
        former = place.answer.value if place.answer else None
        return {"selected": list(former) if isinstance(former, tuple) else []}
    if place.is_gate:
        return {"count": len(dossier.rows_of(place.path))}
    return {}


def _gate_acts(place: Place, outcome: Outcome) -> Iterator[str]:
    repeat, rows = place.item, outcome.dossier.rows_of(place.path)
    assert isinstance(repeat, Repeat)  # noqa: S101 - a gate is a repeat's
    if len(rows) < repeat.most:
        yield f"add:{place.path}"
    if len(rows) >= repeat.least:
        yield "done"
    yield from (f"open:{place.path.row(row)}" for row in rows)
    if outcome.talk.trail:
        yield "back"


def _question_acts(place: Place, seen: Survey, outcome: Outcome, moment: Moment) -> Iterator[str]:
    question = place.item
    assert isinstance(question, Question)  # noqa: S101 - gates have their own acts
    yield from (f"pick:{code}" for code in offered(question, place, seen))
    if isinstance(question, MultiChoice | Review):
        yield "ok"
    if isinstance(question, Review):
        yield from scope_acts(place.chapter, seen)
    if question.unknown:
        yield "unknown"
    if question.not_applicable:
        yield "not_applicable"
    if not question.required:
        yield "skip"
    if place.answer and not isinstance(question, Review):
        yield "keep"
    if place.path.rows and gate_of(place.path, seen, moment) and outcome.talk.focus == place.path and not place.answer:
        yield "cancel"
    elif outcome.talk.trail:
        yield "back"


def offered(question: Question, place: Place, seen: Survey) -> tuple[str, ...]:
    """The option codes of the moment: a reference offers the rows that exist now."""
    if isinstance(question, Reference):
        return seen.rows.get(Path(question.to, place.path.rows[: question.to.count("/")]), ())
    return question.options if isinstance(question, Choice) or not isinstance(question, Review) else ()


def _introduction(place: Place, seen: Survey) -> Iterator[Note]:
    """What is said before the question: a chapter's opening, or why an answer is to be given again."""
    chapter = [other for other in seen.places if other.chapter == place.chapter]
    if not any(other.answer for other in chapter) and not any(seen.rows.get(o.path) for o in chapter if o.is_gate):
        yield Note("chapter_opening", {"chapter": place.chapter})
    if place.answer and place.answer.status is AnswerStatus.STALE:
        yield Note("to_review", {"path": str(place.path)})
