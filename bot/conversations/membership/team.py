"""The team of a plan: who is in, who is awaited, and the links that let them in."""

from bot.conversations.offers import offer
from bot.conversations.session import LeadTurn, Session, Turn
from bot.current_plan import current_plan
from bot.storage import groups, invitations, lanes, memberships, people, plans
from bot.storage.invitations import GROUP
from bot.storage.memberships import Membership, Role
from bot.storage.prompts import PromptRow

PAGE = 12
"""Members with a button, at once."""


def show(turn: LeadTurn) -> None:
    """`/equipe`: members, owners not linked yet, open invitations, and what may be done about each."""
    members = memberships.of_plan(turn.db, turn.plan_id)
    waited = awaited(turn, turn.plan_id, members)
    closed = lanes.closed(turn.db, (member.person_id for member in members))
    pending, group = invitations.of_plan(turn.db, turn.plan_id, turn.now), groups.get(turn.db, turn.plan_id)
    text = turn.text(
        "team:card",
        members=[_member(turn, member) | {"is_closed": member.person_id in closed} for member in members],
        awaited=waited,
        has_group=group is not None,
        group=group.title if group else "",
        pending=len(pending),
    )
    choices = [(f"invite:contributor:{name}", turn.label("team:act_invite_named", name=name)) for name in waited]
    roles = (Role.CONTRIBUTOR.value, Role.OFFICIAL.value, Role.LEAD.value, GROUP)
    choices += [(f"invite:{role}", turn.label(f"team:act_invite_{role}")) for role in roles]
    choices += [("revoke", turn.label("team:act_revoke"))] if pending else []
    choices += _members(turn, members, 0)
    choices += [("unbind", turn.label("team:act_unbind"))] if group else []
    choices += [("leave", turn.label("team:act_leave"))] if len(members) > 1 else []
    offer(turn, turn.recipient, text, choices, plan=turn.plan_id)


def more(turn: LeadTurn, _row: PromptRow, start: str) -> str | None:
    """Show the members that the card had no room for."""
    members = memberships.of_plan(turn.db, turn.plan_id)
    offer(
        turn,
        turn.recipient,
        turn.text("team:more"),
        _members(turn, members, int(start)),
        plan=turn.plan_id,
    )
    return None


def _members(turn: Turn, members: list[Membership], start: int) -> list[tuple[str, str]]:
    """A button for each of the other members, from a place on, then one to those that follow."""
    others = [each for each in members if each.person_id != turn.person.id]
    choices = [
        (f"member:{each.person_id}", turn.label("team:act_member", **_member(turn, each)))
        for each in others[start : start + PAGE]
    ]
    is_cut = len(others) > start + PAGE
    return [*choices, *([(f"team:{start + PAGE}", turn.label("common:act_page_next"))] if is_cut else [])]


def awaited(session: Session, plan_id: int, members: list[Membership]) -> list[str]:
    """The names that own a KPI and that no member answers to yet, in order."""
    linked = {member.label for member in members}
    owners = [kpi.owner for kpi in current_plan(session.db, plan_id).kpis if kpi.owner]
    return [owner for owner in dict.fromkeys(owners) if owner not in linked]


def invite(turn: LeadTurn, _row: PromptRow, argument: str) -> str | None:
    """Make an invitation of one use, as a message to forward."""
    role, _, named = argument.partition(":")
    label = named or None
    token = turn.new_id() + turn.new_id()
    expires_at = turn.now + turn.app.invitation_lasts
    invitations.create(
        turn.db,
        plan_id=turn.plan_id,
        role=role,
        label=label,
        created_by=turn.person.id,
        token=token,
        now=turn.now,
        expires_at=expires_at,
    )
    parameter = "startgroup" if role == GROUP else "start"
    link = f"https://t.me/{turn.app.bot_name}?{parameter}={token}"
    plan = plans.names(turn.db, [turn.plan_id]).get(turn.plan_id, "")
    facts = {"name": label or "", "days": turn.app.invitation_lasts.days}
    turn.say(f"team:invitation_{role}", link=link, plan=plan, **facts)
    if role != GROUP:
        turn.say("team:invitation_made", is_lead=role == Role.LEAD, **facts)
    return None


def revoke_all(turn: LeadTurn, _row: PromptRow, _argument: str) -> str | None:
    """Close every invitation still open."""
    for each in invitations.of_plan(turn.db, turn.plan_id, turn.now):
        invitations.revoke(turn.db, turn.plan_id, each.reference, turn.now)
    return turn.label("team:revoked")


def _member(turn: Turn, member: Membership) -> dict[str, object]:
    person = people.get(turn.db, member.person_id)
    name = person.first_name if person else turn.label("common:someone")
    role = turn.label(f"common:roles_{member.role}")
    return {"name": name, "role": role, "label": member.label if member.label and member.label != name else ""}
