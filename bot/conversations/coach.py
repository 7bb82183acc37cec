"""The SMART coach: what each objective still lacks, in words; nothing is refused for it."""

from bot.conversations.reader import Reader
from domain.plan import Objective, Plan
from domain.projection import plan_from
from domain.smart import Letter, missing

ACTIONS_COME_LATER = frozenset({Letter.REALISTIC})
"""Letters that cannot be judged before there are actions."""


def coach(reader: Reader) -> str:
    """Return what the objectives lack; empty when each is complete."""
    plan = plan_from(reader.seen.visible, reader.dossier.rows)
    found = [(objective, _gaps(reader, objective, plan)) for objective in plan.objectives]
    lacking = [{"sentence": objective.sentence, "gaps": gaps} for objective, gaps in found if gaps]
    return reader.book.text(reader.language, "objectives:coach", objectives=lacking) if lacking else ""


def _gaps(reader: Reader, objective: Objective, plan: Plan) -> list[str]:
    silent = frozenset() if plan.actions else ACTIONS_COME_LATER
    gaps = (gap for gap in missing(objective, plan) if gap.letter not in silent)
    return [reader.book.text(reader.language, f"objectives:gap_{gap.reason}") for gap in gaps]
