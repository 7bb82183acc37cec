from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.followup.trajectory import PERIOD_DAYS, KpiStatus, expected, progress, reached, status
from domain.plan import Direction, Frequency, Kpi, Reading

STARTED = date(2026, 1, 1)
DEADLINE = date(2026, 1, 1) + timedelta(days=400)
RISING = Kpi(
    row="k", label="", direction=Direction.UP, baseline=20, target=60, deadline=DEADLINE, frequency=Frequency.YEARLY
)
KEPT = Kpi(row="k", label="", direction=Direction.KEEP, target=95, ceiling=99, deadline=DEADLINE)

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3))
MAYBE = st.none() | NUMBERS
DAYS = st.dates(date(2025, 1, 1), date(2030, 1, 1))


def in_order(kpi: Kpi) -> Kpi:
    """The same KPI, the lower of its bounds first: the questions refuse them otherwise."""
    if kpi.direction is not Direction.KEEP or kpi.target is None or kpi.ceiling is None:
        return kpi
    low, high = sorted((kpi.target, kpi.ceiling))
    return replace(kpi, target=low, ceiling=high)


KPIS = st.builds(
    Kpi,
    row=st.just("k"),
    label=st.just(""),
    direction=st.none() | st.sampled_from(Direction),
    baseline=MAYBE,
    target=MAYBE,
    ceiling=MAYBE,
    frequency=st.none() | st.sampled_from(Frequency),
    deadline=st.none() | DAYS,
).map(in_order)
READINGS = st.lists(st.builds(Reading, kpi=st.sampled_from(["k", "other"]), on=DAYS, value=MAYBE), max_size=5)


def on(day: int, value: float | None) -> Reading:
    return Reading(kpi="k", on=STARTED + timedelta(days=day), value=value)


def judged(kpi: Kpi, *readings: Reading, day: int | None = None) -> KpiStatus:
    today = readings[-1].on if day is None else STARTED + timedelta(days=day)
    return status(kpi, readings, started=STARTED, today=today)


def twin(kpi: Kpi) -> Kpi:
    """The same KPI counted the other way round: what was good to raise is good to lower."""
    flipped = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, Direction.KEEP: Direction.KEEP, None: None}
    kept = kpi.direction is Direction.KEEP
    return replace(
        kpi,
        direction=flipped[kpi.direction],
        baseline=opposite(kpi.baseline),
        target=opposite(kpi.ceiling if kept else kpi.target),
        ceiling=opposite(kpi.target if kept else kpi.ceiling),
    )


def opposite(number: float | None) -> float | None:
    return None if number is None else -number


def test_the_path_is_straight_from_the_baseline_to_the_target_and_flat_outside() -> None:
    days = {-10: 20, 0: 20, 100: 30, 200: 40, 400: 60, 900: 60}
    assert {day: expected(RISING, STARTED, STARTED + timedelta(days=day)) for day in days} == days


@pytest.mark.parametrize("field", ["baseline", "target", "deadline"])
def test_there_is_no_path_without_a_baseline_a_target_and_a_deadline(field: str) -> None:
    lacking = replace(RISING, **{field: None})  # type: ignore[arg-type]
    assert expected(lacking, STARTED, STARTED) is None


def test_a_deadline_on_or_before_the_start_does_not_divide_by_zero() -> None:
    sudden = replace(RISING, deadline=STARTED)
    assert expected(sudden, STARTED, STARTED) == 60
    assert expected(sudden, STARTED, STARTED - timedelta(days=1)) == 20


