"""What an answer costs the database: each thing is read once."""

from typing import Any, TypeAlias

# What the conftest files give
Office: TypeAlias = Any
Names: TypeAlias = Any
Statements: TypeAlias = Any

FIRST = "2026-12-01T09:30+01:00"
MOST = 20


def test_a_value_typed_in_answer_to_a_reminder_takes_few_statements(
    office: Office, desk: Names, statements: Statements
) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    row = office.nudge_in(desk.PAUL)
    with statements() as executed:
        office.type(desk.PAUL, "62", row=row)
    assert len(executed) - 1 <= MOST, "\n".join(executed)  # the office reads the person itself
