"""One member of the team, in front of a lead: another role, or out of the plan; each asked twice."""

from bot.conversations.desk import Desk, Spot
from bot.conversations.membership.leaving import change_role as give_role
from bot.conversations.membership.leaving import first_name, sure, take_out
from bot.conversations.offers import offer
from bot.conversations.seat import Seat
from bot.storage import memberships
from bot.storage.memberships import Membership, Role
from bot.storage.prompts import PromptRow


def show(desk: Desk, here: Seat, row: PromptRow, person: str) -> str | None:
    """Say who a member is, with what may be done."""
    member = _member(desk, row, person)
    if member is None:
        return desk.label(here.spot, "team:member_gone")
    choices = [(f"role:{person}:{role}", _label(desk, here.spot, role)) for role in Role if role is not member.role]
    choices.append((f"remove:{person}", desk.label(here.spot, "team:act_remove")))
    offer(
        desk, here.spot, desk.text(here.spot, "team:member", **_facts(desk, here.spot, member)), choices, plan=here.plan
    )
    return None


def ask_role(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    person, _, role = argument.partition(":")
    member = _member(desk, row, person)
    if member is None:
        return desk.label(here.spot, "team:member_gone")
    facts = _facts(desk, here.spot, member) | {"new": role, "new_role": desk.label(here.spot, f"common:roles_{role}")}
    text = desk.text(here.spot, "team:role_sure", **facts)
    offer(desk, here.spot, text, sure(desk, here.spot, "role", argument), plan=here.plan)
    return None


def change_role(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    """Give a member another role; who acts keeps theirs, so the plan keeps a lead."""
    person, _, role = argument.partition(":")
    member = _member(desk, row, person)
    if member is None or member.person_id == here.person.id:
        return desk.label(here.spot, "team:member_gone")
    if member.role != role:
        give_role(desk, member.plan_id, member, Role(role), by=here.person.id)
    return None


def ask_removal(desk: Desk, here: Seat, row: PromptRow, person: str) -> str | None:
    member = _member(desk, row, person)
    if member is None:
        return desk.label(here.spot, "team:member_gone")
    text = desk.text(here.spot, "team:remove_sure", **_facts(desk, here.spot, member))
    offer(desk, here.spot, text, sure(desk, here.spot, "remove", person), plan=here.plan)
    return None


def remove(desk: Desk, here: Seat, row: PromptRow, person: str) -> str | None:
    """Take a member out of the plan; a lead leaves it by `/quitter`, never by their own hand here."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    is_done = int(person) != here.person.id and take_out(desk, row.plan_id, int(person), by=here.person.id)
    return None if is_done else desk.label(here.spot, "team:member_gone")


def _member(desk: Desk, row: PromptRow, person: str) -> Membership | None:
    return memberships.get(desk.db, row.plan_id, int(person)) if row.plan_id is not None else None


def _label(desk: Desk, spot: Spot, role: Role) -> str:
    return desk.label(spot, f"team:act_role_{role}")


def _facts(desk: Desk, spot: Spot, member: Membership) -> dict[str, str]:
    name, label = first_name(desk, spot, member.person_id), member.label or ""
    role = desk.label(spot, f"common:roles_{member.role}")
    return {"name": name, "role": role, "label": label if label != name else ""}
