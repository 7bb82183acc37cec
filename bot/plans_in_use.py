"""The plan of today, as its dossier tells it."""

from sqlalchemy import Connection

from bot.storage import dossiers
from domain.dialogue.migration import migrated
from domain.dialogue.survey import survey
from domain.plan import Plan
from domain.projection import plan_from
from domain.script import SCRIPT
from domain.script.migrations import MIGRATIONS


def current_plan(db: Connection, plan_id: int) -> Plan:
    """Return the typed plan as it stands.

    Raises NoSuchPlan, or what `migrated` raises when its dossier cannot be brought to the script of today.
    """
    dossier = migrated(dossiers.load(db, plan_id), SCRIPT, MIGRATIONS)
    return plan_from(survey(SCRIPT, dossier).visible, dossier.rows)
