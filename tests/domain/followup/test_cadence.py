from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.followup.cadence import (
    Cadence,
    after_quiet,
    due_in,
    next_due,
    next_working,
    period_key,
)
from domain.followup.holiday import REGIONS, HolidayCalendar
from domain.plan import Frequency

PARIS = "Europe/Paris"
NINE = time(9)
FRANCE = HolidayCalendar()
ZONES = [PARIS, "America/Miquelon", "America/Cayenne", "Indian/Reunion", "Pacific/Noumea", "Pacific/Marquesas"]

HOURS = st.times().map(lambda hour: hour.replace(second=0, microsecond=0, fold=0))
QUIET = st.none() | st.tuples(HOURS, HOURS)
INSTANTS = st.integers(0, 8 * 366 * 24 * 3600).map(
    lambda passed: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=passed)
)
CADENCES = st.builds(
    Cadence,
    frequency=st.sampled_from(Frequency),
    hour=HOURS,
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    day=st.integers(1, 31),
    month=st.integers(1, 12),
    region=st.sampled_from(REGIONS),
    shift=st.sampled_from(["next_working", "none"]),
    quiet=QUIET,
)


def calendar(cadence: Cadence) -> HolidayCalendar:
    return HolidayCalendar(cadence.region)


def local(cadence: Cadence, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(cadence.zone))


def monthly(day: int, hour: time = NINE, zone: str = PARIS) -> Cadence:
    return Cadence(Frequency.MONTHLY, hour, zone, day=day)


def day_in(cadence: Cadence, period: str) -> date:
    return local(cadence, due_in(cadence, period, holidays=calendar(cadence))).date()


@pytest.mark.parametrize(
    ("frequency", "key"),
    [
        (Frequency.WEEKLY, "2026-W53"),
        (Frequency.MONTHLY, "2027-01"),
        (Frequency.QUARTERLY, "2027-Q1"),
        (Frequency.HALF_YEARLY, "2027-S1"),
        (Frequency.YEARLY, "2027"),
    ],
)
def test_the_first_days_of_2027_are_still_in_the_last_iso_week_of_2026(frequency: Frequency, key: str) -> None:
    assert period_key(Cadence(frequency, NINE, PARIS), date(2027, 1, 2)) == key


