"""How stored dossiers follow the script: one pure function per version, never edited once shipped."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.migration import Migration
from domain.dialogue.path import Path


def _territories_typed_by_hand(dossier: Dossier) -> Dossier:
    """Territories are recognised from version 2 on: those of before were typed in by hand, and stay so."""
    typed = dossier.answers.get(Path("frame.territory_name"))
    if typed is None:
        return dossier
    by_hand = replace(typed, value=None, status=AnswerStatus.NOT_APPLICABLE, revision=1)
    return replace(dossier, answers={**dossier.answers, Path("frame.territory"): by_hand})


def _meetings_in_a_list(dossier: Dossier) -> Dossier:
    """Meetings are a list from version 3 on, begun by the only one of before; and such a plan is an express one."""
    form, named = dossier.answers.get(Path("teams.form")), Path("frame.plan_name")
    answers = {path: answer for path, answer in dossier.answers.items() if path.id not in _OF_THE_MEETING}
    rows, closed = dict(dossier.rows), set(dossier.closed)
    if form and form.value is not None:
        rows[Path("meetings")] = (_FIRST,)
        answers |= {
            Path(f"meetings/{name}", (_FIRST,)): dossier.answers[Path(f"teams.{name}")]
            for name in ("topic", "form", "date", "participants")
            if Path(f"teams.{name}") in dossier.answers
        }
    if form:
        closed.add(Path("meetings"))
    if begun := dossier.answers.get(named):
        answers[Path("frame.path")] = replace(begun, value="express", status=AnswerStatus.OK, revision=1)
    return replace(dossier, answers=answers, rows=rows, closed=frozenset(closed))


_FIRST = "first"
"""The row of the meeting of before: an id like another."""
_OF_THE_MEETING = frozenset({"teams.form", "teams.date", "teams.topic", "teams.participants"})
MIGRATIONS: Mapping[int, Migration] = MappingProxyType({1: _territories_typed_by_hand, 2: _meetings_in_a_list})
"""By the version they start from: MIGRATIONS[1] brings a dossier of version 1 to version 2."""
