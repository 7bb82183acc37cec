"""Rows that come from a file, each with the answers that its line gives."""

from collections.abc import Mapping, Sequence

from domain.dialogue.answering import write
from domain.dialogue.asking import is_full, place_at
from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.giving import standing
from domain.dialogue.moment import Moment
from domain.dialogue.path import Path
from domain.dialogue.script import Repeat
from domain.dialogue.survey import survey
from domain.dialogue.values import Accepted, Value


def with_rows(
    dossier: Dossier, moment: Moment, repeat: Path, rows: Sequence[Mapping[str, Value]], author: int
) -> tuple[Dossier, int]:
    """Add rows to the list at `repeat`, each from its answers by question; return how many were added.

    A row without its title is left out, and so are the answers that do not apply, or that their question refuses, and
    the rows beyond what the list has room for.
    """
    added = 0
    for answers in rows:
        gate = survey(moment.script, dossier).at(repeat)
        if gate is None or not isinstance(gate.item, Repeat) or is_full(gate, dossier):
            break
        if gate.item.title in answers:
            dossier = _with_row(
                dossier, moment, Path(gate.item.title, (*repeat.rows, moment.new_id())), answers, author
            )
            added += 1
    return dossier, added


def _with_row(dossier: Dossier, moment: Moment, title: Path, answers: Mapping[str, Value], author: int) -> Dossier:
    dossier = write(dossier, moment, title, answers[title.id], AnswerStatus.OK, author=author)
    for item in (question.id for question in moment.script.questions() if question.id in answers):
        place = place_at(Path(item, title.rows), survey(moment.script, dossier), dossier, moment)
        value = answers[item]
        if item != title.id and place and isinstance(standing(place, value), Accepted):
            dossier = write(dossier, moment, place.path, value, AnswerStatus.OK, author=author)
    return dossier
