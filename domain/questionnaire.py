"""The whole questionnaire: its chapters in order, the last one told the pitfalls of the plan that the others tell."""

from collections.abc import Mapping
from functools import cache

from domain.dialogue.dossier import Answer
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.method.quadrant import THRESHOLD
from domain.pitfalls import topics
from domain.projection import plan_from
from domain.script.actions import ACTIONS
from domain.script.check import check
from domain.script.diagnosis import DIAGNOSIS
from domain.script.frame import FRAME, PATH
from domain.script.objectives import OBJECTIVES
from domain.script.teams import TEAMS


@cache
def script_for(threshold: float) -> Script:
    """Return the whole method, for this threshold of the matrix (1 to 5)."""

    def pitfalls(visible: Mapping[Path, Answer], rows: Mapping[Path, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return topics(plan_from(visible, rows, {}), threshold=threshold)  # no code: a topic names rows

    chapters = (FRAME, DIAGNOSIS, OBJECTIVES, ACTIONS, TEAMS, check(pitfalls))
    return Script(version=3, chapters=chapters, path=PATH, opening="frame.territory")


SCRIPT = script_for(THRESHOLD)
"""The whole method; the express path is the part of it that takes about fifteen minutes."""
