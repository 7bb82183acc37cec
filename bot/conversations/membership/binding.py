"""The group of a plan: a lead binds it; a link in anybody else's hands waits for a lead to confirm."""

from bot.conversations.membership.leaving import disarm_cards, first_name, plan_name, sure
from bot.conversations.offers import offer
from bot.conversations.session import LeadTurn, Recipient, Session, Turn
from bot.current_plan import current_plan
from bot.storage import groups, invitations, memberships, plans, prompts, withdrawals
from bot.storage.groups import Group
from bot.storage.invitations import Refusal
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow


def bind(turn: Turn, token: str) -> None:
    """Open the link of a group in it: bound at once by a lead, else once a lead says in private that it is theirs."""
    opened = invitations.redeem(turn.db, token, turn.person.id, turn.now, for_group=True)
    if isinstance(opened, Refusal):
        turn.say("start:invitation_refused")
        return
    role = memberships.role(turn.db, opened.plan_id, turn.person.id, is_held=True)
    if role is Role.LEAD:
        group = Group(opened.plan_id, turn.recipient.chat, turn.recipient.thread, turn.now, turn.recipient.title)
        _bind(turn, group, by=turn.person.id)
        return
    turn.say("start:group_waits")
    request = turn.new_id()
    for lead in turn.leads(opened.plan_id):
        _ask(turn, lead, turn.recipient, opened.plan_id, request, who=turn.person.first_name if role else "")


def _ask(session: Session, lead: Recipient, group: Recipient, plan_id: int, request: str, *, who: str) -> None:
    """Ask a lead; a stranger to the plan is not named."""
    text = session.text_for(lead, "team:group_asked", title=group.title, who=who, plan=plan_name(session, plan_id))
    choices = [(f"bind:{act}", session.label_for(lead, f"team:act_bind_{act}")) for act in ("sure", "refuse")]
    place: dict[str, object] = {"chat": group.chat, "thread": group.thread, "title": group.title, "request": request}
    offer(session, lead, text, choices, plan=plan_id, payload=place)


def confirm(turn: LeadTurn, row: PromptRow, _argument: str) -> str | None:
    """Bind the group that a link was opened in."""
    group = _asked(turn, row)
    _settle(turn, row)
    _bind(turn, group, by=turn.person.id)
    facts = {"title": group.title, "plan": plan_name(turn, group.plan_id), "by": ""}
    turn.say("team:group_bound", **facts)
    return None


def refuse(turn: LeadTurn, row: PromptRow, _argument: str) -> str | None:
    """Leave the group unbound, and say so there without a word of the plan."""
    group = _asked(turn, row)
    _settle(turn, row)
    _say_there(turn, group, "start:group_refused")
    return turn.label("team:group_left_out")


def ask_unbinding(turn: LeadTurn, _row: PromptRow, _argument: str) -> str | None:
    group = groups.get(turn.db, turn.plan_id)
    if group is None:
        return turn.label("team:no_group")
    text = turn.text("team:unbind_sure", title=group.title)
    offer(turn, turn.recipient, text, sure(turn, turn.recipient, "unbind"), plan=turn.plan_id)
    return None


def unbind(turn: LeadTurn, _row: PromptRow, _argument: str) -> str | None:
    """Have the group of a plan told nothing more of it."""
    group = groups.get(turn.db, turn.plan_id)
    if group is None:
        return turn.label("team:no_group")
    groups.unbind(turn.db, group.plan_id)
    _part(turn, group)
    _tell(turn, group, "team:group_unbound", by=turn.person.id)
    return None


# What it entails ------------------------------------------------------------------------------------------------------


def _bind(session: Session, group: Group, *, by: int) -> None:
    former = groups.get(session.db, group.plan_id)
    where = {"chat_id": group.chat_id, "thread_id": group.thread_id, "title": group.title}
    groups.bind(session.db, group.plan_id, now=session.now, **where)  # type: ignore[arg-type] # one of each type
    if former and (former.chat_id, former.thread_id) != (group.chat_id, group.thread_id):
        _part(session, former)
    plan = current_plan(session.db, group.plan_id)
    _say_there(session, group, "start:joined_group", plan=plan.name, territory=plan.territory.name)
    _tell(session, group, "team:group_bound", by=by, but=by)


def _part(session: Session, group: Group) -> None:
    """Take back what the group was asked and not sent yet, with the buttons it was shown, and say that it is over."""
    withdrawals.drop_messages(session.db, group.plan_id, group.chat_id, session.now)
    disarm_cards(session, group.plan_id, group.chat_id)
    _say_there(session, group, "start:group_parted")


def _say_there(session: Session, group: Group, name: str, **facts: object) -> None:
    plan = plans.get(session.db, group.plan_id)
    recipient = Recipient(group.chat_id, group.thread_id, 0, "", plan.language if plan else "fr", is_private=False)
    session.say_to(recipient, session.text_for(recipient, name, **facts))


def _tell(session: Session, group: Group, name: str, *, by: int, but: int | None = None) -> None:
    for recipient in session.leads(group.plan_id, but=but):
        who = "" if recipient.person == by else first_name(session, recipient, by)
        facts = {"title": group.title, "plan": plan_name(session, group.plan_id), "by": who}
        session.say_to(recipient, session.text_for(recipient, name, **facts))


def _asked(session: Session, row: PromptRow) -> Group:
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    chat, thread, title = (str(row.payload[name]) for name in ("chat", "thread", "title"))
    return Group(row.plan_id, int(chat), int(thread), session.now, title)


def _settle(session: Session, row: PromptRow) -> None:
    """Close the same question put to the other leads."""
    for recipient in session.leads(row.plan_id or 0):
        for other in prompts.live_of_plan(session.db, row.plan_id or 0, recipient.chat):
            if other.payload.get("request") == row.payload.get("request"):
                prompts.close(session.db, other.id, chosen=None, now=session.now)
