"""A person reads all that is held on them, and erased, is nowhere any more."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select, update

from bot.storage import dossiers, inbox, memberships, people, plans, privacy, prompts, retention, versions
from bot.storage.database import Database
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from bot.storage.tables import audit, chat, metadata, outbox, person, plan, reading
from domain.dialogue.dossier import Dossier
from domain.dialogue.path import Path

PAUL, MARIE, GROUP = 7_000_111_222, 7_000_333_444, -1_000_555_666
Find = Callable[[str], list[str]]


def _erase(database: Database, person_id: int, now: datetime) -> privacy.Erased:
    return database.run(lambda db: privacy.erase(db, person_id, now))


def test_nothing_of_an_erased_person_is_found_anywhere(
    database: Database, town: int, find: Find, now: datetime
) -> None:
    traces = [
        str(PAUL),
        "Paul",
        "Martin",
        "450 dossiers",
        "Bonjour",
        "secret de la place",
        "mot privé",
        "écrit le soir",
    ]
    assert [trace for trace in traces if not find(trace)] == [], "the search must be able to find them"
    assert _erase(database, PAUL, now) == privacy.Erased(deleted=(), kept=(town,))
    assert [place for trace in traces for place in find(trace)] == []


def test_what_an_erased_person_answered_stays_with_nobody_as_author(
    database: Database, town: int, now: datetime
) -> None:
    _erase(database, PAUL, now)
    path = Path("needs/sentence", ("n1",))
    dossier = database.run(lambda db: dossiers.load(db, town))
    frozen = database.run(lambda db: versions.versions(db, town))[0].dossier
    for kept in (dossier.answers[path], frozen.answers[path]):
        assert (kept.value, kept.author) == ("Le haut débit manque au hameau", 0)
    assert dossier.removals[0].detached[0][1].author == 0
    assert database.run(lambda db: db.execute(select(reading.c.value, reading.c.author)).one()) == (450.0, 0)


def test_the_name_of_an_erased_owner_is_an_unanswered_question_again(
    database: Database, town: int, now: datetime
) -> None:
    _erase(database, PAUL, now)
    owner = Path("objectives/kpis/owner", ("o1", "k1"))
    assert owner not in database.run(lambda db: dossiers.load(db, town)).answers


def test_a_step_begun_before_an_erasure_is_run_again(database: Database, town: int, now: datetime) -> None:
    before = database.run(lambda db: dossiers.load(db, town))
    _erase(database, PAUL, now)
    with pytest.raises(dossiers.Conflict):
        database.run(lambda db: dossiers.save(db, town, before, dossiers.from_json(_renamed(before))))


def _renamed(dossier: Dossier) -> dict[str, object]:
    return {**dossiers.to_json(dossier), "closed": ["needs"]}


@pytest.mark.usefixtures("town")
def test_others_keep_their_conversations_and_waiting_messages(database: Database, now: datetime) -> None:
    _erase(database, PAUL, now)
    held = database.run(lambda db: privacy.export(db, MARIE))
    assert [len(held[name]) for name in ("talks", "prompts", "messages", "memberships")] == [2, 2, 1, 1]
    waiting = select(outbox.c.body).where(outbox.c.state == "pending").order_by(outbox.c.id)
    body = database.run(lambda db: db.scalars(waiting).all())
    assert [found["message"]["text"] for found in body] == ["… répondra lundi", "… a rejoint le plan"]


@pytest.mark.usefixtures("town")
def test_what_an_erased_person_sent_is_still_handled_as_an_empty_update(database: Database, now: datetime) -> None:
    _erase(database, PAUL, now)
    rows = database.run(lambda db: inbox.claim(db, owner="me", now=now, limit=9))
    assert {row.update_id: row.lane for row in rows} == {1: "erased", 3: f"{GROUP}:0"}
    assert rows[0].body == {"update_id": 1}
    assert "reply_to_message" not in rows[1].body["message"]


def test_a_plan_without_another_lead_is_deleted_wholly(
    database: Database, town: int, find: Find, now: datetime
) -> None:
    assert _erase(database, MARIE, now) == privacy.Erased(deleted=(town,), kept=())
    for trace in (str(MARIE), "Marie", "Vallons", "haut débit"):
        assert find(trace) == []
    assert database.run(lambda db: memberships.of_person(db, PAUL)) == []
    assert database.run(lambda db: people.get(db, PAUL)) is not None


def test_of_two_leads_the_second_to_leave_takes_the_plan_along(database: Database, town: int, now: datetime) -> None:
    database.run(lambda db: memberships.join(db, plan_id=town, person_id=PAUL, role=Role.LEAD, now=now))
    assert _erase(database, MARIE, now).kept == (town,)
    assert _erase(database, PAUL, now).deleted == (town,)


@pytest.mark.usefixtures("town")
def test_another_person_whose_id_contains_this_one_keeps_everything(
    database: Database, find: Find, now: datetime
) -> None:
    longer = PAUL * 10 + 1
    database.run(lambda db: _stranger(db, longer, now))
    _erase(database, PAUL, now)
    assert len(find(str(longer))) == 4


def _stranger(db: Connection, person_id: int, now: datetime) -> None:
    people.meet(db, person_id, first_name="Ana", language="fr", now=now)
    db.execute(insert(audit).values(at=now, what="suspended", ref=f"chat:{person_id}"))
    values = {"chat_id": 1, "thread_id": 0, "priority": 0, "not_before": now, "state": "pending", "created_at": now}
    counts = {"attempts": 0, "failures": 0, "ambiguous": 0}
    db.execute(insert(outbox).values(**values, **counts, body={"to": person_id}, dedup_key=f"1:0:{person_id}:0"))


def test_erasing_somebody_unknown_or_twice_changes_nothing(database: Database, town: int, now: datetime) -> None:
    for _ in range(2):
        _erase(database, 999, now)
    assert database.run(lambda db: len(memberships.of_plan(db, town))) == 2


@pytest.mark.usefixtures("town")
def test_an_export_holds_every_row_that_names_the_person(database: Database, find: Find) -> None:
    """Whatever the database holds under Paul's id is in what he is given, or is said by another about the plan."""
    held = database.run(lambda db: privacy.export(db, PAUL))
    assert len(held["answers_in_versions"]) == len(held["answers_in_removals"]) == 1
    assert [update["update_id"] for update in held["updates"]] == [1, 2]
    kept = {"person": 1, "memberships": 1, "invitations": 2, "answers": 1, "readings": 1, "talks": 1, "prompts": 1}
    assert {name: len(held[name]) for name in kept} == kept
    assert {name: len(held[name]) for name in ("chat", "messages", "trail")} == {"chat": 1, "messages": 1, "trail": 1}
    own = {"person", "membership", "invitation", "answer", "reading", "talk", "prompt", "chat", "outbox", "audit"}
    nested = {"plan_version", "version_author", "removal", "inbox"}
    assert {place.split(".")[0] for place in find(str(PAUL))} == own | nested
    assert database.run(lambda db: privacy.export(db, 999))["answers"] == []


