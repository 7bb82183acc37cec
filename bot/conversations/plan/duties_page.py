"""The page of duties that `/obligations` shows."""

from bot.conversations.rendering import duties
from bot.conversations.session import PlanTurn, Turn
from bot.conversations.turn import open_plan
from domain.dialogue.survey import survey
from domain.dialogue.talk import PromptKind
from domain.projection import plan_from
from domain.script.territories import TERRITORY, found_by_id


def show(turn: PlanTurn) -> None:
    """`/obligations`: of the territory on the card that waits, else of the plan's."""
    subject = _proposed(turn) or _recorded(turn)
    if subject is None:
        turn.say("territory:duties_of_none")
    else:
        turn.say_to(turn.recipient, duties.page(turn.app.book, turn.recipient.language, subject))


def _proposed(turn: Turn) -> duties.Subject | None:
    live = turn.conversation.talk.live
    if live is None or live.kind is not PromptKind.PROPOSAL or live.path != TERRITORY:
        return None
    place = found_by_id(str(live.payload.get("value")))
    return duties.of_place(place) if place else None


def _recorded(turn: PlanTurn) -> duties.Subject | None:
    seen = survey(turn.app.script, open_plan(turn, turn.plan_id).dossier)
    return duties.of_plan(seen.visible, plan_from(*seen.known).territory)
