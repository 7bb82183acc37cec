"""What an objective lacks to be SMART, in the article's sense: simple, mesurable, atteignable, réaliste, temporel.

Nothing here refuses an objective: a gap is something to show and to help with.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.plan import Direction, Kpi, Objective, Plan

LONGEST_SENTENCE = 30
"""Words; the article's own examples have 15 and 16."""
STEEPEST_RISE = 3.0
"""More than tripling each year is a large jump; the article doubles in three years."""
STEEPEST_FALL = 2 / 3
"""Losing more than this share of the baseline each year is a large jump: the twin of tripling."""
STEEPEST_POINTS = 40.0
"""Points gained or lost each year by a percentage beyond which the jump is large."""
_DAYS_A_YEAR = 365.25

_GOAL_VERBS = (
    "accompagner accroître améliorer atteindre augmenter automatiser baisser construire créer dématérialiser déployer "
    "développer diminuer diviser doubler économiser équiper faciliter faire former garantir informer installer lancer "
    "limiter maintenir mettre moderniser multiplier numériser optimiser organiser ouvrir passer porter proposer "
    "raccorder ramener réduire remplacer renforcer sécuriser sensibiliser simplifier supprimer tripler "
    "achieve automate build create cut deploy digitise digitize double equip halve improve increase launch lower offer "
    "open raise reach reduce replace secure simplify train triple"
)
_SECOND_GOAL = re.compile(
    r"(?:\b(?:et|puis|ainsi que|and|then)|[;.])\s+(?:d[’']|de |à |to )?(?:" + "|".join(_GOAL_VERBS.split()) + r")\b"
)


class Letter(StrEnum):
    """The article's letters, in its order."""

    SIMPLE = "simple"
    MEASURABLE = "measurable"
    ATTAINABLE = "attainable"
    REALISTIC = "realistic"
    TIMED = "timed"


LETTER_OF: Mapping[str, Letter] = {
    "no_sentence": Letter.SIMPLE,
    "sentence_too_long": Letter.SIMPLE,
    "several_goals": Letter.SIMPLE,
    "no_kpi": Letter.MEASURABLE,
    "no_target": Letter.MEASURABLE,
    "no_unit": Letter.MEASURABLE,
    "no_baseline": Letter.ATTAINABLE,
    "target_over_100": Letter.ATTAINABLE,
    "target_already_reached": Letter.ATTAINABLE,
    "jump_too_large": Letter.ATTAINABLE,
    "no_action": Letter.REALISTIC,
    "no_pilot": Letter.REALISTIC,
    "no_deadline": Letter.TIMED,
    "deadline_before_start": Letter.TIMED,
    "deadline_after_plan": Letter.TIMED,
}
REASONS: tuple[str, ...] = tuple(LETTER_OF)
"""Every reason a gap may carry; each has its wording in the templates."""


@dataclass(frozen=True, slots=True)
class Gap:
    """`reason` is one of REASONS."""

    letter: Letter
    reason: str


def missing(objective: Objective, plan: Plan) -> tuple[Gap, ...]:
    """Return what the objective lacks, letter by letter in the article's order; empty when it is SMART.

    What cannot be judged (a jump without a start year, say) is not held against it.
    """
    return tuple(Gap(LETTER_OF[reason], reason) for rule in _RULES for reason in rule(objective, plan))


def _simple(objective: Objective, _plan: Plan) -> Iterator[str]:
    sentence = objective.sentence.strip()
    if not sentence:
        yield "no_sentence"
    if len(sentence.split()) > LONGEST_SENTENCE:
        yield "sentence_too_long"
    if _SECOND_GOAL.search(sentence.casefold()):
        yield "several_goals"


def _measurable(objective: Objective, _plan: Plan) -> Iterator[str]:
    if not objective.kpis:
        yield "no_kpi"
    elif not any(_aimed(kpi) for kpi in objective.kpis):
        yield "no_target"
    elif not _measures(objective):
        yield "no_unit"


def _attainable(objective: Objective, plan: Plan) -> Iterator[str]:
    measures = _measures(objective)
    if measures and all(kpi.baseline is None for kpi in measures):
        yield "no_baseline"
    shares = [bound for kpi in measures if _is_share(kpi) for bound in (kpi.target, kpi.ceiling)]
    if any(bound is not None and bound > 100 for bound in shares):
        yield "target_over_100"
    if any(_already_reached(kpi) for kpi in measures):
        yield "target_already_reached"
    if any(_large_jump(kpi, objective, plan) for kpi in measures):
        yield "jump_too_large"


def _realistic(objective: Objective, plan: Plan) -> Iterator[str]:
    serving = [action for action in plan.actions if action.objective == objective.row]
    if not serving:
        yield "no_action"
    elif not any((action.pilot or "").strip() for action in serving):
        yield "no_pilot"


def _timed(objective: Objective, plan: Plan) -> Iterator[str]:
    if objective.deadline is None:
        yield "no_deadline"
        return
    start = _start(plan)
    if start is not None and objective.deadline <= start:
        yield "deadline_before_start"
    if plan.end_year is not None and objective.deadline > date(plan.end_year, 12, 31):
        yield "deadline_after_plan"


_RULES: tuple[Callable[[Objective, Plan], Iterator[str]], ...] = (
    _simple,
    _measurable,
    _attainable,
    _realistic,
    _timed,
)


def _aimed(kpi: Kpi) -> bool:
    return kpi.target is not None or (kpi.direction is Direction.KEEP and kpi.ceiling is not None)


def _measures(objective: Objective) -> tuple[Kpi, ...]:
    """The KPIs that measure something; an empty unit is that of a count."""
    return tuple(kpi for kpi in objective.kpis if (not kpi.unit or kpi.unit.strip()) and _aimed(kpi))


def _is_share(kpi: Kpi) -> bool:
    return kpi.unit.strip().startswith("%")


def _already_reached(kpi: Kpi) -> bool:
    if kpi.baseline is None or kpi.target is None:
        return False
    match kpi.direction:
        case Direction.UP:
            return kpi.baseline >= kpi.target
        case Direction.DOWN:
            return kpi.baseline <= kpi.target
        case _:
            return False


def _large_jump(kpi: Kpi, objective: Objective, plan: Plan) -> bool:
    start, deadline = _start(plan), objective.deadline
    if kpi.baseline is None or kpi.target is None or start is None or deadline is None or deadline <= start:
        return False
    years = (deadline - start).days / _DAYS_A_YEAR
    change = kpi.target - kpi.baseline
    if _is_share(kpi):
        return abs(change) > STEEPEST_POINTS * years
    if kpi.baseline <= 0:
        return False
    if change > 0:
        return kpi.target / kpi.baseline > math.pow(STEEPEST_RISE, years)
    return -change / kpi.baseline > STEEPEST_FALL * years


def _start(plan: Plan) -> date | None:
    """The day the plan was adopted, else the first of its first year."""
    if plan.adoption is not None and plan.adoption.on is not None:
        return plan.adoption.on
    return None if plan.start_year is None else date(plan.start_year, 1, 1)
