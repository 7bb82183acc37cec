"""Reminders go on when the clock was set back, and what was asked by a clock too early is not asked twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest

# What conftest.py gives
Office: TypeAlias = Any
Names: TypeAlias = Any

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


def _periods(office: Office) -> Counter[tuple[int, str]]:
    return Counter((row.rule_id, row.period) for row in office.all_occurrences())


@pytest.mark.parametrize("back", [HOUR, DAY, YEAR], ids=["hour", "day", "year"])
def test_a_clock_set_back_delays_no_reminder_beyond_its_rhythm(office: Office, desk: Names, back: timedelta) -> None:
    office.follow(desk.Wish(frequency="weekly"), desk.Wish(label="Délai", frequency="yearly"))
    office.run_until(office.now + timedelta(days=8), DAY)
    asked = len(office.sent)
    assert asked
    office.clock.jump(-back)
    office.tick()
    weekly, yearly = office.rules
    assert office.now < weekly.next_at <= office.now + timedelta(days=12)
    assert office.now < yearly.next_at <= office.now + timedelta(days=380)
    office.run_until(office.now + timedelta(days=16), DAY)
    assert len(office.sent) > asked
    assert set(_periods(office).values()) == {1}


@pytest.mark.parametrize("frequency", ["weekly", "monthly", "quarterly", "yearly"])
def test_a_date_to_come_stays_when_the_clock_was_set_back_a_little(office: Office, desk: Names, frequency: str) -> None:
    office.at("2026-11-24T10:00:00+01:00").follow(desk.Wish(frequency=frequency))
    office.tick()
    before = [(rule.next_at, rule.next_period) for rule in office.rules]
    office.clock.jump(-HOUR)
    office.tick()
    assert [(rule.next_at, rule.next_period) for rule in office.rules] == before


def test_a_year_forward_and_back_asks_the_months_between_and_none_twice(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.tick()
    office.clock.jump(YEAR)
    office.at("2027-11-24T10:00:00+01:00").tick()
    office.at("2026-11-23T10:05:00+01:00").tick()
    [rule] = office.rules
    assert (rule.next_period, rule.next_at) == ("2026-12", datetime(2026, 12, 1, 8, 30, tzinfo=UTC))
    office.run_until(datetime(2027, 3, 2, 12, tzinfo=UTC), DAY)
    assert {period for _, period in _periods(office)} >= {"2026-12", "2027-01", "2027-02", "2027-03"}
    assert set(_periods(office).values()) == {1}


def test_what_was_snoozed_stays_snoozed_and_what_is_open_goes_on(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="monthly"))
    office.run_until(datetime(2026, 12, 1, 12, tzinfo=UTC), DAY)
    office.press(desk.PAUL, "later:monday")
    [snoozed] = office.open
    office.clock.jump(-HOUR)
    office.tick()
    assert office.open[0].snoozed_until == snoozed.snoozed_until
    assert office.open[0].next_action_at == snoozed.next_action_at
    office.clock.jump(-YEAR)
    office.tick()
    assert office.open[0].next_action_at <= office.now + timedelta(days=3)
