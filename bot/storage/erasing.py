"""The pieces of an erasure: each finds its rows by a key, and does a bounded part of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    and_,
    cast,
    delete,
    insert,
    or_,
    select,
    update,
)

from bot.storage.export import is_from
from bot.storage.put import change_each, delete_each
from bot.storage.sweep import Leaf, changed, renumbering, unnaming
from bot.storage.tables import (
    answer,
    audit,
    erasure,
    erasure_chat,
    erasure_plan,
    inbox,
    invitation,
    occurrence,
    outbox,
    plan,
    plan_version,
    prompt,
    reading,
    removal,
    rule,
    talk,
    version_author,
)

NOBODY = 0
AT_ONCE = 50
"""Rows that one piece reads."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Whom to erase, as of when, and what they may be called; `talks` were theirs."""

    person: int
    asked_at: datetime
    names: frozenset[str]
    talks: tuple[int, ...]

    @property
    def renumber(self) -> Leaf:
        return renumbering(self.person, NOBODY)

    def nameless(self, value: object) -> Any:  # noqa: ANN401 - JSON in, JSON out
        """Return JSON without their names and number."""
        return changed(changed(value, unnaming(self.names)), self.renumber)


@dataclass(frozen=True, slots=True)
class Piece:
    """How many rows were looked at, and after which key the next piece begins; None: there is no next one."""

    rows: int
    after: str | None


Step = Callable[[Connection, Erasing, str], Piece]


def _next(rows: int, after: object = "") -> Piece:
    return Piece(rows, str(after) if rows == AT_ONCE else None)


# Messages and updates -------------------------------------------------------------------------------------------------


_ENDED = ("delivered", "uncertain", "expired", "cancelled", "dead")
_KEPT_ONCE_SENT = {"do", "prompt"}


def _messages_about(db: Connection, of: Erasing, after: str) -> Piece:
    """What was said to others about the shared plans is emptied once sent, and unnamed while it waits."""
    mine = erasure_chat.c.person_id == of.person
    chat_id = db.execute(select(erasure_chat.c.chat_id).where(mine).order_by(erasure_chat.c.chat_id).limit(1)).scalar()
    if chat_id is None:
        return Piece(0, None)
    columns = outbox.c.id, outbox.c.state, outbox.c.body, outbox.c.dedup_key
    here = (outbox.c.chat_id == chat_id) & (outbox.c.id > int(after or 0))
    rows = db.execute(select(*columns).where(here).order_by(outbox.c.id).limit(AT_ONCE)).all()
    for row in rows:
        is_over = row.state in _ENDED and not row.body.keys() <= _KEPT_ONCE_SENT
        key = row.dedup_key
        if key is not None and of.renumber(key) != key:
            key = f"erased:{row.id}"  # a key that names them becomes the row's own number: it must stay unique
        new = {"body": {} if is_over else of.nameless(row.body), "dedup_key": key}
        if new != {"body": row.body, "dedup_key": row.dedup_key}:
            db.execute(update(outbox).where(outbox.c.id == row.id).values(new))
    if len(rows) == AT_ONCE:
        return Piece(len(rows), str(rows[-1].id))
    db.execute(delete(erasure_chat).where(mine, erasure_chat.c.chat_id == chat_id))
    return Piece(len(rows) + 1, "")


def _updates(db: Connection, of: Erasing, after: str) -> Piece:
    """Their updates not handled yet are emptied, so that whoever handles them finds nothing; others' are unnamed."""
    kept = inbox.c.state.in_(["new", "dead"]) & (inbox.c.update_id > int(after or -1)) & _until(inbox.c.received_at, of)
    holds = cast(inbox.c.body, Text).contains(str(of.person), autoescape=True)
    rows = db.execute(select(inbox).where(kept, holds).order_by(inbox.c.update_id).limit(AT_ONCE)).all()
    for row in rows:
        if is_from(row.body, of.person):
            new: dict[str, Any] = {"lane": "erased", "body": {"update_id": row.update_id}}
        else:
            new = {"body": changed(_without(row.body, of.person), unnaming(of.names))}
        db.execute(update(inbox).where(inbox.c.update_id == row.update_id).values(new))
    return _next(len(rows), rows[-1].update_id if rows else "")


def _without(value: object, person_id: int) -> object:
    """Return JSON of Telegram without the messages and users that are this person."""
    match value:
        case dict():
            return {key: _without(item, person_id) for key, item in value.items() if not _is_theirs(item, person_id)}
        case list():
            return [_without(item, person_id) for item in value if not _is_theirs(item, person_id)]
    return value


