"""The team of a plan: who is in, who is awaited, and the links that let them in."""

from bot.conversations.desk import Desk
from bot.conversations.offers import offer
from bot.conversations.seat import Seat
from bot.plans_in_use import current_plan
from bot.storage import groups, invitations, memberships, people
from bot.storage.invitations import GROUP
from bot.storage.memberships import Membership, Role


def show(desk: Desk, here: Seat) -> None:
    """`/equipe`: members, owners not linked yet, open invitations, and buttons to invite."""
    assert here.plan is not None  # noqa: S101 - `/equipe` is for leads, who have a plan
    members = memberships.of_plan(desk.db, here.plan)
    waited = awaited(desk, here.plan, members)
    pending = invitations.of_plan(desk.db, here.plan, desk.now)
    text = desk.text(
        here.spot,
        "team:card",
        members=[_member(desk, here, member) for member in members],
        awaited=waited,
        has_group=groups.get(desk.db, here.plan) is not None,
        pending=len(pending),
    )
    choices = [
        (f"invite:contributor:{name}", desk.label(here.spot, "team:act_invite_named", name=name)) for name in waited
    ]
    roles = (Role.CONTRIBUTOR.value, Role.OFFICIAL.value, Role.LEAD.value, GROUP)
    choices += [(f"invite:{role}", desk.label(here.spot, f"team:act_invite_{role}")) for role in roles]
    choices += [("revoke", desk.label(here.spot, "team:act_revoke"))] if pending else []
    offer(desk, here.spot, text, choices, plan=here.plan)


def awaited(desk: Desk, plan_id: int, members: list[Membership]) -> list[str]:
    """The names that own a KPI and that no member answers to yet, in order."""
    linked = {member.label for member in members}
    owners = [kpi.owner for kpi in current_plan(desk.db, plan_id).kpis if kpi.owner]
    return [owner for owner in dict.fromkeys(owners) if owner not in linked]


def invite(desk: Desk, here: Seat, role: str, label: str | None) -> None:
    """Make an invitation of one use, as a message to forward."""
    if here.role is not Role.LEAD or here.plan is None:
        return
    token = desk.new_id() + desk.new_id()
    expires_at = desk.now + desk.house.invitation_lasts
    invitations.create(
        desk.db,
        plan_id=here.plan,
        role=role,
        label=label,
        created_by=here.person.id,
        token=token,
        now=desk.now,
        expires_at=expires_at,
    )
    parameter = "startgroup" if role == GROUP else "start"
    link = f"https://t.me/{desk.house.bot_name}?{parameter}={token}"
    plan = current_plan(desk.db, here.plan).name or ""
    facts = {"name": label or "", "days": desk.house.invitation_lasts.days}
    desk.say(here.spot, desk.text(here.spot, f"team:invitation_{role}", link=link, plan=plan, **facts))
    if role != GROUP:
        desk.say(here.spot, desk.text(here.spot, "team:invitation_made", is_lead=role == Role.LEAD, **facts))


def revoke_all(desk: Desk, here: Seat) -> str:
    """Close every invitation still open."""
    if here.role is Role.LEAD and here.plan is not None:
        for each in invitations.of_plan(desk.db, here.plan, desk.now):
            invitations.revoke(desk.db, here.plan, each.reference, desk.now)
    return desk.label(here.spot, "team:revoked")


def _member(desk: Desk, here: Seat, member: Membership) -> dict[str, str]:
    person = people.get(desk.db, member.person_id)
    name = person.first_name if person else desk.label(here.spot, "common:someone")
    role = desk.label(here.spot, f"common:roles_{member.role}")
    return {"name": name, "role": role, "label": member.label if member.label and member.label != name else ""}
