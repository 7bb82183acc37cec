"""The questionnaire as data: one file per chapter."""

from domain.dialogue.script import Script
from domain.script.actions import ACTIONS
from domain.script.check import CHECK
from domain.script.diagnosis import DIAGNOSIS
from domain.script.frame import FRAME
from domain.script.objectives import OBJECTIVES
from domain.script.teams import TEAMS

EXPRESS = Script(version=2, chapters=(FRAME, DIAGNOSIS, OBJECTIVES, ACTIONS, TEAMS, CHECK))
"""The express path, about fifteen minutes."""

__all__ = ["EXPRESS"]
