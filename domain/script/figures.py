"""The figures of the diagnosis: what each is counted in, and of whom it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.dialogue.questions import Choice, Date, Decimal, Guard, Integer, Percent, Question, Text, always
from domain.dialogue.view import View
from domain.plan import Reliability, TerritoryKind
from domain.script.conditions import is_known, is_unknown
from domain.script.territories import IDENTITY, is_small, kind_in

OLDEST_YEAR, LATEST_YEAR = 2000, 2050
_MANY, _DEAREST = 10_000_000, 1_000_000_000
"""Above what the largest territory could count, and spend in a year."""
_LONGEST = {"jours": 3650, "ans": 50}
_AT_A_COUNTER = frozenset({TerritoryKind.COMMUNE, TerritoryKind.EPCI})


@dataclass(frozen=True, slots=True)
class FigureKind:
    """`unit` as printed, empty for a count; `when` says whose figure it is; the express path asks a few of them."""

    unit: str
    when: Guard = always
    is_express: bool = False

    @property
    def full(self) -> bool:
        return not self.is_express


def _larger(view: View) -> bool:
    return not is_small(view)


FIGURES: dict[str, FigureKind] = {
    "fibre": FigureKind("%", is_express=True),
    "mobile": FigureKind("%"),
    "difficulty": FigureKind("%", is_express=True),
    "seniors": FigureKind("%"),
    "online": FigureKind("%", is_express=True),
    "visits": FigureKind("", lambda view: kind_in(view) in _AT_A_COUNTER),
    "helped": FigureKind(""),
    "places": FigureKind(""),
    "phone": FigureKind("%", _larger),
    "delay": FigureKind("jours", _larger),
    "satisfaction": FigureKind("%", _larger),
    "site": FigureKind("%", _larger),
    "trained": FigureKind("%"),
    "workstations": FigureKind("ans"),
    "it_budget": FigureKind("€"),
}
"""In the order they are asked."""


def figure(key: str) -> Iterator[Question]:
    """Yield the question of a figure, then what its date, source and reliability are, or who will collect it."""
    item, kind = f"diagnosis.{key}", FIGURES[key]
    known, unknown = is_known(item), is_unknown(item)
    needs = () if kind.when is always else IDENTITY
    value: Question
    match kind.unit:
        case "%":  # a joint body may have no procedures of its own
            value = Percent(id=item, not_applicable=item == "diagnosis.online")
        case "€":
            value = Integer(id=item, low=0, high=_DEAREST, unit="€")
        case "":
            value = Integer(id=item, low=0, high=_MANY)
        case unit:
            value = Decimal(id=item, low=0, high=_LONGEST[unit], unit=unit)
    yield replace(value, needs=needs, when=kind.when, unknown=True, full=kind.full, hands=True)
    year = Integer(
        id=f"{item}_year", when=known, low=OLDEST_YEAR, high=LATEST_YEAR, unknown=True, full=kind.full, of_the_past=True
    )
    yield _detail(year, item)
    yield _detail(Text(id=f"{item}_source", when=known, longest=150, required=False, full=True), item)
    yield _detail(Choice(id=f"{item}_reliability", when=known, choices=tuple(Reliability), full=True), item)
    yield _detail(
        Text(id=f"{item}_who", when=unknown, longest=80, required=False, full=True, names_somebody=True), item
    )
    who = f"{item}_who"
    yield _detail(Date(id=f"{item}_when", when=is_known(who), future=True, required=False, full=True), item, who)


def _detail(question: Question, item: str, need: str | None = None) -> Question:
    name = question.id.rpartition("_")[2]
    return replace(question, needs=(need or item,), detail_of=item, words=f"diagnosis.figure_{name}")
