"""One member of the team, in front of a lead: another role, or out of the plan; each asked twice."""

from bot.conversations.membership.leaving import change_role as give_role
from bot.conversations.membership.leaving import first_name, sure, take_out
from bot.conversations.offers import offer
from bot.conversations.session import LeadTurn, Recipient, Session
from bot.storage import memberships
from bot.storage.memberships import Membership, Role
from bot.storage.prompts import PromptRow


def show(turn: LeadTurn, row: PromptRow, person: str) -> str | None:
    """Say who a member is, with what may be done."""
    member = _member(turn, row, person)
    if member is None:
        return turn.label("team:member_gone")
    choices = [
        (f"role:{person}:{role}", _label(turn, turn.recipient, role)) for role in Role if role is not member.role
    ]
    choices.append((f"remove:{person}", turn.label("team:act_remove")))
    offer(
        turn,
        turn.recipient,
        turn.text("team:member", **_facts(turn, turn.recipient, member)),
        choices,
        plan=turn.plan_id,
    )
    return None


def ask_role(turn: LeadTurn, row: PromptRow, argument: str) -> str | None:
    person, _, role = argument.partition(":")
    member = _member(turn, row, person)
    if member is None:
        return turn.label("team:member_gone")
    facts = _facts(turn, turn.recipient, member) | {"new": role, "new_role": turn.label(f"common:roles_{role}")}
    text = turn.text("team:role_sure", **facts)
    offer(turn, turn.recipient, text, sure(turn, turn.recipient, "role", argument), plan=turn.plan_id)
    return None


def change_role(turn: LeadTurn, row: PromptRow, argument: str) -> str | None:
    """Give a member another role; who acts keeps theirs, so the plan keeps a lead."""
    person, _, role = argument.partition(":")
    member = _member(turn, row, person)
    if member is None or member.person_id == turn.person.id:
        return turn.label("team:member_gone")
    if member.role != role:
        give_role(turn, member.plan_id, member, Role(role), by=turn.person.id)
    return None


def ask_removal(turn: LeadTurn, row: PromptRow, person: str) -> str | None:
    member = _member(turn, row, person)
    if member is None:
        return turn.label("team:member_gone")
    text = turn.text("team:remove_sure", **_facts(turn, turn.recipient, member))
    offer(turn, turn.recipient, text, sure(turn, turn.recipient, "remove", person), plan=turn.plan_id)
    return None


def remove(turn: LeadTurn, _row: PromptRow, person: str) -> str | None:
    """Take a member out of the plan; a lead leaves it by `/quitter`, never by their own hand here."""
    is_done = int(person) != turn.person.id and take_out(turn, turn.plan_id, int(person), by=turn.person.id)
    return None if is_done else turn.label("team:member_gone")


def _member(session: Session, row: PromptRow, person: str) -> Membership | None:
    return memberships.get(session.db, row.plan_id, int(person)) if row.plan_id is not None else None


def _label(session: Session, recipient: Recipient, role: Role) -> str:
    return session.label_for(recipient, f"team:act_role_{role}")


def _facts(session: Session, recipient: Recipient, member: Membership) -> dict[str, str]:
    name, label = first_name(session, recipient, member.person_id), member.label or ""
    role = session.label_for(recipient, f"common:roles_{member.role}")
    return {"name": name, "role": role, "label": label if label != name else ""}
