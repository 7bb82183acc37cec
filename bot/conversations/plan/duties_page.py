"""The page of duties that `/obligations` shows."""

from bot.conversations.desk import Desk
from bot.conversations.rendering import duties
from bot.conversations.seat import Seat
from bot.conversations.turn import open_plan
from domain.dialogue.survey import survey
from domain.dialogue.talk import PromptKind
from domain.projection import plan_from
from domain.script.territories import TERRITORY, found_by_id


def told(desk: Desk, here: Seat) -> str:
    """Word `/obligations`: of the territory on the card that waits, else of the plan's."""
    subject = _proposed(here) or _recorded(desk, here)
    if subject is None:
        return desk.text(here.spot, "territory:duties_of_none")
    return duties.page(desk.house.book, here.spot.language, subject)


def _proposed(here: Seat) -> duties.Subject | None:
    live = here.talk.talk.live
    if live is None or live.kind is not PromptKind.PROPOSAL or live.path != TERRITORY:
        return None
    place = found_by_id(str(live.payload.get("value")))
    return duties.of_place(place) if place else None


def _recorded(desk: Desk, here: Seat) -> duties.Subject | None:
    assert here.plan is not None  # noqa: S101 - the command asks for a role
    seen = survey(desk.house.script, open_plan(desk, here.plan).dossier)
    return duties.of_plan(seen.visible, plan_from(*seen.known).territory)
