"""Questions handed to somebody else: who holds them, what they replied, and how long that is kept."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot.storage import handovers, memberships, outbox, people, plans, privacy
from bot.storage.database import Database
from bot.storage.handovers import Handover, State
from bot.storage.tables import handover
from bot.storage.tables import outbox as sent
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path

PAUL, MARIE, KARIM = 7_000_111_222, 7_000_333_444, 7_000_777_888
FIBRE = Path("diagnosis.fibre")
REPLY = "un mot de Karim"
Find = Callable[[str], list[str]]


@pytest.fixture
def handed(database: Database, town: int, now: datetime) -> Handover:
    """A question that Marie hands to Karim, who is no member of her plan, by the link `q_karim`."""
    database.run(lambda db: people.meet(db, KARIM, first_name="Karim", language="fr", now=now))
    database.run(lambda db: people.consent(db, KARIM, now))
    expires_at = now + timedelta(days=14)

    def hand(number: int, token: str) -> Handover:
        return database.run(
            lambda db: handovers.create(
                db,
                handover_id=f"h{number}",
                plan_id=town,
                path=FIBRE,
                base=0,
                asked_by=MARIE,
                token=token,
                now=now,
                expires_at=expires_at,
            )
        )

    hand(2, "q_nobody")
    return hand(1, "q_karim")


def _replied(database: Database, handed: Handover) -> Handover:
    database.run(lambda db: handovers.take(db, handed.id, KARIM))
    return database.run(lambda db: handovers.reply(db, handed.id, REPLY, AnswerStatus.OK))


def test_a_token_is_kept_as_a_fingerprint_that_opens_its_question_alone(
    database: Database, handed: Handover, find: Find
) -> None:
    assert find("q_karim") == []
    assert database.run(lambda db: handovers.by_token(db, "q_karim")) == handed
    assert database.run(lambda db: handovers.by_token(db, "q_else")) is None


def test_the_first_who_opens_a_link_holds_its_question(database: Database, handed: Handover) -> None:
    assert database.run(lambda db: handovers.take(db, handed.id, KARIM))
    assert database.run(lambda db: handovers.take(db, handed.id, KARIM))
    assert not database.run(lambda db: handovers.take(db, handed.id, PAUL))
    assert database.run(lambda db: handovers.waiting_for(db, KARIM)) == [replace(handed, person_id=KARIM)]


def test_a_reply_replaces_the_former_and_is_forgotten_when_asked_again(
    database: Database, handed: Handover, now: datetime
) -> None:
    first = _replied(database, handed)
    assert (first.state, first.value, first.number) == (State.ANSWERED, REPLY, 1)
    second = database.run(lambda db: handovers.reply(db, handed.id, None, AnswerStatus.UNKNOWN))
    assert (second.value, second.status, second.number) == (None, AnswerStatus.UNKNOWN, 2)
    again = database.run(lambda db: handovers.reopen(db, handed.id, now + timedelta(days=20)))
    assert (again.state, again.value, again.status, again.number) == (State.WAITING, None, None, 2)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.WITHDRAWN])
def test_what_is_settled_is_no_longer_open(
    database: Database, town: int, handed: Handover, now: datetime, state: State
) -> None:
    database.run(lambda db: handovers.settle(db, handed.id, state, now))
    assert [each.id for each in database.run(lambda db: handovers.open_of_plan(db, town))] == ["h2"]


def test_erasing_a_colleague_deletes_what_they_replied_and_keeps_the_rest(
    database: Database, town: int, handed: Handover, find: Find, now: datetime
) -> None:
    _replied(database, handed)
    assert find(REPLY)
    assert database.run(lambda db: privacy.erase(db, KARIM, now)).deleted == ()
    assert [place for trace in (str(KARIM), "Karim", REPLY) for place in find(trace)] == []
    assert [each.id for each in database.run(lambda db: handovers.open_of_plan(db, town))] == ["h2"]


def test_erasing_the_lead_of_a_shared_plan_leaves_the_question_asked_by_nobody(
    database: Database, town: int, handed: Handover, find: Find, now: datetime
) -> None:
    database.run(lambda db: handovers.take(db, handed.id, KARIM))
    database.run(lambda db: handovers.settle(db, "h2", State.WITHDRAWN, now))

    database.run(lambda db: memberships.join(db, plan_id=town, person_id=PAUL, role=memberships.Role.LEAD, now=now))
    database.run(lambda db: privacy.erase(db, MARIE, now))
    assert find(str(MARIE)) == []
    left = database.run(lambda db: handovers.get(db, handed.id))
    assert left == replace(handed, asked_by=0, person_id=KARIM)


@pytest.mark.parametrize("state", ["pending", "delivered"])
def test_what_lead_and_colleague_were_told_of_each_other_goes_with_either(
    database: Database, handed: Handover, find: Find, now: datetime, state: str
) -> None:
    _replied(database, handed)

    def tell(db: Connection) -> None:
        for chat, text in ((MARIE, "Karim propose"), (KARIM, "Marie a besoin de vous")):
            body = {"do": "message", "message": {"text": text}}
            row = outbox.post(db, chat_id=chat, thread_id=0, body=body, priority=0, now=now)
            db.execute(update(sent).where(sent.c.id == row).values(state=state))

    database.run(tell)
    database.run(lambda db: privacy.erase(db, KARIM, now))
    assert find("Karim") == []
    database.run(tell)
    database.run(lambda db: people.meet(db, KARIM, first_name="Karim", language="fr", now=now))
    database.run(lambda db: handovers.take(db, "h2", KARIM))
    database.run(lambda db: privacy.erase(db, MARIE, now))
    assert find("Marie") == []


def test_a_plan_that_goes_takes_its_handed_questions_along(database: Database, town: int, handed: Handover) -> None:
    database.run(lambda db: plans.remove(db, town))
    assert database.run(lambda db: handovers.get(db, handed.id)) is None


def test_both_read_that_a_question_was_handed_and_only_the_colleague_what_was_replied(
    database: Database, handed: Handover
) -> None:
    _replied(database, handed)
    karim, marie = (database.run(lambda db, who=who: privacy.export(db, who)) for who in (KARIM, MARIE))  # type: ignore[misc]
    assert [each["value"] for each in karim["handed_questions"]] == [REPLY]
    assert [each["id"] for each in marie["handed_questions"]] == ["h1", "h2"]
    assert REPLY not in str(marie)
    assert str(KARIM) not in str(marie["handed_questions"])
    assert json.loads(json.dumps(karim)) == karim


@pytest.mark.parametrize(("days", "left"), [(40, ["h1", "h2"]), (46, ["h1"]), (400, [])])
def test_what_nobody_answered_goes_a_month_after_it_expired_and_a_reply_a_year_later(
    database: Database, handed: Handover, now: datetime, days: int, left: list[str]
) -> None:
    _replied(database, handed)
    database.run(lambda db: privacy.retention(db, now + timedelta(days=days)))
    assert sorted(database.run(lambda db: db.scalars(select(handover.c.id)).all())) == left


def test_what_was_withdrawn_goes_a_month_later(database: Database, handed: Handover, now: datetime) -> None:
    database.run(lambda db: handovers.settle(db, handed.id, State.WITHDRAWN, now))
    database.run(lambda db: privacy.retention(db, now + timedelta(days=31)))
    assert database.run(lambda db: handovers.get(db, handed.id)) is None
