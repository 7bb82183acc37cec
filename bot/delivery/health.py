"""What is wrong with this process, for those who watch it."""

from enum import IntEnum


class Level(IntEnum):
    """How bad a problem is: a degraded process needs no restart, a failing one needs somebody."""

    OK = 0
    DEGRADED = 1
    FAILING = 2


class Health:
    """The problems of each part, by name; kept in memory, told on /healthz."""

    def __init__(self) -> None:
        self._problems: dict[str, tuple[Level, str]] = {}

    def degrade(self, part: str, problem: str) -> None:
        """Note a problem that the process lives with."""
        self._problems[part] = (Level.DEGRADED, problem)

    def fail(self, part: str, problem: str) -> None:
        """Note a problem that somebody must mend."""
        self._problems[part] = (Level.FAILING, problem)

    def clear(self, part: str) -> None:
        self._problems.pop(part, None)

    @property
    def level(self) -> Level:
        return max((level for level, _ in self._problems.values()), default=Level.OK)

    @property
    def problems(self) -> dict[str, str]:
        return {part: problem for part, (_, problem) in sorted(self._problems.items())}

    def is_failing(self, part: str) -> bool:
        return part in self._problems and self._problems[part][0] is Level.FAILING