def test_the_period_of_an_instant_is_that_of_its_local_date() -> None:
    new_year_in_noumea = datetime(2026, 12, 31, 14, tzinfo=UTC)
    assert period_key(monthly(1, zone="Pacific/Noumea"), new_year_in_noumea) == "2027-01"
    assert period_key(monthly(1), new_year_in_noumea) == "2026-12"


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        period_key(monthly(1), datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize("key", ["2026-13", "2026-Q1", "2026", "2026-W05", "2026-1", "nonsense", ""])
def test_a_key_of_another_shape_is_not_taken_for_a_month(key: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever number is wrong
        due_in(monthly(1), key, holidays=FRANCE)


def test_the_thirty_first_of_a_short_month_is_its_last_day() -> None:
    plain = Cadence(Frequency.MONTHLY, NINE, PARIS, day=31, shift="none")
    assert day_in(plain, "2026-02") == date(2026, 2, 28)
    assert day_in(plain, "2028-02") == date(2028, 2, 29)
    assert day_in(plain, "2026-04") == date(2026, 4, 30)


def test_a_day_off_moves_to_the_next_worked_day_inside_its_period() -> None:
    assert day_in(monthly(1), "2026-05") == date(2026, 5, 4)
    assert day_in(Cadence(Frequency.WEEKLY, NINE, PARIS, weekday=0), "2026-W22") == date(2026, 5, 26)


def test_a_day_off_with_nothing_worked_after_it_in_its_period_moves_before() -> None:
    assert day_in(monthly(31), "2026-01") == date(2026, 1, 30)
    assert day_in(Cadence(Frequency.WEEKLY, NINE, PARIS, weekday=6), "2026-W02") == date(2026, 1, 9)
    assert day_in(Cadence(Frequency.WEEKLY, NINE, PARIS, weekday=4), "2026-W01") == date(2026, 1, 2)
    assert day_in(Cadence(Frequency.WEEKLY, NINE, PARIS, weekday=4), "2026-W18") == date(2026, 4, 30)


def test_a_day_off_is_kept_when_nothing_is_to_shift() -> None:
    assert day_in(Cadence(Frequency.MONTHLY, NINE, PARIS, day=1, shift="none"), "2026-05") == date(2026, 5, 1)


def test_the_holidays_are_those_of_the_region() -> None:
    week = "2025-W52"
    assert day_in(Cadence(Frequency.WEEKLY, NINE, PARIS, weekday=4), week) == date(2025, 12, 26)
    assert day_in(Cadence(Frequency.WEEKLY, NINE, PARIS, weekday=4, region="67"), week) == date(2025, 12, 24)


@pytest.mark.parametrize(
    ("frequency", "month", "period", "day"),
    [
        (Frequency.QUARTERLY, 1, "2026-Q1", date(2026, 1, 15)),
        (Frequency.QUARTERLY, 2, "2026-Q3", date(2026, 8, 17)),
        (Frequency.QUARTERLY, 9, "2026-Q3", date(2026, 9, 15)),
        (Frequency.HALF_YEARLY, 6, "2026-S2", date(2026, 12, 15)),
        (Frequency.YEARLY, 4, "2026", date(2026, 4, 15)),
    ],
)
def test_longer_rhythms_fall_in_the_chosen_month_of_their_period(
    frequency: Frequency, month: int, period: str, day: date
) -> None:
    assert day_in(Cadence(frequency, NINE, PARIS, day=15, month=month), period) == day


def test_an_hour_skipped_in_spring_fires_once_after_the_gap() -> None:
    gap = Cadence(Frequency.WEEKLY, time(2, 30), PARIS, weekday=6, shift="none")
    due = next_due(gap, datetime(2026, 3, 28, 12, tzinfo=UTC), holidays=FRANCE)
    assert due.at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert local(gap, due.at).time() == time(3, 30)
    assert next_due(gap, due.at, holidays=FRANCE).period == "2026-W14"


def test_an_hour_that_happens_twice_in_autumn_fires_once() -> None:
    overlap = Cadence(Frequency.WEEKLY, time(2, 30), PARIS, weekday=6, shift="none")
    due = next_due(overlap, datetime(2026, 10, 24, 12, tzinfo=UTC), holidays=FRANCE)
    assert due.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_due(overlap, due.at, holidays=FRANCE).at == datetime(2026, 11, 1, 1, 30, tzinfo=UTC)


def test_a_due_instant_is_not_due_again_at_that_very_instant() -> None:
    due = next_due(monthly(15), datetime(2026, 6, 1, tzinfo=UTC), holidays=FRANCE)
    assert due.at == datetime(2026, 6, 15, 7, tzinfo=UTC)
    assert next_due(monthly(15), due.at, holidays=FRANCE).at == datetime(2026, 7, 15, 7, tzinfo=UTC)
    just_before = due.at - timedelta(microseconds=1)
    assert next_due(monthly(15), just_before, holidays=FRANCE) == due


def test_an_hour_within_the_quiet_hours_becomes_their_end_the_same_day() -> None:
    quiet = (time(20), time(8))
    late = Cadence(Frequency.MONTHLY, time(22), PARIS, day=15, quiet=quiet)
    assert local(late, due_in(late, "2026-06", holidays=FRANCE)).time() == time(8)
    day_in_quiet = Cadence(Frequency.MONTHLY, time(13), PARIS, day=15, quiet=(time(12), time(14)))
    assert local(day_in_quiet, due_in(day_in_quiet, "2026-06", holidays=FRANCE)).time() == time(14)
    at_its_start = Cadence(Frequency.MONTHLY, time(12), PARIS, day=15, quiet=(time(12), time(14)))
    assert local(at_its_start, due_in(at_its_start, "2026-06", holidays=FRANCE)).time() == time(14)
    kept = Cadence(Frequency.MONTHLY, time(8), PARIS, day=15, quiet=quiet)
    assert local(kept, due_in(kept, "2026-06", holidays=FRANCE)).time() == time(8)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": 7},
        {"day": 0},
        {"day": 32},
        {"month": 13},
        {"month": 0},
        {"hour": time(9, fold=1)},
        {"hour": time(9, tzinfo=UTC)},
    ],
)
def test_a_cadence_out_of_range_cannot_be_made(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"weekday|month|hour"):
        Cadence(**{"frequency": Frequency.MONTHLY, "hour": NINE, "zone": PARIS} | wrong)  # type: ignore[arg-type]


@given(CADENCES, INSTANTS)
def test_the_next_due_instant_is_strictly_after_and_in_its_own_period(cadence: Cadence, after: datetime) -> None:
    due = next_due(cadence, after, holidays=calendar(cadence))
    assert due.at > after
    assert due.at.tzinfo is UTC
    assert period_key(cadence, due.at) == due.period
    assert due_in(cadence, due.period, holidays=calendar(cadence)) == due.at


@given(CADENCES, INSTANTS)
def test_three_years_of_dues_have_one_per_period_and_no_hole(cadence: Cadence, start: datetime) -> None:
    at = start
    periods: list[str] = []
    while at < start + timedelta(days=3 * 366):
        due = next_due(cadence, at, holidays=calendar(cadence))
        at = due.at
        periods.append(due.period)
    assert len(set(periods)) == len(periods)
    assert periods == sorted(periods)
    days = [date(start.year, 1, 1) + timedelta(days=rank) for rank in range(5 * 366)]
    known = list(dict.fromkeys(period_key(cadence, day) for day in days))
    first = known.index(periods[0])
    assert known[first : first + len(periods)] == periods[: len(known) - first]


