"""What a rule may see: earlier answers it declared, relevant and known; anything else is a programming error."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.dialogue.dossier import Answer, value_at
from domain.dialogue.path import Path
from domain.dialogue.values import Value


class Undeclared(Exception):
    """A guard or rule read a question that its `needs` does not name: add it there."""


@dataclass(frozen=True, slots=True)
class View:
    """The answers that one question, in its rows, may read."""

    needs: tuple[str, ...]
    rows: tuple[str, ...] = ()
    visible: Mapping[Path, Answer] = field(default_factory=dict)
    table: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, question: str) -> Value:
        """Return the value, or None when it is not asked, not answered or not known."""
        if question not in self.needs:
            raise Undeclared(question)
        return value_at(self.visible, Path(question, self.rows[: question.count("/")]))

    def answer(self, question: str) -> Answer | None:
        return self.visible.get(self._path(question))

    def value_in(self, question: str, rows: tuple[str, ...]) -> Value:
        """Return the value in other rows than the question's own: those that it points to."""
        if question not in self.needs:
            raise Undeclared(question)
        return value_at(self.visible, Path(question, rows))

    def number(self, question: str) -> float | None:
        """Return a numeric value, None under the same conditions."""
        value = self[question]
        return value if isinstance(value, int | float) else None

    def rows_of(self, repeat: str) -> tuple[str, ...]:
        """Return the rows of a repeat that encloses this question or stands at the top."""
        return self.table.get(self._path(repeat), ())

    def _path(self, item: str) -> Path:
        if item not in self.needs:
            raise Undeclared(item)
        return Path(item, self.rows[: item.count("/")])
