"""Leaving a plan, or being taken out of it: what somebody had under way there ends, what they gave stays."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.chat.outgoing import EditKeyboard
from bot.conversations.delegation import respondent
from bot.conversations.delegation.request import errand
from bot.conversations.desk import NOTICE, Desk, Spot
from bot.conversations.offers import offer
from bot.conversations.seat import Seat
from bot.current_plan import current_plan
from bot.reminders import answers as nudges
from bot.reminders import rules as keeping
from bot.storage import handovers, invitations, memberships, people, plans, rules, talks, withdrawals
from bot.storage.handovers import State
from bot.storage.memberships import Membership, Role
from bot.storage.prompts import PromptRow
from domain.dialogue.path import Path

MOST_DISARMED = 20
"""Cards of which the buttons are taken away; older ones answer that they are not active any more."""
MOST_OFFERED = 8
MOST_LISTED = 16


@dataclass(frozen=True, slots=True)
class Owned:
    """A figure to give or an action to lead that named somebody: what it is called, and the question that says who."""

    title: str
    who: Path


# By oneself -----------------------------------------------------------------------------------------------------------


def offer_to(desk: Desk, here: Seat) -> None:
    """`/quitter`: ask whether they are sure; the only lead is told how to hand the plan over first."""
    assert here.plan is not None  # noqa: S101 - the tables ask for a role
    if not _may_leave(desk, here.plan, here):
        desk.say(here.spot, desk.text(here.spot, "team:leave_alone"))
        return
    text = desk.text(here.spot, "team:leave_sure", plan=plan_name(desk, here.plan))
    offer(desk, here.spot, text, sure(desk, here.spot, "leave"), plan=here.plan)


def ask(desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    offer_to(desk, here)
    return None


def leave(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Leave the plan of the card."""
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    plans.hold(desk.db, row.plan_id)  # two leads who leave at once must not each count on the other
    if not _may_leave(desk, row.plan_id, here):
        desk.say(here.spot, desk.text(here.spot, "team:leave_alone"))
        return None
    take_out(desk, row.plan_id, here.person.id, by=here.person.id)
    return None


def _may_leave(desk: Desk, plan_id: int, here: Seat) -> bool:
    return here.role is not Role.LEAD or memberships.has_other_lead(desk.db, plan_id, here.person.id)


def sure(desk: Desk, spot: Spot, act: str, argument: str = "") -> list[tuple[str, str]]:
    """Return the two buttons of a confirmation: to do it, or to leave things as they are."""
    named = f"{act}:sure:{argument}" if argument else f"{act}:sure"
    return [(named, desk.label(spot, f"team:act_{act}_sure")), ("spare", desk.label(spot, "team:act_keep"))]


# What it entails ------------------------------------------------------------------------------------------------------


def take_out(desk: Desk, plan_id: int, person_id: int, *, by: int) -> bool:
    """Make a member a stranger to a plan and tell them, and its leads; False when they were one already."""
    talks.forget(desk.db, plan_id, person_id, is_left=True)
    member = memberships.leave(desk.db, plan_id, person_id)
    if member is None:
        return False
    owned = _owned(desk, plan_id, member)
    close_access(desk, member)
    spot = desk.spot_of(person_id)
    if spot:
        name = "team:left_you" if by == person_id else "team:removed_you"
        desk.say(spot, desk.text(spot, name, plan=plan_name(desk, plan_id)))
    tell_leads(desk, member, owned, "team:left", by=by)
    return True


def change_role(desk: Desk, plan_id: int, former: Membership, role: Role, *, by: int) -> None:
    """Give a member another role; what only the former one allowed ends."""
    talks.forget(desk.db, plan_id, former.person_id, is_left=False)
    memberships.set_role(desk.db, plan_id, former.person_id, role)
    owned = _owned(desk, plan_id, former) if role is Role.OFFICIAL else []
    close_access(desk, former, role)
    if spot := desk.spot_of(former.person_id):
        facts = {"plan": plan_name(desk, plan_id), "role": desk.label(spot, f"common:roles_{role}")}
        desk.say(spot, desk.text(spot, "team:role_yours", **facts))
    tell_leads(desk, former, owned, "team:role_changed", by=by, role=role)


