"""Coming in: consent first, then a plan of one's own or an invitation."""

from bot.conversations import menus
from bot.conversations.delegation import respondent
from bot.conversations.delegation.request import asker
from bot.conversations.offers import offer
from bot.conversations.session import Turn
from bot.conversations.turn import advance
from bot.delivery.chats import resume_chat
from bot.reminders import answers as nudges
from bot.reminders import rules
from bot.storage import invitations, memberships, people, plans, prompts
from bot.storage.invitations import Refusal
from bot.storage.memberships import Role
from domain.dialogue.events import Resume


def ask_consent(turn: Turn, token: str) -> None:
    """Ask before anything is kept; an invitation waits behind the answer."""
    app = turn.app
    facts = {"controller": app.controller, "months": app.retention_months, "contact": app.contact}
    is_question = token.startswith(respondent.PREFIX)
    asked_by = asker(turn, turn.recipient, token) if is_question else ""
    behind = {"is_question": is_question, "asker": asked_by, "is_invitation": bool(token)}
    other = "en" if turn.recipient.language == "fr" else "fr"
    choices = [
        ("consent", turn.label("start:act_consent")),
        ("decline", turn.label("start:act_decline")),
        (f"language:{other}", turn.label(f"start:act_language_{other}")),
    ]
    payload: dict[str, object] = {"is_consent": True, "start": token[:64]}
    offer(turn, turn.recipient, turn.text("start:consent", **facts, **behind), choices, payload=payload)


def token_in_wait(turn: Turn) -> str:
    """The link a person came with and has not agreed yet: typing instead of agreeing must not lose it."""
    row = prompts.newest(turn.db, turn.recipient.chat, turn.person.id)
    return str(row.payload.get("start", "")) if row and row.payload.get("is_consent") else ""


def agreed(turn: Turn, token: str) -> str | None:
    """The person consented: open the invitation they came with, or start a plan of their own."""
    people.consent(turn.db, turn.person.id, turn.now)
    return started(turn, token)


def started(turn: Turn, token: str = "") -> str | None:
    """`/start`, with or without an invitation."""
    resume_chat(turn.db, turn.recipient.chat, turn.now)
    if token.startswith(respondent.PREFIX):
        asked = respondent.opened(turn, token)
        if asked is not None:
            turn.remember(nudges.KIND, asked)
        return None
    if token:
        return join(turn, token)
    if turn.role is None:
        return begin(turn)
    if turn.role is Role.LEAD:
        return advance(turn, Resume())
    menus.welcome(turn)
    return None


def begin(turn: Turn) -> str | None:
    """Start an empty plan, led by this person, and ask its first question."""
    plan_id = plans.create(
        turn.db, script_version=turn.app.script.version, now=turn.now, language=turn.recipient.language
    )
    memberships.join(turn.db, plan_id=plan_id, person_id=turn.person.id, role=Role.LEAD, now=turn.now)
    turn.say("start:welcome", first_name=turn.person.first_name)
    return advance(turn.move_to(plan_id), Resume())


def join(turn: Turn, token: str) -> str | None:
    """Open an invitation; every reason not to gets the same answer."""
    opened = invitations.redeem(turn.db, token, turn.person.id, turn.now)
    if isinstance(opened, Refusal):
        turn.say("start:invitation_refused")
        return None
    plan_id, person_id, role = opened.plan_id, turn.person.id, Role(opened.role)
    memberships.join(turn.db, plan_id=plan_id, person_id=person_id, role=role, label=opened.label, now=turn.now)
    rules.realign(turn.db, plan_id, turn.now)
    menus.tell_leads(turn, opened, turn.person)
    moved = turn.move_to(plan_id)
    menus.joined(moved, plan_id, moved.role or role, opened.label)
    return advance(moved, Resume()) if moved.role is Role.LEAD else None
