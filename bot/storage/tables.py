"""Every table of Jalon; times are aware UTC instants, bodies are JSON."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; SQLite, which knows no time zone, gets it back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("instants must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


Json: JSON = JSON().with_variant(JSONB(), "postgresql")
Id = BigInteger().with_variant(Integer, "sqlite")
"""A growing id: SQLite only numbers rows by itself in INTEGER columns."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: Any) -> Table:  # noqa: ANN401 - as Table takes them
    return Table(name, metadata, *parts)


def _needed(name: str, kind: Any, *rest: Any, **options: Any) -> Column[Any]:  # noqa: ANN401 - as Column takes them
    return Column(name, kind, *rest, nullable=False, **options)


def _rare(name: str, where: str, *columns: str) -> Index:
    """Index only these rows, where few are; a query repeats a state in its text, never as a parameter."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


# People and plans -----------------------------------------------------------------------------------------------------

person = _table(
    "person",
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # Telegram's user id
    _needed("first_name", String(128)),
    _needed("language", String(2)),
    Column("consent_at", Instant),
    Column("hour", Integer),  # preferred hour of reminders, local, 0-23
    _needed("created_at", Instant),
    _needed("seen_at", Instant),  # the last thing they did
    Index(None, "seen_at"),
    Index("ix_person_stranger", "consent_at", "created_at"),
)
plan = _table(
    "plan",
    Column("id", Id, primary_key=True),
    _needed("script_version", Integer),
    _needed("revision", Integer),
    _needed("language", String(2)),  # of what is said to the group and printed
    _needed("zone", String(64)),
    _needed("region", String(8)),  # holiday region
    _needed("follow_up", Boolean),  # KPI reminders are switched on
    _needed("created_at", Instant),
    Column("completed_at", Instant),
)
membership = _table(
    "membership",
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    _needed("role", String(16)),  # lead | contributor | official
    Column("label", String(128)),  # the KPI owner name this person answers to
    _needed("joined_at", Instant),
    CheckConstraint("role in ('lead', 'contributor', 'official')", name="role"),
    Index(None, "person_id"),
)
invitation = _table(
    "invitation",
    Column("token_hash", String(64), primary_key=True),  # SHA-256: a stolen database opens no door
    _needed("plan_id", ForeignKey("plan.id", ondelete="CASCADE")),
    _needed("role", String(16)),  # lead | contributor | official | group
    Column("label", String(128)),
    _needed("created_by", BigInteger),
    _needed("created_at", Instant),
    _needed("expires_at", Instant),
    Column("used_by", BigInteger),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
    Index(None, "plan_id"),
    Index(None, "created_by"),
    Index(None, "used_by"),
    Index(None, "expires_at"),
)
handover = _table(
    "handover",  # a question of a plan asked to somebody else
    Column("id", String(16), primary_key=True),
    _needed("plan_id", ForeignKey("plan.id", ondelete="CASCADE")),
    _needed("path", String(160)),
    _needed("base", Integer),  # revision of the plan's answer when it was handed
    _needed("asked_by", BigInteger),  # 0: erased
    Column("person_id", BigInteger),  # who is asked; null: whoever opens the link
    Column("token_hash", String(64), unique=True),  # SHA-256 of the link's token; null: asked as a member
    _needed("state", String(12)),  # waiting | answered | accepted | withdrawn
    _needed("number", Integer),  # replies given so far
    Column("value", Json),
    Column("status", String(16)),
    Column("prompt_id", String(16)),  # the last one shown to them
    Column("card_id", String(16)),  # the last one shown to the lead
    _needed("created_at", Instant),
    _needed("expires_at", Instant),
    Column("settled_at", Instant),
    CheckConstraint("state in ('waiting', 'answered', 'accepted', 'withdrawn')", name="state"),
    Index(None, "plan_id"),
    Index(None, "person_id"),
    Index(None, "asked_by"),
    Index(None, "expires_at"),
    Index(None, "settled_at"),
)
team_group = _table(
    "team_group",
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    _needed("chat_id", BigInteger),
    _needed("thread_id", BigInteger),  # 0: no topic
    _needed("bound_at", Instant),
    _needed("title", String(128), server_default=""),
    Index(None, "chat_id", "thread_id"),
)

# The dossier ----------------------------------------------------------------------------------------------------------

answer = _table(
    "answer",
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    Column("path", String(160), primary_key=True),
    Column("value", Json),
    _needed("status", String(16)),
    _needed("revision", Integer),
    _needed("author", BigInteger),  # 0: erased
    _needed("at", Instant),
    Index(None, "author"),
)
repeat_row = _table(
    "repeat_row",
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    Column("repeat", String(160), primary_key=True),
    Column("row", String(16), primary_key=True),
    _needed("position", Integer),
)
row_code = _table(
    "row_code",  # for life: a row that is removed keeps its own, so that no other is given it
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    Column("row", String(160), primary_key=True),
    _needed("code", String(16)),
    UniqueConstraint("plan_id", "code"),
)
closed_repeat = _table(
    "closed_repeat",
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    Column("repeat", String(160), primary_key=True),
)
removal = _table(
    "removal",
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(16), primary_key=True),
    _needed("position", Integer),  # oldest first
    _needed("at", Instant),
    _needed("body", Json),  # rows and detached answers, to undo it
    Index(None, "at"),
)
plan_version = _table(
    "plan_version",
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    _needed("frozen_at", Instant),
    _needed("body", Json),  # the dossier as it was
)
version_author = _table(
    "version_author",  # who answered what a frozen version holds: erasing them must find it
    Column("plan_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    ForeignKeyConstraint(
        ["plan_id", "number"],
        ["plan_version.plan_id", "plan_version.number"],
        ondelete="CASCADE",
        name="fk_version_author_version",
    ),
    Index(None, "person_id"),
)

# Conversations --------------------------------------------------------------------------------------------------------

talk = _table(
    "talk",
    Column("id", Id, primary_key=True),
    _needed("person_id", BigInteger),
    _needed("chat_id", BigInteger),
    _needed("thread_id", BigInteger),
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE")),
    Column("live_prompt", String(16)),
    _needed("state", Json),  # focus, trail, tries, paused, chapter
    UniqueConstraint("person_id", "chat_id", "thread_id"),
    Index(None, "chat_id"),
    Index(None, "plan_id"),
)
prompt = _table(
    "prompt",
    Column("id", String(16), primary_key=True),
    Column("talk_id", ForeignKey("talk.id", ondelete="CASCADE")),
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE")),
    _needed("chat_id", BigInteger),
    _needed("thread_id", BigInteger),
    Column("audience", BigInteger),  # the only person who may answer; null: any contributor or lead of the plan
    _needed("kind", String(16)),
    Column("path", String(160)),
    _needed("base", Integer),
    _needed("acts", Json),
    _needed("labels", Json),  # the buttons as shown, for replies in words
    _needed("payload", Json),
    _needed("state", String(16)),  # live | closed
    Column("chosen", String(200)),  # the act it was closed by
    Column("message_id", BigInteger),
    Column("source_message_id", BigInteger),  # the person's message that answered it
    _needed("asked_at", Instant),
    Column("closed_at", Instant),
    Index(None, "chat_id", "message_id"),
    Index(None, "chat_id", "source_message_id"),
    Index(None, "talk_id"),
    Index(None, "plan_id"),
    Index(None, "audience"),
    Index(None, "closed_at"),
    _rare("ix_prompt_live", "state = 'live'", "asked_at"),
    Index(
        "ix_prompt_import", "asked_at", sqlite_where=text("kind = 'import'"), postgresql_where=text("kind = 'import'")
    ),
)

# Delivery -------------------------------------------------------------------------------------------------------------

inbox = _table(
    "inbox",
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    _needed("lane", String(48)),
    Column("body", Json),  # null once done: nothing personal is kept
    _needed("state", String(8)),  # new | done | dead
    _needed("attempts", Integer),
    _needed("received_at", Instant),
    Column("retry_at", Instant),
    Column("lease_owner", String(40)),
    Column("lease_until", Instant),
    CheckConstraint("state in ('new', 'done', 'dead')", name="state"),
    Index("ix_inbox_new", "state", "update_id"),
    Index("ix_inbox_lane", "lane", "state", "update_id"),
    Index("ix_inbox_lease", "state", "lease_until"),
    Index("ix_inbox_received", "state", "received_at"),
)
outbox = _table(
    "outbox",
    Column("id", Id, primary_key=True),
    Column("dedup_key", String(120), unique=True),
    _needed("chat_id", BigInteger),
    _needed("thread_id", BigInteger),
    _needed("priority", Integer),  # 0 reply to a person, 1 reminder, 2 digest and notices
    _needed("not_before", Instant),
    Column("expires_at", Instant),
    _needed("state", String(12)),  # pending | sending | delivered | uncertain | held | expired | cancelled | dead
    _needed("body", Json),
    _needed("attempts", Integer),  # one for each claim: the fence against a replica that wakes too late
    _needed("failures", Integer),
    _needed("ambiguous", Integer),  # times it was perhaps accepted without our knowing
    Column("retry_at", Instant),  # apart from not_before, which keeps the order of the chat
    Column("lease_owner", String(40)),
    Column("lease_until", Instant),
    Column("message_id", BigInteger),
    Column("reason", String(64)),
    _needed("created_at", Instant),
    Column("settled_at", Instant),
    CheckConstraint(
        "state in ('pending', 'sending', 'delivered', 'uncertain', 'held', 'expired', 'cancelled', 'dead')",
        name="state",
    ),
    Index("ix_outbox_ready", "state", "priority", "not_before", "id"),
    Index("ix_outbox_chat", "chat_id", "state", "priority", "not_before", "id"),
    _rare("ix_outbox_expiry", "expires_at IS NOT NULL", "state", "expires_at"),
    Index("ix_outbox_settled", "settled_at"),
    _rare("ix_outbox_lease", "lease_until IS NOT NULL", "lease_until"),
    _rare("ix_outbox_ended", "settled_at IS NOT NULL", "state", "settled_at"),
)
chat = _table(
    "chat",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    _needed("kind", String(12)),  # private | group | supergroup
    _needed("status", String(12)),  # active | suspended
    Column("reason", String(64)),
    Column("tat", Instant),  # theoretical arrival time of the chat's rate (GCRA)
    Column("blocked_until", Instant),
    CheckConstraint("status in ('active', 'suspended')", name="status"),
)
bot_lane = _table(
    "bot_lane",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("tat", Instant),
    Column("blocked_until", Instant),
)
lease = _table(
    "lease",
    Column("name", String(40), primary_key=True),
    _needed("owner", String(40)),
    _needed("epoch", Integer),
    _needed("expires_at", Instant),
)
audit = _table(
    "audit",
    Column("id", Id, primary_key=True),
    _needed("at", Instant),
    _needed("what", String(40)),
    _needed("ref", String(160)),
    Index("ix_audit_fate", "ref", "what"),
    Index("ix_audit_what", "what", "at"),
)

# Follow-up ------------------------------------------------------------------------------------------------------------

rule = _table(
    "rule",
    Column("id", Id, primary_key=True),
    _needed("plan_id", ForeignKey("plan.id", ondelete="CASCADE")),
    _needed("kpi", String(160)),  # path of the KPI's row
    _needed("cadence", Json),
    Column("owner_key", String(32)),  # fingerprint of the owner's name; null: the lead
    _needed("state", String(8)),  # active | paused | stopped
    Column("next_at", Instant),
    Column("next_period", String(12)),
    _needed("started_on", Date),
    UniqueConstraint("plan_id", "kpi"),
    _rare("ix_rule_due", "next_at IS NOT NULL", "next_at"),
    _rare("ix_rule_lost", "state = 'active' AND next_at IS NULL", "id"),
    CheckConstraint("state in ('active', 'paused', 'stopped')", name="state"),
)
occurrence = _table(
    "occurrence",
    Column("id", Id, primary_key=True),
    _needed("rule_id", ForeignKey("rule.id", ondelete="CASCADE")),
    _needed("period", String(12)),
    _needed("due_at", Instant),
    _needed("state", String(12)),  # open | done | skipped | expired | cancelled
    _needed("step", Integer),  # -1 passed on, 0 asked, 1 asked again, 2 the lead was told
    Column("next_action_at", Instant),
    Column("snoozed_until", Instant),
    _needed("with_lead", Boolean),  # its owner said it was not theirs
    UniqueConstraint("rule_id", "period"),
    _rare("ix_occurrence_action", "next_action_at IS NOT NULL", "next_action_at"),
    _rare("ix_occurrence_lost", "state = 'open' AND next_action_at IS NULL", "id"),
    CheckConstraint("state in ('open', 'done', 'skipped', 'expired', 'cancelled')", name="state"),
)
asking = _table(
    "asking",  # which messages ask for which occurrences
    Column("occurrence_id", ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    _needed("prompt_id", String(16)),
    Index(None, "outbox_id"),
)
reading = _table(
    "reading",
    Column("id", Id, primary_key=True),
    _needed("plan_id", ForeignKey("plan.id", ondelete="CASCADE")),
    _needed("kpi", String(160)),
    _needed("on", Date),
    Column("value", Float),  # null: not available this time
    _needed("author", BigInteger),  # 0: erased
    _needed("at", Instant),
    Column("occurrence_id", ForeignKey("occurrence.id", ondelete="SET NULL")),
    Column("replaced_at", Instant),  # set when a later row corrects this one
    Index(None, "plan_id", "kpi", "on"),
    Index(None, "occurrence_id"),
    Index(None, "author"),
)

# Leaving --------------------------------------------------------------------------------------------------------------

farewell = _table(
    "farewell",  # a silent person who was told that they will be erased
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    _needed("seen_at", Instant),  # since when they are silent; they came back when theirs is another
    _needed("warned_at", Instant),  # when they were told, a month before; in working hours, delivered or not
    Column("reminded_at", Instant),  # the same, a week before
)
erasure = _table(
    "erasure",  # somebody to erase, a bounded piece at a time, until nothing is left
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    _needed("asked_at", Instant),  # what is of theirs since then stays: they have come back
    _needed("names", Json),
    _needed("talks", Json),  # ids of their talks, which are nobody's any more
    _needed("step", Integer),
    _needed("after", String(40)),  # how far this step has gone
    Index(None, "asked_at"),
)
erasure_plan = _table(
    "erasure_plan",  # a plan that still names them
    Column("person_id", ForeignKey("erasure.person_id", ondelete="CASCADE"), primary_key=True),
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    Column("label", String(128)),
    _needed("goes", Boolean),  # it is deleted with them
    Index(None, "plan_id"),
)
erasure_chat = _table(
    "erasure_chat",  # a chat in which they may still be spoken of
    Column("person_id", ForeignKey("erasure.person_id", ondelete="CASCADE"), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
)
