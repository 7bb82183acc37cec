"""A database as years of use leave it: one plan made by the storage functions, then copied by SQL as often as asked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import Column, Connection, Table, insert, null, text, update

from bot.chat.outgoing import SendText, body
from bot.cli.scenario import LINES
from bot.cli.seeding import finished
from bot.current_plan import current_plan
from bot.reminders import rules as following
from bot.storage import (
    dossiers,
    groups,
    handovers,
    invitations,
    memberships,
    outbox,
    people,
    plans,
    prompts,
    readings,
    rules,
    talks,
    versions,
)
from bot.storage.database import Database
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from bot.storage.tables import asking, audit, chat, inbox, metadata, occurrence, removal, rule
from bot.storage.tables import outbox as outbox_table
from bot.storage.talks import ConversationRow
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.talk import Conversation, Prompt, PromptKind
from domain.questionnaire import SCRIPT

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # 10:00 in Paris, a Tuesday
STRIDE = 1_000
"""Between the ids of a plan and those of its copy; the first one's are smaller, its people's and its group's apart."""
LEAD, AGENT, OFFICIAL, GROUP = 5_000_000_001, 5_000_000_002, 5_000_000_003, -5_000_000_001
LINK, QUESTION = "a token", "q_token"
ASKED = 6
"""Questions of the first plan already answered, and messages delivered to each of its people."""
MONTHS = 6

_MOVED = {
    *("id", "plan_id", "talk_id", "outbox_id", "rule_id", "occurrence_id", "update_id"),
    *("person_id", "author", "created_by", "used_by", "asked_by", "audience", "chat_id"),
}
_NAMED = {"id", "prompt_id", "live_prompt", "card_id", "dedup_key"}
_ALONE = {"bot_lane", "lease", "audit"}


def fill(db: Database, count: int) -> None:
    """Fill an empty database with `count` plans that go on, their people, their past, and some things that are due."""
    engine = db.migration_engine()
    with engine.begin() as connection:
        if db.dialect == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))  # keys are right by construction
        first_plan(connection)
        for table in metadata.sorted_tables:
            if count > 1 and table.name not in _ALONE:
                connection.exec_driver_sql(_copy(table, count - 1))
        _trail(connection)
        _due(connection)
        if db.dialect == "postgresql":
            connection.execute(text("SET session_replication_role = DEFAULT"))
            _number_on(connection)
    engine.dispose()


def analyse(db: Database) -> None:
    """Let the database learn what its tables hold."""
    engine = db.migration_engine()
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def of(number: int, first: int) -> int:
    """Return the id, in the copy `number` (0: the first plan), of what has the id `first` in the first one."""
    return first - number * STRIDE if first < 0 else first + number * STRIDE


def _copy(table: Table, copies: int) -> str:
    series = f"WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {copies})"  # noqa: S608
    names = ", ".join(f'"{column.name}"' for column in table.c)
    values = ", ".join(_moved(column) for column in table.c)
    return f'{series} INSERT INTO "{table.name}" ({names}) SELECT {values} FROM "{table.name}", series'  # noqa: S608


def _moved(column: Column[object]) -> str:
    name, is_text = f'"{column.name}"', column.type.python_type is str
    if column.name == "lane":
        return f"(CAST(replace(lane, ':0', '') AS BIGINT) + n * {STRIDE}) || ':0'"
    if column.name == "token_hash":
        return f"substr({name}, 1, 50) || '.' || n"
    if column.name in _NAMED and is_text:
        return f"{name} || '.' || n"
    if column.name in _MOVED and not is_text:
        return f"{name} + n * {STRIDE} * (CASE WHEN {name} < 0 THEN -1 WHEN {name} > 0 THEN 1 ELSE 0 END)"
    return name


