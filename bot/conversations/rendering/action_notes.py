"""What is said at once of an action: where its marks place it, whom it concerns, and which ones to keep first."""

from bot.conversations.rendering import duties
from bot.conversations.rendering.dossier_text import DossierText
from bot.wording.typography import number
from bot.wording.wordbook import block
from domain.method.involvement import involvement
from domain.method.quadrant import IMMEDIATE_LIMIT, MARGIN, THRESHOLD, Quadrant, by_quadrant, placement_of
from domain.plan import Action, Plan, Stakeholder


def placed(reader: DossierText, row: str, threshold: float = THRESHOLD) -> str:
    """Return the quadrant of the action in this row, explained in a sentence; empty while it cannot be placed."""
    plan = reader.plan
    action = next((each for each in plan.actions if each.row == row), None)
    placement = placement_of(action.score, threshold=threshold, margin=MARGIN) if action else None
    if action is None or placement is None:
        return ""
    said = reader.text(
        f"actions:placed_{placement.quadrant}",
        impact=number(round(placement.impact, 1), reader.language),
        feasibility=number(round(placement.feasibility, 1), reader.language),
        near=placement.near_impact or placement.near_feasibility,
    )
    return "\n".join(filter(None, [said, _badge(reader, plan, action)]))


def priorities_help(reader: DossierText, threshold: float) -> str:
    """Return help to choose, when there are too many immediate priorities; empty otherwise."""
    plan = reader.plan
    immediate = by_quadrant(plan.actions, threshold=threshold)[Quadrant.IMMEDIATE_PRIORITY]
    if len(immediate) <= IMMEDIATE_LIMIT:
        return ""
    names = [action.title for action in immediate]
    facts = {"count": len(immediate), "limit": IMMEDIATE_LIMIT, "names": names}
    return reader.text("actions:priorities_help", **facts)


def involved(reader: DossierText) -> str:
    """Return who takes part in each action and who is forgotten; empty while nothing says whom meetings are for."""
    plan = reader.plan
    return "\n".join(line for action in plan.actions if (line := _involved(reader, plan, action)))


def _badge(reader: DossierText, plan: Plan, action: Action) -> str:
    """The legal duty that the action answers, when it is one of this territory."""
    subject = duties.of_plan(reader.seen.visible, plan.territory)
    asked = next((duty for duty in duties.asked_of(subject) if duty.id is action.duty), None) if subject else None
    if asked is None:
        return ""
    facts = {"reference": asked.reference, "as_of": asked.as_of, "is_to_verify": asked.is_to_verify}
    return reader.text(
        "actions:duty_badge",
        name=reader.label(block("actions", "actions/duty", f"option_{asked.id}")),
        **facts,
    )


def _involved(reader: DossierText, plan: Plan, action: Action) -> str:
    told = involvement(action, plan)
    if told is None:
        return ""
    who = {"involved": _names(reader, told.involved), "forgotten": _names(reader, told.forgotten)}
    return reader.text("teams:involved_line", title=action.title, **who)


def _names(reader: DossierText, categories: tuple[Stakeholder, ...]) -> list[str]:
    return [reader.label(block("diagnosis", "diagnosis.heard", f"option_{category}")) for category in categories]
