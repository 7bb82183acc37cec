"""What `/plan` says and offers of an adopted plan: its versions, its changes since the last one, its amendments."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversations.offers import offer
from bot.conversations.session import PlanTurn, Recipient, Session, Turn
from bot.conversations.turn import OpenPlan, open_plan
from bot.conversations.versions.differences import found
from bot.conversations.versions.versions import CHAPTER, Edition, editions, pages_of, reader_of, tell_changes
from bot.storage import talks
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow

LISTED = 5
"""The latest versions, that the menu lists."""


def history(frozen: Sequence[Edition]) -> list[dict[str, object]]:
    """Return the latest versions as they are listed, oldest first."""
    return [{"number": each.number, "on": each.on, "why": each.why} for each in frozen[-LISTED:]]


def offer_versions(turn: PlanTurn, _row: PromptRow, _argument: str) -> str | None:
    """Offer every version as it was voted, the last one first."""
    frozen = editions(turn, turn.plan_id) if turn.plan_id is not None else ()
    choices = [pages_of(turn, turn.recipient, each) for each in reversed(frozen)]
    offer(turn, turn.recipient, turn.text("commands:versions"), choices, plan=turn.plan_id)
    return None


def make_again(turn: PlanTurn, _row: PromptRow, number: str) -> str | None:
    """Send the page and the picture of a version."""
    for what in ("summary", "matrix"):
        turn.order({"do": what, "plan": turn.plan_id, "language": turn.recipient.language, "version": int(number)})
    return None


def count(session: Session, recipient: Recipient, opened: OpenPlan, frozen: Sequence[Edition]) -> int:
    """Count what changed since the last version."""
    if not frozen:
        return 0
    return len(found(reader_of(session, recipient, frozen[-1].dossier), reader_of(session, recipient, opened.dossier)))


def come_first(turn: Turn) -> None:
    """Have an amendment just begun asked to its end, before whatever else is open."""
    recipient = turn.recipient
    row = talks.open_talk(turn.db, person_id=recipient.person, chat_id=recipient.chat, thread_id=recipient.thread)
    talks.save(turn.db, replace(row, talk=replace(row.talk, chapter=CHAPTER)))


def changes(turn: PlanTurn, _row: PromptRow, argument: str) -> str | None:
    """Say what changed since the last version, or go on saying it: `before:after:start`, by numbers of versions."""
    frozen = editions(turn, turn.plan_id) if turn.plan_id is not None else ()
    if turn.plan_id is None or not frozen:
        return turn.label("commands:adopted_first")
    known = {each.number: each for each in frozen}
    before, is_of, start = map(int, argument.split(":")) if argument else (frozen[-1].number, 0, 0)
    after = known[is_of].dossier if is_of else open_plan(turn, turn.plan_id).dossier
    may_amend = not is_of and turn.role is Role.LEAD
    tell_changes(
        turn, turn.recipient, turn.plan_id, known[before], after, is_of=is_of, start=start, may_amend=may_amend
    )
    return None