def _trail(db: Connection) -> None:
    """Write how each message and each question ended."""
    for what, ended in (("outbox", "settled_at IS NOT NULL"), ("occurrence", "state <> 'open'")):
        at = "settled_at" if what == "outbox" else "due_at"
        db.exec_driver_sql(
            f"INSERT INTO audit (at, what, ref) SELECT {at}, state, '{what}:' || id FROM {what} WHERE {ended}"  # noqa: S608
        )
    db.execute(insert(audit), {"at": NOW, "what": "suspended", "ref": f"chat:{AGENT}"})


def _due(db: Connection) -> None:
    """Let some rules and open questions of the first copies be due, and some messages have just left."""
    past, just = NOW - timedelta(hours=1), NOW - timedelta(minutes=1)
    some, rule_of = 20 * STRIDE, occurrence.c.rule_id
    db.execute(update(rule).where(rule.c.plan_id <= some, rule.c.state == "active").values(next_at=past))
    db.execute(update(occurrence).where(occurrence.c.state == "open", rule_of <= some).values(next_action_at=past))
    left = outbox_table.c
    db.execute(update(outbox_table).where(left.state == "delivered", left.id <= some).values(settled_at=just))
    db.execute(update(outbox_table).where(left.state == "pending", left.id <= some).values(not_before=past))
    kept = inbox.c.body.is_not(None)
    db.execute(update(inbox).where(kept, inbox.c.update_id > 10 * STRIDE).values(state="done", body=null()))
    db.execute(update(inbox).where(kept, inbox.c.update_id <= 5 * STRIDE).values(state="new"))


def _number_on(db: Connection) -> None:
    for table in metadata.sorted_tables:
        if "id" in table.c and table.c.id.type.python_type is int and table.c.id.autoincrement is not False:
            db.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}")  # noqa: S608
            )


# The first plan -------------------------------------------------------------------------------------------------------


def first_plan(db: Connection) -> int:
    """Make a finished plan with all that can be held on it, and return its id."""
    plan_id = plans.create(db, script_version=SCRIPT.version, now=NOW, region="")
    plans.set_follow_up(db, plan_id, on=True)
    plans.complete(db, plan_id, NOW)
    for who, name, role, label in (
        (LEAD, "Claire", Role.LEAD, None),
        (AGENT, "Karim", Role.CONTRIBUTOR, "Karim"),
        (OFFICIAL, "Hélène", Role.OFFICIAL, None),
    ):
        people.meet(db, who, first_name=name, language="fr", now=NOW)
        people.consent(db, who, NOW)
        memberships.join(db, plan_id=plan_id, person_id=who, role=role, label=label, now=NOW)
        db.execute(insert(chat).values(id=who, kind="private", status="active", tat=NOW))
    db.execute(insert(chat).values(id=GROUP, kind="group", status="active", tat=NOW))
    groups.bind(db, plan_id, chat_id=GROUP, thread_id=0, now=NOW)
    _answers(db, plan_id)
    _conversations(db, plan_id)
    _doors(db, plan_id)
    _messages(db)
    _follow(db, plan_id)
    return plan_id


def _answers(db: Connection, plan_id: int) -> None:
    ids = count(1)
    start = dossiers.load(db, plan_id)
    made = finished(SCRIPT, LINES, author=LEAD, now=NOW, new_id=lambda: f"r{next(ids)}")
    dossiers.save(db, plan_id, start, made)
    versions.freeze(db, plan_id, made, NOW)
    gone = {"rows": [["needs", "n2", 1]], "detached": []}
    db.execute(insert(removal).values(plan_id=plan_id, id="m1", position=0, at=NOW, body=gone))


def _conversations(db: Connection, plan_id: int) -> None:
    numbers = count(1)
    for who, where in ((LEAD, LEAD), (AGENT, AGENT), (OFFICIAL, OFFICIAL), (LEAD, GROUP)):
        opened = talks.open_talk(db, person_id=who, chat_id=where, thread_id=0)
        place = {"talk_id": opened.id, "plan_id": plan_id, "chat_id": where, "thread_id": 0, "audience": who}
        for number in range(ASKED + 1):
            prompt = Prompt(f"p{next(numbers)}", PromptKind.QUESTION, Path("frame.plan_name"), 0, ("unknown",), NOW)
            prompts.insert(db, PromptRow.of(prompt, **place, labels=("Je ne sais pas",)))
            prompts.set_message(db, prompt.id, number + 1)
            if number < ASKED:
                prompts.close(db, prompt.id, chosen="unknown", now=NOW, source_message_id=100 + number)
            else:
                talks.save(db, ConversationRow(opened.id, who, where, 0, plan_id, Conversation(who, prompt)))


