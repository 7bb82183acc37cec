"""Objectives whose sentence says less than what was answered beside it, or something else, in full sentences."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.dialogue.dossier import Answer, value_at
from domain.dialogue.path import Path
from domain.objective.measures import definite
from domain.objective.phrases import bare, of
from domain.objective.read import Aim, Bound
from domain.objective.rewrite import Aimed, aimed, rewritten
from domain.parsing.folding import folded
from domain.parsing.units import known_unit
from domain.plan import Direction
from domain.script.aims import (
    BASELINE,
    CEILING,
    DEADLINE,
    DIRECTION,
    KPIS,
    LABEL,
    SENTENCE,
    TARGET,
    UNIT,
    UNIT_NAME,
    reached,
    read,
)
from domain.script.territories import day_there
from domain.script.units import POINTS, read_as

Visible = Mapping[Path, Answer]
Rows = Mapping[Path, tuple[str, ...]]
_AIMS = {Direction.UP: Aim.RISE, Direction.DOWN: Aim.FALL, Direction.KEEP: Aim.KEEP}
_STEM = 5
"""Letters by which a KPI is known to be what a sentence speaks of."""
_WORD = re.compile(r"[a-z]+")
_EMPTY = frozenset(["les", "des", "par", "une", "aux", "sur", "dans", "pour", "avec", "nombre", "part", "taux"])


@dataclass(frozen=True, slots=True)
class Compared:
    """What the sentence says, and what it would with the answers beside it."""

    said: Aimed
    full: Aimed

    @property
    def is_contradicted(self) -> bool:
        """Whether an answer is another than the one that the sentence gives."""
        figures = zip(_figures_said(self.said), _figures_said(self.full), strict=True)
        if any(said is not None and said != full for said, full in figures):
            return True
        has_changed = self.said.amount is not None and self.said.amount != self.full.amount
        is_recounted = self.said.target is not None and not _is_unit(self.said.unit, self.full.unit)
        return has_changed or is_recounted or self.said.direction is not self.full.direction


def reworded(visible: Visible, rows: Rows) -> dict[Path, str]:
    """Return, by the path of a sentence that lacks its figures or its date or has others, one that has them.

    A sentence that would not be read back as it was meant is not offered.
    """
    offers = {}
    for path, each in _compared(visible, rows):
        words = rewritten(each.full)
        again = aimed(read(words, each.full.deadline or date.min))
        if again is not None and _figures_said(again) == _figures_said(each.full):
            offers[path] = words
    return offers


def contradicted(visible: Visible, rows: Rows) -> frozenset[Path]:
    """Return the paths of the sentences that say something else than the answers beside them.

    English sentences are not written anew, but their levels and date may be compared.
    """
    found = {path for path, each in _compared(visible, rows) if each.is_contradicted}
    for row in rows.get(Path("objectives"), ()):
        path, kpi = Path(SENTENCE, (row,)), (row, *rows.get(Path(KPIS, (row,)), ())[:1])
        answer = visible.get(path)
        if answer is None or not isinstance(answer.value, str) or len(kpi) < 2:
            continue
        said, day = read(answer.value, day_there(answer.at, visible)), value_at(visible, Path(DEADLINE, (row,)))
        is_capped = value_at(visible, Path(DIRECTION, kpi)) == Direction.KEEP and said.bound is Bound.CEILING
        pairs = (
            (said.target, _number(visible, Path(CEILING if is_capped else TARGET, kpi))),
            (said.baseline, _number(visible, Path(BASELINE, kpi))),
            (said.deadline, date.fromisoformat(day) if isinstance(day, str) else None),
        )
        if said.is_english and any(one and other is not None and one.value != other for one, other in pairs):
            found.add(path)
    return frozenset(found)


def _figures_said(fields: Aimed) -> tuple[date | float | None, ...]:
    return fields.deadline, fields.baseline, *fields.levels


def _compared(visible: Visible, rows: Rows) -> Iterator[tuple[Path, Compared]]:
    for row in rows.get(Path("objectives"), ()):
        path = Path(SENTENCE, (row,))
        answer = visible.get(path)
        if answer is None or not isinstance(answer.value, str):
            continue
        said = aimed(read(answer.value, day_there(answer.at, visible)))
        if said is None:
            continue
        day = value_at(visible, Path(DEADLINE, (row,)))
        dated = replace(said, deadline=date.fromisoformat(day)) if isinstance(day, str) else said
        full = _with_figures(dated, visible, (row, *rows.get(Path(KPIS, (row,)), ())[:1]))
        if full != said:
            yield path, Compared(said, full)


@dataclass(frozen=True, slots=True)
class _Figures:
    """What was answered of a KPI."""

    direction: Aim | None
    unit: str | None
    baseline: float | None
    target: float | None
    ceiling: float | None


def _with_figures(said: Aimed, visible: Visible, kpi: tuple[str, ...]) -> Aimed:
    """The levels of the first KPI, where the sentence has no figure at all, or has others."""
    if len(kpi) < 2:
        return said
    label = str(value_at(visible, Path(LABEL, kpi)) or "")
    if label and not _stems(label) & (_stems(said.what) | _stems(said.unit or "")):
        return said  # the KPI of another thing than that of the sentence has its own figures
    told = _figures(visible, kpi)
    if told.direction is Aim.KEEP and said.direction not in {Aim.REACH, Aim.CREATE}:
        return _within(said, told)
    level = told.target
    if level is None or _agrees(said, told, level):
        says_only_the_way = said.amount is None and said.target is None
        if says_only_the_way and {said.direction, told.direction} == {Aim.RISE, Aim.FALL}:
            return replace(said, direction=told.direction or said.direction, verb=None)
        return said
    is_a_goal = said.direction in {Aim.REACH, Aim.CREATE} and said.target is not None and said.baseline is None
    if told.baseline is None or told.direction is Aim.KEEP or is_a_goal:
        return _up_to(said, told, level)
    return _from_to(said, told, told.baseline, level)


def _stems(said: str) -> set[str]:
    words = set(_WORD.findall(folded(said))) - _EMPTY
    return {word.rstrip("sx")[:_STEM] for word in words if len(word) > 2}


def _figures(visible: Visible, kpi: tuple[str, ...]) -> _Figures:
    code, name = value_at(visible, Path(UNIT, kpi)), value_at(visible, Path(UNIT_NAME, kpi))
    way = value_at(visible, Path(DIRECTION, kpi))
    return _Figures(
        _AIMS.get(Direction(str(way))) if way else None,
        read_as(str(code), str(name) if name else None),
        _number(visible, Path(BASELINE, kpi)),
        _number(visible, Path(TARGET, kpi)),
        _number(visible, Path(CEILING, kpi)),
    )


def _within(said: Aimed, told: _Figures) -> Aimed:
    """What is to be kept, within its bounds: those of the KPI, else those of the sentence."""
    own = said.levels if said.direction is Aim.KEEP else (None, None)
    low = _first(told.target, own[0]) if told.target or told.ceiling is None else None  # no floor under a mere ceiling
    high = _first(told.ceiling, own[1])
    if (low is None and high is None) or (own == (low, high) and _is_unit(said.unit, told.unit)):
        return said
    bound = Bound.CEILING if low is None else Bound.FLOOR if high is None else None
    kept = replace(said, direction=Aim.KEEP, unit=told.unit or _counted(said), baseline=None, amount=None, bound=bound)
    return replace(kept, target=_first(low, high), ceiling=None if low is None else high)


def _first(*levels: float | None) -> float | None:
    return next((level for level in levels if level is not None), None)


def _agrees(said: Aimed, told: _Figures, level: float) -> bool:
    """Whether the figures of the sentence are those of the KPI, or lead to them."""
    if said.target is not None:
        is_there = said.baseline is None or told.baseline in {None, said.baseline}
        return said.target == level and is_there and _is_unit(said.unit, told.unit)
    if isinstance(said.amount, tuple):
        return True
    if said.amount is None:
        return told.baseline is None or told.baseline == level
    found = None if told.baseline is None else reached(said.direction, said.unit or "", told.baseline, said.amount)
    return found is None or round(found, 2) == round(level, 2)


def _is_unit(said: str | None, told: str | None) -> bool:
    """Whether two units may be one; what is counted may go by any name."""
    one, other = ("%" if unit == POINTS else unit for unit in (said, told))
    return one == other or not (one and known_unit(one) and other)


def _from_to(said: Aimed, told: _Figures, start: float, end: float) -> Aimed:
    if start == end:
        return said
    unit = POINTS if told.unit == "%" else told.unit or _counted(said)
    aim = Aim.RISE if end > start else Aim.FALL
    what = said.what
    is_the_thing = told.unit is None or known_unit(told.unit) or _stems(told.unit) & _stems(what)
    if not is_the_thing and definite(what, is_share=False).startswith(("le nombre ", "le volume ")):
        what = f"la quantité {of(bare(what))}"  # "12 ramettes … la quantité de papier"
    return replace(said, direction=aim, what=what, unit=unit, baseline=start, target=end, amount=abs(end - start))


def _up_to(said: Aimed, told: _Figures, level: float) -> Aimed:
    if said.direction is Aim.CREATE and said.amount is not None:
        return replace(said, amount=level, target=level)
    unit = told.unit or _counted(said)
    is_turned = told.direction is not None and said.direction in {Aim.RISE, Aim.FALL, Aim.KEEP}
    aim = told.direction if is_turned and told.direction else said.direction
    return replace(said, direction=aim, unit=unit, baseline=None, target=level, amount=None)


def _counted(said: Aimed) -> str | None:
    """What the sentence counts, when its unit is the name of a thing."""
    return said.unit if said.unit and said.unit != "x" and known_unit(said.unit) is None else None


def _number(visible: Visible, path: Path) -> float | None:
    value = value_at(visible, path)
    return value if isinstance(value, int | float) else None
