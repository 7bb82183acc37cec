"""What a member may do, as a message with buttons."""

from bot.conversations.desk import Desk, Spot
from bot.conversations.offers import offer
from bot.conversations.seat import Seat
from bot.plans_in_use import current_plan
from bot.storage import memberships, people
from bot.storage.invitations import Invitation
from bot.storage.memberships import Role
from bot.storage.people import Person

OFFERED: dict[Role, tuple[str, ...]] = {
    Role.LEAD: ("reprendre", "modifier", "matrice", "indicateurs", "synthese", "equipe", "rappels", "aide"),
    Role.CONTRIBUTOR: ("indicateurs", "rappels", "matrice", "synthese"),
    Role.OFFICIAL: ("synthese", "matrice", "indicateurs"),
}
"""The commands shown as buttons, by role."""


def show(desk: Desk, here: Seat, text: str) -> None:
    """Say something, with the commands of the role as buttons, and the person's other plans."""
    if here.plan is None or here.role is None:
        desk.say(here.spot, text)
        return
    choices = [(f"do:{name}", desk.label(here.spot, f"commands:do_{name}")) for name in OFFERED[here.role]]
    choices += [
        _other_plan(desk, here, each.plan_id)
        for each in memberships.of_person(desk.db, here.person.id)
        if each.plan_id != here.plan
    ]
    offer(desk, here.spot, text, choices, plan=here.plan, width=2)


def welcome(desk: Desk, here: Seat) -> None:
    """Remind a member of what they may do here."""
    show(desk, here, desk.text(here.spot, f"start:menu_{here.role}", first_name=here.person.first_name))


def joined(desk: Desk, here: Seat, label: str | None) -> None:
    """Welcome a person whom an invitation just let in."""
    plan = current_plan(desk.db, here.talk.plan_id or 0)
    facts = {"plan": plan.name or "", "territory": plan.territory.name or "", "label": label or ""}
    show(desk, here, desk.text(here.spot, f"start:joined_{here.role}", first_name=here.person.first_name, **facts))


def tell_leads(desk: Desk, opened: Invitation, person: Person) -> None:
    """Tell the leads that someone they invited has come in."""
    for member in memberships.of_plan(desk.db, opened.plan_id):
        lead = people.get(desk.db, member.person_id)
        if member.role is Role.LEAD and lead and lead.id != person.id:
            spot = Spot(lead.id, 0, lead.id, lead.first_name, lead.language)
            role = desk.label(spot, f"common:roles_{opened.role}")
            desk.say(spot, desk.text(spot, "team:came_in", name=person.first_name, label=opened.label or "", role=role))


def without_plan(desk: Desk, here: Seat) -> None:
    """Offer a plan to someone who has none."""
    choices = [("begin", desk.label(here.spot, "start:act_begin"))]
    offer(desk, here.spot, desk.text(here.spot, "commands:no_plan"), choices)


def _other_plan(desk: Desk, here: Seat, plan_id: int) -> tuple[str, str]:
    name = current_plan(desk.db, plan_id).name or desk.label(here.spot, "commands:unnamed_plan")
    return f"plan:{plan_id}", desk.label(here.spot, "commands:do_other_plan", name=name)
