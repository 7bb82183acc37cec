"""The pitfalls found in a plan, in words."""

from bot.conversations.reader import Reader
from bot.wording import block
from domain.pitfalls import Pitfall, pitfalls
from domain.plan import Plan
from domain.projection import plan_from


def pitfalls_in_words(reader: Reader) -> tuple[str, ...]:
    """Return a paragraph for each pitfall of the dossier: what it is, what it concerns, what to do."""
    plan = plan_from(reader.seen.visible, reader.dossier.rows)
    return tuple(_worded(reader, plan, found) for found in pitfalls(plan))


def _worded(reader: Reader, plan: Plan, found: Pitfall) -> str:
    return reader.book.text(reader.language, f"check:pitfall_{found.code}", names=_concerned(reader, plan, found))


def _concerned(reader: Reader, plan: Plan, found: Pitfall) -> list[str]:
    named = {action.row: action.title for action in plan.actions}
    named |= {objective.row: objective.sentence for objective in plan.objectives}
    named |= {kpi.row: kpi.label for kpi in plan.kpis}
    return [named.get(ref) or _code_name(reader, ref) for ref in found.refs]


def _code_name(reader: Reader, code: str) -> str:
    """A stakeholder or a pillar, as its option is called."""
    names = [block("diagnosis", item, f"option_{code}") for item in ("diagnosis.heard", "needs/pillar")]
    return next(
        (reader.book.label(reader.language, name) for name in names if reader.book.has(reader.language, name)), ""
    )
