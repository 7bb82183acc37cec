"""Leaving a plan, or being taken out of it: what somebody had under way there ends, what they gave stays."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.chat.outgoing import EditKeyboard
from bot.conversations.delegation import respondent
from bot.conversations.delegation.request import open_handover
from bot.conversations.offers import offer
from bot.conversations.session import NOTICE, PlanTurn, Recipient, Session
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


def offer_to(turn: PlanTurn) -> None:
    """`/quitter`: ask whether they are sure; the only lead is told how to hand the plan over first."""
    if not _may_leave(turn):
        turn.say("team:leave_alone")
        return
    text = turn.text("team:leave_sure", plan=plan_name(turn, turn.plan_id))
    offer(turn, turn.recipient, text, sure(turn, turn.recipient, "leave"), plan=turn.plan_id)


def ask(turn: PlanTurn, _row: PromptRow, _argument: str) -> str | None:
    offer_to(turn)
    return None


def leave(turn: PlanTurn, _row: PromptRow, _argument: str) -> str | None:
    """Leave the plan of the card."""
    plans.hold(turn.db, turn.plan_id)  # two leads who leave at once must not each count on the other
    if not _may_leave(turn):
        turn.say("team:leave_alone")
        return None
    take_out(turn, turn.plan_id, turn.person.id, by=turn.person.id)
    return None


def _may_leave(turn: PlanTurn) -> bool:
    return turn.role is not Role.LEAD or memberships.has_other_lead(turn.db, turn.plan_id, turn.person.id)


def sure(session: Session, recipient: Recipient, act: str, argument: str = "") -> list[tuple[str, str]]:
    """Return the two buttons of a confirmation: to do it, or to leave things as they are."""
    named = f"{act}:sure:{argument}" if argument else f"{act}:sure"
    return [
        (named, session.label_for(recipient, f"team:act_{act}_sure")),
        ("spare", session.label_for(recipient, "team:act_keep")),
    ]


# What it entails ------------------------------------------------------------------------------------------------------


def take_out(session: Session, plan_id: int, person_id: int, *, by: int) -> bool:
    """Make a member a stranger to a plan and tell them, and its leads; False when they were one already."""
    talks.forget(session.db, plan_id, person_id, is_left=True)
    member = memberships.leave(session.db, plan_id, person_id)
    if member is None:
        return False
    owned = _owned(session, plan_id, member)
    close_access(session, member)
    recipient = session.recipient_of(person_id)
    if recipient:
        name = "team:left_you" if by == person_id else "team:removed_you"
        session.say_to(recipient, session.text_for(recipient, name, plan=plan_name(session, plan_id)))
    tell_leads(session, member, owned, "team:left", by=by)
    return True


def change_role(session: Session, plan_id: int, former: Membership, role: Role, *, by: int) -> None:
    """Give a member another role; what only the former one allowed ends."""
    talks.forget(session.db, plan_id, former.person_id, is_left=False)
    memberships.set_role(session.db, plan_id, former.person_id, role)
    owned = _owned(session, plan_id, former) if role is Role.OFFICIAL else []
    close_access(session, former, role)
    if recipient := session.recipient_of(former.person_id):
        facts = {"plan": plan_name(session, plan_id), "role": session.label_for(recipient, f"common:roles_{role}")}
        session.say_to(recipient, session.text_for(recipient, "team:role_yours", **facts))
    tell_leads(session, former, owned, "team:role_changed", by=by, role=role)


def close_access(session: Session, member: Membership, role: Role | None = None) -> None:
    """Take back what a member had under way in a plan, and may not have as `role` (None: as a stranger)."""
    plan_id, person_id, now = member.plan_id, member.person_id, session.now
    keeps_nudges = role in {Role.LEAD, Role.CONTRIBUTOR}
    if not keeps_nudges:
        withdrawals.drop_messages(session.db, plan_id, person_id, now)
    disarm_cards(session, plan_id, person_id, but=nudges.KIND if keeps_nudges else None)
    if role is not Role.LEAD:
        invitations.revoke_from(session.db, plan_id, person_id, now)
        for each in handovers.open_with(session.db, plan_id, person_id):
            if role is None or each.person_id is None:
                handovers.settle(session.db, each.id, State.WITHDRAWN, session.now)
                at = open_handover(session, each.id)
                recipient = session.recipient_of(at.row.person_id) if at and at.row.person_id else None
                if at and recipient:
                    respondent.disarm(
                        at, session.text_for(recipient, "handing:closed_withdrawn", lead=at.lead(recipient))
                    )
    keeping.realign(session.db, plan_id, now)


def disarm_cards(session: Session, plan_id: int, chat_id: int, *, but: str | None = None) -> None:
    """Take the buttons of the cards of a plan away in a chat."""
    recipient = Recipient(chat_id, 0, 0, "", "fr", is_private=chat_id > 0)
    closed = withdrawals.close_prompts(session.db, plan_id, chat_id, session.now, but=but)
    for each in [each for each in closed if each.message_id][:MOST_DISARMED]:
        session.post_to(recipient, EditKeyboard(each.message_id), prompt=each.id, priority=NOTICE)


def _owned(session: Session, plan_id: int, member: Membership) -> list[Owned]:
    """Return what names this member alone, and waits for another name now."""
    key = rules.owner_key(member.label)
    others = memberships.of_plan(session.db, plan_id)
    able = (each for each in others if each.role is not Role.OFFICIAL and each.person_id != member.person_id)
    if key is None or any(rules.owner_key(each.label) == key for each in able):
        return []
    return list(_named(session, plan_id, key))


def _named(session: Session, plan_id: int, key: str) -> Iterator[Owned]:
    plan = current_plan(session.db, plan_id)
    for kpi in plan.kpis:
        if rules.owner_key(kpi.owner) == key:
            yield Owned(kpi.label, Path.parse(kpi.row) / "owner")
    for action in plan.actions:
        if rules.owner_key(action.pilot) == key:
            yield Owned(action.title, Path("actions/pilot", (action.row,)))


def tell_leads(
    session: Session, member: Membership, owned: list[Owned], name: str, *, by: int, role: Role | None = None
) -> None:
    """Tell every lead what became of a member, and offer to name somebody else for what was theirs."""
    for recipient in session.leads(member.plan_id):
        facts = {
            "plan": plan_name(session, member.plan_id),
            "name": first_name(session, recipient, member.person_id),
            "by": "" if by in {recipient.person, member.person_id} else first_name(session, recipient, by),
            "is_own": by == member.person_id,
            "role": session.label_for(recipient, f"common:roles_{role}") if role else "",
        }
        text = session.text_for(recipient, name, **facts)
        if not owned:
            session.say_to(recipient, text)
            continue
        listed, hidden = [each.title for each in owned[:MOST_LISTED]], max(len(owned) - MOST_LISTED, 0)
        to_entrust = session.text_for(recipient, "team:to_entrust", name=facts["name"], owned=listed, hidden=hidden)
        choices = [
            (f"edit:{each.who}", session.label_for(recipient, "common:act_edit", name=each.title))
            for each in owned[:MOST_OFFERED]
        ]
        offer(session, recipient, f"{text}\n\n{to_entrust}", choices, plan=member.plan_id)


def first_name(session: Session, recipient: Recipient, person_id: int) -> str:
    person = people.get(session.db, person_id)
    return person.first_name if person else session.label_for(recipient, "common:someone")


def plan_name(session: Session, plan_id: int) -> str:
    return plans.names(session.db, [plan_id]).get(plan_id, "")
