"""What a change of a plan entails beside the conversation: hours and holidays, completion, versions, dates."""

from bot.conversations.session import Session
from bot.conversations.versions import versions
from bot.reminders import collecting, rules
from bot.storage import plans
from bot.storage.plans import PlanRow
from domain.dialogue.dossier import Dossier
from domain.dialogue.survey import ScriptState, survey
from domain.followup.holiday import MAINLAND_ZONE, METROPOLE
from domain.projection import plan_from
from domain.script.territories import TERRITORY, place_of
from domain.territory.profile import holiday_region, zone

DATED = ("_when", "/measure_by")
"""How the ids end of questions that say by when something is to be known."""
_ELSEWHERE = (MAINLAND_ZONE, METROPOLE)
"""Hours and holidays of a territory typed in by hand; a plan keeps those of the mainland as no region of its own."""


def after_change(session: Session, row: PlanRow, dossier: Dossier) -> None:
    """Freeze a version at adoption and amendments, switch the reminders on once complete, keep them in line."""
    seen = survey(session.app.script, dossier)
    _settle(session, row, seen)
    versions.keep_up(session, row.id, dossier, seen)
    # Note the days on which something is to be measured or found
    if any(path.id.endswith(DATED) for path in seen.visible):
        collecting.keep_dates(session.db, row, plan_from(*seen.known), session.now)
    if seen.cursor is not None and not row.follow_up:
        return
    is_first_end = seen.cursor is None and plans.complete(session.db, row.id, session.now)
    if is_first_end:
        plans.set_follow_up(session.db, row.id, on=True)
    if is_first_end or row.follow_up:
        rules.keep_in_line(session.db, row.id, plan_from(*seen.known), session.now)


def _settle(session: Session, row: PlanRow, seen: ScriptState) -> None:
    """Give the plan the hours and the holidays of its territory."""
    place = place_of(seen.visible)
    if place is None and TERRITORY not in seen.visible:
        return
    hours, region = (zone(place), holiday_region(place)) if place else _ELSEWHERE
    region = region.removeprefix(METROPOLE)
    if (hours, region) != (row.zone, row.region):
        plans.set_place(session.db, row.id, zone=hours, region=region)
