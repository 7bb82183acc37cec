"""The record of a plan: answers by path, rows of repeats, closed repeats; never a cursor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.dialogue.path import Path
from domain.dialogue.values import Value


class AnswerStatus(StrEnum):
    """How an answer stands; only `OK` carries a value that rules and documents may read.

    `STALE` keeps the former value: something it depends on has changed, and it is asked again.
    """

    OK = "ok"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    SKIPPED = "skipped"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `revision` grows by one at each change of this answer, `author` is a person's id."""

    value: Value
    status: AnswerStatus
    revision: int
    author: int
    at: datetime


def value_at(answers: Mapping[Path, Answer], path: Path) -> Value:
    """Return the value that stands at `path`; None when it is not asked, not answered or not known."""
    answer = answers.get(path)
    return answer.value if answer is not None and answer.status is AnswerStatus.OK else None


@dataclass(frozen=True, slots=True)
class Removal:
    """Rows removed together and the answers that pointed to them, so that it can be undone.

    `rows` are (repeat, row, former position), in the order they were removed.
    """

    id: str
    at: datetime
    rows: tuple[tuple[Path, str, int], ...]
    detached: tuple[tuple[Path, Answer], ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that was answered for one plan.

    `rows` maps a repeat's path to its row ids in order; `closed` holds the repeats whose list was said to be complete.
    `removals` are those that can still be undone, oldest first. `codes` are those ever given, by the path of their row:
    a row that is removed keeps its own. `surveyed` is where `survey` keeps its last walk, so that it ends with the
    dossier it is of.
    """

    script_version: int
    revision: int = 0
    answers: Mapping[Path, Answer] = field(default_factory=dict)
    rows: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)
    closed: frozenset[Path] = frozenset()
    removals: tuple[Removal, ...] = ()
    codes: Mapping[Path, str] = field(default_factory=dict)
    surveyed: list[object] = field(default_factory=list, init=False, repr=False, compare=False)

    def rows_of(self, repeat: Path) -> tuple[str, ...]:
        return self.rows.get(repeat, ())