def test_a_kpi_to_keep_goes_to_the_nearest_bound_and_stays_when_already_within() -> None:
    assert expected(replace(KEPT, baseline=75), STARTED, STARTED + timedelta(days=200)) == 85
    assert expected(replace(KEPT, baseline=103), STARTED, STARTED + timedelta(days=200)) == 101
    assert expected(replace(KEPT, baseline=97), STARTED, STARTED + timedelta(days=200)) == 97


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (44, KpiStatus.AHEAD),
        (43.9, KpiStatus.ON_TRACK),
        (40, KpiStatus.ON_TRACK),
        (36, KpiStatus.ON_TRACK),
        (35.9, KpiStatus.WATCH),
        (30, KpiStatus.WATCH),
        (29.9, KpiStatus.LATE),
        (60, KpiStatus.AHEAD),
        (0, KpiStatus.LATE),
    ],
)
def test_half_way_the_share_of_the_way_names_the_status(value: float, name: KpiStatus) -> None:
    assert judged(RISING, on(200, value)) is name
    assert judged(twin(RISING), on(200, -value)) is name


def test_a_decreasing_delay_that_falls_as_planned_is_not_late() -> None:
    delay = replace(RISING, direction=Direction.DOWN, baseline=45, target=30)
    assert judged(delay, on(200, 37)) is KpiStatus.ON_TRACK
    assert judged(delay, on(200, 46)) is KpiStatus.LATE
    assert judged(delay, on(200, 30)) is KpiStatus.AHEAD


def test_from_the_deadline_on_the_target_is_reached_or_the_kpi_is_late() -> None:
    assert judged(RISING, on(400, 59.9)) is KpiStatus.LATE
    assert judged(RISING, on(400, 60)) is KpiStatus.ON_TRACK
    assert judged(RISING, on(400, 64)) is KpiStatus.AHEAD
    assert judged(RISING, on(399, 59.9)) is KpiStatus.ON_TRACK


def test_a_target_reached_early_is_ahead_even_just_before_the_deadline() -> None:
    assert judged(RISING, on(399, 60)) is KpiStatus.AHEAD


def test_no_value_is_said_when_nothing_was_given_or_only_that_it_is_not_available() -> None:
    assert status(RISING, [], started=STARTED, today=STARTED) is KpiStatus.NO_VALUE
    assert judged(RISING, on(10, None)) is KpiStatus.NO_VALUE
    others = [Reading(kpi="other", on=STARTED, value=60)]
    assert status(RISING, others, started=STARTED, today=STARTED) is KpiStatus.NO_VALUE
    assert judged(RISING, on(20, 60), day=10) is KpiStatus.NO_VALUE


@pytest.mark.parametrize("frequency", Frequency)
def test_a_value_is_stale_after_one_period_and_a_half(frequency: Frequency) -> None:
    kpi = replace(RISING, frequency=frequency, deadline=date(2040, 1, 1))
    limit = int(1.5 * PERIOD_DAYS[frequency])
    assert judged(kpi, on(0, 20), day=limit) is KpiStatus.ON_TRACK
    assert judged(kpi, on(0, 20), day=limit + 1) is KpiStatus.STALE


def test_not_available_does_not_refresh_a_stale_value() -> None:
    weekly = replace(RISING, frequency=Frequency.WEEKLY)
    assert judged(weekly, on(0, 20), on(11, None)) is KpiStatus.STALE


def test_a_kpi_without_frequency_is_never_stale() -> None:
    endless = replace(RISING, frequency=None, deadline=None)
    assert judged(endless, on(200, 60), day=9000) is KpiStatus.AHEAD


def test_the_last_value_by_date_counts_whatever_the_order_given() -> None:
    assert judged(RISING, on(200, 40), on(100, 0), day=200) is KpiStatus.ON_TRACK


def test_of_two_values_of_one_day_the_later_given_counts() -> None:
    assert judged(RISING, on(200, 0), on(200, 40)) is KpiStatus.ON_TRACK


def test_without_baseline_the_first_reading_stands_for_it() -> None:
    unknown = replace(RISING, baseline=None)
    assert judged(unknown, on(0, 20)) is KpiStatus.ON_TRACK
    assert judged(unknown, on(0, 20), on(200, 40)) is KpiStatus.ON_TRACK
    assert judged(unknown, on(0, 20), on(200, 20)) is KpiStatus.LATE
    assert judged(unknown, on(0, 61)) is KpiStatus.AHEAD


