"""Askings: which messages ask for which occurrences, so that an answer withdraws what has become pointless."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, insert, select, update

from bot.storage import outbox as messages
from bot.storage.occurrences import OccurrenceState
from bot.storage.outbox import OutboxRow
from bot.storage.tables import asking, occurrence, outbox, prompt, rule
from bot.storage.upserts import inserting_unless


@dataclass(frozen=True, slots=True)
class Asking:
    """A message about to ask for occurrences; `key` is unique to it."""

    key: str
    prompt_id: str
    occurrences: tuple[int, ...]
    chat_id: int
    thread_id: int
    priority: int
    expires_at: datetime
    body: Mapping[str, Any]


def post_all(db: Connection, askings: Sequence[Asking], now: datetime) -> int:
    """Put messages on the outbox, those posted before excepted; return how many."""
    if not askings:
        return 0
    rows = [
        {
            "dedup_key": each.key,
            "chat_id": each.chat_id,
            "thread_id": each.thread_id,
            "priority": each.priority,
            "not_before": now,
            "expires_at": each.expires_at,
            "body": dict(each.body),
            "created_at": now,
            **messages.UNTRIED,
        }
        for each in askings
    ]
    added = db.execute(inserting_unless(db.dialect.name, outbox, "dedup_key", "dedup_key id"), rows)
    ids: dict[str, int] = {key: id_ for key, id_ in added}  # noqa: C416 - rows, as a dict
    links = [
        {"occurrence_id": id_, "outbox_id": ids[each.key], "prompt_id": each.prompt_id}
        for each in askings
        if each.key in ids
        for id_ in each.occurrences
    ]
    if links:
        db.execute(insert(asking), links)
    return len(ids)


def withdraw(
    db: Connection, occurrence_ids: Iterable[int], now: datetime, *, reason: str = "answered"
) -> Mapping[int, Set[str]]:
    """Drop the messages that wait and ask for these, unless they also ask for another that is still open.

    Return the prompts that asked for each, sent or not.
    """
    wanted = list(occurrence_ids)
    query = select(asking.c.occurrence_id, asking.c.prompt_id, asking.c.outbox_id)
    found = db.execute(query.where(asking.c.occurrence_id.in_(wanted))).all()
    asked = {row.outbox_id for row in found}
    is_needed = exists().where(
        asking.c.outbox_id == outbox.c.id,
        asking.c.occurrence_id.not_in(wanted),
        occurrence.c.id == asking.c.occurrence_id,
        occurrence.c.state == OccurrenceState.OPEN.value,
    )
    waits = outbox.c.id.in_(asked), messages.IS_WAITING  # by id: few ask, many wait
    pointless = list(db.scalars(select(outbox.c.id).where(*waits, ~is_needed))) if asked else []
    if pointless:
        messages.cancel(db, now=now, ids=pointless, reason=reason)
    prompts: dict[int, set[str]] = {}
    for row in found:
        prompts.setdefault(row.occurrence_id, set()).add(row.prompt_id)
    return prompts


def fates(db: Connection, plan_id: int) -> dict[int, str]:
    """Return, for each open occurrence of a plan, the state of the last message that asked for it."""
    query = (
        select(asking.c.occurrence_id, outbox.c.state)
        .join(outbox, outbox.c.id == asking.c.outbox_id)
        .join(occurrence, occurrence.c.id == asking.c.occurrence_id)
        .join(rule, rule.c.id == occurrence.c.rule_id)
        .where(rule.c.plan_id == plan_id, occurrence.c.state == OccurrenceState.OPEN.value)
        .order_by(outbox.c.id)
    )
    return {occurrence_id: state for occurrence_id, state in db.execute(query)}  # noqa: C416 - rows, as a dict


def delivered(db: Connection, occurrence_ids: Iterable[int]) -> Counter[tuple[int, int]]:
    """Count the messages that arrived, by occurrence and chat."""
    query = (
        select(asking.c.occurrence_id, outbox.c.chat_id)
        .join(outbox, outbox.c.id == asking.c.outbox_id)
        .where(asking.c.occurrence_id.in_(list(occurrence_ids)), outbox.c.state == "delivered")
    )
    return Counter((occurrence_id, chat_id) for occurrence_id, chat_id in db.execute(query))


def others_waiting(db: Connection, row: OutboxRow, now: datetime) -> list[OutboxRow]:
    """Return the other messages that are about to ask something in the chat of `row`; in a group, for its plan."""
    of_plan = row.body["plan"] if row.body["audience"] is None else None  # a group may serve several plans
    return [each for each in messages.alike(db, row, now) if of_plan in {None, each.body["plan"]}]


def join(db: Connection, outbox_id: int, prompt_id: str, others: Sequence[int], now: datetime) -> None:
    """Have one message ask for what the others were about to: these are dropped."""
    known = select(asking.c.occurrence_id).where(asking.c.outbox_id == outbox_id)
    wanted = asking.c.outbox_id.in_(others), asking.c.occurrence_id.not_in(known)
    links = [
        {"occurrence_id": each, "outbox_id": outbox_id, "prompt_id": prompt_id}
        for each in db.scalars(select(asking.c.occurrence_id).where(*wanted).distinct())
    ]
    if links:
        db.execute(insert(asking), links)
    messages.cancel(db, now=now, ids=others, reason="joined")


def set_face(
    db: Connection,
    prompt_id: str,
    *,
    payload: Mapping[str, object],
    labels: Sequence[str],
    closed_at: datetime | None,
    acts: Sequence[str] | None = None,
) -> None:
    """Keep what a nudge now shows; it is live as long as something is left to answer."""
    state = "live" if closed_at is None else "closed"
    new: dict[str, object] = {"payload": dict(payload), "labels": list(labels), "state": state, "closed_at": closed_at}
    if acts is not None:
        new["acts"] = list(acts)
    db.execute(update(prompt).where(prompt.c.id == prompt_id).values(new))


def live_prompts(db: Connection, chat_id: int, kind: str) -> list[str]:
    """Return the live prompts of a kind in a chat, the latest first."""
    here = (prompt.c.chat_id == chat_id) & (prompt.c.kind == kind) & (prompt.c.state == "live")
    return list(db.scalars(select(prompt.c.id).where(here).order_by(prompt.c.asked_at.desc(), prompt.c.id.desc())))


def recent_prompts(db: Connection, chat_id: int, kind: str, limit: int = 50) -> list[str]:
    """Return the prompts of a kind in a chat, the latest first."""
    here = (prompt.c.chat_id == chat_id) & (prompt.c.kind == kind)
    query = select(prompt.c.id).where(here).order_by(prompt.c.asked_at.desc(), prompt.c.id.desc())
    return list(db.scalars(query.limit(limit)))
