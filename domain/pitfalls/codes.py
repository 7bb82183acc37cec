"""What a pitfall is."""

from dataclasses import dataclass
from enum import StrEnum

DISMISSAL = "check.dismiss_"
"""What the id of the question begins with that says why a pitfall is set aside, before its code."""


class PitfallCode(StrEnum):
    """In the order they are shown: the article's three first."""

    TOOL_BEFORE_NEED = "tool_before_need"
    HUMAN_NEGLECTED = "human_neglected"
    SILO = "silo"
    NO_OWNER = "no_owner"
    NO_KPI = "no_kpi"
    NO_BASELINE = "no_baseline"
    TOO_MANY_IMMEDIATE = "too_many_immediate"
    STAKEHOLDER_NOT_HEARD = "stakeholder_not_heard"
    PILLAR_WITHOUT_ACTION = "pillar_without_action"
    NO_RUNNING_COST = "no_running_cost"
    NO_TEST_PHASE = "no_test_phase"
    NO_TRAINING = "no_training"
    NO_ALTERNATIVE = "no_alternative"
    NO_MEDIATION = "no_mediation"
    OVERLAPPING_ACTIONS = "overlapping_actions"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True, slots=True)
class Pitfall:
    """`refs` are the rows concerned, or the stakeholders or pillars for the two codes that name them."""

    code: PitfallCode
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A pitfall that was set aside, and why."""

    pitfall: Pitfall
    reason: str
