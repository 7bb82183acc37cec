"""Dossiers as short as tests need them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.dialogue.values import Value
from domain.plan import Plan
from domain.projection import plan_from
from domain.questionnaire import SCRIPT

Given = Mapping[str, Value | AnswerStatus]
Rows = Mapping[str, tuple[str, ...]]
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)


def _answer(value: Value | AnswerStatus) -> Answer:
    if isinstance(value, AnswerStatus):
        return Answer("former" if value is AnswerStatus.STALE else None, value, 1, 7, NOON)
    return Answer(value, AnswerStatus.OK, 1, 7, NOON)


@pytest.fixture
def dossier_of() -> Callable[[Given, Rows], Dossier]:
    """Build a dossier from paths as text."""

    def build(given: Given, rows: Rows) -> Dossier:
        return Dossier(
            script_version=SCRIPT.version,
            answers={Path.parse(path): _answer(value) for path, value in given.items()},
            rows={Path.parse(path): kept for path, kept in rows.items()},
        )

    return build


@pytest.fixture
def plan_of(dossier_of: Callable[[Given, Rows], Dossier]) -> Callable[..., Plan]:
    """Tell the plan of answers given by path, through the engine's survey."""

    def tell(given: Given, **rows: tuple[str, ...]) -> Plan:
        table = {name.replace("__", "/"): kept for name, kept in rows.items()}
        return plan_from(*survey(SCRIPT, dossier_of(given, table)).known)

    return tell
