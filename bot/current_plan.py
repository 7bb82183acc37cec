"""The plan of today, as its dossier tells it, and the plan as it was voted."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.storage import dossiers, memberships, versions
from bot.storage.memberships import Role
from bot.storage.versions import Version
from domain.dialogue.dossier import Dossier
from domain.dialogue.migration import migrated
from domain.dialogue.survey import survey
from domain.plan import Plan
from domain.projection import plan_from
from domain.questionnaire import SCRIPT
from domain.script.migrations import MIGRATIONS


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as somebody may read it; `version` is the last one that was voted, 0 while none was.

    `voted` is what that version holds, when `plan` is worked on beside it.
    """

    plan: Plan
    version: int = 0
    voted: Plan | None = None


def current_plan(db: Connection, plan_id: int) -> Plan:
    """Return the typed plan as it stands.

    Raises NoSuchPlan, or what `migrated` raises when its dossier cannot be brought to the script of today.
    """
    return _plan(dossiers.load(db, plan_id))


def plan_shown(db: Connection, plan_id: int, chat_id: int) -> Shown:
    """Return what may be read of a plan in a chat: its leads work on it, anybody else reads what was voted.

    Raises what `current_plan` does.
    """
    last = versions.get(db, plan_id, versions.latest(db, plan_id))
    if last is None:
        return Shown(current_plan(db, plan_id))
    if memberships.role(db, plan_id, chat_id) is Role.LEAD:
        return Shown(current_plan(db, plan_id), last.number, voted_plan(last))
    return Shown(voted_plan(last), last.number)


def voted_plan(version: Version) -> Plan:
    """Return the typed plan as it was voted. Raises what `migrated` does."""
    return _plan(version.dossier)


def _plan(dossier: Dossier) -> Plan:
    return plan_from(*survey(SCRIPT, migrated(dossier, SCRIPT, MIGRATIONS)).known)
