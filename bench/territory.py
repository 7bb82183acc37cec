"""How well and how fast a territory is recognised: the sample's queries, then random ones of every kind.

Alone, `python -m bench.territory [seed]`; another seed asks other queries.
"""

import csv
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import quantiles

from bench.figure import Effort, Figure, at_least, at_most, table
from bench.queries import Asked, Asker
from domain.territory.search import Recognition, recognise

SAMPLE = Path(__file__).parent.parent / "tests" / "domain" / "territory" / "sample.csv"
SEED = 2026
_LOAD = """
import time
import psutil
from domain.territory.search import recognise
idle, began = psutil.Process().memory_info().rss, time.perf_counter()
recognise("st etienne")
took = time.perf_counter() - began
for text in ("stetiene", "cc pays de gex", "chalon sur sone (71)", "yon sur roche la"):
    recognise(text)
print(took, (psutil.Process().memory_info().rss - idle) / 2**20)
"""


class Tally:
    """Queries answered: the right one first, among the first three, accepted, accepted wrongly; milliseconds."""

    def __init__(self) -> None:
        self.asked = self.first = self.three = self.accepted = self.wrong = 0
        self.took: list[float] = []

    def add(self, asked: Asked, recognition: Recognition, took: float) -> None:
        ids = [candidate.place.id for candidate in recognition.candidates]
        self.asked += 1
        self.first += not asked.right.isdisjoint(ids[:1])
        self.three += not asked.right.isdisjoint(ids[:3])
        self.accepted += recognition.accepted is not None
        self.wrong += recognition.accepted is not None and recognition.accepted.id not in asked.right
        self.took.append(1000 * took)

    def told(self) -> str:
        shares = f"{self.first / self.asked:.3f}, {self.three / self.asked:.3f}"
        return f"{shares}; {self.accepted / self.asked:.0%} accepted, {self.wrong} wrongly"


def measure(effort: Effort, seed: int = SEED) -> list[Figure]:
    recognise("st etienne")
    sample = answered(_sample()[:: effort.of(10, 1, 1)])
    kinds = answered_by_kind(Asker(seed).queries(effort.of(3, 30, 200)))
    first, asked = (sum(getattr(tally, name) for tally in kinds.values()) for name in ("first", "asked"))
    took = sorted(each for tally in kinds.values() for each in tally.took)
    return [
        *_loading(effort.of(1, 3, 7)),
        at_most("territory, slowest of 20", quantiles(took, n=20)[-1], 25, "ms", 1),
        Figure("territory, median", f"{took[len(took) // 2]:.1f} ms"),
        at_least("sample, right first", sample.first / sample.asked, 0.97, "", 3),
        at_least("sample, right in three", sample.three / sample.asked, 0.99, "", 3),
        at_most("sample, accepted wrongly", sample.wrong, 0, ""),
        at_least("random, right first", first / asked, 0.95, "", 3),
        *(Figure(f"random, {name}", tally.told()) for name, tally in kinds.items()),
    ]


def answered(queries: Iterable[Asked]) -> Tally:
    tally = Tally()
    for asked in queries:
        began = time.perf_counter()
        recognition = recognise(asked.query)
        tally.add(asked, recognition, time.perf_counter() - began)
    return tally


def answered_by_kind(queries: Iterable[Asked]) -> dict[str, Tally]:
    kinds: defaultdict[str, list[Asked]] = defaultdict(list)
    for asked in queries:
        kinds[asked.category].append(asked)
    return {name: answered(each) for name, each in kinds.items()}


def _sample() -> list[Asked]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Asked(row["query"], frozenset(row["expected_code"].split("|")), row["category"]) for row in rows]


def _loading(times: int) -> list[Figure]:
    """The best of several processes: others on the machine can only slow one down."""
    runs = [
        subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True) for _ in range(times)
    ]
    seconds, memory = (min(values) for values in zip(*(map(float, run.stdout.split()) for run in runs), strict=True))
    return [
        at_most("territories, loading at the first search", seconds, 0.6, "s", 2),
        at_most("territories, memory over idle", memory, 60, "MB"),
    ]


if __name__ == "__main__":
    print(table(measure(Effort.WHOLE, seed=int(sys.argv[1]) if len(sys.argv) > 1 else SEED)))
