"""Removing rows of a list, what pointed to them, and undoing it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from domain.dialogue.asking import acts_of, ask_again, ask_next, base_of, target
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier, Removal
from domain.dialogue.events import Ask, Disarm, Note, Say, Toast
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.path import Path
from domain.dialogue.questions import Reference
from domain.dialogue.script import Script
from domain.dialogue.survey import survey
from domain.dialogue.talk import TO_CONFIRM, Prompt, PromptKind, page_of

UNDO_WINDOW = timedelta(minutes=10)


def remove(outcome: Outcome, row: Path) -> Outcome:
    """Remove the row at this path, unless something points to it: then ask what to do with that."""
    repeat, name = _split(row)
    if name not in outcome.dossier.rows_of(repeat):
        return outcome.also(Toast(Note("row_gone")))
    pointing = tuple(references(outcome.dossier, outcome.script, row))
    if not pointing:
        return take_out(outcome, (row,), ())
    payload = {"row": str(row), "references": [str(path) for path, _ in pointing]}
    return outcome.also(Ask(outcome.prompt(PromptKind.REMOVAL, row, 0, ("detach", "remove_too", "cancel"), payload)))


def decide(outcome: Outcome, prompt: Prompt, act: str) -> Outcome:
    """Carry out what was chosen for the answers that point to a row being removed."""
    outcome, row = outcome.also(Disarm(prompt.id, act)), prompt.path
    if act == "cancel" or row is None:
        return settle(outcome.also(Toast(Note("cancelled"))))
    repeat, name = _split(row)
    if name not in outcome.dossier.rows_of(repeat):
        return settle(outcome.also(Toast(Note("row_gone"))))
    pointing = tuple(references(outcome.dossier, outcome.script, row))
    if act == "detach":
        return take_out(outcome, (row,), pointing)
    owners = tuple(dict.fromkeys(_owner(path) for path, _ in pointing if path.rows))
    left = (link for gone in (row, *owners) for link in references(outcome.dossier, outcome.script, gone))
    return take_out(outcome, (*owners, row), tuple(link for link in left if _owner(link[0]) not in owners))


def take_out(outcome: Outcome, rows: tuple[Path, ...], detached: tuple[tuple[Path, Answer], ...]) -> Outcome:
    """Remove `rows`, put the `detached` references to review, and offer to undo."""
    dossier, removal = without(outcome.dossier, outcome.context, rows, detached)
    note = Note("removed", {"row": str(rows[-1]), "count": len(rows)})
    prompt = outcome.prompt(PromptKind.NOTE, rows[-1], 0, (f"undo:{removal.id}",))
    return settle(outcome.with_dossier(dossier).also(Ask(prompt, (note,))))


def undo(outcome: Outcome, prompt: Prompt, removal_id: str) -> Outcome:
    """Put removed rows back where they were, for ten minutes."""
    removal = next((kept for kept in outcome.dossier.removals if kept.id == removal_id), None)
    outcome, now = outcome.also(Disarm(prompt.id)), outcome.context.now
    if removal is None and now - prompt.asked_at <= UNDO_WINDOW:
        return outcome.also(Toast(Note("undone")))
    if removal is None or now - removal.at > UNDO_WINDOW:
        return settle(outcome.also(Say(Note("undo_too_late"))))
    dossier = outcome.dossier
    table, answers = dict(dossier.rows), dict(dossier.answers)
    for repeat, name, position in reversed(removal.rows):
        kept = table.get(repeat, ())
        if name not in kept:
            table[repeat] = (*kept[:position], name, *kept[position:])
    for path, former in removal.detached:
        answer = answers.get(path)
        if answer and answer.status is AnswerStatus.STALE and answer.value == former.value:
            answers[path] = replace(former, revision=answer.revision + 1)
    left = tuple(other for other in dossier.removals if other.id != removal.id)
    restored = replace(dossier, rows=table, answers=answers, revision=dossier.revision + 1, removals=left)
    return settle(outcome.with_dossier(_relinked(restored, outcome.script)).also(Say(Note("undone"))))


def settle(outcome: Outcome, *notes: Note) -> Outcome:
    """Show again the question in progress if it is still the one to ask, else ask the right one."""
    live, slot = outcome.talk.live, target(outcome)
    if live is None or live.path is None or slot is None or live.base != base_of(slot):
        return ask_next(outcome, *notes)
    if live.path == slot.path:
        is_still_asked = live.kind in TO_CONFIRM or live.acts == acts_of(outcome, slot, page_of(live))
    else:
        is_still_asked = _opens_same(live.path, slot.path, outcome.dossier)
    return ask_again(outcome, *notes) if is_still_asked else ask_next(outcome, *notes)


def _opens_same(live: Path, wanted: Path, dossier: Dossier) -> bool:
    """Whether both paths are the first question of a row not yet created, in the same list."""
    if live.id != wanted.id or not live.rows or live.rows[:-1] != wanted.rows[:-1]:
        return False
    created = dossier.rows_of(Path(live.id.rsplit("/", 1)[0], live.rows[:-1]))
    return live.rows[-1] not in created and wanted.rows[-1] not in created


def references(dossier: Dossier, script: Script, row: Path) -> Iterator[tuple[Path, Answer]]:
    """The relevant answers that point to this row."""
    yield from _links(survey(script, dossier).visible, script, row)


def _links(answers: Mapping[Path, Answer], script: Script, row: Path) -> Iterator[tuple[Path, Answer]]:
    pointing = {q.id for q in script.questions() if isinstance(q, Reference) and q.to == row.id}
    for path, answer in answers.items():
        if path.id in pointing and answer.value == row.rows[-1] and answer.status is AnswerStatus.OK:
            yield path, answer


def _owner(link: Path) -> Path:
    """The row that a question stands in."""
    return Path(link.id.rpartition("/")[0], link.rows)


def _split(row: Path) -> tuple[Path, str]:
    return Path(row.id, row.rows[:-1]), row.rows[-1]


def without(
    dossier: Dossier, context: StepContext, rows: Sequence[Path], detached: tuple[tuple[Path, Answer], ...] = ()
) -> tuple[Dossier, Removal]:
    """Return the dossier without `rows`, those already gone aside, and what undoing it takes.

    What points to them is put to review: the `detached` answers, and those that do not apply for the time being.
    """
    visible, table, taken = survey(context.script, dossier).visible, dict(dossier.rows), []
    for row in rows:
        repeat, name = _split(row)
        kept = table.get(repeat, ())
        if name in kept:
            taken.append((repeat, name, kept.index(name)))
            table[repeat] = tuple(other for other in kept if other != name)
    dormant = {path: answer for path, answer in dossier.answers.items() if path not in visible}
    detached = (*detached, *(link for row in rows for link in _links(dormant, context.script, row)))
    removal = Removal(context.new_id(), context.now, tuple(taken), detached)
    fresh = tuple(kept for kept in dossier.removals if context.now - kept.at <= UNDO_WINDOW)
    answers = {**dossier.answers, **_stale(dict(detached))}
    changed = replace(dossier, rows=table, answers=answers, revision=dossier.revision + 1, removals=(*fresh, removal))
    return changed, removal


def _stale(answers: Mapping[Path, Answer]) -> dict[Path, Answer]:
    """The same answers, put to review."""
    return {
        path: replace(answer, status=AnswerStatus.STALE, revision=answer.revision + 1)
        for path, answer in answers.items()
    }


def _relinked(dossier: Dossier, script: Script) -> Dossier:
    """Put to review what points, in rows that came back, to others removed meanwhile."""
    pointing = {q.id: q.to for q in script.questions() if isinstance(q, Reference)}
    lost = {
        path: answer
        for path, answer in survey(script, dossier).visible.items()
        if answer.status is AnswerStatus.OK and (to := pointing.get(path.id))
        if answer.value not in dossier.rows_of(Path(to, path.rows[: to.count("/")]))
    }
    return replace(dossier, answers={**dossier.answers, **_stale(lost)}) if lost else dossier