def test_without_deadline_a_kpi_is_to_watch_until_its_target_is_reached() -> None:
    endless = replace(RISING, deadline=None)
    assert judged(endless, on(200, 59)) is KpiStatus.WATCH
    assert judged(endless, on(200, 60)) is KpiStatus.AHEAD


def test_without_target_nothing_proves_that_it_goes_well() -> None:
    assert judged(replace(RISING, target=None), on(200, 59)) is KpiStatus.WATCH


def test_without_direction_the_baseline_and_the_target_show_it() -> None:
    assert judged(replace(RISING, direction=None), on(200, 40)) is KpiStatus.ON_TRACK
    falling = replace(RISING, direction=None, baseline=60, target=20)
    assert judged(falling, on(200, 40)) is KpiStatus.ON_TRACK
    assert judged(falling, on(200, 59)) is KpiStatus.LATE


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (95, KpiStatus.ON_TRACK),
        (99, KpiStatus.ON_TRACK),
        (94.5, KpiStatus.WATCH),
        (99.5, KpiStatus.WATCH),
        (93, KpiStatus.LATE),
        (101, KpiStatus.LATE),
    ],
)
def test_a_kpi_to_keep_is_on_track_within_its_bounds_and_worse_with_the_distance(value: float, name: KpiStatus) -> None:
    assert judged(replace(KEPT, baseline=97), on(200, value)) is name


def test_a_kpi_to_keep_that_starts_outside_is_judged_on_its_way_in() -> None:
    below = replace(KEPT, baseline=75)
    assert judged(below, on(200, 85)) is KpiStatus.WATCH
    assert judged(below, on(200, 76)) is KpiStatus.LATE


@pytest.mark.parametrize("value", [39, 39.9, 55.1, 58, 0, 400])
@pytest.mark.parametrize("baseline", [None, 20, 45, 58, 70])
def test_out_of_the_band_is_never_better_than_to_watch(value: float, baseline: float | None) -> None:
    band = replace(KEPT, target=40, ceiling=55, baseline=baseline)
    for day in (1, 200, 399, 400, 500):
        assert judged(band, on(day, value)) in {KpiStatus.WATCH, KpiStatus.LATE}


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3), st.none() | st.floats(-1e3, 1e3), st.integers(0, 800))
def test_inside_the_band_is_never_worse_than_out_of_it(low: float, high: float, start: float | None, day: int) -> None:
    low, high = sorted((low, high))
    band = replace(KEPT, target=low, ceiling=high, baseline=start)
    assert judged(band, on(day, (low + high) / 2)) is KpiStatus.ON_TRACK
    assert judged(band, on(day, high + 1)) in {KpiStatus.WATCH, KpiStatus.LATE}


def test_after_the_deadline_a_missed_target_is_late_whatever_the_date_of_the_last_value() -> None:
    monthly = replace(RISING, frequency=Frequency.MONTHLY)
    for day in (401, 440, 5000):
        assert judged(monthly, on(399, 59.9), day=day) is KpiStatus.LATE
    assert judged(monthly, on(399, 59.9), day=400) is KpiStatus.ON_TRACK, "the day itself is still in time"
    assert judged(monthly, on(100, 55), day=5000) is KpiStatus.LATE, "late says more than without news"


def test_a_target_reached_at_the_deadline_stays_so() -> None:
    monthly = replace(RISING, frequency=Frequency.MONTHLY)
    assert judged(monthly, on(390, 60), day=5000) is KpiStatus.ON_TRACK
    assert judged(monthly, on(100, 60), day=5000) is KpiStatus.STALE