def close_access(desk: Desk, member: Membership, role: Role | None = None) -> None:
    """Take back what a member had under way in a plan, and may not have as `role` (None: as a stranger)."""
    plan_id, person_id, now = member.plan_id, member.person_id, desk.now
    keeps_nudges = role in {Role.LEAD, Role.CONTRIBUTOR}
    if not keeps_nudges:
        withdrawals.drop_messages(desk.db, plan_id, person_id, now)
    disarm_cards(desk, plan_id, person_id, but=nudges.KIND if keeps_nudges else None)
    if role is not Role.LEAD:
        invitations.revoke_from(desk.db, plan_id, person_id, now)
        for each in handovers.open_with(desk.db, plan_id, person_id):
            if role is None or each.person_id is None:
                _withdraw(desk, each.id)
    keeping.realign(desk.db, plan_id, now)


def disarm_cards(desk: Desk, plan_id: int, chat_id: int, *, but: str | None = None) -> None:
    """Take the buttons of the cards of a plan away in a chat."""
    spot = Spot(chat_id, 0, 0, "", "fr", is_private=chat_id > 0)
    closed = withdrawals.close_prompts(desk.db, plan_id, chat_id, desk.now, but=but)
    for each in [each for each in closed if each.message_id][:MOST_DISARMED]:
        desk.post(spot, EditKeyboard(each.message_id), prompt=each.id, priority=NOTICE)


def _withdraw(desk: Desk, handover_id: str) -> None:
    handovers.settle(desk.db, handover_id, State.WITHDRAWN, desk.now)
    at = errand(desk, handover_id)
    spot = desk.spot_of(at.row.person_id) if at and at.row.person_id else None
    if at and spot:
        respondent.disarm(at, desk.text(spot, "handing:closed_withdrawn", lead=at.lead(spot)))


def _owned(desk: Desk, plan_id: int, member: Membership) -> list[Owned]:
    """Return what names this member alone, and waits for another name now."""
    key = rules.owner_key(member.label)
    others = memberships.of_plan(desk.db, plan_id)
    able = (each for each in others if each.role is not Role.OFFICIAL and each.person_id != member.person_id)
    if key is None or any(rules.owner_key(each.label) == key for each in able):
        return []
    return list(_named(desk, plan_id, key))


def _named(desk: Desk, plan_id: int, key: str) -> Iterator[Owned]:
    plan = current_plan(desk.db, plan_id)
    for kpi in plan.kpis:
        if rules.owner_key(kpi.owner) == key:
            yield Owned(kpi.label, Path.parse(kpi.row) / "owner")
    for action in plan.actions:
        if rules.owner_key(action.pilot) == key:
            yield Owned(action.title, Path("actions/pilot", (action.row,)))


def tell_leads(
    desk: Desk, member: Membership, owned: list[Owned], name: str, *, by: int, role: Role | None = None
) -> None:
    """Tell every lead what became of a member, and offer to name somebody else for what was theirs."""
    for spot in desk.leads(member.plan_id):
        facts = {
            "plan": plan_name(desk, member.plan_id),
            "name": first_name(desk, spot, member.person_id),
            "by": "" if by in {spot.person, member.person_id} else first_name(desk, spot, by),
            "is_own": by == member.person_id,
            "role": desk.label(spot, f"common:roles_{role}") if role else "",
        }
        text = desk.text(spot, name, **facts)
        if not owned:
            desk.say(spot, text)
            continue
        listed, hidden = [each.title for each in owned[:MOST_LISTED]], max(len(owned) - MOST_LISTED, 0)
        to_entrust = desk.text(spot, "team:to_entrust", name=facts["name"], owned=listed, hidden=hidden)
        choices = [
            (f"edit:{each.who}", desk.label(spot, "common:act_edit", name=each.title)) for each in owned[:MOST_OFFERED]
        ]
        offer(desk, spot, f"{text}\n\n{to_entrust}", choices, plan=member.plan_id)


def first_name(desk: Desk, spot: Spot, person_id: int) -> str:
    person = people.get(desk.db, person_id)
    return person.first_name if person else desk.label(spot, "common:someone")


def plan_name(desk: Desk, plan_id: int) -> str:
    return current_plan(desk.db, plan_id).name or ""