def _doors(db: Connection, plan_id: int) -> None:
    soon = NOW + timedelta(days=10)
    made = {"plan_id": plan_id, "role": "official", "created_by": LEAD, "now": NOW, "expires_at": soon}
    invitations.create(db, token=LINK, **made)
    invitations.create(db, token="used", **made)  # noqa: S106 - opens nothing
    invitations.redeem(db, "used", OFFICIAL, NOW)
    asked = {"plan_id": plan_id, "path": Path("frame.plan_name"), "base": 1, "asked_by": LEAD, "now": NOW}
    handovers.create(db, handover_id="h1", person_id=AGENT, expires_at=soon, **asked)
    handovers.create(db, handover_id="h2", token=QUESTION, expires_at=soon, **asked)
    handovers.create(db, handover_id="h3", person_id=AGENT, expires_at=soon, **asked)
    handovers.reply(db, "h3", "Plan de Vallons", AnswerStatus.OK)


def _messages(db: Connection) -> None:
    """What was said and is settled, what waits for its day, and the updates of the last week."""
    said = body(SendText("Bonjour"), prompt="p1")
    for where in (LEAD, AGENT, OFFICIAL, GROUP):
        for number in range(ASKED):
            key = f"nudge:{where}:{number}" if number % 3 == 0 else None
            outbox.post(db, chat_id=where, thread_id=0, body=said, priority=number % 3, now=NOW, dedup_key=key)
    long_ago = {"state": "delivered", "settled_at": NOW - timedelta(days=5), "attempts": 1, "message_id": 7}
    db.execute(outbox_table.update().values(long_ago))
    for number in range(3):
        later = NOW + timedelta(days=40 + number)
        waits = {"not_before": later, "expires_at": later + timedelta(days=14), "dedup_key": f"task:{number}"}
        outbox.post(db, chat_id=LEAD, thread_id=0, body=said, priority=1, now=NOW, **waits)
    update = {"message": {"from": {"id": LEAD}, "chat": {"id": LEAD}, "text": "Bonjour"}}
    rows = [
        {
            "update_id": 1 + number,
            "lane": f"{LEAD}:0",
            "body": update if number == 0 else None,
            "state": "dead" if number == 0 else "done",
            "attempts": 1,
            "received_at": NOW - timedelta(days=2),
        }
        for number in range(ASKED)
    ]
    db.execute(insert(inbox), rows)


def _follow(db: Connection, plan_id: int) -> None:
    following.keep_in_line(db, plan_id, current_plan(db, plan_id), NOW)
    messages = [row[0] for row in db.execute(outbox_table.select().limit(MONTHS))]
    for each in rules.of_plan(db, plan_id):
        for month, state in _months():
            values = {"rule_id": each.id, "period": f"2026-{month:02}", "due_at": NOW, "state": state, "step": 0}
            action = NOW + timedelta(days=3) if state == "open" else None
            new = insert(occurrence).values(**values, with_lead=False, next_action_at=action).returning(occurrence.c.id)
            made = int(db.execute(new).scalar_one())
            link = {"occurrence_id": made, "outbox_id": messages[month % MONTHS], "prompt_id": f"p{month}"}
            db.execute(insert(asking).values(link))
            if state == "done":
                on = date(2026, month, 1)
                kept = {"plan_id": plan_id, "kpi": each.kpi, "on": on, "value": 10.0 + month, "author": AGENT}
                readings.add(db, **kept, now=NOW, occurrence_id=made)


def _months() -> Iterator[tuple[int, str]]:
    yield from ((month, "done") for month in range(12 - MONTHS, 12))
    yield 12, "open"
