"""The figures shown as examples would be accepted."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import KPIS
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.dialogue.view import View
from domain.plan import Direction
from domain.script.aims import BASELINE, DIRECTION, TARGET, UNIT
from domain.script.examples import ceiling_example, start_example, target_example
from domain.script.rules import at_least, beyond, share_within_100
from domain.script.units import printed

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
SHARES, LEVELS = st.floats(0.5, 99.5), st.floats(0.01, 1e6)
KPI = ("o", "k")


def view_of(**answers: Value) -> View:
    items = {"unit": UNIT, "direction": DIRECTION, "baseline": BASELINE, "target": TARGET}
    given = {Path(items[name], KPI): Answer(value, AnswerStatus.OK, 1, 1, NOON) for name, value in answers.items()}
    return View(tuple(items.values()), KPI, given)


@given(LEVELS, st.sampled_from([Direction.UP, Direction.DOWN]))
def test_the_example_of_a_target_is_on_the_right_side_of_the_baseline(baseline: float, way: Direction) -> None:
    found = target_example("jours", way, baseline)
    assert beyond(BASELINE, DIRECTION)(found, view_of(baseline=baseline, direction=way)) is None


@given(SHARES, st.sampled_from(list(Direction)))
def test_the_example_of_a_share_is_a_share(baseline: float, way: Direction) -> None:
    target = target_example("%", way, baseline)
    view = view_of(unit="percent", baseline=baseline, direction=way, target=target)
    assert beyond(BASELINE, DIRECTION)(target, view) is None
    assert share_within_100(UNIT)(target, view) is None
    assert share_within_100(UNIT)(ceiling_example("%", target), view) is None


@given(LEVELS)
def test_the_example_of_a_ceiling_is_above_the_floor(target: float) -> None:
    assert at_least(TARGET)(ceiling_example("jours", target), view_of(target=target)) is None


@pytest.mark.parametrize(
    ("unit", "way", "baseline", "example"),
    [
        ("ramettes", Direction.DOWN, 12, 6),
        ("%", Direction.UP, 80, 90),
        ("jours", Direction.DOWN, 60, 30),
        ("%", Direction.UP, 40, 70),
        ("%", Direction.KEEP, 98, 98),
        ("%", Direction.UP, 4, 6),
    ],
)
def test_the_example_is_a_plain_figure(unit: str, way: Direction, baseline: float, example: float) -> None:
    assert target_example(unit, way, baseline) == example


@pytest.mark.parametrize(
    ("unit", "entry", "start", "target"),
    [
        ("%", None, 40, 70),
        ("%", "A1", 40, 70),
        ("", "C12", 1, 2),
        ("", "C13", 1, 2),
        ("", "B6", 120, 180),
        ("€", None, 20_000, 30_000),
        ("%", "B3", 94, 97),
    ],
)
def test_the_example_of_a_start_is_of_the_order_of_what_is_counted(
    unit: str, entry: str | None, start: float, target: float
) -> None:
    assert start_example(unit, entry) == start
    assert target_example(unit, Direction.UP, start) == target


@pytest.mark.parametrize("entry", KPIS)
def test_every_kpi_of_the_catalogue_has_examples_that_its_questions_accept(entry: str) -> None:
    kpi = KPIS[entry]
    start = start_example(printed(kpi.unit, kpi.unit_name) or "", entry)
    target = target_example(printed(kpi.unit, kpi.unit_name) or "", kpi.direction, start)
    view = view_of(unit=kpi.unit, baseline=start, direction=kpi.direction)
    assert beyond(BASELINE, DIRECTION)(target, view) is None
    assert [share_within_100(UNIT)(each, view) for each in (start, target)] == [None, None]
