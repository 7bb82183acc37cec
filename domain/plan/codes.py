"""The closed lists of the plan: what is stored of an answer, never what people read."""

from enum import StrEnum


class TerritoryKind(StrEnum):
    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    OTHER = "other"


class Way(StrEnum):
    """How much of the method is asked."""

    EXPRESS = "express"
    FULL = "full"


class Pillar(StrEnum):
    """The three pillars of the method."""

    SERVICES = "services"
    INCLUSION = "inclusion"
    RESOURCES = "resources"


class Gravity(StrEnum):
    LOW = "low"
    SERIOUS = "serious"
    CRITICAL = "critical"


class Reliability(StrEnum):
    """How far a figure of the diagnosis can be trusted."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    DOUBTFUL = "doubtful"


class Stakeholder(StrEnum):
    """The categories the method asks to hear."""

    OFFICIALS = "officials"
    RESIDENTS = "residents"
    BUSINESSES = "businesses"
    ASSOCIATIONS = "associations"
    AGENTS = "agents"


class HearingMethod(StrEnum):
    """How people were heard."""

    MEETING = "meeting"
    INTERVIEW = "interview"
    SURVEY = "survey"
    WORKSHOP = "workshop"
    COUNTER = "counter"


class AuditStatus(StrEnum):
    DONE = "done"
    PLANNED = "planned"


class EvidenceKind(StrEnum):
    """What shows that a need is real."""

    FIGURE = "figure"
    HEARING = "hearing"
    AUDIT = "audit"
    NONE = "none"


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


class ActionKind(StrEnum):
    """What an action is made of."""

    TOOL = "tool"
    TRAINING = "training"
    ORGANISATION = "organisation"
    DATA = "data"
    INFRASTRUCTURE = "infrastructure"
    COMMUNICATION = "communication"
    SUPPORT = "support"


class DutyId(StrEnum):
    """The legal duties, in the order they are shown."""

    DIGITAL_STRATEGY = "digital_strategy"
    PLANNING_RECEIPT = "planning_receipt"
    PLANNING_PROCEDURE = "planning_procedure"
    ACCESSIBILITY = "accessibility"
    DATA_OFFICER = "data_officer"
    ACTS_ONLINE = "acts_online"
    OPEN_DATA = "open_data"
    REUSED_PURCHASES = "reused_purchases"
    CYBERSECURITY = "cybersecurity"


class Participation(StrEnum):
    """How far those concerned take part, from nothing to deciding together."""

    NONE = "none"
    INFORMATION = "information"
    CONSULTATION = "consultation"
    CONCERTATION = "concertation"
    CO_CONSTRUCTION = "co_construction"


class Involvement(StrEnum):
    """How the teams are involved in a meeting."""

    WORKSHOP = "workshop"
    TEST_PHASE = "test_phase"


class Conclusion(StrEnum):
    """What a test phase led to."""

    GO = "go"
    NO_GO = "no_go"
    PENDING = "pending"


class Channel(StrEnum):
    """Where a message is given."""

    MEETING = "meeting"
    MAIL = "mail"
    BULLETIN = "bulletin"
    WEBSITE = "website"
    SOCIAL = "social"
    DISPLAY = "display"


class Rhythm(StrEnum):
    """How often a message is given."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
