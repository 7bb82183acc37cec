"""What a member may do, as a message with buttons."""

from bot.conversations.desk import Desk, Spot
from bot.conversations.offers import Choices, offer
from bot.conversations.seat import Seat
from bot.current_plan import current_plan
from bot.storage import memberships, plans
from bot.storage.invitations import Invitation
from bot.storage.memberships import Role
from bot.storage.people import Person

OFFERED: dict[Role, tuple[str, ...]] = {
    Role.LEAD: (
        *("reprendre", "modifier"),
        *("matrice", "indicateurs"),
        *("synthese", "obligations"),
        *("equipe", "rappels"),
        *("confier", "aide"),
    ),
    Role.CONTRIBUTOR: ("indicateurs", "rappels", "matrice", "synthese", "obligations"),
    Role.OFFICIAL: ("synthese", "matrice", "indicateurs", "obligations"),
}
"""The commands shown as buttons, by role."""
RESUME = "reprendre"
"""Not offered once nothing is left to ask."""


def show(
    desk: Desk, spot: Spot, plan: int, role: Role, text: str, *, is_complete: bool = False, others: Choices = ()
) -> None:
    """Say something, with the commands of the role as buttons, `others`, and the person's other plans."""
    found = plans.get(desk.db, plan)
    is_complete = is_complete or (found is not None and found.completed_at is not None)
    names = [name for name in OFFERED[role] if not (is_complete and name == RESUME)]
    choices = [(f"do:{name}", desk.label(spot, f"commands:do_{name}")) for name in names]
    offer(desk, spot, text, [*choices, *others, *other_plans(desk, spot, plan)], plan=plan, width=2)


def other_plans(desk: Desk, spot: Spot, plan: int | None) -> Choices:
    """Return the buttons that open the other plans of a person."""
    others = [each.plan_id for each in memberships.of_person(desk.db, spot.person) if each.plan_id != plan]
    return [(f"plan:{other}", _name(desk, spot, other)) for other in others]


def completed(desk: Desk, spot: Spot, plan: int, *, again: bool) -> None:
    """Nothing is left to ask: congratulate, or, once more, just say what can be done."""
    found = plans.get(desk.db, plan)
    is_known = again or (found is not None and found.completed_at is not None)
    text = "commands:all_answered" if is_known else "common:completed"
    show(desk, spot, plan, Role.LEAD, desk.text(spot, text), is_complete=True)


def welcome(desk: Desk, here: Seat) -> None:
    """Remind a member of what they may do here."""
    if here.plan is not None and here.role is not None:
        text = desk.text(here.spot, f"start:menu_{here.role}", first_name=here.person.first_name)
        show(desk, here.spot, here.plan, here.role, text)


def joined(desk: Desk, here: Seat, plan_id: int, role: Role, label: str | None) -> None:
    """Welcome a person whom an invitation just let in."""
    plan = current_plan(desk.db, plan_id)
    facts = {"plan": plan.name or "", "territory": plan.territory.name or "", "label": label or ""}
    text = desk.text(here.spot, f"start:joined_{role}", first_name=here.person.first_name, **facts)
    show(desk, here.spot, plan_id, role, text)


def tell_leads(desk: Desk, opened: Invitation, person: Person) -> None:
    """Tell the leads that someone they invited has come in."""
    for member in memberships.of_plan(desk.db, opened.plan_id):
        spot = desk.spot_of(member.person_id) if member.role is Role.LEAD else None
        if spot and spot.person != person.id:
            role = desk.label(spot, f"common:roles_{opened.role}")
            desk.say(spot, desk.text(spot, "team:came_in", name=person.first_name, label=opened.label or "", role=role))


def without_plan(desk: Desk, here: Seat) -> None:
    """Offer a plan to someone who has none."""
    choices = [("begin", desk.label(here.spot, "start:act_begin"))]
    offer(desk, here.spot, desk.text(here.spot, "commands:no_plan"), choices)


def _name(desk: Desk, spot: Spot, plan_id: int) -> str:
    name = current_plan(desk.db, plan_id).name or desk.label(spot, "commands:unnamed_plan")
    return desk.label(spot, "commands:do_other_plan", name=name)
