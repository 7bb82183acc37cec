"""Objectives whose sentence says less than what was answered beside it, in full sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.objective_reading import Aim
from domain.objective_rewriting import Aimed, aimed, rewritten
from domain.script.aims import BASELINE, DEADLINE, KPIS, SENTENCE, UNIT, read

TARGET = f"{KPIS}/target"
_UNITS = {"percent": "%", "days": "jour", "hours": "heure", "euros": "€"}

Visible = Mapping[Path, Answer]
Rows = Mapping[Path, tuple[str, ...]]


def reworded(visible: Visible, rows: Rows) -> dict[Path, str]:
    """Return, by the path of a sentence that lacks its figures or its date, one that has them."""
    return dict(_reworded(visible, rows))


def _reworded(visible: Visible, rows: Rows) -> Iterator[tuple[Path, str]]:
    for row in rows.get(Path("objectives"), ()):
        path = Path(SENTENCE, (row,))
        answer = visible.get(path)
        if answer is None or not isinstance(answer.value, str):
            continue
        said = aimed(read(answer.value, answer.at.date()))
        if said is None:
            continue
        full = _with_figures(_with_deadline(said, visible, row), visible, (row, *rows.get(Path(KPIS, (row,)), ())[:1]))
        if full != said:
            yield path, rewritten(full)


def _with_deadline(said: Aimed, visible: Visible, row: str) -> Aimed:
    day = _value(visible, Path(DEADLINE, (row,)))
    return replace(said, deadline=date.fromisoformat(day)) if said.deadline is None and isinstance(day, str) else said


def _with_figures(said: Aimed, visible: Visible, kpi: tuple[str, ...]) -> Aimed:
    """The levels of the first KPI, where the sentence has no figure at all."""
    if said.amount is not None or said.target is not None or said.direction not in {Aim.RISE, Aim.FALL}:
        return said
    unit = _UNITS.get(str(_value(visible, Path(UNIT, kpi))))
    start, end = _value(visible, Path(BASELINE, kpi)), _value(visible, Path(TARGET, kpi))
    if unit is None or not isinstance(start, int | float) or not isinstance(end, int | float) or start == end:
        return said
    return replace(said, unit=unit, baseline=start, target=end, amount=abs(end - start))


def _value(visible: Visible, path: Path) -> object:
    answer = visible.get(path)
    return answer.value if answer and answer.status is AnswerStatus.OK else None
