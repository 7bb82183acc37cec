from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.followup.holiday import REGIONS, HolidayCalendar, region_of, zone_of

WHIT_MONDAY = date(2026, 5, 25)
DAYS_A_YEAR = {"metropole": 11, "57": 13, "67": 13, "68": 13, "971": 15, "972": 13, "973": 12, "974": 12, "976": 12}


def days_off(calendar: HolidayCalendar, year: int) -> set[date]:
    days = [date(year, 1, 1) + timedelta(days=rank) for rank in range(365)]
    return {day for day in days if calendar.name(day) is not None}


@pytest.mark.parametrize(("region", "count"), DAYS_A_YEAR.items())
def test_each_region_has_its_number_of_holidays(region: str, count: int) -> None:
    assert len(days_off(HolidayCalendar(region), 2026)) == count


@pytest.mark.parametrize("region", REGIONS)
def test_the_eleven_national_holidays_are_kept_everywhere(region: str) -> None:
    assert days_off(HolidayCalendar(), 2026) <= days_off(HolidayCalendar(region), 2026)


def test_saint_stephen_is_off_in_alsace_and_moselle_only() -> None:
    boxing_day = date(2025, 12, 26)
    assert HolidayCalendar().is_working(boxing_day)
    assert not any(HolidayCalendar(region).is_working(boxing_day) for region in ("57", "67", "68"))
    assert HolidayCalendar("57").name(boxing_day) == "Saint-Étienne"


def test_a_weekend_is_not_worked_and_has_no_holiday_name() -> None:
    saturday = date(2026, 1, 3)
    assert not HolidayCalendar().is_working(saturday)
    assert HolidayCalendar().name(saturday) is None


def test_whit_monday_is_worked_only_where_the_plan_says_so() -> None:
    assert not HolidayCalendar().is_working(WHIT_MONDAY)
    assert HolidayCalendar(whit_monday_worked=True).is_working(WHIT_MONDAY)
    assert not HolidayCalendar(whit_monday_worked=True).is_working(date(2026, 4, 6))


def test_a_worked_whit_monday_that_is_also_another_holiday_stays_off() -> None:
    both = date(2021, 5, 24) - timedelta(days=2)
    assert HolidayCalendar("972").name(both) is not None
    same_day = next(
        day
        for year in range(2000, 2100)
        for day in [date(year, 5, 22)]
        if HolidayCalendar().name(day) == "Lundi de Pentecôte"
    )
    assert HolidayCalendar(whit_monday_worked=True).name(same_day) is None
    assert HolidayCalendar("972", whit_monday_worked=True).name(same_day) == "Abolition de l'esclavage"


def test_a_region_nobody_knows_is_refused_with_the_list_of_those_known() -> None:
    with pytest.raises(ValueError, match="metropole"):
        HolidayCalendar("GES")


@pytest.mark.parametrize(
    ("insee", "zone", "region"),
    [
        ("35238", "Europe/Paris", "metropole"),
        ("2A", "Europe/Paris", "metropole"),
        ("57463", "Europe/Paris", "57"),
        ("67", "Europe/Paris", "67"),
        ("68", "Europe/Paris", "68"),
        ("971", "America/Guadeloupe", "971"),
        ("97209", "America/Martinique", "972"),
        ("973", "America/Cayenne", "973"),
        ("97411", "Indian/Reunion", "974"),
        ("975", "America/Miquelon", "PM"),
        ("97611", "Indian/Mayotte", "976"),
        ("977", "America/St_Barthelemy", "BL"),
        ("978", "America/Marigot", "MF"),
        ("986", "Pacific/Wallis", "WF"),
        ("98735", "Pacific/Tahiti", "PF"),
        ("98731", "Pacific/Marquesas", "PF"),
        ("98719", "Pacific/Gambier", "PF"),
        ("988", "Pacific/Noumea", "NC"),
        ("", "Europe/Paris", "metropole"),
    ],
)
def test_a_territory_has_the_zone_and_the_holidays_of_its_insee_code(insee: str, zone: str, region: str) -> None:
    assert zone_of(insee) == zone
    assert region_of(insee) == region
    assert HolidayCalendar(region_of(insee)).region == region


@given(st.text(max_size=6))
def test_any_text_has_a_zone_and_a_known_region(insee: str) -> None:
    assert zone_of(insee)
    assert region_of(insee) in REGIONS
