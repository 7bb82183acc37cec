"""People, plans, members, groups and invitations."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.storage import groups, invitations, memberships, people, plans
from bot.storage.database import Database
from bot.storage.invitations import GROUP, Invitation, Refusal
from bot.storage.memberships import Role


@pytest.fixture
def plan_id(database: Database, now: datetime) -> int:
    return database.run(lambda db: plans.create(db, script_version=1, now=now))


def test_a_person_met_again_keeps_their_choices_and_takes_their_new_name(database: Database, now: datetime) -> None:
    def work(db: Connection) -> people.Person:
        people.meet(db, 7, first_name="Paul", language="fr", now=now)
        people.set_language(db, 7, "en")
        people.set_hour(db, 7, 8)
        people.consent(db, 7, now)
        return people.meet(db, 7, first_name="P\0aulo" + "o" * 200, language="fr", now=now + timedelta(days=1))

    assert database.run(work) == people.Person(7, "Paulo" + "o" * 123, "en", now, 8, now, now + timedelta(days=1))
    assert database.run(lambda db: people.get(db, 8)) is None


def test_a_plan_is_read_back_as_it_was_set(database: Database, plan_id: int, now: datetime) -> None:
    def work(db: Connection) -> plans.PlanRow | None:
        plans.set_place(db, plan_id, zone="Indian/Reunion", region="RE")
        plans.set_follow_up(db, plan_id, on=True)
        plans.set_language(db, plan_id, "en")
        return plans.get(db, plan_id)

    assert database.run(work) == plans.PlanRow(plan_id, 1, 0, "en", "Indian/Reunion", "RE", True, now, None)


def test_a_plan_is_completed_once(database: Database, plan_id: int, now: datetime) -> None:
    assert database.run(lambda db: plans.complete(db, plan_id, now))
    assert not database.run(lambda db: plans.complete(db, plan_id, now + timedelta(days=1)))
    kept = database.run(lambda db: plans.get(db, plan_id))
    assert kept
    assert kept.completed_at == now


def test_a_stranger_has_no_role(database: Database, plan_id: int) -> None:
    assert database.run(lambda db: memberships.role(db, plan_id, 7)) is None


def test_a_lead_who_opens_an_officials_invitation_stays_lead(database: Database, plan_id: int, now: datetime) -> None:
    def join(role: Role, label: str | None = None) -> memberships.Membership:
        return database.run(
            lambda db: memberships.join(db, plan_id=plan_id, person_id=7, role=role, now=now, label=label)
        )

    join(Role.LEAD)
    assert join(Role.OFFICIAL, "Paul").role is Role.LEAD
    assert join(Role.CONTRIBUTOR).label == "Paul"
    assert database.run(lambda db: memberships.role(db, plan_id, 7)) is Role.LEAD


def test_one_who_left_is_a_stranger(database: Database, plan_id: int, now: datetime) -> None:
    member = database.run(lambda db: memberships.join(db, plan_id=plan_id, person_id=7, role=Role.CONTRIBUTOR, now=now))
    assert database.run(lambda db: memberships.of_plan(db, plan_id)) == [member]
    assert database.run(lambda db: memberships.of_person(db, 7)) == [member]
    database.run(lambda db: memberships.leave(db, plan_id, 7))
    assert database.run(lambda db: memberships.of_plan(db, plan_id)) == []


def test_a_plan_has_one_group_and_a_topic_is_not_the_whole_chat(
    database: Database, plan_id: int, now: datetime
) -> None:
    for thread in (0, 4):
        database.run(lambda db, t=thread: groups.bind(db, plan_id, chat_id=-5, thread_id=t, now=now))  # type: ignore[misc]
    assert database.run(lambda db: groups.get(db, plan_id)) == groups.Group(plan_id, -5, 4, now)
    assert database.run(lambda db: [len(groups.by_chat(db, -5, thread)) for thread in (None, 4, 0)]) == [1, 1, 0]
    database.run(lambda db: groups.unbind(db, plan_id))
    assert database.run(lambda db: groups.get(db, plan_id)) is None


def _invite(database: Database, plan_id: int, now: datetime, role: str = "contributor") -> Invitation:
    end = now + timedelta(days=7)
    made = {"plan_id": plan_id, "role": role, "created_by": 1, "token": "open sesame", "now": now, "expires_at": end}
    return database.run(lambda db: invitations.create(db, **made, label="Paul"))  # type: ignore[arg-type]


def test_an_invitation_opens_once(database: Database, plan_id: int, now: datetime) -> None:
    made = _invite(database, plan_id, now)
    assert database.run(lambda db: invitations.of_plan(db, plan_id, now)) == [made]
    assert database.run(lambda db: invitations.redeem(db, "open sesame", 7, now)) == made
    assert database.run(lambda db: invitations.redeem(db, "open sesame", 7, now)) == Refusal()
    assert database.run(lambda db: invitations.of_plan(db, plan_id, now)) == []


def test_every_invitation_that_does_not_open_answers_the_same(database: Database, plan_id: int, now: datetime) -> None:
    made = _invite(database, plan_id, now)

    def opened(token: str, at: datetime, *, in_group: bool = False) -> Invitation | Refusal:
        return database.run(lambda db: invitations.redeem(db, token, 7, at, for_group=in_group))

    unknown, expired = opened("guessed", now), opened("open sesame", made.expires_at)
    foreign = opened("open sesame", now, in_group=True)
    assert database.run(lambda db: invitations.revoke(db, plan_id, made.reference, now))
    revoked = opened("open sesame", now)
    assert [unknown, expired, foreign, revoked] == [Refusal()] * 4
    assert len({repr(answer) for answer in (unknown, expired, foreign, revoked)}) == 1


def test_an_invitation_of_another_plan_is_not_revoked(database: Database, plan_id: int, now: datetime) -> None:
    made = _invite(database, plan_id, now)
    assert not database.run(lambda db: invitations.revoke(db, plan_id + 1, made.reference, now))
    assert database.run(lambda db: invitations.redeem(db, "open sesame", 7, now)) == made


def test_an_invitation_for_a_group_opens_in_a_group_only(database: Database, plan_id: int, now: datetime) -> None:
    made = _invite(database, plan_id, now, GROUP)
    assert database.run(lambda db: invitations.redeem(db, "open sesame", 7, now)) == Refusal()
    assert database.run(lambda db: invitations.redeem(db, "open sesame", 7, now, for_group=True)) == made
