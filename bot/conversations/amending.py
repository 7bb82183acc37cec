"""What `/plan` says and offers of an adopted plan: its versions, its changes since the last one, its amendments."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversations.desk import Desk, Spot
from bot.conversations.offers import offer
from bot.conversations.seat import Seat
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


def offer_versions(desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    """Offer every version as it was voted, the last one first."""
    frozen = editions(desk, here.plan) if here.plan is not None else ()
    choices = [pages_of(desk, here.spot, each) for each in reversed(frozen)]
    offer(desk, here.spot, desk.text(here.spot, "commands:versions"), choices, plan=here.plan)
    return None


def make_again(desk: Desk, here: Seat, _row: PromptRow, number: str) -> str | None:
    """Send the page and the picture of a version."""
    for what in ("summary", "matrix"):
        desk.order(here.spot, {"do": what, "plan": here.plan, "language": here.spot.language, "version": int(number)})
    return None


def count(desk: Desk, spot: Spot, opened: OpenPlan, frozen: Sequence[Edition]) -> int:
    """Count what changed since the last version."""
    if not frozen:
        return 0
    return len(found(reader_of(desk, spot, frozen[-1].dossier), reader_of(desk, spot, opened.dossier)))


def come_first(desk: Desk, here: Seat) -> None:
    """Have an amendment just begun asked to its end, before whatever else is open."""
    spot = here.spot
    row = talks.open_talk(desk.db, person_id=spot.person, chat_id=spot.chat, thread_id=spot.thread)
    talks.save(desk.db, replace(row, talk=replace(row.talk, chapter=CHAPTER)))


def changes(desk: Desk, here: Seat, _row: PromptRow, argument: str) -> str | None:
    """Say what changed since the last version, or go on saying it: `before:after:start`, by numbers of versions."""
    frozen = editions(desk, here.plan) if here.plan is not None else ()
    if here.plan is None or not frozen:
        return desk.label(here.spot, "commands:adopted_first")
    known = {each.number: each for each in frozen}
    before, is_of, start = map(int, argument.split(":")) if argument else (frozen[-1].number, 0, 0)
    after = known[is_of].dossier if is_of else open_plan(desk, here.plan).dossier
    may_amend = not is_of and here.role is Role.LEAD
    tell_changes(desk, here.spot, here.plan, known[before], after, is_of=is_of, start=start, may_amend=may_amend)
    return None
