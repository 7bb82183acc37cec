"""What a member may do, as a message with buttons."""

from bot.conversations.offers import Choices, offer
from bot.conversations.session import Recipient, Session, Turn
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
    session: Session,
    recipient: Recipient,
    plan: int,
    role: Role,
    text: str,
    *,
    is_complete: bool = False,
    others: Choices = (),
) -> None:
    """Say something, with the commands of the role as buttons, `others`, and the person's other plans."""
    found = plans.get(session.db, plan)
    is_complete = is_complete or (found is not None and found.completed_at is not None)
    names = [name for name in OFFERED[role] if not (is_complete and name == RESUME)]
    choices = [(f"do:{name}", session.label_for(recipient, f"commands:do_{name}")) for name in names]
    offer(session, recipient, text, [*choices, *others, *other_plans(session, recipient, plan)], plan=plan, width=2)


def other_plans(session: Session, recipient: Recipient, plan: int | None) -> Choices:
    """Return the buttons that open the other plans of a person."""
    others = [each.plan_id for each in memberships.of_person(session.db, recipient.person) if each.plan_id != plan]
    names = plans.names(session.db, others) if others else {}
    unnamed = session.label_for(recipient, "commands:unnamed_plan")
    return [
        (f"plan:{other}", session.label_for(recipient, "commands:do_other_plan", name=names.get(other) or unnamed))
        for other in others
    ]


def completed(session: Session, recipient: Recipient, plan: int, *, again: bool) -> None:
    """Nothing is left to ask: congratulate, or, once more, just say what can be done."""
    found = plans.get(session.db, plan)
    is_known = again or (found is not None and found.completed_at is not None)
    text = "commands:all_answered" if is_known else "common:completed"
    show(session, recipient, plan, Role.LEAD, session.text_for(recipient, text), is_complete=True)


def welcome(turn: Turn) -> None:
    """Remind a member of what they may do here."""
    if turn.plan is not None and turn.role is not None:
        text = turn.text(f"start:menu_{turn.role}", first_name=turn.person.first_name)
        show(turn, turn.recipient, turn.plan, turn.role, text)


def joined(turn: Turn, plan_id: int, role: Role, label: str | None) -> None:
    """Welcome a person whom an invitation just let in."""
    plan = current_plan(turn.db, plan_id)
    facts = {"plan": plan.name or "", "territory": plan.territory.name or "", "label": label or ""}
    text = turn.text(f"start:joined_{role}", first_name=turn.person.first_name, **facts)
    show(turn, turn.recipient, plan_id, role, text)


def tell_leads(session: Session, opened: Invitation, person: Person) -> None:
    """Tell the leads that someone they invited has come in."""
    for member in memberships.of_plan(session.db, opened.plan_id):
        recipient = session.recipient_of(member.person_id) if member.role is Role.LEAD else None
        if recipient and recipient.person != person.id:
            role = session.label_for(recipient, f"common:roles_{opened.role}")
            session.say_to(
                recipient,
                session.text_for(
                    recipient, "team:came_in", name=person.first_name, label=opened.label or "", role=role
                ),
            )


def without_plan(turn: Turn) -> None:
    """Offer a plan to someone who has none."""
    choices = [("begin", turn.label("start:act_begin"))]
    offer(turn, turn.recipient, turn.text("commands:no_plan"), choices)
