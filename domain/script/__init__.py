"""The questionnaire as data: one file per chapter."""

from functools import cache

from domain.dialogue.script import Script
from domain.quadrant import THRESHOLD
from domain.script.actions import ACTIONS
from domain.script.check import check
from domain.script.diagnosis import DIAGNOSIS
from domain.script.frame import FRAME, PATH
from domain.script.objectives import OBJECTIVES
from domain.script.teams import TEAMS


@cache
def script_for(threshold: float) -> Script:
    """Return the whole method, for this threshold of the matrix (1 to 5)."""
    return Script(
        version=3,
        chapters=(FRAME, DIAGNOSIS, OBJECTIVES, ACTIONS, TEAMS, check(threshold)),
        path=PATH,
        opening="frame.territory",
    )


SCRIPT = script_for(THRESHOLD)
"""The whole method; the express path is the part of it that takes about fifteen minutes."""

__all__ = ["SCRIPT", "script_for"]
