"""What a plan aims at and does: objectives with their KPIs, actions with their means."""

from collections.abc import Iterator
from datetime import date

from domain.catalogue import ACTIONS, ActionEntry
from domain.dialogue.path import Path
from domain.plan import Action, ActionKind, Direction, DutyId, Frequency, Kpi, Objective, Score
from domain.projection.known import Known, Rows
from domain.script.actions import CRITERIA
from domain.script.aims import KPIS
from domain.script.catalogue import NO_DUTY
from domain.script.hints import unit_at


def objectives(known: Known) -> Iterator[Objective]:
    for found in known.titled("objectives", "objectives/sentence"):
        deadline = known.day("objectives/deadline", found.at)
        yield Objective(
            row=found.row,
            code=found.code or f"O{found.number}",
            sentence=found.words,
            need=known.words("objectives/need", found.at),
            deadline=deadline,
            kpis=tuple(_kpis(known, found.at, deadline)),
        )


def _kpis(known: Known, objective: Rows, deadline: date | None) -> Iterator[Kpi]:
    for found in known.titled(KPIS, f"{KPIS}/label", objective):
        at = found.at
        yield Kpi(
            row=str(Path(KPIS, at)),
            code=found.code,
            label=found.words,
            unit=unit_at(at, known.visible),
            direction=known.code(Direction, f"{KPIS}/direction", at),
            baseline=known.number(f"{KPIS}/baseline", at),
            target=known.number(f"{KPIS}/target", at),
            ceiling=known.number(f"{KPIS}/ceiling", at),
            frequency=known.code(Frequency, f"{KPIS}/frequency", at),
            owner=known.words(f"{KPIS}/owner_name", at),
            deadline=deadline,
            baseline_on=known.day(f"{KPIS}/baseline_date", at),
            measure_by=known.day(f"{KPIS}/measure_by", at),
            source=known.words(f"{KPIS}/source", at),
            entry=known.words(f"{KPIS}/entry", at),
        )


def actions(known: Known) -> Iterator[Action]:
    for found in known.titled("actions", "actions/title"):
        at = found.at
        entry = ACTIONS.get(known.words("actions/entry", at) or "")
        alternative = known.words("actions/alternative", at)
        yield Action(
            row=found.row,
            code=found.code or f"A{found.number}",
            title=found.words,
            objective=known.words("actions/objective", at),
            pilot=known.words("actions/pilot", at),
            score=Score(**{criterion: known.whole(f"actions/{criterion}", at) for criterion in CRITERIA}),
            kind=known.code(ActionKind, "actions/kind", at) or (entry.kind if entry else None),
            need=known.words("actions/need", at),
            services=known.words("actions/services", at),
            official=known.words("actions/official", at),
            start=known.day("actions/start", at),
            end=known.day("actions/end", at),
            investment=known.number("actions/investment", at),
            running=known.number("actions/running", at),
            days=known.number("actions/days", at),
            first_step=known.words("actions/first_step", at),
            alternative=None if alternative is None else alternative == "yes",
            reason=known.words("actions/reason", at),
            duty=_duty(known, at, entry),
            entry=entry.id if entry else None,
        )


def _duty(known: Known, at: Rows, entry: ActionEntry | None) -> DutyId | None:
    """The duty said, else that of the catalogue."""
    said = known.words("actions/duty", at)
    if said is None:
        return entry.duty if entry else None
    return None if said == NO_DUTY else DutyId(said)
