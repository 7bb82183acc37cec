"""The questionnaire as data: one file per chapter."""

from domain.dialogue.script import Script
from domain.script.actions import ACTIONS
from domain.script.check import CHECK
from domain.script.diagnosis import DIAGNOSIS
from domain.script.frame import FRAME, PATH
from domain.script.objectives import OBJECTIVES
from domain.script.teams import TEAMS

SCRIPT = Script(
    version=3,
    chapters=(FRAME, DIAGNOSIS, OBJECTIVES, ACTIONS, TEAMS, CHECK),
    path=PATH,
    opening="frame.territory",
)
"""The whole method; the express path is the part of it that takes about fifteen minutes."""

__all__ = ["SCRIPT"]
