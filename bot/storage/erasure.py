"""Erasing a person: what is theirs goes, what they gave to a plan stays without their name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, cast, delete, func, or_, select, union, update

from bot.storage.export import is_from
from bot.storage.sweep import changed, renumbering, sweep, unnaming
from bot.storage.tables import (
    answer,
    audit,
    chat,
    handover,
    inbox,
    invitation,
    membership,
    outbox,
    person,
    plan,
    plan_version,
    prompt,
    reading,
    removal,
    talk,
    team_group,
)

NOBODY = 0
_ENDED = ("delivered", "uncertain", "expired", "cancelled", "dead")


@dataclass(frozen=True, slots=True)
class Erased:
    """Plans deleted with the person, who was their only lead, and plans that go on without them."""

    deleted: tuple[int, ...]
    kept: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Traces:
    """Whom to erase, and where they may be named: their plans, and the chats in which these are spoken of."""

    person: int
    names: frozenset[str]
    labels: Mapping[int, str]
    plans: tuple[int, ...]
    chats: tuple[int, ...]


def erase(db: Connection, person_id: int, now: datetime) -> Erased:
    """Erase a person everywhere; their answers and readings keep their value, with author 0.

    A plan with no other lead is deleted wholly. An answer that is exactly the name under which they own KPIs goes, and
    is asked again. The person may come back later as a stranger.
    """
    traces = _traces(db, person_id)
    deleted = tuple(plan_id for plan_id in traces.plans if not _has_other_lead(db, plan_id, person_id))
    kept = tuple(plan_id for plan_id in traces.plans if plan_id not in deleted)
    _clear_messages(db, traces)
    _clear_updates(db, traces)
    db.execute(delete(plan).where(plan.c.id.in_(deleted)))
    for plan_id in kept:
        _anonymise(db, plan_id, person_id, traces.labels.get(plan_id))
    _clear_conversations(db, traces)
    _forget(db, person_id)
    sweep(db, person_id, renumbering(person_id, NOBODY))
    db.execute(audit.insert().values(at=now, what="person_erased", ref=""))
    return Erased(deleted, kept)


def _traces(db: Connection, person_id: int) -> _Traces:
    asked = select(handover.c.plan_id).where(handover.c.person_id == person_id)
    mine = union(select(membership.c.plan_id).where(membership.c.person_id == person_id), asked)
    locked = select(plan.c.id).where(plan.c.id.in_(mine)).order_by(plan.c.id).with_for_update()
    plans = tuple(db.scalars(locked))  # two leads who leave at once must not each count on the other
    rows = db.execute(select(membership.c.plan_id, membership.c.label).where(membership.c.person_id == person_id))
    labels = {plan_id: label for plan_id, label in rows if label}
    first_name = db.execute(select(person.c.first_name).where(person.c.id == person_id)).scalar_one_or_none()
    members = db.scalars(select(membership.c.person_id).where(membership.c.plan_id.in_(plans)))
    asked_there = handover.c.plan_id.in_(plans) & handover.c.person_id.is_not(None)
    colleagues = db.scalars(select(handover.c.person_id).where(asked_there))
    groups = db.scalars(select(team_group.c.chat_id).where(team_group.c.plan_id.in_(plans)))
    names = frozenset({*labels.values(), first_name or ""} - {""})
    return _Traces(person_id, names, labels, plans, tuple({*members, *colleagues, *groups} - {person_id}))


def _has_other_lead(db: Connection, plan_id: int, person_id: int) -> bool:
    leads = select(func.count()).where(
        membership.c.plan_id == plan_id, membership.c.role == "lead", membership.c.person_id != person_id
    )
    return int(db.execute(leads).scalar_one()) > 0


def _clear_messages(db: Connection, traces: _Traces) -> None:
    """What was said to others about the shared plans is emptied once sent, and unnamed while it waits."""
    db.execute(delete(outbox).where(outbox.c.chat_id == traces.person))
    near = outbox.c.chat_id.in_(traces.chats)
    db.execute(update(outbox).where(near, outbox.c.state.in_(_ENDED)).values(body={}))
    unnamed = unnaming(traces.names)
    for row in db.execute(select(outbox.c.id, outbox.c.body).where(near, outbox.c.state.not_in(_ENDED))).all():
        db.execute(update(outbox).where(outbox.c.id == row.id).values(body=changed(row.body, unnamed)))
    _clear_keys(db, traces.person)


def _clear_keys(db: Connection, person_id: int) -> None:
    """A key that names them becomes the row's own number: it must stay unique."""
    renumber = renumbering(person_id, NOBODY)
    holds = outbox.c.dedup_key.contains(str(person_id), autoescape=True)
    for row in db.execute(select(outbox.c.id, outbox.c.dedup_key).where(holds)).all():
        if renumber(row.dedup_key) != row.dedup_key:
            db.execute(update(outbox).where(outbox.c.id == row.id).values(dedup_key=f"erased:{row.id}"))


