"""What an objective lacks to be SMART, in the article's sense: simple, mesurable, atteignable, réaliste, temporel.

Nothing here refuses an objective: a gap is something to show and to help with.
"""

import math
import re
from collections.abc import Mapping
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
    aimed = [each for each in objective.kpis if _is_aimed(each)]
    measures = [each for each in aimed if not each.unit or each.unit.strip()]  # an empty unit is that of a count
    shares = [bound for each in measures if _is_share(each) for bound in (each.target, each.ceiling)]
    serving = [action for action in plan.actions if action.objective == objective.row]
    sentence, deadline, start = objective.sentence.strip(), objective.deadline, _start(plan)
    lacks = {
        "no_sentence": not sentence,
        "sentence_too_long": len(sentence.split()) > LONGEST_SENTENCE,
        "several_goals": _SECOND_GOAL.search(sentence.casefold()) is not None,
        "no_kpi": not objective.kpis,
        "no_target": objective.kpis and not aimed,
        "no_unit": aimed and not measures,
        "no_baseline": measures and all(each.baseline is None for each in measures),
        "target_over_100": any(bound is not None and bound > 100 for bound in shares),
        "target_already_reached": any(_already_reached(each) for each in measures),
        "jump_too_large": any(_large_jump(each, start, deadline) for each in measures),
        "no_action": not serving,
        "no_pilot": serving and not any((action.pilot or "").strip() for action in serving),
        "no_deadline": deadline is None,
        "deadline_before_start": deadline and start and deadline <= start,
        "deadline_after_plan": deadline and plan.end_year is not None and deadline > date(plan.end_year, 12, 31),
    }
    return tuple(Gap(letter, reason) for reason, letter in LETTER_OF.items() if lacks[reason])


def _is_aimed(kpi: Kpi) -> bool:
    return kpi.target is not None or (kpi.direction is Direction.KEEP and kpi.ceiling is not None)


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


def _large_jump(kpi: Kpi, start: date | None, deadline: date | None) -> bool:
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
