"""The plan a dossier tells: relevant answers in, a typed plan out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.dialogue.dossier import Answer, AnswerStatus, value_at
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.plan import (
    Action,
    Adoption,
    Direction,
    Figure,
    Frequency,
    Gravity,
    Involvement,
    Kpi,
    Need,
    Objective,
    Pillar,
    Plan,
    Score,
    Stakeholder,
    Territory,
    TerritoryKind,
    Workshop,
)
from domain.script.actions import CRITERIA
from domain.script.aims import KPIS
from domain.script.diagnosis import FIGURES
from domain.script.hints import unit_at
from domain.script.territories import place_of
from domain.territory.profile import territory_kind

Visible = Mapping[Path, Answer]
Rows = Mapping[Path, tuple[str, ...]]
_Code = TypeVar("_Code", bound=StrEnum)


def plan_from(visible: Visible, rows: Rows) -> Plan:
    """Return the plan told by the relevant answers of a dossier and its rows.

    Only answers that stand carry a value: unknown, skipped, to review are None. Rows without a title are left out, and
    codes number those that stay. A KPI's `row` is the path of its row, as text.
    """
    known = _Known(visible, rows)
    return Plan(
        territory=_territory(known),
        name=known.words("frame.plan_name"),
        start_year=known.whole("frame.start_year"),
        end_year=known.whole("frame.end_year"),
        ambition=known.words("frame.ambition"),
        budget=known.whole("frame.budget"),
        cofunding=known.number("frame.cofunding"),
        figures=tuple(_figures(known)),
        heard=_heard(known),
        needs=tuple(_needs(known)),
        objectives=tuple(_objectives(known)),
        actions=tuple(_actions(known)),
        workshop=_workshop(known),
        adoption=_adoption(known),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Reads of the relevant answers, each None when there is no value that stands."""

    visible: Visible
    table: Rows

    def value(self, item: str, rows: tuple[str, ...] = ()) -> Value:
        return value_at(self.visible, Path(item, rows))

    def words(self, item: str, rows: tuple[str, ...] = ()) -> str | None:
        value = self.value(item, rows)
        return value if isinstance(value, str) else None

    def number(self, item: str, rows: tuple[str, ...] = ()) -> float | None:
        value = self.value(item, rows)
        return value if isinstance(value, int | float) else None

    def whole(self, item: str, rows: tuple[str, ...] = ()) -> int | None:
        value = self.number(item, rows)
        return None if value is None else int(value)

    def day(self, item: str, rows: tuple[str, ...] = ()) -> date | None:
        value = self.words(item, rows)
        return None if value is None else date.fromisoformat(value)

    def code(self, kind: type[_Code], item: str, rows: tuple[str, ...] = ()) -> _Code | None:
        value = self.words(item, rows)
        return None if value is None else kind(value)

    def titled(self, repeat: str, title: str, rows: tuple[str, ...] = ()) -> Iterator[tuple[int, tuple[str, ...], str]]:
        """Yield the rows that have a title: their number from 1, where they stand, the title."""
        places = [(*rows, row) for row in self.table.get(Path(repeat, rows), ())]
        named = [(place, words) for place in places if (words := self.words(title, place))]
        for index, (place, words) in enumerate(named, start=1):
            yield index, place, words


def _territory(known: _Known) -> Territory:
    if place := place_of(known.visible):
        return Territory(place.name, territory_kind(place), place.population, place.population_year)
    return Territory(
        name=known.words("frame.territory_name"),
        kind=known.code(TerritoryKind, "frame.territory_kind"),
        population=known.whole("frame.population"),
    )


def _figures(known: _Known) -> Iterator[Figure]:
    """The figures known, and those to be collected; not those that do not apply or were not asked yet."""
    for key in FIGURES:
        item = f"diagnosis.{key}"
        answer = known.visible.get(Path(item))
        if answer and answer.status is AnswerStatus.UNKNOWN:
            yield Figure(key, to_collect=True)
        elif (value := known.number(item)) is not None:
            yield Figure(key, value, year=known.whole(f"{item}_year"), source=known.words(f"{item}_source"))


def _heard(known: _Known) -> frozenset[Stakeholder] | None:
    codes = known.value("diagnosis.heard")
    return frozenset(Stakeholder(code) for code in codes) if isinstance(codes, tuple) else None


def _needs(known: _Known) -> Iterator[Need]:
    for index, at, sentence in known.titled("needs", "needs/sentence"):
        yield Need(
            row=at[-1],
            code=f"B{index}",
            sentence=sentence,
            pillar=known.code(Pillar, "needs/pillar", at),
            gravity=known.code(Gravity, "needs/gravity", at),
        )


def _objectives(known: _Known) -> Iterator[Objective]:
    for index, at, sentence in known.titled("objectives", "objectives/sentence"):
        deadline = known.day("objectives/deadline", at)
        yield Objective(
            row=at[-1],
            code=f"O{index}",
            sentence=sentence,
            need=known.words("objectives/need", at),
            deadline=deadline,
            kpis=tuple(_kpis(known, at, deadline)),
        )


def _kpis(known: _Known, objective: tuple[str, ...], deadline: date | None) -> Iterator[Kpi]:
    for _, at, label in known.titled(KPIS, f"{KPIS}/label", objective):
        yield Kpi(
            row=str(Path(KPIS, at)),
            label=label,
            unit=unit_at(at, known.visible),
            direction=known.code(Direction, f"{KPIS}/direction", at),
            baseline=known.number(f"{KPIS}/baseline", at),
            target=known.number(f"{KPIS}/target", at),
            ceiling=known.number(f"{KPIS}/ceiling", at),
            frequency=known.code(Frequency, f"{KPIS}/frequency", at),
            owner=known.words(f"{KPIS}/owner_name", at),
            deadline=deadline,
        )


def _actions(known: _Known) -> Iterator[Action]:
    for index, at, title in known.titled("actions", "actions/title"):
        yield Action(
            row=at[-1],
            code=f"A{index}",
            title=title,
            objective=known.words("actions/objective", at),
            pilot=known.words("actions/pilot", at),
            score=Score(**{criterion: known.whole(f"actions/{criterion}", at) for criterion in CRITERIA}),
        )


def _workshop(known: _Known) -> Workshop | None:
    kind = known.code(Involvement, "teams.form")
    if kind is None:
        return None
    return Workshop(
        kind=kind,
        on=known.day("teams.date"),
        topic=known.words("teams.topic"),
        participants=known.words("teams.participants"),
    )


def _adoption(known: _Known) -> Adoption | None:
    if known.value("check.adopt") != "now":
        return None
    return Adoption(
        on=known.day("check.adoption_date"),
        body=known.words("check.adoption_body"),
        reference=known.words("check.adoption_reference"),
    )
