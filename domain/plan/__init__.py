"""The plan: the typed, frozen picture of a dossier that rules, documents and nudges read."""

from domain.plan.actions import Action, Score
from domain.plan.aims import Kpi, Objective, Reading
from domain.plan.codes import (
    ActionKind,
    AuditStatus,
    Channel,
    Conclusion,
    Direction,
    DutyId,
    EvidenceKind,
    Frequency,
    Gravity,
    HearingMethod,
    Involvement,
    Participation,
    Pillar,
    Reliability,
    Rhythm,
    Stakeholder,
    TerritoryKind,
    Way,
)
from domain.plan.diagnosis import Audit, Evidence, Figure, Hearing, Need, Territory
from domain.plan.teams import Beat, Meeting
from domain.plan.whole import Adoption, Amendment, Plan

__all__ = [
    "Action",
    "ActionKind",
    "Adoption",
    "Amendment",
    "Audit",
    "AuditStatus",
    "Beat",
    "Channel",
    "Conclusion",
    "Direction",
    "DutyId",
    "Evidence",
    "EvidenceKind",
    "Figure",
    "Frequency",
    "Gravity",
    "Hearing",
    "HearingMethod",
    "Involvement",
    "Kpi",
    "Meeting",
    "Need",
    "Objective",
    "Participation",
    "Pillar",
    "Plan",
    "Reading",
    "Reliability",
    "Rhythm",
    "Score",
    "Stakeholder",
    "Territory",
    "TerritoryKind",
    "Way",
]
