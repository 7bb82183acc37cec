"""What the check of a plan says: how complete it is, what the pillars hold, the pitfalls and those put aside."""

from collections.abc import Iterator

from markupsafe import Markup

from bot.conversations.rendering.action_notes import priorities_help
from bot.conversations.rendering.dossier_text import DossierText
from bot.wording.wordbook import block
from domain.dialogue.completeness import completeness
from domain.method.coverage import coverage
from domain.method.quadrant import THRESHOLD
from domain.pitfalls import Dismissed, Pitfall, PitfallCode, dismissed, open_pitfalls, pitfalls
from domain.plan import Plan

CHAPTER = "check"
"""The chapter of this card, which is not told on it: how complete it is follows from the card itself."""
_TOLD_WHOLE = frozenset(
    {
        PitfallCode.HUMAN_NEGLECTED,
        PitfallCode.NO_MEDIATION,
        PitfallCode.STAKEHOLDER_NOT_HEARD,
        PitfallCode.PILLAR_WITHOUT_ACTION,
        PitfallCode.TOO_MANY_IMMEDIATE,
    }
)
"""Pitfalls whose sentence says it all: the others list what they concern on their card."""


def check_card(reader: DossierText, threshold: float = THRESHOLD) -> str:
    """Return the card of the check, to be shown with a button for each pitfall."""
    plan = reader.plan
    found = [_found(reader, plan, each) for each in open_pitfalls(plan, threshold=threshold)]
    aside = [_put_aside(reader, each) for each in dismissed(plan, threshold=threshold)]
    card = reader.text("check:check_pitfalls__question", pitfalls=found, dismissed=aside)
    return "\n\n".join([card, _coverage(reader, plan), _completeness(reader)])


def topic_card(reader: DossierText, code: str, threshold: float = THRESHOLD) -> str:
    """Return the card of one pitfall: what was found, why it was set aside if it was, why it matters, what to do."""
    plan = reader.plan
    found = next(
        (each for each in pitfalls(plan, threshold=threshold) if each.code == code), Pitfall(PitfallCode(code))
    )
    help_to_choose = priorities_help(reader, threshold) if found.code is PitfallCode.TOO_MANY_IMMEDIATE else ""
    aside = [_put_aside(reader, each) for each in dismissed(plan, threshold=threshold) if each.pitfall == found]
    told = "\n".join([help_to_choose or _found(reader, plan, found), *aside])
    said = (Markup(told), *(_part(reader, code, part) for part in ("why", "todo")))  # noqa: S704 - made of blocks
    names = list(_concerned(reader, plan, found)) if found.code not in _TOLD_WHOLE else []
    return reader.text("check:pitfall_card", title=_part(reader, code, "title"), lines=said, names=names)


def _found(reader: DossierText, plan: Plan, found: Pitfall) -> str:
    facts = {
        "names": list(_concerned(reader, plan, found)),
        "is_nobody_heard": plan.heard is not None and not plan.heard,
    }
    return reader.text(f"check:pitfall_{found.code}", **facts)


def _put_aside(reader: DossierText, each: Dismissed) -> str:
    title = _part(reader, each.pitfall.code, "title")
    return reader.text("check:pitfall_dismissed", title=title, reason=each.reason)


def _part(reader: DossierText, code: str, part: str) -> str:
    return reader.text(f"check:pitfall_{code}_{part}")


def _concerned(reader: DossierText, plan: Plan, found: Pitfall) -> Iterator[str]:
    named = {action.row: action.title for action in plan.actions}
    named |= {objective.row: objective.sentence for objective in plan.objectives}
    named |= {kpi.row: kpi.label for kpi in plan.kpis} | {need.row: need.sentence for need in plan.needs}
    return (named.get(ref) or _code_name(reader, ref) for ref in found.refs)


def _code_name(reader: DossierText, code: str) -> str:
    """A stakeholder or a pillar, as its option is called."""
    names = [block("diagnosis", item, f"option_{code}") for item in ("diagnosis.heard", "needs/pillar")]
    return next((reader.label(name) for name in names if reader.book.has(reader.language, name)), "")


def _coverage(reader: DossierText, plan: Plan) -> str:
    pillars = [
        {
            "name": _code_name(reader, each.pillar),
            "needs": each.needs,
            "objectives": each.objectives,
            "actions": each.actions,
            "kpis": each.kpis,
        }
        for each in coverage(plan)
    ]
    return reader.text("check:coverage", pillars=pillars)


def _completeness(reader: DossierText) -> str:
    chapters = [
        {
            "name": reader.label(f"{each.chapter}:chapter__name"),
            "percent": each.percent,
            "unknown": each.unknown,
            "later": each.later,
        }
        for each in completeness(reader.seen)
        if each.applicable and each.chapter != CHAPTER
    ]
    return reader.text("check:completeness", chapters=chapters)
