"""Every state of every chapter: how many there are, and that each can be finished."""

import sys
import time

from bench.figure import Figure, table
from domain.dialogue.exploration import explore
from domain.script import SCRIPT

ROWS = {"diagnosis": 2, "objectives": 1}
"""Rows of each list; three where it is not said."""
LISTS = frozenset({"diagnosis", "objectives", "actions"})


def measure(*, is_quick: bool) -> list[Figure]:
    """Explore with one detour (an edit, a return, a removal), in a quick run none where there are lists."""
    return [_explored(chapter.id, is_straight=is_quick and chapter.id in LISTS) for chapter in SCRIPT.chapters]


def _explored(chapter: str, *, is_straight: bool) -> Figure:
    began = time.perf_counter()
    found = explore(SCRIPT, chapter, rows=ROWS.get(chapter, 3), detours=0 if is_straight else 1)
    seconds = time.perf_counter() - began
    path = "the straight path" if is_straight else "one detour"
    stuck = len(found.stuck) + len(found.unreached) + len(found.deaf) + len(found.silent)
    value = f"{found.states} states, {len(found.stuck)} that cannot finish ({seconds:.1f} s)"
    return Figure(f"{chapter}, {path}", value, "none stuck", is_met=stuck == 0)


if __name__ == "__main__":
    print(table(measure(is_quick="--quick" in sys.argv)))