@pytest.mark.usefixtures("town")
def test_an_export_does_not_hold_what_others_said(database: Database) -> None:
    held = str(database.run(lambda db: privacy.export(db, PAUL)))
    assert "Vallons" not in held
    assert "Merci Paul" not in held


@pytest.mark.usefixtures("town")
def test_an_export_is_plain_json(database: Database) -> None:
    held = database.run(lambda db: privacy.export(db, PAUL))
    assert json.loads(json.dumps(held)) == held


@pytest.mark.usefixtures("town")
def test_retention_keeps_the_young_and_drops_the_old(database: Database, now: datetime) -> None:
    def settle(db: Connection) -> None:
        db.execute(update(outbox).where(outbox.c.state == "delivered").values(settled_at=now))

    database.run(settle)
    assert set(database.run(lambda db: privacy.retention(db, now)).values()) == {0}
    dropped = database.run(lambda db: privacy.retention(db, now + timedelta(days=400)))
    assert dropped == {
        "updates": 1,
        "messages": 1,
        "prompts": 1,
        "invitations": 2,
        "handovers": 0,
        "removals": 1,
        "trail": 2,
        "people": 0,
    }
    assert database.run(lambda db: len(db.execute(select(plan)).all())) == 1


def test_somebody_who_never_agreed_nor_joined_is_forgotten(database: Database, now: datetime) -> None:
    database.run(lambda db: people.meet(db, 5, first_name="Passant", language="fr", now=now))
    database.run(lambda db: privacy.retention(db, now + timedelta(days=31)))
    assert database.run(lambda db: people.get(db, 5)) is None


