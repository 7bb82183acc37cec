"""Every figure of Jalon in one table: `python -m bench`.

`--quick` takes a minute and a half and is less exact; `--smoke` takes less than one, runs all and judges nothing.
A part alone: `python -m bench conversation start`.
"""

import sys
import time
from collections.abc import Callable

from bench import (
    conversation,
    documents,
    exploration,
    holding,
    kills,
    objective,
    reminders,
    sending,
    start,
    territory,
)
from bench.figure import Effort, Figure, table

PARTS: dict[str, Callable[[Effort], list[Figure]]] = {
    "start": start.measure,
    "conversation": conversation.measure,
    "sending": sending.measure,
    "documents": documents.measure,
    "exploration": exploration.measure,
    "territory": territory.measure,
    "objective": objective.measure,
    "holding": holding.measure,
    "reminders": reminders.measure,
    "kills": kills.measure,
}


def main(arguments: list[str]) -> int:
    """Print the table, even of an interrupted run; return an exit code: 1 when a goal was missed."""
    effort, figures = Effort.asked(arguments), list[Figure]()
    try:
        for name in [name for name in PARTS if name in arguments] or PARTS:
            began = time.monotonic()
            print(f"{name}…", end=" ", flush=True, file=sys.stderr)
            found = PARTS[name](effort)
            figures += [figure.unjudged for figure in found] if effort is Effort.SMOKE else found
            print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    finally:
        print(table(figures))
    return int(any(figure.is_met is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
