"""What an action mostly consists of."""

from enum import StrEnum


class ActionKind(StrEnum):
    TOOL = "tool"
    TRAINING = "training"
    ORGANISATION = "organisation"
    DATA = "data"
    INFRASTRUCTURE = "infrastructure"
    COMMUNICATION = "communication"
    SUPPORT = "support"
