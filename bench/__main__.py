"""Every figure of Jalon in one table: `python -m bench`, or `python -m bench --quick` in a minute and a half.

A part alone: `python -m bench conversation start`.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import conversation, documents, exploration, kills, objective, reminders, start, territory
from bench.figure import Figure, at_least, at_most, table

Part = Callable[[bool], list[Figure]]


def _reminders(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - as every part
    rules = 10_000 if is_quick else 100_000
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        found = reminders.measure(f"sqlite:///{Path(folder) / 'bench.sqlite3'}", rules=rules)
    return [
        at_most(f"planning 1 000 due of {rules:,}".replace(",", " "), found["plan_ms"], 100, "ms"),
        at_least("planning, times faster than APScheduler", found["ratio"], 10, "×"),
        at_most("longest transaction while planning", found["worst_batch_ms"], 20, "ms", 1),
        at_most("looking when nothing is due", found["idle_poll_ms"], 2, "ms", 2),
    ]


def _kills(is_quick: bool) -> list[Figure]:  # noqa: FBT001 - as every part
    tally = asyncio.run(kills.kills(3 if is_quick else 200, seconds=15 if is_quick else 120))
    what = f"kill -9: {tally.runs} runs, {tally.kills} kills, updates given 1 to 3 times"
    value = f"{tally.lost} answers lost, {tally.doubled} double, {tally.unseen} questions unseen"
    return [Figure(what, value, "none", is_met=tally.is_clean)]


PARTS: dict[str, Part] = {
    "start": lambda is_quick: start.measure(is_quick=is_quick),
    "conversation": lambda is_quick: conversation.measure(is_quick=is_quick),
    "documents": lambda is_quick: documents.measure(is_quick=is_quick),
    "exploration": lambda is_quick: exploration.measure(is_quick=is_quick),
    "territory": lambda is_quick: territory.measure(is_quick=is_quick),
    "objective": lambda is_quick: objective.measure(is_quick=is_quick),
    "reminders": _reminders,
    "kills": _kills,
}


def main(arguments: list[str]) -> int:
    """Print the table, even of an interrupted run; return an exit code: 1 when a goal was missed."""
    is_quick, figures = "--quick" in arguments, list[Figure]()
    try:
        for name in [name for name in PARTS if name in arguments] or PARTS:
            began = time.monotonic()
            print(f"{name}…", end=" ", flush=True, file=sys.stderr)
            figures += PARTS[name](is_quick)
            print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    finally:
        print(table(figures))
    return int(any(figure.is_met is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
