"""One message a person an instant: whatever the plans, the reasons and the KPIs; silence is told within its period."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.chats import resume_chat, suspend_chat
from bot.reminders.asking import Why
from bot.storage import plans, tables
from bot.storage.memberships import Role
from domain.followup.asking_times import after_asking, after_asking_again, allowed, cadence_for, calendar, end_of
from domain.followup.cadence import next_due
from domain.followup.holiday import REGIONS
from domain.plan import Frequency
from domain.questionnaire import SCRIPT

if TYPE_CHECKING:
    from tests.reminders.conftest import Office

Names = Any
FIRST = "2026-12-01T09:30+01:00"


def _second(office: "Office", desk: Names, *wishes: Any) -> "Office":  # noqa: ANN401 - a Wish
    """Another plan, in which Paul answers to "Accueil" too."""

    def work(db: Any) -> int:  # noqa: ANN401 - a Connection
        plan = plans.create(db, script_version=SCRIPT.version, now=office.now)
        plans.set_follow_up(db, plan, on=True)
        return plan

    other = replace(office, plan=office.db.run(work))
    other.join(desk.MARIE, Role.LEAD, name="Marie")
    other.join(desk.PAUL, Role.CONTRIBUTOR, "Accueil", name="Paul")
    other.follow(*wishes)
    return other


def _to(office: "Office", chat: int) -> list[str]:
    return [str(message.text) for row, message in office.sent if row.chat_id == chat]  # type: ignore[union-attr]


def test_two_plans_at_one_instant_are_one_message(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish("Appels décrochés", unit="count", baseline=40, target=80))
    other = _second(office, desk, desk.Wish("Visites", unit="count", baseline=10, target=20))
    office.at(FIRST).tick()
    (said,) = _to(office, desk.PAUL)
    assert "Appels décrochés" in said
    assert "Visites" in said
    assert said.count("Plan numérique") == 2, "each under its plan"
    reply = office.type(desk.PAUL, "45")
    assert "« Appels décrochés »" in desk.text_of(reply.messages[-1]).replace("\u202f", " ")
    office.type(desk.PAUL, "12")
    assert [each.value for each in office.readings] == [45]
    assert [each.value for each in other.readings] == [12]


def test_a_person_gone_from_a_plan_no_longer_answers_for_it_in_the_shared_message(
    office: "Office", desk: Names
) -> None:
    office.follow(desk.Wish("Appels décrochés"))
    other = _second(office, desk, desk.Wish("Visites", "Accueil"))
    office.at(FIRST).tick()
    membership = tables.membership
    gone = membership.c.plan_id == other.plan, membership.c.person_id == desk.PAUL
    office.db.run(lambda db: db.execute(membership.delete().where(*gone)))
    office.press(desk.PAUL, "missing")
    office.press(desk.PAUL, "missing")
    assert len(office.readings) == 1
    assert other.readings == ()


def test_a_due_and_an_again_at_one_instant_are_one_message(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish("Mensuel"), desk.Wish("Hebdomadaire", frequency="weekly"))
    office.at("2027-02-26T10:00+01:00").tick()
    office.sent.clear()
    office.run_until(datetime(2027, 3, 31, tzinfo=UTC), every=timedelta(minutes=30))
    instants = [(row.chat_id, row.not_before) for row, _ in office.sent]
    assert len(instants) == len(set(instants))


def test_what_the_lead_is_told_and_asked_at_one_instant_is_one_message(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish("D’un autre"), desk.Wish("Du pilote", None), desk.Wish("D’un deuxième"))
    for instant in (FIRST, "2026-12-04T09:30+01:00", "2026-12-09T09:30+01:00"):
        office.at(instant).tick()
    told = [message for row, message in office.sent if row.chat_id == desk.LEAD]
    assert len(told) == 3
    last = desk.text_of(told[-1])
    assert "Sans réponse" in last
    assert "D’un autre" in last
    labels = [button.text for line in told[-1].keyboard for button in line]  # type: ignore[union-attr]
    assert [str(each) for each in labels if "Responsable" in str(each)] == [
        "Responsable\u202f: D’un autre",
        "Responsable\u202f: D’un deuxième",
    ]


def test_back_from_a_block_what_is_still_open_is_one_message(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish("Mensuel"), desk.Wish("Trimestriel", frequency="quarterly"))
    other = _second(office, desk, desk.Wish("Visites"))
    office.db.run(lambda db: suspend_chat(db, desk.PAUL, "blocked", office.now))
    for instant in (FIRST, "2026-12-04T09:30+01:00", "2027-01-04T09:30+01:00", "2027-01-07T09:30+01:00"):
        office.at(instant)
        _plan_only(office)
        office.db.run(_hold)
    office.at("2027-01-08T11:00+01:00")
    office.db.run(lambda db: resume_chat(db, desk.PAUL, office.now))
    office.send()
    (said,) = _to(office, desk.PAUL)
    assert said.count("Mensuel") >= 1
    assert said.count("Visites") >= 1
    assert other.open


def _plan_only(office: "Office") -> None:
    from bot.reminders import planner  # noqa: PLC0415

    office.db.run(lambda db: planner.plan_due(db, office.now))
    office.db.run(lambda db: planner.follow_up(db, office.now))


def _hold(db: Any) -> None:  # noqa: ANN401 - a Connection
    found = tables.outbox
    db.execute(found.update().where(found.c.chat_id == 202, found.c.state == "pending").values(state="held"))


@pytest.mark.parametrize(
    ("down", "back"),
    [("2026-11-30T18:00+01:00", "2027-01-04T08:15+01:00"), ("2026-12-02T10:00+01:00", "2027-01-04T08:15+01:00")],
)
def test_down_over_a_due_day_and_back_before_the_next_asks_for_the_new_period_alone(
    office: "Office", desk: Names, down: str, back: str
) -> None:
    office.follow(desk.Wish())
    office.run_until(datetime.fromisoformat(down))
    office.sent.clear()
    office.at(back)
    office.run_until(office.now + timedelta(days=2))
    ((row, _),) = office.sent
    assert (row.chat_id, row.body["why"]) == (desk.PAUL, Why.DUE)
    assert [each.period for each in office.open] == ["2027-01"]


def test_a_number_typed_alone_says_what_it_was_noted_for(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish("Appels décrochés", unit="count", baseline=40, target=80))
    office.at(FIRST).tick()
    said = desk.text_of(office.type(desk.PAUL, "45").messages[-1])
    assert "« Appels décrochés »" in said.replace("\u202f", " ")
    said = desk.text_of(office.type(desk.PAUL, "590").messages[-1])
    assert "« Appels décrochés »" in said.replace("\u202f", " ")


@pytest.mark.parametrize("region", [*REGIONS])
def test_weekly_silence_is_told_within_its_week_holidays_included(region: str) -> None:
    cadence = cadence_for(Frequency.WEEKLY, None, zone="Europe/Paris", region=region)
    holidays, zone = calendar(cadence.region), ZoneInfo("Europe/Paris")
    due = next_due(cadence, datetime(2024, 1, 1, tzinfo=UTC), holidays=holidays)
    while due.at < datetime(2034, 1, 1, tzinfo=UTC):
        end, then = end_of(cadence, due.at), after_asking(due.at, due.at, cadence)
        if then.step == 0:
            assert due.at < then.at < end
            then = after_asking_again(then.at, due.at, cadence)
        assert then.step == 1, due.period
        assert due.at < then.at < end, due.period
        assert allowed(then.at, cadence) == then.at, "on a working day, out of quiet hours"
        assert then.at.astimezone(zone).date().isocalendar()[:2] == due.at.astimezone(zone).date().isocalendar()[:2]
        due = next_due(cadence, due.at, holidays=holidays)


def test_a_week_of_one_working_day_tells_the_lead_that_afternoon() -> None:
    cadence = cadence_for(Frequency.WEEKLY, None, zone="Europe/Paris", region="")
    friday = datetime.combine(date(2026, 12, 4), time(9, 30), ZoneInfo("Europe/Paris")).astimezone(UTC)
    then = after_asking(friday, friday, cadence)
    assert (then.step, then.at.astimezone(ZoneInfo("Europe/Paris")).time()) == (1, time(16))
    late = friday + timedelta(hours=7)
    assert after_asking(late, friday, cadence).step == 2, "too late to have answered"