def _is_theirs(item: object, person_id: int) -> bool:
    if not isinstance(item, dict):
        return False
    author = item.get("from")
    return item.get("id") == person_id or (isinstance(author, dict) and author.get("id") == person_id)


def _handled_updates(db: Connection, of: Erasing, _after: str) -> Piece:
    """What was handled keeps only its lane, which is theirs."""
    threads = db.scalars(select(talk.c.thread_id).where(talk.c.id.in_(of.talks)))
    lanes = {f"person:{of.person}", f"{of.person}:0", *(f"{of.person}:{thread}" for thread in threads)}
    mine = inbox.c.lane.in_(lanes) & (inbox.c.state == "done") & _until(inbox.c.received_at, of)
    ids = select(inbox.c.update_id).where(mine).limit(AT_ONCE)
    return _next(db.execute(update(inbox).where(inbox.c.update_id.in_(ids)).values(lane="erased")).rowcount)


# Plans ----------------------------------------------------------------------------------------------------------------


def _plans(db: Connection, of: Erasing, after: str) -> Piece:
    """One plan at a time: its prompts, some at a time, then the rest."""
    mine = erasure_plan.c.person_id == of.person
    row = db.execute(select(erasure_plan).where(mine).order_by(erasure_plan.c.plan_id).limit(1)).first()
    if row is None:
        return Piece(0, None)
    here = (prompt.c.plan_id == row.plan_id) & (prompt.c.id > after)
    shown = db.execute(select(prompt).where(here).order_by(prompt.c.id).limit(AT_ONCE)).all()
    if row.goes:
        db.execute(delete(prompt).where(prompt.c.id.in_([each.id for each in shown])))
    else:
        _clear_prompts(db, of, shown)
    if len(shown) == AT_ONCE:
        return Piece(AT_ONCE, shown[-1].id)
    if row.goes:
        return _delete_plan(db, row.plan_id, len(shown))
    rows = _anonymise(db, row.plan_id, of, row.label)
    db.execute(delete(erasure_plan).where(mine, erasure_plan.c.plan_id == row.plan_id))
    return Piece(len(shown) + rows, "")


def _clear_prompts(db: Connection, of: Erasing, shown: Sequence[Row[Any]]) -> None:
    """Prompts of a shared plan keep neither what was typed nor a name."""
    for row in shown:
        held = {"payload": row.payload, "labels": row.labels, "acts": row.acts}
        new = of.nameless(held)
        if row.state != "live":
            new |= {"payload": {}, "labels": []}
        if new != held:
            db.execute(update(prompt).where(prompt.c.id == row.id).values(new))


def _delete_plan(db: Connection, plan_id: int, done: int) -> Piece:
    """What a plan has many of goes first, so that the plan itself goes with little."""
    asked = select(occurrence.c.id).join(rule, rule.c.id == occurrence.c.rule_id).where(rule.c.plan_id == plan_id)
    found = list(db.scalars(asked.limit(AT_ONCE)))
    db.execute(delete(occurrence).where(occurrence.c.id.in_(found)))
    if len(found) < AT_ONCE:
        read = list(db.scalars(select(reading.c.id).where(reading.c.plan_id == plan_id).limit(AT_ONCE)))
        db.execute(delete(reading).where(reading.c.id.in_(read)))
        found += read
    if len(found) < AT_ONCE:
        db.execute(delete(plan).where(plan.c.id == plan_id))
    return Piece(done + AT_ONCE, "")


def _anonymise(db: Connection, plan_id: int, of: Erasing, label: str | None) -> int:
    """An answer that is exactly the name under which they own KPIs goes, and is asked again."""
    here = answer.c.plan_id == plan_id
    given = db.execute(select(answer.c.path, answer.c.value).where(here)).all() if label else []
    named = [row.path for row in given if row.value == label]
    db.execute(delete(answer).where(here, answer.c.path.in_(named)))
    db.execute(update(plan).where(plan.c.id == plan_id).values(revision=plan.c.revision + 1))
    frozen = db.execute(select(plan_version).where(plan_version.c.plan_id == plan_id)).all()
    for row in frozen:
        _rewrite(db, plan_version, row, {**row.body, "answers": _anonymous(row.body["answers"], of.person, label)})
    undone = db.execute(select(removal).where(removal.c.plan_id == plan_id)).all()
    for row in undone:
        detached = _anonymous(dict(row.body["detached"]), of.person, label)
        _rewrite(db, removal, row, {**row.body, "detached": [[path, body] for path, body in detached.items()]})
    return len(given) + 20 * len(frozen) + len(undone) + 1


