"""The group of a plan: a lead binds it; a link in anybody else's hands waits for a lead to confirm."""

from bot.conversations.desk import Desk, Spot
from bot.conversations.membership.leaving import disarm_cards, first_name, plan_name, sure
from bot.conversations.offers import offer
from bot.conversations.seat import Seat
from bot.current_plan import current_plan
from bot.storage import groups, invitations, memberships, plans, prompts, withdrawals
from bot.storage.groups import Group
from bot.storage.invitations import Refusal
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow


def bind(desk: Desk, here: Seat, token: str) -> None:
    """Open the link of a group in it: bound at once by a lead, else once a lead says in private that it is theirs."""
    opened = invitations.redeem(desk.db, token, here.person.id, desk.now, for_group=True)
    if isinstance(opened, Refusal):
        desk.say(here.spot, desk.text(here.spot, "start:invitation_refused"))
        return
    role = memberships.role(desk.db, opened.plan_id, here.person.id, is_held=True)
    if role is Role.LEAD:
        group = Group(opened.plan_id, here.spot.chat, here.spot.thread, desk.now, here.spot.title)
        _bind(desk, group, by=here.person.id)
        return
    desk.say(here.spot, desk.text(here.spot, "start:group_waits"))
    request = desk.new_id()
    for lead in desk.leads(opened.plan_id):
        _ask(desk, lead, here.spot, opened.plan_id, request, who=here.person.first_name if role else "")


def _ask(desk: Desk, lead: Spot, group: Spot, plan_id: int, request: str, *, who: str) -> None:
    """Ask a lead; a stranger to the plan is not named."""
    text = desk.text(lead, "team:group_asked", title=group.title, who=who, plan=plan_name(desk, plan_id))
    choices = [(f"bind:{act}", desk.label(lead, f"team:act_bind_{act}")) for act in ("sure", "refuse")]
    place: dict[str, object] = {"chat": group.chat, "thread": group.thread, "title": group.title, "request": request}
    offer(desk, lead, text, choices, plan=plan_id, payload=place)


def confirm(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Bind the group that a link was opened in."""
    group = _asked(desk, row)
    _settle(desk, row)
    _bind(desk, group, by=here.person.id)
    facts = {"title": group.title, "plan": plan_name(desk, group.plan_id), "by": ""}
    desk.say(here.spot, desk.text(here.spot, "team:group_bound", **facts))
    return None


def refuse(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Leave the group unbound, and say so there without a word of the plan."""
    group = _asked(desk, row)
    _settle(desk, row)
    _say_there(desk, group, "start:group_refused")
    return desk.label(here.spot, "team:group_left_out")


def ask_unbinding(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    group = groups.get(desk.db, row.plan_id or 0)
    if group is None:
        return desk.label(here.spot, "team:no_group")
    text = desk.text(here.spot, "team:unbind_sure", title=group.title)
    offer(desk, here.spot, text, sure(desk, here.spot, "unbind"), plan=row.plan_id)
    return None


def unbind(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Have the group of a plan told nothing more of it."""
    group = groups.get(desk.db, row.plan_id or 0)
    if group is None:
        return desk.label(here.spot, "team:no_group")
    groups.unbind(desk.db, group.plan_id)
    _part(desk, group)
    _tell(desk, group, "team:group_unbound", by=here.person.id)
    return None


# What it entails ------------------------------------------------------------------------------------------------------


def _bind(desk: Desk, group: Group, *, by: int) -> None:
    former = groups.get(desk.db, group.plan_id)
    where = {"chat_id": group.chat_id, "thread_id": group.thread_id, "title": group.title}
    groups.bind(desk.db, group.plan_id, now=desk.now, **where)  # type: ignore[arg-type] # one of each type
    if former and (former.chat_id, former.thread_id) != (group.chat_id, group.thread_id):
        _part(desk, former)
    plan = current_plan(desk.db, group.plan_id)
    _say_there(desk, group, "start:joined_group", plan=plan.name, territory=plan.territory.name)
    _tell(desk, group, "team:group_bound", by=by, but=by)


def _part(desk: Desk, group: Group) -> None:
    """Take back what the group was asked and not sent yet, with the buttons it was shown, and say that it is over."""
    withdrawals.drop_messages(desk.db, group.plan_id, group.chat_id, desk.now)
    disarm_cards(desk, group.plan_id, group.chat_id)
    _say_there(desk, group, "start:group_parted")


def _say_there(desk: Desk, group: Group, name: str, **facts: object) -> None:
    plan = plans.get(desk.db, group.plan_id)
    spot = Spot(group.chat_id, group.thread_id, 0, "", plan.language if plan else "fr", is_private=False)
    desk.say(spot, desk.text(spot, name, **facts))


def _tell(desk: Desk, group: Group, name: str, *, by: int, but: int | None = None) -> None:
    for spot in desk.leads(group.plan_id, but=but):
        who = "" if spot.person == by else first_name(desk, spot, by)
        facts = {"title": group.title, "plan": plan_name(desk, group.plan_id), "by": who}
        desk.say(spot, desk.text(spot, name, **facts))


def _asked(desk: Desk, row: PromptRow) -> Group:
    assert row.plan_id is not None  # noqa: S101 - the table asks for a role in it
    chat, thread, title = (str(row.payload[name]) for name in ("chat", "thread", "title"))
    return Group(row.plan_id, int(chat), int(thread), desk.now, title)


def _settle(desk: Desk, row: PromptRow) -> None:
    """Close the same question put to the other leads."""
    for spot in desk.leads(row.plan_id or 0):
        for other in prompts.live_of_plan(desk.db, row.plan_id or 0, spot.chat):
            if other.payload.get("request") == row.payload.get("request"):
                prompts.close(desk.db, other.id, chosen=None, now=desk.now)