@given(CADENCES, INSTANTS)
def test_a_shifted_due_is_always_on_a_worked_day(cadence: Cadence, after: datetime) -> None:
    due = next_due(cadence, after, holidays=calendar(cadence))
    if cadence.shift == "next_working":
        assert calendar(cadence).is_working(local(cadence, due.at).date())


@given(CADENCES, INSTANTS)
def test_the_local_hour_is_the_one_asked_unless_the_clocks_skip_it(cadence: Cadence, after: datetime) -> None:
    at = local(cadence, next_due(cadence, after, holidays=calendar(cadence)).at)
    asked = {cadence.hour} if cadence.quiet is None else {cadence.hour, cadence.quiet[1]}
    skipped = any(
        datetime.combine(at.date(), hour, at.tzinfo).astimezone(UTC).astimezone(at.tzinfo).time() != hour
        for hour in asked
    )
    assert at.time() in asked or skipped


@given(CADENCES, INSTANTS)
def test_the_same_question_has_the_same_answer(cadence: Cadence, after: datetime) -> None:
    holidays = calendar(cadence)
    due = next_due(cadence, after, holidays=holidays)
    elsewhere = after.astimezone(ZoneInfo("Pacific/Noumea"))
    assert next_due(cadence, elsewhere, holidays=HolidayCalendar(cadence.region)) == due


@given(CADENCES, HOURS, INSTANTS)
def test_editing_the_hour_does_not_move_an_occurrence_to_another_period(
    cadence: Cadence, hour: time, after: datetime
) -> None:
    due = next_due(cadence, after, holidays=calendar(cadence))
    edited = Cadence(
        cadence.frequency, hour, cadence.zone, weekday=cadence.weekday, day=cadence.day, region=cadence.region
    )
    assert period_key(edited, due_in(edited, due.period, holidays=calendar(edited))) == due.period


def is_quiet(instant: datetime, quiet: tuple[time, time], zone: str) -> bool:
    hour = instant.astimezone(ZoneInfo(zone)).time()
    start, end = quiet
    return start <= hour < end if start <= end else hour >= start or hour < end


@given(INSTANTS, st.tuples(HOURS, HOURS), st.sampled_from(ZONES))
def test_an_instant_after_quiet_is_outside_of_it_and_never_earlier(
    instant: datetime, quiet: tuple[time, time], zone: str
) -> None:
    moved = after_quiet(instant, quiet, zone)
    assert moved >= instant
    assert not is_quiet(moved, quiet, zone)
    assert after_quiet(moved, quiet, zone) == moved
    if not is_quiet(instant, quiet, zone):
        assert moved == instant


@given(
    INSTANTS.map(lambda instant: instant.replace(second=0, microsecond=0)),
    HOURS.filter(lambda end: not 2 <= end.hour < 3),
)
def test_the_end_of_quiet_is_the_earliest_minute_that_is_not_quiet(instant: datetime, end: time) -> None:
    quiet = (time((end.hour + 20) % 24, end.minute), end)
    waited = next(
        minute
        for minute in (instant + timedelta(minutes=rank) for rank in range(26 * 60))
        if not is_quiet(minute, quiet, PARIS)
    )
    assert after_quiet(instant, quiet, PARIS) == waited


def test_quiet_hours_that_end_where_the_clocks_go_back_end_at_the_right_of_the_two() -> None:
    quiet = (time(22), time(2, 30))
    second_pass = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert after_quiet(second_pass, quiet, PARIS) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    first_pass = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    assert after_quiet(first_pass, quiet, PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_without_quiet_hours_nothing_waits() -> None:
    instant = datetime(2026, 1, 1, 23, tzinfo=UTC)
    assert after_quiet(instant, None, PARIS) == instant
    assert after_quiet(instant, (NINE, NINE), PARIS) == instant


def test_the_next_working_instant_keeps_its_local_hour_across_weekends_holidays_and_clock_changes() -> None:
    holy_saturday = datetime(2026, 4, 4, 7, tzinfo=UTC)
    assert next_working(holy_saturday, zone=PARIS, holidays=FRANCE) == datetime(2026, 4, 7, 7, tzinfo=UTC)
    before_summer_time = datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert next_working(before_summer_time, zone=PARIS, holidays=FRANCE) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    tuesday = datetime(2026, 4, 7, 22, 30, tzinfo=UTC)
    assert next_working(tuesday, zone=PARIS, holidays=FRANCE) == tuesday


@given(INSTANTS, st.sampled_from(ZONES), st.sampled_from(REGIONS))
def test_the_next_working_instant_is_worked_and_never_earlier(instant: datetime, zone: str, region: str) -> None:
    holidays = HolidayCalendar(region)
    moved = next_working(instant, zone=zone, holidays=holidays)
    assert moved >= instant
    assert holidays.is_working(moved.astimezone(ZoneInfo(zone)).date())
