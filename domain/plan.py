"""The plan: the typed, frozen picture of a dossier that rules, documents and nudges read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TerritoryKind(StrEnum):
    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    OTHER = "other"


class Pillar(StrEnum):
    """The three pillars of the method."""

    SERVICES = "services"
    INCLUSION = "inclusion"
    RESOURCES = "resources"


class Gravity(StrEnum):
    LOW = "low"
    SERIOUS = "serious"
    CRITICAL = "critical"


class Stakeholder(StrEnum):
    """The categories the method asks to hear."""

    OFFICIALS = "officials"
    RESIDENTS = "residents"
    BUSINESSES = "businesses"
    ASSOCIATIONS = "associations"
    AGENTS = "agents"


class Direction(StrEnum):
    """Which way a KPI is good: up, down, or kept between `target` and `ceiling`."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Frequency(StrEnum):
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class Involvement(StrEnum):
    """How the teams are involved first."""

    WORKSHOP = "workshop"
    TEST_PHASE = "test_phase"


@dataclass(frozen=True, slots=True)
class Territory:
    """`population` in inhabitants, of the census of `population_year` when a list gave it; None when not known."""

    name: str | None = None
    kind: TerritoryKind | None = None
    population: int | None = None
    population_year: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagnosis figure, in percent (0-100); `value` None means "donnée à collecter" when `to_collect`."""

    key: str
    value: float | None = None
    year: int | None = None
    source: str | None = None
    to_collect: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """A need of the territory; `code` is its number on paper: B1, B2, …"""

    row: str
    code: str
    sentence: str
    pillar: Pillar | None = None
    gravity: Gravity | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """A performance indicator of an objective.

    `baseline`, `target` and `ceiling` are in `unit`; `ceiling` is only for the direction KEEP, where the value should
    stay in [target, ceiling]. `row` is the path of its row as text. `owner` None means the lead. `deadline` is that of
    the objective.
    """

    row: str
    label: str
    unit: str = ""
    direction: Direction | None = None
    baseline: float | None = None
    target: float | None = None
    ceiling: float | None = None
    frequency: Frequency | None = None
    owner: str | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective; `code` is O1, O2, …; `need` is the row of the need it answers."""

    row: str
    code: str
    sentence: str
    need: str | None = None
    deadline: date | None = None
    kpis: tuple[Kpi, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Six notes from 1 to 5, None when unknown: three of impact, three of feasibility."""

    people: int | None = None
    residents: int | None = None
    agents: int | None = None
    time: int | None = None
    budget: int | None = None
    skills: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """An action; `code` is A1, A2, …; `objective` is the row of the objective it serves."""

    row: str
    code: str
    title: str
    objective: str | None = None
    pilot: str | None = None
    score: Score = Score()


@dataclass(frozen=True, slots=True)
class Workshop:
    """The first workshop or test phase."""

    kind: Involvement
    on: date | None = None
    topic: str | None = None
    participants: str | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    on: date | None = None
    body: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything known of a plan; whatever is missing is None or empty.

    `budget` in euros over the whole plan, `cofunding` the share of it expected from others, in percent.
    `heard` None means the question was not answered; an empty set, that nobody was heard.
    """

    territory: Territory = Territory()
    name: str | None = None
    start_year: int | None = None
    end_year: int | None = None
    ambition: str | None = None
    budget: int | None = None
    cofunding: float | None = None
    figures: tuple[Figure, ...] = ()
    heard: frozenset[Stakeholder] | None = None
    needs: tuple[Need, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[Action, ...] = ()
    workshop: Workshop | None = None
    adoption: Adoption | None = None

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(kpi for objective in self.objectives for kpi in objective.kpis)

    def need(self, row: str | None) -> Need | None:
        return next((need for need in self.needs if need.row == row), None)

    def objective(self, row: str | None) -> Objective | None:
        return next((objective for objective in self.objectives if objective.row == row), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a KPI, as reported: `value` None means "not available this time"."""

    kpi: str
    on: date
    value: float | None
    author: str | None = None
