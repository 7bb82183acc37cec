"""Every state of every chapter, on both paths: how many there are, and that each can be finished."""

import sys
import time
from collections.abc import Iterator

from bench.figure import Effort, Figure, table
from domain.dialogue.parts import parts
from domain.dialogue.values import Value
from domain.dialogue.verification.exploration import explore
from domain.dialogue.verification.findings import Exploration
from domain.plan.maturity import STATEMENTS, Audience
from domain.questionnaire import SCRIPT
from domain.script.frame import PATH

METROPOLIS = "EPCI:243500139"
"""The territory of the plan that is made: it is asked the most."""
NOT_ASKED = frozenset(statement.id for statement in STATEMENTS if statement.audience is Audience.SMALL)
ROWS = {"diagnosis": 1, "objectives": 1}
"""Rows of each list when one turns back; two where it is not said."""
LONG = frozenset({"diagnosis", "objectives", "actions"})
SHORTEST = "check"


def measure(effort: Effort) -> list[Figure]:
    """Explore each chapter as a whole on the straight path, then each of its parts with one change of course.

    A quick run leaves out the second of the longest chapters; smoke tries little more than the shortest.
    """
    return list(_figures(effort))


def _figures(effort: Effort) -> Iterator[Figure]:
    left_out = effort.of(frozenset(chapter.id for chapter in SCRIPT.chapters) - {SHORTEST}, LONG, frozenset())
    for chapter in (chapter.id for chapter in SCRIPT.chapters):
        for path in ("both",) if chapter == "frame" else ("express", "full"):
            if effort is Effort.SMOKE and chapter in LONG:
                continue
            yield _figure(f"{chapter}, {path}, straight on", [None], chapter, path, rows=2, detours=0)
            if chapter not in left_out:
                rows = ROWS.get(chapter, 2)
                yield _figure(f"{chapter}, {path}, one detour", _parts(chapter), chapter, path, rows=rows, detours=1)


def _parts(chapter: str) -> list[frozenset[str] | None]:
    """The frame is explored whole: what it asks decides the path of all its parts."""
    return [None] if chapter == "frame" else [*parts(SCRIPT, chapter)]


def _figure(
    what: str, explored: list[frozenset[str] | None], chapter: str, path: str, *, rows: int, detours: int
) -> Figure:
    began = time.perf_counter()
    known: dict[str, Value] = {} if path == "both" else {"frame.territory": METROPOLIS, PATH: path}
    founds = [explore(SCRIPT, chapter, rows=rows, detours=detours, known=known, part=part) for part in explored]
    seconds = time.perf_counter() - began
    stuck, states = sum(len(found.stuck) for found in founds), sum(found.states for found in founds)
    value = f"{states} states, {stuck} that cannot finish ({seconds:.1f} s)"
    return Figure(what, value, "none stuck", is_met=all(_is_sound(found) for found in founds))


def _is_sound(found: Exploration) -> bool:
    return found.can_end and found.unreached <= NOT_ASKED


if __name__ == "__main__":
    print(table(measure(Effort.asked(sys.argv))))
