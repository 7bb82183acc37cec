"""What an answer costs the database: each thing is read once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from sqlalchemy import event
from sqlalchemy.engine import Engine

# What conftest.py gives
Office: TypeAlias = Any
Names: TypeAlias = Any

FIRST = "2026-12-01T09:30+01:00"
MOST = 20


@contextmanager
def _statements() -> Iterator[list[str]]:
    """Every statement executed meanwhile, transactions' own apart."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_value_typed_in_answer_to_a_reminder_takes_few_statements(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    row = office.nudge_in(desk.PAUL)
    with _statements() as said:
        office.type(desk.PAUL, "62", row=row)
    own = [each for each in said if not each.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE"))]
    assert len(own) - 1 <= MOST, "\n".join(own)  # the office reads the person itself
