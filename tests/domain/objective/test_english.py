"""Objectives in plain English."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.objective.read import Aim, Bound, Reading, Unfit, as_json, measure, read_objective
from domain.objective.rewrite import aimed

TODAY = date(2026, 11, 23)
FIELDS = ("direction", "amount", "unit", "baseline", "target", "deadline")


def read(sentence: str) -> Reading:
    return read_objective(sentence, TODAY)


def values(reading: Reading) -> tuple[object, ...]:
    return tuple(None if found is None else found.value for found in (getattr(reading, name) for name in FIELDS))


@pytest.mark.parametrize(
    ("sentence", "fields", "name"),
    [
        (
            "Raise the share of procedures available online from 40% to 70% by the end of 2029",
            (Aim.RISE, 30, "pt", 40, 70, date(2029, 12, 31)),
            "Share of procedures available online",
        ),
        (
            "Reduce the average waiting time from 20 to 10 days by June 2028.",
            (Aim.FALL, 10, "jour", 20, 10, date(2028, 6, 30)),
            "Average waiting time",
        ),
        (
            "Raise from 18 to 50 the number of residents helped each month within two years",
            (Aim.RISE, 32, "residents", 18, 50, date(2028, 11, 23)),
            "Number of residents helped each month",
        ),
        (
            "Lower digital spending from €50,000 to €40,000 by 2029",
            (Aim.FALL, 10_000, "€", 50_000, 40_000, date(2029, 12, 31)),
            "Digital spending",
        ),
        (
            "Raise the rate of trained staff from 40 percent in 2026 to 70 percent in 2029",
            (Aim.RISE, 30, "pt", 40, 70, date(2029, 12, 31)),
            "Rate of trained staff",
        ),
        (
            "Cut calls to the front desk by 20% by the end of 2027",
            (Aim.FALL, 20, "%", None, None, date(2027, 12, 31)),
            "Calls to the front desk",
        ),
        (
            "Increase the number of helpers by 5 in the next two years",
            (Aim.RISE, 5, None, None, None, date(2028, 11, 23)),
            "Number of helpers",
        ),
        (
            "By 2028, increase online requests to 60%",
            (Aim.RISE, None, "%", None, 60, date(2028, 12, 31)),
            "Online requests",
        ),
        (
            "Bring the processing time down to less than 15 days by 31/12/2028",
            (Aim.FALL, None, "jour", None, 15, date(2028, 12, 31)),
            "Processing time",
        ),
        (
            "Reach 90% of satisfied users by 2029",
            (Aim.REACH, None, "%", None, 90, date(2029, 12, 31)),
            "Share of satisfied users",
        ),
        (
            "Keep at least 95% of calls answered",
            (Aim.KEEP, None, "%", None, 95, None),
            "Share of calls answered",
        ),
        (
            "Train 150 agents in cybersecurity by March 2028",
            (Aim.CREATE, 150, "agents", None, 150, date(2028, 3, 31)),
            "Number of agents in cybersecurity",
        ),
        (
            "Halve the time it takes to reply to emails before 2028",
            (Aim.FALL, 2, "x", None, None, date(2027, 12, 31)),
            "Time it takes to reply to emails",
        ),
        ("Improve the website for our residents", (Aim.RISE, *[None] * 5), "Website for our residents"),
    ],
)
def test_a_plain_english_objective_is_read(sentence: str, fields: tuple[object, ...], name: str) -> None:
    reading = read(sentence)
    assert (values(reading), measure(reading)) == (fields, name)
    assert not reading.is_unread


def test_what_is_said_of_a_level_is_its_bound() -> None:
    assert read("Keep the reply time under 10 days").bound is Bound.CEILING
    assert read("Raise the share of calls answered to at least 90%").bound is Bound.FLOOR
    assert read("Raise the share of calls answered to 90%").bound is None


def test_a_share_that_rises_by_a_share_may_rise_by_points() -> None:
    assert [doubt.field for doubt in read("Raise the rate of online payments by 5%").doubts] == ["unit"]
    assert read("Cut the calls of our residents by 5%").doubts == ()


def test_what_cannot_be_kept_is_refused() -> None:
    past, above = read("Cut the calls by 20% by the end of 2020"), read("Raise the accessibility rate to 120%")
    assert ([each.why for each in past.refused], past.deadline) == ([Unfit.PAST_DEADLINE], None)
    assert ([each.why for each in above.refused], above.target) == ([Unfit.SHARE_ABOVE_100], None)


def test_a_second_goal_is_noticed() -> None:
    assert read("Raise the share of online payments to 60% and train 30 agents by 2029").more
    assert not read("Raise the share of online payments and of requests to 60% by 2029").more


def test_a_figure_that_no_verb_rules_is_unread_rather_than_missing() -> None:
    assert read("We want 200 residents to be helped by our staff").is_unread
    assert not read("We want better services for our residents").is_unread


def test_each_field_is_where_it_was_typed() -> None:
    sentence = "Please raise the share of online payments from 40% to 70% by the end of 2029"
    reading = read(sentence)
    assert reading.what is not None
    assert reading.deadline is not None
    assert sentence[reading.what.start : reading.what.end] == "the share of online payments"
    assert sentence[reading.deadline.start : reading.deadline.end] == "by the end of 2029"


def test_an_english_objective_is_never_said_again_in_french() -> None:
    assert aimed(read("Raise the share of online payments from 40% to 70% by the end of 2029")) is None


WORDS = (
    "raise reduce keep train halve the our share of number by from to at least under before within 2 years 40% 70 10"
    " days €5,000 2029 2020 end procedures online and , . : % 1,200 next"
)


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=16).map(" ".join))
def test_english_words_in_any_order_are_read_without_failing(text: str) -> None:
    reading = read_objective(f"the number of {text}", TODAY)
    assert as_json(reading)["sentence"] == reading.sentence
    assert measure(reading) is None or reading.what is not None