@pytest.mark.usefixtures("town")
def test_nobody_who_agreed_is_erased_by_their_silence_alone(database: Database, now: datetime) -> None:
    """They are warned first, and not here: see tests/e2e/test_farewells.py."""
    database.run(lambda db: privacy.retention(db, now + timedelta(days=3000)))
    assert database.run(lambda db: {row.id for row in db.execute(select(person))}) == {PAUL, MARIE}


@pytest.mark.parametrize(("kind", "days"), [("import", 30), ("question", 400), ("offer", 400), ("nudge", 400)])
def test_a_prompt_that_nobody_answers_has_its_term(
    database: Database, town: int, now: datetime, kind: str, days: int
) -> None:
    row = PromptRow(
        id="live", talk_id=None, plan_id=town, chat_id=MARIE, audience=MARIE, kind=kind, acts=("go",), asked_at=now
    )
    database.run(lambda db: prompts.insert(db, row))
    for after, is_kept in ((days, True), (days + 1, False)):
        database.run(lambda db, after=after: privacy.retention(db, now + timedelta(days=after)))  # type: ignore[misc]
        assert (database.run(lambda db: prompts.get(db, "live")) is not None) is is_kept


@pytest.mark.usefixtures("town")
def test_what_is_kept_for_a_chat_that_stays_closed_has_its_term(database: Database, now: datetime) -> None:
    database.run(lambda db: db.execute(update(outbox).where(outbox.c.chat_id == MARIE).values(state="held")))
    held = select(func.count()).where(outbox.c.state == "held")
    for days, left in ((400, 1), (401, 0)):
        database.run(lambda db, days=days: privacy.retention(db, now + timedelta(days=days)))  # type: ignore[misc]
        assert database.run(lambda db: db.execute(held).scalar_one()) == left


def test_a_chat_that_nothing_holds_any_more_is_forgotten(database: Database, town: int, now: datetime) -> None:
    database.run(lambda db: db.execute(insert(chat).values(id=-77, kind="group", status="active", tat=now)))
    database.run(lambda db: db.execute(insert(chat).values(id=-78, kind="group", status="suspended")))
    assert town
    for days, found in ((1, [-78]), (31, [-78, -77])):
        later = now + timedelta(days=days)
        ids, after = database.run(lambda db, later=later: retention.unheld(db, later, -(2**62)))  # type: ignore[misc]
        assert (set(ids), after) == (set(found), None)
    assert database.run(lambda db: retention.forget_chats(db, [-78, -77, GROUP, PAUL])) == 2


def test_deleting_a_plan_leaves_no_row_of_it(database: Database, town: int) -> None:
    database.run(lambda db: plans.remove(db, town))
    for table in metadata.sorted_tables:
        if "plan_id" in table.c:
            query = select(func.count()).select_from(table)
            assert database.run(lambda db, query=query: db.execute(query).scalar_one()) == 0, table.name  # type: ignore[misc]
    assert database.run(lambda db: prompts.get(db, "n1")) is None