def _rewrite(db: Connection, table: Table, row: Row[Any], body: Mapping[str, Any]) -> None:
    if body != row.body:
        same = and_(*(key == getattr(row, key.name) for key in table.primary_key))
        db.execute(update(table).where(same).values(body=body))


def _anonymous(answers: Mapping[str, Any], person_id: int, label: str | None) -> dict[str, Any]:
    return {
        path: {**body, "author": NOBODY} if body["author"] == person_id else body
        for path, body in answers.items()
        if not label or body["value"] != label
    }


# What is signed -------------------------------------------------------------------------------------------------------


def _own_prompts(db: Connection, of: Erasing, _after: str) -> Piece:
    mine = or_(prompt.c.audience == of.person, prompt.c.chat_id == of.person) & (prompt.c.asked_at <= of.asked_at)
    return _deleted(db, prompt, mine)


def _talk_prompts(db: Connection, of: Erasing, _after: str) -> Piece:
    piece = _deleted(db, prompt, prompt.c.talk_id.in_(of.talks))
    if piece.after is None:
        db.execute(delete(talk).where(talk.c.id.in_(of.talks)))
    return piece


def _versions(db: Connection, of: Erasing, _after: str) -> Piece:
    """Versions they answered in, of plans they are in or not; each takes as long as many rows."""
    mine = version_author.c.person_id == of.person
    keys = version_author.c.plan_id, version_author.c.number
    found = db.execute(select(*keys).where(mine).limit(5)).all()
    for plan_id, number in found:
        same = (plan_version.c.plan_id == plan_id) & (plan_version.c.number == number)
        row = db.execute(select(plan_version).where(same)).one()
        _rewrite(db, plan_version, row, {**row.body, "answers": _anonymous(row.body["answers"], of.person, None)})
    delete_each(db, version_author, [(*row, of.person) for row in found])
    return Piece(20 * len(found), "" if found else None)


def _removals(db: Connection, of: Erasing, _after: str) -> Piece:
    """What was taken out lately anywhere: nothing older is kept."""
    recent = (removal.c.at > of.asked_at - timedelta(days=2)) & cast(removal.c.body, Text).contains(str(of.person))
    rows = db.execute(select(removal).where(recent)).all()
    for row in rows:
        detached = _anonymous(dict(row.body["detached"]), of.person, None)
        _rewrite(db, removal, row, {**row.body, "detached": [[path, body] for path, body in detached.items()]})
    return Piece(len(rows), None)


def _trail(db: Connection, of: Erasing, _after: str) -> Piece:
    """Chats are the only personal things the trail names."""
    theirs = select(audit.c.id).where(audit.c.ref == f"chat:{of.person}").limit(AT_ONCE)
    return _next(db.execute(update(audit).where(audit.c.id.in_(theirs)).values(ref=f"chat:{NOBODY}")).rowcount)


def _unsigned(db: Connection, of: Erasing, author: Column[Any], at: Column[Any], **beside: object) -> Piece:
    """Write nobody for them in a column that signs rows, and `beside` next to it."""
    table = author.table
    found = db.execute(select(*table.primary_key).where(author == of.person, _until(at, of)).limit(AT_ONCE)).all()
    change_each(db, table, found, **{author.name: NOBODY}, **beside)
    return _next(len(found))


def _deleted(db: Connection, table: Table, chosen: ColumnElement[bool]) -> Piece:
    found = db.execute(select(*table.primary_key).where(chosen).limit(AT_ONCE)).all()
    return _next(delete_each(db, table, found))


def _until(at: Column[Any], of: Erasing) -> ColumnElement[bool]:
    return at <= of.asked_at


def finish(db: Connection, of: Erasing) -> None:
    """Nothing is left of them but this erasure: it goes too."""
    db.execute(delete(erasure).where(erasure.c.person_id == of.person))
    db.execute(insert(audit).values(at=of.asked_at, what="person_erased", ref=""))


STEPS: tuple[Step, ...] = (
    lambda db, of, _: _deleted(db, outbox, (outbox.c.chat_id == of.person) & _until(outbox.c.created_at, of)),
    _updates,
    _handled_updates,
    _messages_about,
    _plans,
    _talk_prompts,
    _own_prompts,
    lambda db, of, _: _unsigned(db, of, answer.c.author, answer.c.at),
    lambda db, of, _: _unsigned(db, of, reading.c.author, reading.c.at),
    _versions,
    _removals,
    lambda db, of, _: _unsigned(db, of, invitation.c.created_by, invitation.c.created_at),
    lambda db, of, _: _unsigned(db, of, invitation.c.used_by, invitation.c.used_at, label=None),
    _trail,
)
