"""What is due is asked once, on time, of the right person, whatever happened meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, TypeAlias

import pytest
from sqlalchemy import Connection

from bot.reminders import planner, rules
from bot.storage import people, plans
from bot.storage.memberships import Role

# What conftest.py gives
Office: TypeAlias = Any
Names: TypeAlias = Any


def test_a_kpi_is_asked_on_its_day_at_half_past_nine_of_its_owner_alone(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    assert office.at("2026-12-01T09:29+01:00").tick() == []
    (message,) = office.at("2026-12-01T09:30+01:00").tick()
    assert office.sent[0][0].chat_id == desk.PAUL
    assert "Démarches en ligne" in message.text
    assert "prévue" not in message.text


def test_after_downtime_each_kpi_is_asked_once_with_the_time_it_was_planned(office: Office, desk: Names) -> None:
    office.follow(desk.Wish("A", frequency="weekly"), desk.Wish("B", owner=None, frequency="monthly"))
    left = office.at("2027-03-03T11:00+01:00").tick()
    assert len(left) == 2
    assert {row.chat_id for row, _ in office.sent} == {desk.PAUL, desk.LEAD}
    assert all("prévue lundi 1er mars à 9\u202fh\u202f30" in message.text for message in left)
    assert office.tick() == []


def test_nothing_older_than_its_period_is_asked(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="monthly"))
    office.at("2027-02-03T11:00+01:00").tick()
    assert [each.period for each in office.open] == ["2027-02"]


def test_several_kpis_of_one_person_are_one_message(office: Office, desk: Names) -> None:
    office.follow(*(desk.Wish(f"KPI {n}") for n in range(3)))
    (message,) = office.at("2026-12-01T09:30+01:00").tick()
    assert all(f"KPI {n}" in message.text for n in range(3))


def test_a_group_is_asked_when_nobody_answers_to_the_owners_name(office: Office, desk: Names) -> None:
    office.bind()
    office.follow(desk.Wish(owner="Technique"))
    (message,) = office.at("2026-12-01T09:30+01:00").tick()
    row = office.sent[0][0]
    assert (row.chat_id, row.body["audience"]) == (desk.GROUP, None)
    assert "Technique" in message.text


def test_more_than_five_kpis_in_a_group_are_a_digest(office: Office, desk: Names) -> None:
    office.bind()
    office.follow(*(desk.Wish(f"KPI {n}", owner="Technique") for n in range(4)))
    (message,) = office.at("2026-12-01T09:30+01:00").tick()
    assert "Par lequel" not in message.text
    office.follow(*(desk.Wish(f"KPI {n}", owner="Technique") for n in range(6)))
    (message,) = office.at("2027-01-04T09:30+01:00").tick()
    assert "Par lequel" in message.text
    assert office.sent[-1][0].priority == 2


def test_the_lead_is_asked_and_told_how_to_invite_when_the_owner_is_not_linked(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(owner="Technique"))
    (message,) = office.at("2026-12-01T09:30+01:00").tick()
    assert office.sent[0][0].chat_id == desk.LEAD
    assert "Personne n’est encore relié" in message.text
    assert "Inviter Technique" in message.keyboard[-1][0].text


def test_every_lead_is_asked_for_what_nobody_owns(office: Office, desk: Names) -> None:
    office.join(desk.MARIE, Role.LEAD)
    office.follow(desk.Wish(owner=None))
    assert len(office.at("2026-12-01T09:30+01:00").tick()) == 2
    office.type(desk.LEAD, "65")
    assert office.open == ()
    assert "65" in desk.text_of(office.redrawn(desk.MARIE)[-1])


def test_an_official_is_never_asked(office: Office, desk: Names) -> None:
    office.join(desk.ELU, Role.OFFICIAL, "Mairie")
    office.follow(desk.Wish(owner="Mairie"))
    office.at("2026-12-01T09:30+01:00").tick()
    assert {row.chat_id for row, _ in office.sent} == {desk.LEAD}


@pytest.mark.parametrize("hour", [8, 12, 18])
def test_editing_the_hour_makes_neither_hole_nor_duplicate(office: Office, desk: Names, hour: int) -> None:
    office.follow(desk.Wish(frequency="weekly"))
    office.at("2026-12-07T10:00+01:00").tick()
    for day in ("2026-12-08", "2026-12-14"):
        office.at(f"{day}T09:00+01:00")
        office.db.run(lambda db: people.set_hour(db, desk.PAUL, hour))
        office.db.run(lambda db: rules.realign(db, office.plan, office.now))
        office.tick()
    office.at("2026-12-14T18:30+01:00").tick()
    office.at("2026-12-21T18:30+01:00").tick()
    assert sorted(each.period for each in office.all_occurrences()) == ["2026-W50", "2026-W51", "2026-W52"]


def test_moving_to_another_zone_makes_neither_hole_nor_duplicate(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="weekly"))
    office.at("2026-12-07T10:00+01:00").tick()

    def move(db: Connection) -> None:
        plans.set_place(db, office.plan, zone="Pacific/Tahiti", region="PF")
        rules.realign(db, office.plan, office.now)

    office.db.run(move)
    office.run_until(office.now + timedelta(days=15), every=timedelta(hours=3))
    assert sorted(each.period for each in office.all_occurrences()) == ["2026-W50", "2026-W51", "2026-W52"]


def test_keeping_in_line_again_changes_nothing(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    before = office.rules
    office.db.run(lambda db: rules.realign(db, office.plan, office.now))
    assert office.rules == before


def test_a_kpi_that_is_gone_is_asked_no_more_and_comes_back_with_its_history(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at("2026-12-01T09:30+01:00").tick()
    office.follow()
    assert office.open == ()
    assert office.rules[0].next_at is None
    office.follow(desk.Wish())
    assert office.rules[0].next_period == "2027-01"


def test_a_new_owner_is_asked_for_what_is_open_in_place_of_the_former_one(office: Office, desk: Names) -> None:
    office.join(desk.MARIE, Role.CONTRIBUTOR, "Technique")
    office.follow(desk.Wish())
    office.at("2026-12-01T09:30+01:00")
    office.db.run(lambda db: planner.plan_due(db, office.now))
    office.follow(desk.Wish(owner="technique"))
    office.tick()
    assert [row.chat_id for row, _ in office.sent] == [desk.MARIE]


def test_the_former_owner_can_no_longer_answer(office: Office, desk: Names) -> None:
    office.join(desk.MARIE, Role.CONTRIBUTOR, "Technique")
    office.follow(desk.Wish())
    office.at("2026-12-01T09:30+01:00").tick()
    office.follow(desk.Wish(owner="Technique"))
    office.press(desk.PAUL, "missing")
    assert office.readings == ()


def test_holidays_of_the_territory_are_kept(office: Office, desk: Names) -> None:
    office.db.run(lambda db: plans.set_place(db, office.plan, zone="Indian/Reunion", region="974"))
    office.follow(desk.Wish(frequency="weekly"))
    office.at("2027-12-19T12:00+04:00").tick()
    office.sent.clear()
    assert office.at("2027-12-20T12:00+04:00").tick() == []  # abolition of slavery, a Monday
    assert len(office.at("2027-12-21T09:30+04:00").tick()) == 1


def test_the_fourteenth_of_july_is_kept_even_for_a_late_message(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="weekly"))
    office.at("2027-07-14T11:00+02:00")
    assert office.tick() == []
    (message,) = office.at("2027-07-15T09:30+02:00").tick()
    assert "prévue lundi 12 juillet" in message.text


def test_nothing_leaves_in_quiet_hours_and_one_message_leaves_after_them(office: Office, desk: Names) -> None:
    office.follow(desk.Wish("A"), desk.Wish("B", frequency="weekly"))
    assert office.at("2026-12-07T22:00+01:00").tick() == []
    assert office.at("2026-12-08T07:59+01:00").tick() == []
    (message,) = office.at("2026-12-08T08:00+01:00").tick()
    assert "A" in message.text
    assert "B" in message.text


def test_a_message_that_could_not_leave_before_the_evening_waits_for_the_morning(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at("2026-12-01T18:59+01:00")
    office.db.run(lambda db: planner.plan_due(db, office.now))
    assert office.at("2026-12-01T19:01+01:00").tick() == []
    assert len(office.at("2026-12-02T08:00+01:00").tick()) == 1


def test_the_clocks_going_forward_or_back_make_neither_hole_nor_duplicate(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="weekly"))
    office.at("2027-03-22T10:00+01:00").tick()
    office.run_until(office.now + timedelta(days=14), every=timedelta(minutes=90))
    periods = sorted(each.period for each in office.all_occurrences())
    assert periods == ["2027-W12", "2027-W13", "2027-W14"]


def test_a_value_given_in_the_period_is_not_asked_again(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="monthly"))
    office.at("2026-12-01T10:00+01:00").tick()
    office.type(desk.PAUL, "65")
    office.follow(desk.Wish(frequency="quarterly"))
    office.follow(desk.Wish(frequency="monthly"))
    office.sent.clear()
    office.run_until(office.now + timedelta(days=25), every=timedelta(hours=6))
    assert office.sent == []


def test_a_paused_plan_is_silent_until_it_resumes(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="weekly"))
    office.at("2026-12-07T10:00+01:00").tick()
    office.db.run(lambda db: rules.pause(db, office.plan, office.now))
    office.follow(desk.Wish(frequency="weekly"), desk.Wish("B", frequency="weekly"))
    assert office.run_until(office.now + timedelta(days=20), every=timedelta(hours=5)) == []
    office.db.run(lambda db: rules.resume(db, office.plan, office.now))
    assert len(office.run_until(office.now + timedelta(days=6), every=timedelta(hours=5))) >= 1


def test_a_plan_that_is_not_followed_up_is_silent_and_loses_no_rule(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="weekly"))
    office.db.run(lambda db: plans.set_follow_up(db, office.plan, on=False))
    assert office.run_until(office.now + timedelta(days=20), every=timedelta(hours=5)) == []
    assert all(rule.next_at > office.now for rule in office.rules)


def test_a_crash_between_planning_and_sending_loses_nothing(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at("2026-12-01T09:30+01:00")
    office.db.run(lambda db: planner.plan_due(db, office.now))
    (message,) = desk.Office(office.db, office.plan, office.clock).send()
    assert "Démarches" in message.text


def test_a_crash_while_planning_leaves_nothing_half_done(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at("2026-12-01T09:30+01:00")

    def crash(db: Connection) -> None:
        planner.plan_due(db, office.now)
        raise RuntimeError("the process dies here")

    with pytest.raises(RuntimeError):
        office.db.run(crash)
    assert len(office.tick()) == 1


def test_two_planners_at_once_never_ask_twice(office: Office, desk: Names) -> None:
    office.follow(*(desk.Wish(f"KPI {n}") for n in range(4)))
    office.at("2026-12-01T09:30+01:00")
    barrier = Barrier(4)

    def plan() -> int:
        barrier.wait()
        return int(office.db.run(lambda db: planner.plan_due(db, office.now)))

    with ThreadPoolExecutor(4) as threads:
        for future in [threads.submit(plan) for _ in range(4)]:
            future.result()
    office.tick()
    assert len(office.sent) == 1
    assert len(office.all_occurrences()) == 4


def test_an_overdue_batch_is_planned_whole_even_beyond_its_limit(office: Office, desk: Names) -> None:
    office.follow(*(desk.Wish(f"KPI {n}") for n in range(4)))
    office.at("2026-12-01T09:30+01:00")
    assert office.db.run(lambda db: planner.plan_due(db, office.now, limit=2)) == 2
    assert len(office.send()) == 1
    assert len(office.open) == 4
