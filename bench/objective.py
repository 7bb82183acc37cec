"""How long objectives take to read: the sentences of the tables, then random and mutated texts."""

import csv
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from bench.figure import Effort, Figure, at_most, table
from domain.objective.read import read_objective

TABLES = Path(__file__).parent.parent / "tests" / "domain" / "objective"
TODAY = date(2026, 11, 23)
TEXTS = 10_000
_SIGNS = "abcdeéèàçôû 0123456789 ,.;:'’%€+-×→/()\n\u202f\u00a0" * 3 + "".join(map(chr, range(0x20, 0x250)))


def sentences() -> tuple[str, ...]:
    found: list[str] = []
    for path in sorted(TABLES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as rows:
            found += [row["sentence"] for row in csv.DictReader(rows)]
    return tuple(found)


def mutated(texts: tuple[str, ...], count: int, *, seed: int = 1, longest: int = 900) -> Iterator[str]:
    """Yield texts made of pieces of others: cut, doubled, shuffled, with random signs."""
    chance = random.Random(seed)
    for rank in range(count):
        if rank % 4 == 0:
            yield "".join(chance.choices(_SIGNS, k=chance.randrange(longest)))
            continue
        words = " ".join(chance.sample(texts, chance.randrange(1, 6))).split(" ")
        if rank % 4 == 1:
            chance.shuffle(words)
        if rank % 4 == 2:
            words = words * chance.randrange(1, 8)
        signs = list(" ".join(words)[:longest])
        for _ in range(chance.randrange(0, 20)):
            if signs:
                signs[chance.randrange(len(signs))] = chance.choice(_SIGNS)
        yield "".join(signs)


def timed(texts: Iterable[str], rounds: int = 3) -> list[float]:
    """Return the best time of each text, in milliseconds."""
    return [min(_once(text) for _ in range(rounds)) for text in texts]


def _once(text: str) -> float:
    start = time.perf_counter()
    read_objective(text, TODAY)
    return (time.perf_counter() - start) * 1000


def measure(effort: Effort) -> list[Figure]:
    count = effort.of(TEXTS // 100, TEXTS // 10, TEXTS)
    read, odd = timed(sentences(), 5), timed(mutated(sentences(), count), 2)
    return [
        at_most("objective, median", statistics.median(read), 2, "ms", 2),
        at_most("objective, p95", statistics.quantiles(read, n=20)[-1], 2, "ms", 2),
        at_most("objective, slowest", max(read), 20, "ms", 2),
        at_most(f"{count} random and mutated texts, median", statistics.median(odd), 20, "ms", 2),
        at_most(f"{count} random and mutated texts, slowest", max(odd), 20, "ms", 2),
    ]


if __name__ == "__main__":
    print(table(measure(Effort.asked(sys.argv))))
