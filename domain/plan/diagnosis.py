"""What is known of the territory: its figures, who was heard, what was audited, what it needs."""

from dataclasses import dataclass
from datetime import date

from domain.plan.codes import (
    AuditStatus,
    EvidenceKind,
    Gravity,
    HearingMethod,
    Pillar,
    Reliability,
    Stakeholder,
    TerritoryKind,
)


@dataclass(frozen=True, slots=True)
class Territory:
    """`population` in inhabitants, of the census of `population_year` when a list gave it; None when not known."""

    name: str | None = None
    kind: TerritoryKind | None = None
    population: int | None = None
    population_year: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagnosis figure, in `unit`; `value` None means "donnée à collecter" when `to_collect`.

    `collect_who` collects it, until `collect_on`.
    """

    key: str
    value: float | None = None
    year: int | None = None
    source: str | None = None
    to_collect: bool = False
    unit: str = "%"
    reliability: Reliability | None = None
    collect_who: str | None = None
    collect_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """Someone who was heard, and what they said."""

    row: str
    who: str
    category: Stakeholder | None = None
    method: HearingMethod | None = None
    on: date | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """A look from outside, done or planned."""

    row: str
    subject: str
    status: AuditStatus | None = None
    on: date | None = None
    findings: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a need; `ref` is the key of a figure, or the row of a hearing or of an audit."""

    kind: EvidenceKind
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A need of the territory; `code` (B1, B2, …) is its number on paper, for life

    `affected` are those it weighs on, about `affected_count` people. `entry` is its id in the catalogue.
    """

    row: str
    code: str
    sentence: str
    pillar: Pillar | None = None
    gravity: Gravity | None = None
    affected: frozenset[Stakeholder] = frozenset()
    affected_count: int | None = None
    evidence: Evidence | None = None
    entry: str | None = None
