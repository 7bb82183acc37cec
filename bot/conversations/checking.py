"""What the check of a plan says: how complete it is, what the pillars hold, the pitfalls and those put aside."""

from collections.abc import Iterator

from bot.conversations.reader import Reader
from bot.wording import block
from domain.completeness import completeness
from domain.coverage import coverage
from domain.pitfalls import Dismissed, Pitfall, PitfallCode, dismissed, open_pitfalls, pitfalls
from domain.plan import Plan
from domain.projection import plan_from
from domain.quadrant import THRESHOLD


def check_card(reader: Reader, threshold: float = THRESHOLD) -> str:
    """Return the card of the check, to be shown with a button for each pitfall."""
    plan = plan_from(*reader.seen.known)
    found = [_found(reader, plan, each) for each in open_pitfalls(plan, threshold=threshold)]
    aside = [_put_aside(reader, each) for each in dismissed(plan, threshold=threshold)]
    card = reader.book.text(reader.language, "check:check_pitfalls__question", pitfalls=found, dismissed=aside)
    return "\n\n".join([card, _coverage(reader, plan), _completeness(reader)])


def topic_card(reader: Reader, code: str, threshold: float = THRESHOLD) -> str:
    """Return the card of one pitfall: what was found, why it matters, what to do."""
    plan = plan_from(*reader.seen.known)
    found = next(
        (each for each in pitfalls(plan, threshold=threshold) if each.code == code), Pitfall(PitfallCode(code))
    )
    said = (_found(reader, plan, found), *(_part(reader, code, part) for part in ("why", "todo")))
    return reader.book.text(reader.language, "check:pitfall_card", title=_part(reader, code, "title"), lines=said)


def _found(reader: Reader, plan: Plan, found: Pitfall) -> str:
    return reader.book.text(reader.language, f"check:pitfall_{found.code}", names=list(_concerned(reader, plan, found)))


def _put_aside(reader: Reader, each: Dismissed) -> str:
    title = _part(reader, each.pitfall.code, "title")
    return reader.book.text(reader.language, "check:pitfall_dismissed", title=title, reason=each.reason)


def _part(reader: Reader, code: str, part: str) -> str:
    return reader.book.text(reader.language, f"check:pitfall_{code}_{part}")


def _concerned(reader: Reader, plan: Plan, found: Pitfall) -> Iterator[str]:
    named = {action.row: action.title for action in plan.actions}
    named |= {objective.row: objective.sentence for objective in plan.objectives}
    named |= {kpi.row: kpi.label for kpi in plan.kpis} | {need.row: need.sentence for need in plan.needs}
    return (named.get(ref) or _code_name(reader, ref) for ref in found.refs)


def _code_name(reader: Reader, code: str) -> str:
    """A stakeholder or a pillar, as its option is called."""
    names = [block("diagnosis", item, f"option_{code}") for item in ("diagnosis.heard", "needs/pillar")]
    return next(
        (reader.book.label(reader.language, name) for name in names if reader.book.has(reader.language, name)), ""
    )


def _coverage(reader: Reader, plan: Plan) -> str:
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
    return reader.book.text(reader.language, "check:coverage", pillars=pillars)


def _completeness(reader: Reader) -> str:
    chapters = [
        {
            "name": reader.book.label(reader.language, f"{each.chapter}:chapter__name"),
            "percent": each.percent,
            "unknown": each.unknown,
            "later": each.later,
        }
        for each in completeness(reader.seen)
        if each.applicable
    ]
    return reader.book.text(reader.language, "check:completeness", chapters=chapters)
