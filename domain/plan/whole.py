"""The whole plan, and the decisions that make it official."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.plan.actions import Action
from domain.plan.aims import Kpi, Objective
from domain.plan.codes import Participation, Pillar, Stakeholder, Way
from domain.plan.diagnosis import Audit, Figure, Hearing, Need, Territory
from domain.plan.maturity import ThemeScore
from domain.plan.teams import Beat, Meeting


@dataclass(frozen=True, slots=True)
class Adoption:
    on: date | None = None
    body: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of an adopted plan: why, and the decision that made it."""

    row: str
    why: str
    on: date | None = None
    body: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything known of a plan; whatever is missing is None or empty.

    `budget` in euros over the whole plan, `cofunding` the share of it expected from others, in percent.
    `heard` None means nothing was said of who was heard; an empty set, that nobody was.
    `maturity` is empty until a statement was answered. `dismissals` are reasons, by code of the pitfall set aside.
    """

    territory: Territory = field(default_factory=Territory)
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
    adoption: Adoption | None = None
    path: Way | None = None
    official: str | None = None
    hearings: tuple[Hearing, ...] = ()
    audits: tuple[Audit, ...] = ()
    maturity: tuple[ThemeScore, ...] = ()
    participation: Participation | None = None
    meetings: tuple[Meeting, ...] = ()
    beats: tuple[Beat, ...] = ()
    dismissals: Mapping[str, str] = field(default_factory=dict, hash=False)
    amendments: tuple[Amendment, ...] = ()

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(kpi for objective in self.objectives for kpi in objective.kpis)

    def need(self, row: str | None) -> Need | None:
        return next((need for need in self.needs if need.row == row), None)

    def objective(self, row: str | None) -> Objective | None:
        return next((objective for objective in self.objectives if objective.row == row), None)

    def need_of(self, action: Action) -> Need | None:
        """Return the need an action answers: that of its objective, else its own."""
        objective = self.objective(action.objective)
        return self.need(objective.need if objective else None) or self.need(action.need)

    def pillar_of(self, action: Action) -> Pillar | None:
        """Return the pillar an action reaches through the need it answers."""
        need = self.need_of(action)
        return need.pillar if need else None
