"""A town's plan with everything in it, and a way to look for a word in a whole database."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select

from bot.storage import (
    audits,
    dossiers,
    groups,
    inbox,
    invitations,
    memberships,
    outbox,
    people,
    plans,
    prompts,
    talks,
    versions,
)
from bot.storage.database import Database
from bot.storage.memberships import Role
from bot.storage.tables import chat, metadata, occurrence, reading, rule
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier, Removal
from domain.dialogue.path import Path
from domain.dialogue.talk import Conversation, Prompt, PromptKind

PAUL, MARIE, GROUP = 7_000_111_222, 7_000_333_444, -1_000_555_666


@pytest.fixture
def town(database: Database, now: datetime) -> int:
    """The plan of Marie, its lead, and Paul, who owns a KPI; everything that can hold a trace of them does."""
    return database.run(lambda db: _town(db, now))


@pytest.fixture
def find(database: Database) -> Callable[[str], list[str]]:
    """Where a word stands, in any column of any table: "table.column: value"."""
    return lambda word: database.run(lambda db: _found(db, word))


def _found(db: Connection, word: str) -> list[str]:
    return [
        f"{table.name}.{name}: {value}"
        for table in metadata.sorted_tables
        for row in db.execute(select(table)).mappings()
        for name, value in row.items()
        if word in _text(value)
    ]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _town(db: Connection, now: datetime) -> int:
    plan_id = plans.create(db, script_version=1, now=now)
    for person_id, name, role, label in (
        (MARIE, "Marie", Role.LEAD, None),
        (PAUL, "Paul", Role.CONTRIBUTOR, "Paul Martin"),
    ):
        people.meet(db, person_id, first_name=name, language="fr", now=now)
        people.consent(db, person_id, now)
        memberships.join(db, plan_id=plan_id, person_id=person_id, role=role, label=label, now=now)
        db.execute(insert(chat).values(id=person_id, kind="private", status="active"))
    db.execute(insert(chat).values(id=GROUP, kind="group", status="active", tat=now))
    groups.bind(db, plan_id, chat_id=GROUP, thread_id=0, now=now)
    _answer(db, plan_id, now)
    _converse(db, plan_id, now)
    _deliver(db, now)
    _follow(db, plan_id, now)
    day = timedelta(days=1)
    made = {"plan_id": plan_id, "now": now, "expires_at": now + day}
    invitations.create(db, **made, role="contributor", created_by=MARIE, token="paul", label="Paul Martin")  # type: ignore[arg-type]
    invitations.redeem(db, "paul", PAUL, now)
    invitations.create(db, **made, role="official", created_by=PAUL, token="mayor")  # type: ignore[arg-type]
    return plan_id


def _answer(db: Connection, plan_id: int, now: datetime) -> None:
    start = dossiers.load(db, plan_id)
    needs = Path("needs")

    def given(value: str, author: int) -> Answer:
        return Answer(value, AnswerStatus.OK, 1, author, now)

    sentence = given("Le haut débit manque au hameau", PAUL)
    owner = Path("objectives/kpis/owner", ("o1", "k1"))
    answers = {Path("frame.name"): given("Plan de Vallons", MARIE), Path("needs/sentence", ("n1",)): sentence}
    removal = Removal("r1", now, ((needs, "n2", 1),), ((Path("actions/need", ("a1",)), given("n2", PAUL)),))
    after = Dossier(1, 1, {**answers, owner: given("Paul Martin", MARIE)}, {needs: ("n1",)}, frozenset(), (removal,))
    dossiers.save(db, plan_id, start, after)
    versions.freeze(db, plan_id, after, now)


def _converse(db: Connection, plan_id: int, now: datetime) -> None:
    for person_id, chat_id, text in (
        (PAUL, PAUL, "450 dossiers"),
        (MARIE, GROUP, "Paul propose 450"),
        (MARIE, MARIE, ""),
    ):
        opened = talks.open_talk(db, person_id=person_id, chat_id=chat_id, thread_id=0)
        prompt = Prompt(f"p{opened.id}", PromptKind.QUESTION, Path("frame.name"), 0, ("ok",), now, {"proposed": text})
        place = {"talk_id": opened.id, "plan_id": plan_id, "chat_id": chat_id, "thread_id": 0}
        row = prompts.PromptRow.of(prompt, **place, audience=person_id, labels=("Paul Martin", "Autre"))
        prompts.insert(db, row)
        talks.save(
            db, talks.ConversationRow(opened.id, person_id, chat_id, 0, plan_id, Conversation(person_id, prompt))
        )
    typed: dict[str, object] = {"typed": "dit par Paul, écrit le soir", "author": PAUL}
    for prompt_id, payload in (("n1", typed), ("n2", {"author": PAUL})):
        nudge = prompts.PromptRow(
            id=prompt_id,
            kind="nudge",
            acts=("ok",),
            payload=payload,
            talk_id=None,
            plan_id=plan_id,
            chat_id=GROUP,
            audience=None,
            asked_at=now,
        )
        prompts.insert(db, nudge)
    prompts.close(db, "n1", chosen="ok", now=now, source_message_id=77)


def _deliver(db: Connection, now: datetime) -> None:
    def post(chat_id: int, text: str, key: str | None = None, **more: int) -> int | None:
        body = {"do": "message", "message": {"text": text}, **more}
        return outbox.post(
            db, chat_id=chat_id, thread_id=0, body=body, priority=1, now=now, dedup_key=key and f"{key}:{chat_id}:0"
        )

    post(PAUL, "Bonjour Paul", "1:0")
    sent = post(GROUP, "Paul a écrit : Le haut débit manque au hameau", "2:0")
    waiting = post(GROUP, "Paul Martin répondra lundi", f"3:0:{PAUL}", person=PAUL)
    post(MARIE, "Paul a rejoint le plan")
    assert waiting
    db.execute(
        metadata.tables["outbox"].update().where(metadata.tables["outbox"].c.id == sent).values(state="delivered")
    )
    paul = {"id": PAUL, "is_bot": False, "first_name": "Paul"}
    marie = {"id": MARIE, "is_bot": False, "first_name": "Marie"}
    group = {"id": GROUP, "type": "group"}
    said = {"message_id": 5, "from": paul, "chat": group, "text": "le secret de la place"}
    private = {"message_id": 6, "from": paul, "chat": {"id": PAUL, "type": "private"}, "text": "mot privé"}
    reply = {"message_id": 7, "from": marie, "chat": group, "text": "Merci Paul", "reply_to_message": said}
    received: list[dict[str, Any]] = [
        {"update_id": 1, "message": private},
        {"update_id": 2, "message": said},
        {"update_id": 3, "message": reply},
        {"update_id": 4, "message": {**private, "text": "déjà traité"}},
    ]
    inbox.receive(db, received, now)
    table = metadata.tables["inbox"]
    db.execute(table.update().where(table.c.update_id == 4).values(state="done", body=None))
    audits.write(db, "suspended", [f"chat:{PAUL}", f"chat:{GROUP}"], now)


def _follow(db: Connection, plan_id: int, now: datetime) -> None:
    kpi = {"plan_id": plan_id, "kpi": "objectives/o1/kpis/k1"}
    day = date(2026, 11, 23)
    rule_id = _add(db, rule, **kpi, cadence={"every": "monthly"}, state="active", started_on=day)
    done = _add(db, occurrence, rule_id=rule_id, period="2026-11", due_at=now, state="done")
    _add(db, reading, **kpi, on=day, value=450.0, author=PAUL, at=now, occurrence_id=done)


def _add(db: Connection, table: Table, **values: object) -> int:
    """Insert a row, with nothing in the columns that are needed and not told; return its id."""
    needed = [column for column in table.c if not column.nullable and not column.primary_key]
    empty = {column.name: column.type.python_type() for column in needed if column.name not in values}
    return int(db.execute(insert(table).values({**empty, **values}).returning(table.c.id)).scalar_one())
