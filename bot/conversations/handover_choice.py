"""Handing a question over: to whom, among the members of the plan, or by a link to forward."""

from bot.conversations.offers import offer
from bot.conversations.session import Recipient, Session
from bot.storage import memberships, people
from bot.wording.typography import short
from bot.wording.wordbook import LONGEST_LABEL
from domain.dialogue.path import Path

KIND = "handed"
"""The prompts that show a handed question to the person asked."""
SHOWN_MEMBERS = 12


def ask_whom(session: Session, recipient: Recipient, plan_id: int, path: Path, name: str) -> None:
    """Ask a lead whom to hand the question at `path` to; `name` is its short name."""
    choices = [
        (f"hand:to:{person}", short(said, LONGEST_LABEL)) for person, said in _members(session, recipient, plan_id)
    ]
    choices.append(("hand:link", session.label_for(recipient, "handing:act_link")))
    text = session.text_for(recipient, "handing:whom", name=name)
    offer(session, recipient, text, choices, plan=plan_id, payload={"path": str(path)})


def _members(session: Session, recipient: Recipient, plan_id: int) -> list[tuple[int, str]]:
    """The other members, the latest joined first, by their id and the name they go by."""
    found = []
    for member in reversed(memberships.of_plan(session.db, plan_id)):
        person = people.get(session.db, member.person_id)
        if person and person.id != recipient.person:
            label = member.label if member.label and member.label != person.first_name else ""
            found.append(
                (person.id, session.label_for(recipient, "handing:act_member", name=person.first_name, label=label))
            )
    return found[:SHOWN_MEMBERS]
