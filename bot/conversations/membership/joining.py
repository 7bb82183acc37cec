"""Coming in: consent first, then a plan of one's own or an invitation."""

from bot.conversations import menus
from bot.conversations.delegation import respondent
from bot.conversations.delegation.request import asker
from bot.conversations.desk import Desk
from bot.conversations.offers import offer
from bot.conversations.seat import Seat, move_to, remember
from bot.conversations.turn import turn
from bot.delivery.chats import resume_chat
from bot.reminders import answers as nudges
from bot.reminders import rules
from bot.storage import invitations, memberships, people, plans, prompts
from bot.storage.invitations import Refusal
from bot.storage.memberships import Role
from domain.dialogue.events import Resume


def ask_consent(desk: Desk, here: Seat, token: str) -> None:
    """Ask before anything is kept; an invitation waits behind the answer."""
    house, spot = desk.house, here.spot
    facts = {"controller": house.controller, "months": house.retention_months, "contact": house.contact}
    is_question = token.startswith(respondent.PREFIX)
    asked_by = asker(desk, spot, token) if is_question else ""
    behind = {"is_question": is_question, "asker": asked_by, "is_invitation": bool(token)}
    other = "en" if spot.language == "fr" else "fr"
    choices = [
        ("consent", desk.label(spot, "start:act_consent")),
        ("decline", desk.label(spot, "start:act_decline")),
        (f"language:{other}", desk.label(spot, f"start:act_language_{other}")),
    ]
    payload: dict[str, object] = {"is_consent": True, "start": token[:64]}
    offer(desk, spot, desk.text(spot, "start:consent", **facts, **behind), choices, payload=payload)


def token_in_wait(desk: Desk, here: Seat) -> str:
    """The link a person came with and has not agreed yet: typing instead of agreeing must not lose it."""
    row = prompts.newest(desk.db, here.spot.chat, here.person.id)
    return str(row.payload.get("start", "")) if row and row.payload.get("is_consent") else ""


def agreed(desk: Desk, here: Seat, token: str) -> str | None:
    """The person consented: open the invitation they came with, or start a plan of their own."""
    people.consent(desk.db, here.person.id, desk.now)
    return started(desk, here, token)


def started(desk: Desk, here: Seat, token: str) -> str | None:
    """`/start`, with or without an invitation."""
    resume_chat(desk.db, here.spot.chat, desk.now)
    if token.startswith(respondent.PREFIX):
        asked = respondent.opened(desk, here, token)
        if asked is not None:
            remember(desk, here, nudges.KIND, asked)
        return None
    if token:
        return join(desk, here, token)
    if here.role is None:
        return begin(desk, here)
    if here.role is Role.LEAD:
        return turn(desk, here.spot, here.talk, Resume())
    menus.welcome(desk, here)
    return None


def begin(desk: Desk, here: Seat) -> str | None:
    """Start an empty plan, led by this person, and ask its first question."""
    plan_id = plans.create(desk.db, script_version=desk.house.script.version, now=desk.now, language=here.spot.language)
    memberships.join(desk.db, plan_id=plan_id, person_id=here.person.id, role=Role.LEAD, now=desk.now)
    desk.say(here.spot, desk.text(here.spot, "start:welcome", first_name=here.person.first_name))
    return turn(desk, here.spot, move_to(desk, here, plan_id).talk, Resume())


def join(desk: Desk, here: Seat, token: str) -> str | None:
    """Open an invitation; every reason not to gets the same answer."""
    opened = invitations.redeem(desk.db, token, here.person.id, desk.now)
    if isinstance(opened, Refusal):
        desk.say(here.spot, desk.text(here.spot, "start:invitation_refused"))
        return None
    plan_id, person_id, role = opened.plan_id, here.person.id, Role(opened.role)
    memberships.join(desk.db, plan_id=plan_id, person_id=person_id, role=role, label=opened.label, now=desk.now)
    rules.realign(desk.db, plan_id, desk.now)
    menus.tell_leads(desk, opened, here.person)
    moved = move_to(desk, here, plan_id)
    menus.joined(desk, moved, plan_id, moved.role or role, opened.label)
    return turn(desk, moved.spot, moved.talk, Resume()) if moved.role is Role.LEAD else None
