"""Somebody silent for long: told a month, then a week before, then erased; their plans go on without them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2s

from sqlalchemy import Connection

from bot.conversations import menus
from bot.conversations.session import NOTICE, AppContext, PlanTurn, Session
from bot.reminders import rules
from bot.storage import farewells, life, memberships, outbox, people, plans, privacy
from bot.storage.farewells import Due, Farewell
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.followup.asking_times import HOUR, allowed, cadence_for
from domain.followup.holiday import MAINLAND_ZONE
from domain.plan import Frequency

WARNING, TAKEOVER, LEFT = "farewell", "takeover", "member_left"
"""What makes each message when it is sent: by then it may have become pointless."""


LASTS = timedelta(days=30)


def look(session: Session, person_id: int) -> Due | None:
    """Do what is due about somebody silent; return it, None when nothing is."""
    of, period = farewells.get(session.db, person_id), session.app.retention
    if of is None or of.seen_at >= farewells.silent_since(session.now, period):
        return None
    due, since = of.due(period, session.now), kept_since(of, session.app, session.now)
    if due is None or farewells.is_spared(session.db, person_id, session.now, since):
        return None
    if due is Due.ERASE:
        _erase(session, person_id, since)
    else:
        at = working_time(session.db, of.person_id, session.now)
        (farewells.warn if due is Due.WARN else farewells.remind)(session.db, of, at)
        key = f"{WARNING}:{of.person_id}:{of.seen_at:%Y%m%d%H%M%S}:{due}"
        post(session, of.person_id, {"do": WARNING, "due": due.value}, key, at)
        if due is Due.WARN:
            for each in _lost(session.db, of.person_id, session.now, since):
                _offer_lead(session, each, of, since)
    return due


def kept_since(of: Farewell, house: AppContext, now: datetime) -> datetime:
    """Return since when what happened is life, on the day they are to be erased."""
    return max(of.erased_at(house.retention, now), now) - house.retention


def working_time(db: Connection, person_id: int, now: datetime) -> datetime:
    """Return the first instant from `now` on when somebody may be written to, where their first plan is."""
    joined = memberships.of_person(db, person_id)
    found = plans.get(db, joined[-1].plan_id) if joined else None
    person = people.get(db, person_id)
    hour = person.hour if person and person.hour is not None else HOUR.hour
    zone, region = (found.zone, found.region) if found else (MAINLAND_ZONE, "")
    return allowed(now, cadence_for(Frequency.WEEKLY, hour, zone=zone, region=region))


def erase(session: Session, person_id: int) -> None:
    """Erase somebody who asks for it; who took part in the plans that go with them is told."""
    at = allowed(session.now, cadence_for(Frequency.WEEKLY, HOUR.hour, zone=MAINLAND_ZONE, region=""))
    privacy.ask(session.db, person_id, session.now, tell_at=at)


def _lost(db: Connection, person_id: int, now: datetime, since: datetime) -> Iterable[int]:
    """The plans that live, and that nobody else leads who was seen."""
    for each in memberships.of_person(db, person_id):
        is_lost = each.role is Role.LEAD and not life.is_led(db, each.plan_id, since, but=person_id)
        if is_lost and life.lives(db, each.plan_id, now, since):
            yield each.plan_id


def _offer_lead(session: Session, plan_id: int, of: Farewell, since: datetime) -> None:
    for each in _told(session.db, plan_id, of.person_id, since):
        key = f"{TAKEOVER}:{plan_id}:{of.seen_at:%Y%m%d%H%M%S}:{each}"
        post(session, each, {"do": TAKEOVER, "plan": plan_id}, key, working_time(session.db, each, session.now))


def _told(db: Connection, plan_id: int, person_id: int, since: datetime) -> list[int]:
    """The other members of a plan: those who were seen, or all when none was."""
    others = [each.person_id for each in memberships.of_plan(db, plan_id) if each.person_id != person_id]
    return [each for each in life.seen_members(db, plan_id, since) if each != person_id] or others


def _erase(session: Session, person_id: int, since: datetime) -> None:
    """Erase somebody nobody heard from; the leads of their plans are told, or everybody when none is left."""
    joined = memberships.of_person(session.db, person_id)
    told = {each.plan_id: _told(session.db, each.plan_id, person_id, since) for each in joined}
    erased = privacy.ask(session.db, person_id, session.now, keeps_led=True)
    for plan_id in erased.kept:
        seen = told.get(plan_id, [])
        leads = [each for each in seen if memberships.role(session.db, plan_id, each) is Role.LEAD]
        for each in leads or seen:
            key = f"{LEFT}:{plan_id}:{session.now:%Y%m%d%H%M%S}:{each}"
            post(session, each, {"do": LEFT, "plan": plan_id}, key, working_time(session.db, each, session.now))


def post(session: Session, chat: int, body: dict[str, object], key: str, at: datetime) -> None:
    """Post a notice for a person, once; `key` also makes the id of the prompt behind its button."""
    outbox.post(
        session.db,
        chat_id=chat,
        thread_id=0,
        body={**body, "prompt": blake2s(key.encode(), digest_size=7).hexdigest()},
        priority=NOTICE,
        now=session.now,
        not_before=at,
        expires_at=at + LASTS,
        dedup_key=key,
    )


# Taking over ----------------------------------------------------------------------------------------------------------


def take_over(turn: PlanTurn, _row: PromptRow, _argument: str) -> str | None:
    """Make a member who agrees lead a plan that nobody present leads."""
    plan_id = turn.plan_id
    if plan_id is None or life.is_led(turn.db, plan_id, farewells.silent_since(turn.now, turn.app.retention)):
        return turn.label("farewell:already_led")
    memberships.join(turn.db, plan_id=plan_id, person_id=turn.person.id, role=Role.LEAD, now=turn.now)
    rules.realign(turn.db, plan_id, turn.now)
    name = plans.names(turn.db, (plan_id,)).get(plan_id, "")
    menus.show(turn, turn.recipient, plan_id, Role.LEAD, turn.text("farewell:took_over", plan=name))
    return None