def test_the_path_starts_on_the_day_of_the_baseline() -> None:
    measured = replace(RISING, baseline_on=STARTED + timedelta(days=200))
    assert expected(measured, STARTED, STARTED + timedelta(days=200)) == 20
    assert expected(measured, STARTED, STARTED + timedelta(days=300)) == 40
    assert judged(measured, on(200, 20)) is KpiStatus.ON_TRACK
    earlier = replace(RISING, baseline_on=STARTED - timedelta(days=400))
    assert expected(earlier, STARTED, STARTED) == 40


def test_a_kpi_to_keep_with_one_bound_only_respects_it() -> None:
    floor = replace(KEPT, ceiling=None, baseline=97)
    assert judged(floor, on(200, 500)) is KpiStatus.ON_TRACK
    cap = replace(KEPT, target=None, baseline=97)
    assert judged(cap, on(200, -500)) is KpiStatus.ON_TRACK
    assert judged(cap, on(200, 500)) is KpiStatus.LATE


@pytest.mark.parametrize(("value", "share"), [(20, 0), (40, 0.5), (60, 1), (90, 1), (-5, 0)])
def test_progress_is_the_share_of_the_way_done(value: float, share: float) -> None:
    assert progress(RISING, value) == share
    assert progress(twin(RISING), -value) == share


def test_progress_is_unknown_without_baseline_unless_the_target_is_reached() -> None:
    unknown = replace(RISING, baseline=None)
    assert progress(unknown, 40) is None
    assert progress(unknown, 60) == 1
    assert progress(replace(RISING, target=None), 40) is None
    assert progress(replace(RISING, target=20), 10) == 0


def test_progress_of_a_kpi_to_keep_is_whole_within_its_bounds() -> None:
    assert progress(KEPT, 96) == 1
    assert progress(KEPT, 80) is None
    assert progress(replace(KEPT, baseline=75), 85) == 0.5
    assert progress(replace(KEPT, baseline=97), 85) == 0


@given(KPIS, READINGS, DAYS, DAYS)
def test_every_kpi_has_a_status_and_a_bounded_progress(
    kpi: Kpi, readings: list[Reading], start: date, today: date
) -> None:
    assert status(kpi, readings, started=start, today=today) in KpiStatus
    for reading in readings:
        done = progress(kpi, reading.value or 0.0)
        assert done is None or 0 <= done <= 1


@given(KPIS, READINGS, DAYS, DAYS)
def test_a_decreasing_kpi_is_the_twin_of_an_increasing_one(
    kpi: Kpi, readings: list[Reading], start: date, today: date
) -> None:
    if kpi.direction is None:
        kpi = replace(kpi, ceiling=None)
    mirrored = [replace(reading, value=opposite(reading.value)) for reading in readings]
    there = status(kpi, readings, started=start, today=today)
    assert status(twin(kpi), mirrored, started=start, today=today) is there
    for reading in readings:
        value = reading.value or 0.0
        assert progress(twin(kpi), -value) == progress(kpi, value)
        assert reached(twin(kpi), -value) == reached(kpi, value)


@given(KPIS, DAYS, DAYS)
def test_the_path_never_leaves_the_way_between_baseline_and_goal(kpi: Kpi, start: date, day: date) -> None:
    path = expected(kpi, start, day)
    if path is None or kpi.baseline is None:
        return
    ends = [end for end in (kpi.baseline, kpi.target, kpi.ceiling) if end is not None]
    assert min(ends) - 1e-6 <= path <= max(ends) + 1e-6


def test_without_any_hint_of_direction_only_the_very_target_is_reached() -> None:
    blind = replace(RISING, direction=None, baseline=None)
    assert not reached(blind, 61)
    assert not reached(blind, 59)
    assert reached(blind, 60)
    steady = replace(RISING, direction=None, baseline=60)
    assert judged(steady, on(200, 60)) is KpiStatus.AHEAD
    assert judged(steady, on(200, 80)) is judged(steady, on(200, 40)) is KpiStatus.LATE
