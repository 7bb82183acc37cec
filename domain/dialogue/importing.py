"""Rows that come from a file, each with the answers that its line gives; what it lacks may wait."""

from collections.abc import Iterator, Mapping, Sequence

from domain.dialogue.answering import judged, write
from domain.dialogue.coding import CODE, wished
from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.dialogue.questions import Question
from domain.dialogue.script import Repeat
from domain.dialogue.survey import Slot, survey
from domain.dialogue.values import Accepted, Value


def with_rows(
    dossier: Dossier, context: StepContext, repeat: Path, rows: Sequence[Mapping[str, Value]], author: int
) -> tuple[Dossier, int]:
    """Add rows to the list at `repeat`, each from its answers by question; return how many were added.

    What only the full path asks is kept on the express one too. A row without its title is left out, and so are the
    answers that do not apply, or that their question refuses, and the rows beyond what the list has room for. What
    stands under `CODE` is the code wished for the row: it has it if it is free.
    """
    gate = survey(context.script, dossier).at(repeat)
    if gate is None or not isinstance(gate.item, Repeat):
        return dossier, 0
    room = gate.item.most - len(dossier.rows_of(repeat))
    named = [answers for answers in rows if gate.item.title in answers][:room]
    added = {repeat.row(context.new_id()): answers for answers in named}
    dossier = wished(context.script, dossier, {row: str(each[CODE]) for row, each in added.items() if CODE in each})
    for row, answers in added.items():
        dossier = _with_row(dossier, context, gate._replace(path=row), answers, author)
    return dossier, len(added)


def _with_row(dossier: Dossier, context: StepContext, row: Slot, answers: Mapping[str, Value], author: int) -> Dossier:
    """Add one row: its questions read what stands before the list and in the row, so that nothing is walked again."""
    assert isinstance(row.item, Repeat)  # noqa: S101 - the slot of a gate, in the row to come
    visible = dict(row.known.visible)
    known = row.known._replace(visible=visible)
    for item in row.item.items:
        if isinstance(item, Question) and item.id in answers:
            slot = Slot(row.chapter, Path(item.id, row.path.rows), item, known, None, is_open=True)
            value = answers[item.id]
            is_taken = item.when(slot.view) and isinstance(judged(slot, value), Accepted)
            if is_taken or item.id == row.item.title:
                dossier = write(dossier, context, slot.path, value, AnswerStatus.OK, author=author)
                visible[slot.path] = dossier.answers[slot.path]
    return dossier


def left_for_later(dossier: Dossier, context: StepContext, rows: Sequence[Path], author: int) -> Dossier:
    """Leave what only the full path asks of these rows, and need not be known: skipped, else said not to be known."""
    for slot, status in list(_waiting(dossier, context, rows)):
        dossier = write(dossier, context, slot.path, None, status, author=author)
    return dossier


def may_wait(dossier: Dossier, context: StepContext, rows: Sequence[Path]) -> bool:
    """Whether these rows have anything that `left_for_later` would leave."""
    return any(True for _ in _waiting(dossier, context, rows))


def _waiting(dossier: Dossier, context: StepContext, rows: Sequence[Path]) -> Iterator[tuple[Slot, AnswerStatus]]:
    around = [(Path(row.id, row.rows[:-1]), row.rows[-1]) for row in rows]
    for slot in survey(context.script, dossier).slots:
        question = slot.item
        if not slot.is_open or not isinstance(question, Question) or not question.full:
            continue
        if not any(slot.path.is_within(repeat, row) for repeat, row in around):
            continue
        if not question.required:
            yield slot, AnswerStatus.SKIPPED
        elif question.unknown:
            yield slot, AnswerStatus.UNKNOWN
