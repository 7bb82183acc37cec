"""The team of a plan: who is in, who is awaited, and the links that let them in."""

from bot.conversations.desk import Desk
from bot.conversations.offers import offer
from bot.conversations.seat import Seat
from bot.current_plan import current_plan
from bot.storage import groups, invitations, lanes, memberships, people
from bot.storage.invitations import GROUP
from bot.storage.memberships import Membership, Role
from bot.storage.prompts import PromptRow

PAGE = 12
"""Members with a button, at once."""


def show(desk: Desk, here: Seat) -> None:
    """`/equipe`: members, owners not linked yet, open invitations, and what may be done about each."""
    assert here.plan is not None  # noqa: S101 - `/equipe` is for leads, who have a plan
    members = memberships.of_plan(desk.db, here.plan)
    waited = awaited(desk, here.plan, members)
    closed = lanes.closed(desk.db, (member.person_id for member in members))
    pending, group = invitations.of_plan(desk.db, here.plan, desk.now), groups.get(desk.db, here.plan)
    text = desk.text(
        here.spot,
        "team:card",
        members=[_member(desk, here, member) | {"is_closed": member.person_id in closed} for member in members],
        awaited=waited,
        has_group=group is not None,
        group=group.title if group else "",
        pending=len(pending),
    )
    choices = [
        (f"invite:contributor:{name}", desk.label(here.spot, "team:act_invite_named", name=name)) for name in waited
    ]
    roles = (Role.CONTRIBUTOR.value, Role.OFFICIAL.value, Role.LEAD.value, GROUP)
    choices += [(f"invite:{role}", desk.label(here.spot, f"team:act_invite_{role}")) for role in roles]
    choices += [("revoke", desk.label(here.spot, "team:act_revoke"))] if pending else []
    choices += _members(desk, here, members, 0)
    choices += [("unbind", desk.label(here.spot, "team:act_unbind"))] if group else []
    choices += [("leave", desk.label(here.spot, "team:act_leave"))] if len(members) > 1 else []
    offer(desk, here.spot, text, choices, plan=here.plan)


def more(desk: Desk, here: Seat, _row: PromptRow, start: str) -> str | None:
    """Show the members that the card had no room for."""
    assert here.plan is not None  # noqa: S101 - the table asks for a role in it
    members = memberships.of_plan(desk.db, here.plan)
    offer(
        desk,
        here.spot,
        desk.text(here.spot, "team:more"),
        _members(desk, here, members, int(start)),
        plan=here.plan,
    )
    return None


def _members(desk: Desk, here: Seat, members: list[Membership], start: int) -> list[tuple[str, str]]:
    """A button for each of the other members, from a place on, then one to those that follow."""
    others = [each for each in members if each.person_id != here.person.id]
    choices = [
        (f"member:{each.person_id}", desk.label(here.spot, "team:act_member", **_member(desk, here, each)))
        for each in others[start : start + PAGE]
    ]
    is_cut = len(others) > start + PAGE
    return [*choices, *([(f"team:{start + PAGE}", desk.label(here.spot, "common:act_page_next"))] if is_cut else [])]


def awaited(desk: Desk, plan_id: int, members: list[Membership]) -> list[str]:
    """The names that own a KPI and that no member answers to yet, in order."""
    linked = {member.label for member in members}
    owners = [kpi.owner for kpi in current_plan(desk.db, plan_id).kpis if kpi.owner]
    return [owner for owner in dict.fromkeys(owners) if owner not in linked]


def invite(desk: Desk, here: Seat, _row: PromptRow, argument: str) -> str | None:
    """Make an invitation of one use, as a message to forward."""
    assert here.plan is not None  # noqa: S101 - the table asks for a role in it
    role, _, named = argument.partition(":")
    label = named or None
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
    return None


def revoke_all(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Close every invitation still open."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    for each in invitations.of_plan(desk.db, row.plan_id, desk.now):
        invitations.revoke(desk.db, row.plan_id, each.reference, desk.now)
    return desk.label(here.spot, "team:revoked")


def _member(desk: Desk, here: Seat, member: Membership) -> dict[str, object]:
    person = people.get(desk.db, member.person_id)
    name = person.first_name if person else desk.label(here.spot, "common:someone")
    role = desk.label(here.spot, f"common:roles_{member.role}")
    return {"name": name, "role": role, "label": member.label if member.label and member.label != name else ""}