def _clear_updates(db: Connection, traces: _Traces) -> None:
    """Their own updates are emptied, so that whoever handles them finds nothing; others' are unnamed."""
    place = (f"{traces.person}:%", f"person:{traces.person}")
    mine = or_(inbox.c.lane.like(place[0]), inbox.c.lane == place[1])
    db.execute(update(inbox).where(mine, inbox.c.state == "done").values(lane="erased"))
    holds = cast(inbox.c.body, Text).contains(str(traces.person), autoescape=True)
    for row in db.execute(select(inbox).where(or_(mine & inbox.c.body.is_not(None), holds))).all():
        if is_from(row.body, traces.person):
            new: dict[str, Any] = {"lane": "erased", "body": {"update_id": row.update_id}}
        else:
            new = {"body": changed(_without(row.body, traces.person), unnaming(traces.names))}
        db.execute(update(inbox).where(inbox.c.update_id == row.update_id).values(new))


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


def _clear_conversations(db: Connection, traces: _Traces) -> None:
    """Their talks and prompts go; those of the shared plans keep neither what was typed nor a name."""
    theirs = or_(prompt.c.audience == traces.person, prompt.c.chat_id == traces.person)
    db.execute(delete(prompt).where(theirs))
    db.execute(delete(talk).where(talk.c.person_id == traces.person))
    near = prompt.c.plan_id.in_(traces.plans)
    db.execute(update(prompt).where(near, prompt.c.state != "live").values(payload={}, labels=[]))
    unnamed = unnaming(traces.names)
    for row in db.execute(select(prompt).where(near, prompt.c.state == "live")).all():
        new = {name: changed(getattr(row, name), unnamed) for name in ("payload", "labels")}
        db.execute(update(prompt).where(prompt.c.id == row.id).values(new))


def _anonymise(db: Connection, plan_id: int, person_id: int, label: str | None) -> None:
    here = answer.c.plan_id == plan_id
    named = [row.path for row in db.execute(select(answer).where(here)) if label and row.value == label]
    db.execute(delete(answer).where(here, answer.c.path.in_(named)))
    db.execute(update(plan).where(plan.c.id == plan_id).values(revision=plan.c.revision + 1))
    for row in db.execute(select(plan_version).where(plan_version.c.plan_id == plan_id)).all():
        body = {**row.body, "answers": _anonymous(row.body["answers"], person_id, label)}
        same = (plan_version.c.plan_id == plan_id) & (plan_version.c.number == row.number)
        db.execute(update(plan_version).where(same).values(body=body))
    for row in db.execute(select(removal).where(removal.c.plan_id == plan_id)).all():
        detached = _anonymous(dict(row.body["detached"]), person_id, label)
        kept = [[path, body] for path, body in detached.items()]
        same = (removal.c.plan_id == plan_id) & (removal.c.id == row.id)
        db.execute(update(removal).where(same).values(body={**row.body, "detached": kept}))


def _anonymous(answers: Mapping[str, Any], person_id: int, label: str | None) -> dict[str, Any]:
    return {
        path: {**body, "author": NOBODY} if body["author"] == person_id else body
        for path, body in answers.items()
        if not label or body["value"] != label
    }


def _forget(db: Connection, person_id: int) -> None:
    db.execute(update(answer).where(answer.c.author == person_id).values(author=NOBODY))
    db.execute(update(reading).where(reading.c.author == person_id).values(author=NOBODY))
    opened = invitation.c.used_by == person_id
    db.execute(update(invitation).where(opened).values(used_by=NOBODY, label=None))
    db.execute(update(invitation).where(invitation.c.created_by == person_id).values(created_by=NOBODY))
    db.execute(delete(handover).where(handover.c.person_id == person_id))
    db.execute(update(handover).where(handover.c.asked_by == person_id).values(asked_by=NOBODY))
    db.execute(delete(membership).where(membership.c.person_id == person_id))
    db.execute(delete(chat).where(chat.c.id == person_id))
    db.execute(delete(person).where(person.c.id == person_id))
