"""Reads of the relevant answers of a dossier, as the values a plan is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from domain.dialogue.dossier import Answer, AnswerStatus, value_at
from domain.dialogue.path import Path
from domain.dialogue.values import Value

Rows = tuple[str, ...]
_Code = TypeVar("_Code", bound=StrEnum)


class Titled(NamedTuple):
    """A row that has a title: its number from 1, where it stands, its title; its code, once it was given one."""

    number: int
    at: Rows
    words: str
    code: str | None

    @property
    def row(self) -> str:
        return self.at[-1]


@dataclass(frozen=True, slots=True)
class Known:
    """The relevant answers, the rows of the lists, their codes; each read is None when no value stands."""

    visible: Mapping[Path, Answer]
    table: Mapping[Path, Rows]
    given: Mapping[Path, str]

    def status(self, item: str, rows: Rows = ()) -> AnswerStatus | None:
        answer = self.visible.get(Path(item, rows))
        return answer.status if answer else None

    def value(self, item: str, rows: Rows = ()) -> Value:
        return value_at(self.visible, Path(item, rows))

    def words(self, item: str, rows: Rows = ()) -> str | None:
        value = self.value(item, rows)
        return value if isinstance(value, str) else None

    def number(self, item: str, rows: Rows = ()) -> float | None:
        value = self.value(item, rows)
        return value if isinstance(value, int | float) else None

    def whole(self, item: str, rows: Rows = ()) -> int | None:
        value = self.number(item, rows)
        return None if value is None else int(value)

    def day(self, item: str, rows: Rows = ()) -> date | None:
        value = self.words(item, rows)
        return None if value is None else date.fromisoformat(value)

    def code(self, kind: type[_Code], item: str, rows: Rows = ()) -> _Code | None:
        value = self.words(item, rows)
        return None if value is None else kind(value)

    def codes(self, kind: type[_Code], item: str, rows: Rows = ()) -> frozenset[_Code] | None:
        values = self.value(item, rows)
        return frozenset(kind(value) for value in values) if isinstance(values, tuple) else None

    def titled(self, repeat: str, title: str, rows: Rows = ()) -> Iterator[Titled]:
        """Yield the rows of a list that have a title."""
        places = [(*rows, row) for row in self.table.get(Path(repeat, rows), ())]
        named = [(place, words) for place in places if (words := self.words(title, place))]
        for index, (place, words) in enumerate(named, start=1):
            yield Titled(index, place, words, self.given.get(Path(repeat, place)))
