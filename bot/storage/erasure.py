"""Erasing a person: what is theirs goes, what they gave to a plan stays without their name.

`ask` hides everything at once, in a small transaction; `go_on` erases a bounded piece of it, until nothing is left. A
process that dies between two pieces leaves the rest to the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, delete, select, union, update

from bot.storage import outbox as messages
from bot.storage import plans
from bot.storage.erasing import STEPS, Erasing, finish
from bot.storage.put import put
from bot.storage.tables import (
    answer,
    chat,
    erasure,
    erasure_chat,
    erasure_plan,
    farewell,
    handover,
    invitation,
    membership,
    outbox,
    person,
    plan,
    reading,
    talk,
    team_group,
    version_author,
)

ENOUGH = 100
"""Rows after which a piece is long enough for one transaction."""
GONE = "plan_gone"
"""What makes the message that tells somebody which plans of theirs were erased."""
PRIORITY = 2


@dataclass(frozen=True, slots=True)
class Erased:
    """Plans deleted with the person, and plans that go on without them."""

    deleted: tuple[int, ...]
    kept: tuple[int, ...]


def ask(
    db: Connection, person_id: int, now: datetime, *, keeps_led: bool = False, tell_at: datetime | None = None
) -> Erased:
    """Take a person out of everything they see and take part in; `go_on` erases the rest. Asked again, it starts anew.

    A plan goes with its only lead, or, with `keeps_led`, with its last member; its other members are told at `tell_at`.
    """
    traces = union(*(select(signed.table.c.plan_id).where(signed == person_id) for signed in _SIGNED))
    # Locked: of two leads who leave at once, neither counts on the other.
    traced = select(plan.c.id).where(plan.c.id.in_(db.scalars(traces).all())).order_by(plan.c.id).with_for_update()
    named = tuple(db.scalars(traced))
    goes = _going(db, named, person_id, keeps_led=keeps_led)
    _note(db, person_id, now, named, goes)
    if tell_at is not None:
        _tell(db, person_id, goes, now, tell_at)
    for table in (membership, team_group, invitation, handover):  # nobody enters, sees or is asked there meanwhile
        db.execute(delete(table).where(table.c.plan_id.in_(goes)))
    db.execute(update(talk).where(talk.c.plan_id.in_(goes)).values(plan_id=None, live_prompt=None))
    db.execute(update(plan).where(plan.c.id.in_(goes)).values(follow_up=False))
    _detach(db, person_id)
    return Erased(goes, tuple(plan_id for plan_id in named if plan_id not in goes))


def go_on(db: Connection, person_id: int | None = None) -> bool:
    """Erase one more piece of whoever asked first, or of this person; return whether anybody was left to erase."""
    query = select(erasure).order_by(erasure.c.asked_at, erasure.c.person_id).limit(1).with_for_update(skip_locked=True)
    if person_id is not None:
        query = query.where(erasure.c.person_id == person_id)
    row = db.execute(query).first()
    if row is None:
        return False
    step, after, done = row.step, row.after, 0
    erasing = Erasing(row.person_id, row.asked_at, frozenset(row.names), tuple(row.talks))
    while step < len(STEPS) and done < ENOUGH:
        piece = STEPS[step](db, erasing, after)
        done += piece.rows
        step, after = (step + 1, "") if piece.after is None else (step, piece.after)
    if step == len(STEPS):
        finish(db, erasing)
    else:
        db.execute(update(erasure).where(erasure.c.person_id == row.person_id).values(step=step, after=after))
    return True


def erase(db: Connection, person_id: int, now: datetime) -> Erased:
    """Do all of it in one transaction: for what is known to be small."""
    erased = ask(db, person_id, now)
    while go_on(db, person_id):
        pass
    return erased


def is_waiting(db: Connection) -> bool:
    """Whether somebody is left to erase."""
    return db.execute(select(erasure.c.person_id).limit(1)).first() is not None


# Asking ---------------------------------------------------------------------------------------------------------------


_SIGNED: tuple[Column[int], ...] = (
    membership.c.person_id,
    handover.c.person_id,
    handover.c.asked_by,
    answer.c.author,
    reading.c.author,
    version_author.c.person_id,
    invitation.c.created_by,
    invitation.c.used_by,
)
"""Where a person leaves a trace in a plan."""


def _going(db: Connection, named: Iterable[int], person_id: int, *, keeps_led: bool) -> tuple[int, ...]:
    members = select(membership.c.plan_id, membership.c.person_id, membership.c.role)
    roles: dict[int, dict[int, str]] = {}
    for plan_id, member, role in db.execute(members.where(membership.c.plan_id.in_(list(named)))):
        roles.setdefault(plan_id, {})[member] = role
    mine = {plan_id: of_plan.pop(person_id) for plan_id, of_plan in roles.items() if person_id in of_plan}
    leads_alone = {each for each, role in mine.items() if role == "lead" and "lead" not in roles[each].values()}
    return tuple(each for each in sorted(mine) if not roles[each] or (each in leads_alone and not keeps_led))


def _note(db: Connection, person_id: int, now: datetime, named: Iterable[int], goes: Iterable[int]) -> None:
    """Write down who is erased and where they may be named: once they are taken out, nothing else tells."""
    mine = membership.c.person_id == person_id
    labels = dict(db.execute(select(membership.c.plan_id, membership.c.label).where(mine)).all())
    first_name = db.execute(select(person.c.first_name).where(person.c.id == person_id)).scalar_one_or_none()
    former = db.execute(select(erasure).where(erasure.c.person_id == person_id)).first()
    names = {*labels.values(), first_name, *(former.names if former else ())} - {None, ""}
    talks = [*db.scalars(select(talk.c.id).where(talk.c.person_id == person_id)), *(former.talks if former else ())]
    new = {"person_id": person_id, "asked_at": now, "names": sorted(names), "talks": talks, "step": 0, "after": ""}
    put(db, erasure, [new])
    noted = set(db.scalars(select(erasure_plan.c.plan_id).where(erasure_plan.c.person_id == person_id)))
    fresh = [each for each in named if each not in noted]
    rows = [
        {"person_id": person_id, "plan_id": each, "label": labels.get(each), "goes": each in goes} for each in fresh
    ]
    put(db, erasure_plan, rows)
    # The chats of those who take part in these plans, or are asked something there.
    wanted = list(named)
    members = select(membership.c.person_id).where(membership.c.plan_id.in_(wanted))
    asked = select(handover.c.person_id).where(handover.c.plan_id.in_(wanted), handover.c.person_id.is_not(None))
    groups = select(team_group.c.chat_id).where(team_group.c.plan_id.in_(wanted))
    near = set(db.scalars(union(members, asked, groups))) - {person_id}
    put(db, erasure_chat, [{"person_id": person_id, "chat_id": each} for each in sorted(near)])


def _tell(db: Connection, person_id: int, goes: Iterable[int], now: datetime, at: datetime) -> None:
    """Tell the other members, once each, which of their plans are erased: the plans themselves say it no longer."""
    names = plans.names(db, goes)
    others = (membership.c.plan_id.in_(list(goes))) & (membership.c.person_id != person_id)
    lost: dict[int, list[str]] = {}
    for chat_id, plan_id in db.execute(select(membership.c.person_id, membership.c.plan_id).where(others)):
        lost.setdefault(chat_id, []).append(names.get(plan_id, ""))
    for chat_id, found in lost.items():
        body = {"do": GONE, "names": found}
        messages.post(db, chat_id=chat_id, thread_id=0, body=body, priority=PRIORITY, now=now, not_before=at)


def _detach(db: Connection, person_id: int) -> None:
    """Take the person out; their talks become nobody's, so that one who comes back begins anew."""
    own = talk.c.person_id == person_id
    db.execute(update(talk).where(own).values(person_id=-talk.c.id, plan_id=None, live_prompt=None, state={}))
    waiting = outbox.c.chat_id == person_id, outbox.c.state.in_(messages.WAITING)
    db.execute(delete(outbox).where(*waiting))
    for table in (membership, handover, farewell):
        db.execute(delete(table).where(table.c.person_id == person_id))
    db.execute(update(handover).where(handover.c.asked_by == person_id).values(asked_by=0))
    db.execute(delete(chat).where(chat.c.id == person_id))
    db.execute(delete(person).where(person.c.id == person_id))
